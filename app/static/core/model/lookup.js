// What is asked of a trace again and again: a node, an edge, the terms of a node. Each is listed once a
// trace, since going through all of a large one takes longer than drawing the step.

/** @typedef {import("../types.js").Edge} Edge */
/** @typedef {import("../types.js").Node} Node */
/** @typedef {import("../types.js").TermStep} TermStep */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {{ nodes: Map<string, Node>, edges: Map<string, Edge>, terms: Map<string, TermStep[]> }} Lists */

/** @type {WeakMap<Trace, Lists>} */
const known = new WeakMap();

/** @param {Trace} trace @param {string} id @returns {Node | undefined} */
export function nodeOf(trace, id) {
  return listsOf(trace).nodes.get(id);
}

/** @param {Trace} trace @param {string} id @returns {Edge | undefined} */
export function edgeOf(trace, id) {
  return listsOf(trace).edges.get(id);
}

/** The terms that a node's adjoint is the sum of, in their order. @param {Trace} trace @param {string} node @returns {readonly TermStep[]} */
export function termsOf(trace, node) {
  return listsOf(trace).terms.get(node) ?? [];
}

/** @param {Trace} trace @returns {Lists} */
function listsOf(trace) {
  const listed = known.get(trace);
  if (listed) return listed;
  /** @type {Lists["terms"]} */
  const terms = new Map();
  for (const step of trace.steps) {
    if (step.kind !== "term") continue;
    const own = terms.get(step.node);
    if (own) own.push(step);
    else terms.set(step.node, [step]);
  }
  const lists = {
    nodes: new Map(trace.nodes.map((node) => [node.id, node])),
    edges: new Map(trace.edges.map((edge) => [edge.id, edge])),
    terms,
  };
  known.set(trace, lists);
  return lists;
}
