// "Pick the rule": the right formula among others that look like it, always in the same order for the same step.

/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("./model.js").Question} Question */

const MOST = 4;

/**
 * @param {Question} question
 * @param {Trace} trace
 * @returns {{ latex: string, isRight: boolean }[] | null} null where there is nothing to tell apart
 */
export function choicesFor(question, trace) {
  const { right, wrong } = question.kind === "value" ? valueRules(question, trace) : question.kind === "seed" ? seedRules() : adjointRules(question, trace);
  if (right === null) return null;
  const others = [...new Set(wrong)].filter((latex) => plain(latex) !== plain(right)).slice(0, MOST - 1);
  if (others.length === 0) return null;
  const all = [right, ...others].map((latex) => ({ latex, isRight: latex === right }));
  const key = (/** @type {string} */ latex) => hash(`${question.from} ${latex}`);
  return all.sort((one, other) => key(one.latex) - key(other.latex));
}

/** @param {Question} question @param {Trace} trace */
function valueRules({ node }, trace) {
  const definitions = trace.nodes.filter(({ id, definition }) => id !== node.id && definition !== null).map(({ definition }) => definition ?? "");
  return { right: node.definition, wrong: definitions };
}

/** The sweep begins with 1. */
function seedRules() {
  return { right: "1", wrong: ["0", "-1"] };
}

/** @param {Question} question @param {Trace} trace */
function adjointRules({ node, terms }, trace) {
  const edges = terms.flatMap(({ edge }) => trace.edges.find(({ id }) => id === edge) ?? []);
  const written = edges.map(({ term }) => term);
  const right = written.join(" + ").replace(/\+ -/g, "- ");
  const bars = edges.map(({ child }) => trace.nodes.find(({ id }) => id === child)?.bar ?? "");
  const locals = edges.map(({ latex }) => latex);
  const siblings = trace.edges.filter((edge) => edge.parent !== node.id && edges.some(({ child }) => child === edge.child));
  const wrong = [
    ...(edges.length > 1 ? [...written, written.map((term) => `(${term})`).join("\\,")] : []),
    ...siblings.map((edge) => `${trace.nodes.find(({ id }) => id === edge.child)?.bar}\\,${bracketed(edge.latex)}`),
    right.startsWith("-") ? right.slice(1).trim() : `-${edges.length > 1 ? `(${right})` : right}`,
    bars.join(" + "), locals.join(" + "),
    ...trace.edges.filter(({ child, parent }) => child !== node.id && parent !== node.id).map((edge) => `${bars[0]}\\,${bracketed(edge.latex)}`),
  ].filter((latex) => latex !== "" && !latex.includes("undefined"));
  return { right: right === "" ? null : right, wrong };
}

/** @param {string} latex */
function bracketed(latex) {
  return /[-+]/.test(latex.replace(/\\[a-z]+/g, "")) ? `\\left(${latex}\\right)` : latex;
}

/** Without what only looks: two formulas that differ in a thin space are one. @param {string} latex */
function plain(latex) {
  return latex.replace(/\\[,;:!]|\\left|\\right|\s/g, "");
}

/** FNV-1a, to shuffle without chance. @param {string} text */
function hash(text) {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
