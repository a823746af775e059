// A topological order and the walk that follows it. An order is a list of node ids, v₁ first; it is valid
// where every node stands after its parents. Pure: traces and orders in, traces and orders out.

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Lens} Lens */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Step} Step */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {readonly string[]} Order */

/** More chips than this are no strip. */
export const MOST_CHIPS = 60;

/** The order that a trace is in. @param {Trace} trace @returns {string[]} */
export function orderOf(trace) {
  return trace.nodes.toSorted((one, other) => one.index - other.index).map(({ id }) => id);
}

/**
 * The first edge that an order breaks: its child stands before its parent. Null for a valid order.
 * @param {Trace} trace
 * @param {Order} order
 * @returns {Edge | null}
 */
export function firstBroken(trace, order) {
  const place = placesOf(order);
  return trace.edges.find(({ parent, child }) => (place.get(child) ?? 0) < (place.get(parent) ?? 0)) ?? null;
}

/**
 * `order` with one node taken out and put back at another place, counted from 0 after it was taken out.
 * @param {Order} order
 * @param {string} id
 * @param {number} to
 * @returns {string[]}
 */
export function moved(order, id, to) {
  const others = order.filter((other) => other !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}

/**
 * Between which places a node may stand, both included, while the others keep their order.
 * @param {Trace} trace
 * @param {Order} order
 * @param {string} id
 * @returns {{ first: number, last: number }}
 */
export function rangeOf(trace, order, id) {
  const others = placesOf(order.filter((other) => other !== id));
  const parents = trace.edges.filter(({ child }) => child === id).map(({ parent }) => others.get(parent) ?? -1);
  const children = trace.edges.filter(({ parent }) => parent === id).map(({ child }) => others.get(child) ?? Infinity);
  return { first: Math.max(-1, ...parents) + 1, last: Math.min(others.size, ...children) };
}

/**
 * The edge that a move breaks first on its way; null where the move is valid.
 * @param {Trace} trace
 * @param {Order} order
 * @param {string} id
 * @param {number} to
 * @returns {Edge | null}
 */
export function brokenBy(trace, order, id, to) {
  const { first, last } = rangeOf(trace, order, id);
  const others = order.filter((other) => other !== id);
  if (to < first) return trace.edges.find(({ parent, child }) => child === id && parent === others[first - 1]) ?? null;
  if (to > last) return trace.edges.find(({ parent, child }) => parent === id && child === others[last]) ?? null;
  return null;
}

/**
 * The valid order of this trace that is nearest to `order`, which may be another model's: of the nodes whose
 * parents are placed, always the one that stands first there. A valid order comes out as it went in; a node
 * that it does not know stands where the trace had it, after its predecessor.
 * @param {Trace} trace
 * @param {Order} order
 * @returns {string[]}
 */
export function fitted(trace, order) {
  const place = placesOf(order);
  /** @type {Map<string, number>} */
  const rank = new Map();
  let before = -1;
  for (const id of orderOf(trace)) {
    before = place.get(id) ?? before + 1 / (trace.nodes.length + 1);
    rank.set(id, before);
  }
  return following(trace, (ready) => ready.reduce((best, id) => ((rank.get(id) ?? 0) < (rank.get(best) ?? 0) ? id : best)));
}

/**
 * A valid order by repeated choice among the nodes whose parents are placed.
 * @param {Trace} trace
 * @param {(ready: readonly string[]) => string} choose
 * @returns {string[]}
 */
export function following(trace, choose) {
  const awaited = new Map(trace.nodes.map(({ id, parents }) => [id, new Set(parents).size]));
  const children = new Map(trace.nodes.map((node) => [node.id, node.children]));
  let ready = orderOf(trace).filter((id) => awaited.get(id) === 0);
  /** @type {string[]} */
  const order = [];
  while (ready.length > 0) {
    const chosen = choose(ready);
    order.push(chosen);
    ready = ready.filter((id) => id !== chosen);
    for (const child of new Set(children.get(chosen))) {
      const left = (awaited.get(child) ?? 0) - 1;
      awaited.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  return order;
}

/**
 * The lens of an order: nodes are numbered by it, values computed in it, adjoints gathered in its reverse.
 * Each node's own steps stay what they are, so every number does. The list of nodes keeps its order, because
 * where things are drawn belongs to the graph.
 * @param {Order} order
 * @returns {Lens}
 */
export function inOrder(order) {
  return (trace) => renumbered(trace, fitted(trace, order));
}

/** @param {Trace} trace @param {Order} order @returns {Trace} */
function renumbered(trace, order) {
  const place = placesOf(order);
  /** @type {Map<string, Step[]>} */
  const backward = new Map();
  for (const step of trace.steps) {
    if (step.phase === "forward" || step.kind === "seed") continue;
    const own = backward.get(step.node);
    if (own) own.push(step);
    else backward.set(step.node, [step]);
  }
  const values = new Map(trace.steps.flatMap((step) => (step.kind === "value" ? [[step.node, step]] : [])));
  const steps = [
    ...order.flatMap((id) => values.get(id) ?? []),
    ...trace.steps.filter(({ kind }) => kind === "seed"),
    ...order.toReversed().flatMap((id) => backward.get(id) ?? []),
  ];
  return {
    ...trace,
    nodes: trace.nodes.map((node) => ({ ...node, index: (place.get(node.id) ?? 0) + 1 })),
    steps: steps.map((step, index) => ({ ...step, index })),
  };
}

/** @param {Order} order @returns {Map<string, number>} */
function placesOf(order) {
  return new Map(order.map((id, place) => [id, place]));
}
