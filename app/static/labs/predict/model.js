// What is asked at a position of the walk.

import { numberAt, placeFor, sizeOf } from "./model-entries.js";

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/types.js").Step} Step */
/** @typedef {import("../../core/types.js").TermStep} TermStep */
/** @typedef {import("../../core/types.js").Trace} Trace */

/** How much is asked: nothing; every finished adjoint; every step. @typedef {"worked" | "last" | "all"} Rung */
/** @type {readonly Rung[]} */
export const RUNGS = ["worked", "last", "all"];

/**
 * A term as numbers: of arrays, those of one entry. `upstream` and `local` are null where the entry is no
 * product of two numbers, as in a matrix product; where the shape is asked there are no numbers at all.
 * @typedef {{ edge: Edge, upstream: number | null, local: number | null, product: number }} Term
 */

/**
 * A question about what comes next: `from` is the position at which it is asked, `to` the one that answers it.
 * `adjoint` asks for a whole sum, `term` for one of its terms; `at` is the entry of an array that is asked,
 * `shape` what is asked of an array too large for that.
 * @typedef {object} Question
 * @property {"value" | "seed" | "adjoint" | "term"} kind
 * @property {Node} node
 * @property {Edge | null} edge  of a term
 * @property {readonly Term[]} terms  what an adjoint is the sum of; of a term, itself
 * @property {number} truth  not a number where the shape is asked
 * @property {readonly number[] | null} at
 * @property {readonly number[] | null} shape
 * @property {number} from
 * @property {number} to
 */

/** Why nothing is asked: the walk is over; on the worked rung; below the rung; a sum that stands there already; no ordinary number. @typedef {"over" | "worked" | "below" | "shown" | "unasked"} Silence */

/** Of larger arrays no single entry is asked: nobody finds it among the others. */
const MOST_ENTRIES = 16;

/** Two questions are the same when the same number is asked. @param {Pick<Question, "kind" | "node" | "edge">} question */
export function nameOf({ kind, node, edge }) {
  return kind === "term" ? `term ${edge?.id}` : `${kind === "value" ? "value" : "adjoint"} ${node.id}`;
}

/**
 * On the highest rung a sum is asked whole before its first term; if that is missed, and after the first term,
 * it is asked term by term.
 * @param {Trace} trace
 * @param {number} position
 * @param {Rung} rung
 * @param {ReadonlySet<string>} [missed]  questions that were missed at this position, by name
 * @returns {Question | Silence}
 */
export function questionAt(trace, position, rung, missed = new Set()) {
  const step = trace.steps[position];
  const node = trace.nodes.find(({ id }) => id === step?.node);
  if (step === undefined || node === undefined) return "over";
  if (rung === "worked") return "worked";
  if (step.kind === "value" || step.kind === "seed") {
    if (rung !== "all") return "below";
    return asked({ kind: step.kind, node, edge: null, from: position, to: position + 1 }, step.kind === "value" ? step.value : step.adjoint, []);
  }
  const steps = termStepsOf(trace, node.id);
  if (step.kind === "adjoint" && steps.length > 0) return "shown";
  const isSum = steps.length > 1;
  const whole = { kind: /** @type {const} */ ("adjoint"), node, edge: null, from: position, to: trace.steps.findLastIndex((other) => other.node === node.id) + 1 };
  const isTakenApart = rung === "all" && isSum && (step !== steps[0] || missed.has(nameOf(whole)));
  if (!isTakenApart || step.kind !== "term") return asked(whole, node.adjoint, termsFrom(trace, steps));
  const terms = termsFrom(trace, [step]);
  return asked({ kind: "term", node, edge: terms[0]?.edge ?? null, from: position, to: position + 1 }, step.product, terms);
}

/** The steps of a node's terms, in their order. @param {Trace} trace @param {string} node */
function termStepsOf(trace, node) {
  return trace.steps.flatMap((step) => (step.kind === "term" && step.node === node ? [step] : []));
}

/** @typedef {{ edge: Edge, step: TermStep }} Raw */

/** @param {Trace} trace @param {readonly TermStep[]} steps @returns {Raw[]} */
function termsFrom(trace, steps) {
  return steps.flatMap((step) => trace.edges.filter(({ id }) => id === step.edge).map((edge) => ({ edge, step })));
}

/**
 * @param {Pick<Question, "kind" | "node" | "edge" | "from" | "to">} base
 * @param {Quantity} quantity
 * @param {readonly Raw[]} raw
 * @returns {Question | Silence}
 */
function asked(base, quantity, raw) {
  const { shape } = base.node;
  if (shape.length === 0) return askedAt(base, quantity, raw, null);
  if (!Array.isArray(quantity) || sizeOf(shape) > MOST_ENTRIES) {
    return { ...base, truth: NaN, at: null, shape, terms: raw.map(({ edge }) => ({ edge, upstream: null, local: null, product: NaN })) };
  }
  return askedAt(base, quantity, raw, placeFor(shape, nameOf(base)));
}

/** @param {Pick<Question, "kind" | "node" | "edge" | "from" | "to">} base @param {Quantity} quantity @param {readonly Raw[]} raw @param {number[] | null} at @returns {Question | Silence} */
function askedAt(base, quantity, raw, at) {
  const { shape } = base.node;
  const truth = numberAt(quantity, shape, at);
  /** @type {Term[]} */
  const terms = [];
  for (const { edge, step } of raw) {
    const product = numberAt(step.product, shape, at);
    if (product === null) return "unasked";
    const [upstream, local] = [numberAt(step.upstream, shape, at), edge.summed?.length ? null : numberAt(step.local, shape, at)];
    const isProduct = upstream !== null && local !== null && Math.abs(upstream * local - product) <= 1e-9 * Math.abs(product);
    terms.push({ edge, product, upstream: isProduct ? upstream : null, local: isProduct ? local : null });
  }
  return truth === null ? "unasked" : { ...base, truth, at, shape: null, terms };
}
