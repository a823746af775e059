// What stands on a handout: which steps, and what of them is left blank.

/** @typedef {import("../../core/types.js").Step} Step */
/** @typedef {import("../../core/types.js").Trace} Trace */

/** Key steps are finished results: each value, the seed, each adjoint. @typedef {"key" | "every"} Extent */

/**
 * A line of the handout: the formula, its numbers and its result, each as LaTeX. `result` is null where a line has
 * no number of its own.
 * @typedef {{ node: string, phase: "forward" | "backward", symbolic: string, numbers: string, result: string | null }} Line
 */

/**
 * @param {Trace} trace
 * @param {Extent} extent
 * @returns {Line[]}
 */
export function linesOf(trace, extent) {
  const steps = extent === "every" ? trace.steps : trace.steps.filter((step, index) => isResult(step, trace.steps[index + 1]));
  return steps.map((step) => ({ node: step.node, phase: step.phase, symbolic: step.latex, ...numbersOf(step) }));
}

/** Whether a step ends what is computed of its node: a term does where nothing else is awaited. @param {Step} step @param {Step | undefined} next */
function isResult(step, next) {
  if (step.kind !== "term") return true;
  return step.remaining === 0 && !(next?.kind === "adjoint" && next.node === step.node);
}

/** The substituted line, cut before its last number. @param {Step} step */
function numbersOf({ latex, substituted }) {
  if (substituted === "" || substituted === latex) return { numbers: "", result: null };
  const parts = /^(.*?)\s*(=|\\approx)\s*([^=]*)$/s.exec(substituted);
  if (parts === null) return { numbers: substituted, result: null };
  const [, numbers = "", sign = "=", result = ""] = parts;
  return { numbers: `${numbers} ${sign}`, result };
}

/** The left side alone, for who is to fill in the rest. @param {string} latex */
export function leftOf(latex) {
  return latex.slice(0, latex.indexOf("=") + 1) || latex;
}
