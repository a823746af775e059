// One adjoint as the sum that it is: its terms, and where each stands in the walk.

/** @typedef {import("../types.js").Edge} Edge */
/** @typedef {import("../types.js").Node} Node */
/** @typedef {import("../types.js").TermStep} TermStep */
/** @typedef {import("../types.js").Trace} Trace */

/** @typedef {{ edge: Edge, step: TermStep }} Term */

/**
 * The terms of a node's adjoint, in the order in which they arrive.
 * @param {Trace} trace
 * @param {string} node
 * @returns {Term[]}
 */
export function termsOf(trace, node) {
  const edges = new Map(trace.edges.map((edge) => [edge.id, edge]));
  return trace.steps.flatMap((step) => {
    const edge = step.kind === "term" && step.node === node ? edges.get(step.edge) : undefined;
    return edge && step.kind === "term" ? [{ edge, step }] : [];
  });
}

/**
 * The node that shows the same thing at another grain: an entry of an array, or the array of an entry.
 * @param {Trace} trace
 * @param {string} node
 * @param {readonly number[] | null} at
 * @returns {{ node: string, at: number[] | null } | null} null where there is none
 */
export function counterpart(trace, node, at) {
  if (trace.nodes.some(({ id }) => id === node)) return { node, at: at && [...at] };
  const entries = trace.nodes.filter(({ tensor }) => tensor === node);
  const entry = entries.find((one) => one.at?.join() === at?.join()) ?? entries[0];
  if (entry) return { node: entry.id, at: null };
  const [, whole = "", places = ""] = /^(.*)\[([\d, ]+)\]$/.exec(node) ?? [];
  return trace.nodes.some(({ id }) => id === whole) ? { node: whole, at: places.split(",").map(Number) } : null;
}

/** Larger Jacobians would only be zeros on a screen. */
const MOST = 6;

/**
 * The diagonal Jacobian of an elementwise edge between arrays: what `∘` spares.
 * @param {Trace} trace
 * @param {Edge} edge
 * @returns {{ diagonal: import("../types.js").Num[][], local: import("../types.js").Num[], upstream: import("../types.js").Num[], product: import("../types.js").Num[] } | null}
 *   null where there is none, or none that can be shown
 */
export function diagonalOf(trace, edge) {
  const step = trace.steps.find((one) => one.kind === "term" && one.edge === edge.id);
  if (step?.kind !== "term" || edge.kind !== "elementwise" || (edge.summed ?? []).length > 0) return null;
  const [local, upstream, product] = [edge.local, step.upstream, step.product].map(entriesOf);
  if (!local || !upstream || !product || local.length !== upstream.length || local.length > MOST || local.length < 2) return null;
  return { diagonal: local.map((entry, row) => local.map((_, column) => (row === column ? entry : 0))), local, upstream, product };
}

/** All entries in a line. @param {import("../types.js").Quantity | null} quantity @returns {import("../types.js").Num[] | null} */
function entriesOf(quantity) {
  return Array.isArray(quantity) ? quantity.flatMap((inner) => (Array.isArray(inner) ? entriesOf(inner) ?? [] : [inner])) : null;
}
