// What is asked at a position of the walk, and what is typed in answer.

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Step} Step */
/** @typedef {import("../../core/types.js").TermStep} TermStep */
/** @typedef {import("../../core/types.js").Trace} Trace */

/** How much is asked: nothing; what a node comes to; every step. @typedef {"worked" | "last" | "all"} Rung */
/** @type {readonly Rung[]} */
export const RUNGS = ["worked", "last", "all"];

/**
 * A question about what comes next: `from` is the position at which it is asked, `to` the one that answers it.
 * `adjoint` asks for a whole sum, `term` for one of its terms.
 * @typedef {object} Question
 * @property {"value" | "seed" | "adjoint" | "term"} kind
 * @property {Node} node
 * @property {Edge | null} edge  of a term
 * @property {TermStep[]} terms  what an adjoint is the sum of; of a term, itself
 * @property {number} truth
 * @property {number} from
 * @property {number} to
 */

/** @param {unknown} value @returns {value is number} */
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

/** Two questions are the same when the same number is asked. @param {Pick<Question, "kind" | "node" | "edge">} question */
export function nameOf({ kind, node, edge }) {
  return kind === "term" ? `term ${edge?.id}` : `${kind === "value" ? "value" : "adjoint"} ${node.id}`;
}

/**
 * @param {Trace} trace
 * @param {number} position
 * @param {Rung} rung
 * @returns {Question | null} null where nothing is asked: at the end, on the worked rung, and of arrays
 */
export function questionAt(trace, position, rung) {
  const step = trace.steps[position];
  const node = trace.nodes.find(({ id }) => id === step?.node);
  if (rung === "worked" || step === undefined || node === undefined) return null;
  const base = { node, edge: null, terms: [], from: position };
  if (step.kind === "value") return isNumber(step.value) ? { ...base, kind: "value", truth: step.value, to: position + 1 } : null;
  if (step.kind === "seed") return isNumber(step.adjoint) ? { ...base, kind: "seed", truth: step.adjoint, to: position + 1 } : null;
  const terms = trace.steps.filter((other) => other.kind === "term" && other.node === step.node).map((other) => /** @type {TermStep} */ (other));
  const isPlain = terms.every(({ upstream, local, product }) => [upstream, local, product].every(isNumber));
  if (!isPlain || !isNumber(node.adjoint)) return null;
  if (step.kind === "term" && rung === "all" && terms.length > 1) {
    const edge = trace.edges.find(({ id }) => id === step.edge) ?? null;
    return { ...base, kind: "term", edge, terms: [step], truth: Number(step.product), to: position + 1 };
  }
  const last = trace.steps.findLastIndex((other) => other.node === step.node);
  return { ...base, kind: "adjoint", terms, truth: node.adjoint, to: last + 1 };
}

/**
 * A number as people type it: a decimal comma, a real minus sign, a fraction.
 * @param {string} text
 * @returns {{ value: number, decimals: number | null } | null} `decimals` after the point, where it was no fraction; null for what is no number
 */
export function readAnswer(text) {
  const plain = text.trim().replace(/[−–]/g, "-").replace(/\s+/g, "").replace(/^(-?\d*),(\d+)$/, "$1.$2");
  const one = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?";
  const fraction = new RegExp(`^(${one})/(${one})$`, "i").exec(plain);
  if (fraction) {
    const value = Number(fraction[1]) / Number(fraction[2]);
    return Number.isFinite(value) ? { value, decimals: null } : null;
  }
  if (!new RegExp(`^${one}$`, "i").test(plain)) return null;
  const value = Number(plain);
  const decimals = /e/i.test(plain) ? null : (plain.split(".")[1] ?? "").length;
  return Number.isFinite(value) ? { value, decimals } : null;
}
