// Where one can stand in a trace. Position k means that k steps are done; 0 is before the first.

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Step} Step */

/**
 * The parts of the walk as positions: forward steps end at `forward`, the seed is `seed`, the reverse
 * sweep ends at `end`. `marks` are the fan-ins: from the first term to the closing step.
 * @typedef {object} Parts
 * @property {number} forward
 * @property {number} seed
 * @property {number} end
 * @property {{ node: string, from: number, to: number }[]} marks
 */

/** @type {WeakMap<Trace, Parts>} */
const known = new WeakMap();

/** @param {Trace} trace @returns {Parts} */
export function partsOf(trace) {
  const cached = known.get(trace);
  if (cached) return cached;
  const seed = trace.steps.findIndex((step) => step.kind === "seed") + 1;
  const parts = { forward: seed - 1, seed, end: trace.steps.length, marks: marksOf(trace) };
  known.set(trace, parts);
  return parts;
}

/** @param {Trace} trace */
function marksOf(trace) {
  /** @type {Parts["marks"]} */
  const marks = [];
  /** @type {Map<string, number>} */
  const firstTerm = new Map();
  const repeated = new Set(trace.edges.filter(({ summed }) => (summed ?? []).length > 0).map(({ id }) => id));
  for (const step of trace.steps) {
    if (step.kind === "term" && !firstTerm.has(step.node)) firstTerm.set(step.node, step.index + 1);
    const from = firstTerm.get(step.node);
    const isClosed = step.kind === "adjoint" && from !== undefined;
    // A term that is itself a sum, over the rows that used the parent, is a fan-in in one step.
    const isAlone = step.kind === "term" && from === step.index + 1 && step.remaining === 0 && repeated.has(step.edge);
    if (isClosed || isAlone) marks.push({ node: step.node, from: from ?? step.index + 1, to: step.index + 1 });
  }
  return marks;
}

/**
 * The step that was done last, the one the screen is about; null before the first.
 * @param {Trace} trace
 * @param {number} position
 * @returns {Step | null}
 */
export function stepAt(trace, position) {
  return trace.steps[position - 1] ?? null;
}

/**
 * `position` moved by `by` steps, kept inside the walk.
 * @param {Trace | null} trace
 * @param {number} position
 * @param {number} by
 * @returns {number}
 */
export function moved(trace, position, by) {
  return Math.max(0, Math.min(trace?.steps.length ?? 0, position + by));
}
