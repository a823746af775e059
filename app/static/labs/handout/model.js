// What stands on a handout: which steps, and what of them is left blank.

/** @typedef {import("../../core/types.js").Step} Step */
/** @typedef {import("../../core/types.js").Trace} Trace */

/** Key steps are finished results: each value, the seed, each adjoint. @typedef {"key" | "every"} Extent */

/**
 * A line of the handout: the formula, its numbers up to the sign before the result, and the result. `result` is null
 * where a line has no number of its own.
 * @typedef {import("../../core/walk/line.js").Line} Pieces
 * @typedef {{ node: string, phase: "forward" | "backward", symbolic: Pieces, left: Pieces, numbers: Pieces, sign: string, result: string | null }} Line
 */

/** What core/walk/line.js says of a step. @typedef {Pick<import("../types.js").Kit, "formulaOf" | "numbersOf">} Lines */

/**
 * @param {Trace} trace
 * @param {Extent} extent
 * @param {Lines} lines
 * @returns {Line[]}
 */
export function linesOf(trace, extent, { formulaOf, numbersOf }) {
  const steps = extent === "every" ? trace.steps : trace.steps.filter((step, index) => isResult(step, trace.steps[index + 1]));
  return steps.map((step) => {
    const own = { node: step.node, phase: step.phase, symbolic: formulaOf(trace, step) };
    if (step.substituted === "" || step.substituted === step.latex) return { ...own, left: [], numbers: [], sign: "", result: null };
    const { left, middle, sign, result } = numbersOf(trace, step);
    if (sign === "\\in") return { ...own, left, numbers: [...left, middle, result], sign, result: null };
    return { ...own, left, numbers: [...left, middle], sign, result };
  });
}

/** Whether a step ends what is computed of its node: a term does where nothing else is awaited. @param {Step} step @param {Step | undefined} next */
function isResult(step, next) {
  if (step.kind !== "term") return true;
  return step.remaining === 0 && !(next?.kind === "adjoint" && next.node === step.node);
}
