// Two other ways to take the reverse sweep: without the adjoints that no parameter needs, and by scattering,
// as automatic differentiation packages do it. Pure: traces in, traces out, and every number stays.

import { arrived, inOrder } from "./model-sums.js";

/** @typedef {import("../../core/types.js").AdjointStep} AdjointStep */
/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Step} Step */
/** @typedef {import("../../core/types.js").TermStep} TermStep */
/** @typedef {import("../../core/types.js").Trace} Trace */

/** @param {Trace} trace */
export function hasParameters({ nodes }) {
  return nodes.some(({ role }) => role === "parameter");
}

/**
 * The nodes whose adjoints the parameters' need: their own, and those of every child on a way to the output.
 * @param {Trace} trace
 * @returns {Set<string>}
 */
export function neededIn(trace) {
  const edges = new Map(trace.edges.map((edge) => [edge.id, edge]));
  /** @type {Map<string, string[]>} */
  const senders = new Map();
  for (const step of trace.steps) {
    if (step.kind === "term") senders.set(step.node, [...(senders.get(step.node) ?? []), edges.get(step.edge)?.child ?? ""]);
  }
  /** @type {Set<string>} */
  const needed = new Set();
  const way = trace.nodes.filter(({ role }) => role === "parameter").map(({ id }) => id);
  while (way.length > 0) {
    const id = /** @type {string} */ (way.pop());
    if (needed.has(id)) continue;
    needed.add(id);
    way.push(...(senders.get(id) ?? []));
  }
  return needed;
}

/** The lens of the parameters: backward steps of other nodes are left out. @param {Trace} trace @returns {Trace} */
export function onlyNeeded(trace) {
  if (!hasParameters(trace)) return trace;
  const needed = neededIn(trace);
  return { ...trace, steps: numbered(trace.steps.filter(({ phase, kind, node }) => phase === "forward" || kind === "seed" || needed.has(node))) };
}

/**
 * What the parameters' lens spares. A multiplication is one of two numbers, where the local derivative is not
 * 1 or −1; there is no count where a Jacobian is never formed.
 * @typedef {{ terms: number, products: number | null }} Work
 * @typedef {{ nodes: string[], edges: string[], all: Work, spared: Work }} Savings
 */

/** @param {Trace} trace @returns {Savings} */
export function savingsIn(trace) {
  const needed = hasParameters(trace) ? neededIn(trace) : null;
  const isSpared = (/** @type {Step} */ { phase, kind, node }) => needed !== null && phase === "backward" && kind !== "seed" && !needed.has(node);
  const spared = trace.steps.filter(isSpared);
  const without = new Set(spared.map(({ node }) => node));
  return {
    nodes: trace.nodes.filter(({ id }) => without.has(id)).map(({ id }) => id),
    edges: spared.flatMap((step) => (step.kind === "term" ? [step.edge] : [])),
    all: workOf(trace, trace.steps),
    spared: workOf(trace, spared),
  };
}

/** @param {Trace} trace @param {Step[]} steps @returns {Work} */
function workOf(trace, steps) {
  const edges = new Map(trace.edges.map((edge) => [edge.id, edge]));
  const sizes = new Map(trace.nodes.map(({ id, shape }) => [id, shape.reduce((size, length) => size * length, 1)]));
  const terms = steps.filter((step) => step.kind === "term");
  const isFormed = trace.steps.every((step) => step.kind !== "term" || step.local !== null);
  const products = terms.map(({ edge: id }) => {
    const edge = edges.get(id);
    return edge === undefined || edge.latex === "1" || edge.latex === "-1" ? 0 : sizes.get(edge.child) ?? 1;
  });
  return { terms: terms.length, products: isFormed ? products.reduce((sum, product) => sum + product, 0) : null };
}

/**
 * The packages' lens. Nodes are taken from the last to the first; each, finished, sends a term to each of its
 * parents, where it is added to what has arrived. Sums are in order of arrival, so the sums on the way are other
 * ones; the last of each is the adjoint of the trace. A fan-in closes when its last term has arrived.
 * @param {Trace} trace
 * @returns {Trace}
 */
export function scattered(trace) {
  const senders = sendersOf(trace);
  const closing = new Map(trace.steps.flatMap((step) => (step.kind === "adjoint" ? [[step.node, step]] : [])));
  /** @type {Map<string, TermStep[]>} Of each receiver, what the trace gathers and what has arrived. */
  const gathered = new Map();
  /** @type {Map<string, TermStep[]>} */
  const received = new Map();
  for (const step of trace.steps) if (step.kind === "term") gathered.set(step.node, [...(gathered.get(step.node) ?? []), step]);

  /** @param {TermStep} step @returns {Step[]} */
  function arrive(step) {
    const [all, before] = [gathered.get(step.node) ?? [], received.get(step.node) ?? []];
    const total = arrived(all, before, step);
    const now = { ...step, total, remaining: all.length - before.length - 1, sent: /** @type {const} */ (true) };
    const terms = [...before, now];
    received.set(step.node, terms);
    const close = closing.get(step.node);
    return now.remaining > 0 || close === undefined ? [now] : [now, inOrder(close, terms)];
  }

  const order = trace.nodes.toSorted((one, other) => other.index - one.index);
  const backward = order.flatMap(({ id }) => {
    const close = gathered.has(id) ? undefined : closing.get(id);
    return [...(close ? [close] : []), ...(senders.get(id) ?? []).flatMap(arrive)];
  });
  return { ...trace, steps: numbered([...trace.steps.filter(({ phase, kind }) => phase === "forward" || kind === "seed"), ...backward]) };
}

/** What each node sends, in the order of its arguments. @param {Trace} trace @returns {Map<string, TermStep[]>} */
function sendersOf(trace) {
  const terms = new Map(trace.steps.flatMap((step) => (step.kind === "term" ? [[step.edge, step]] : [])));
  /** @type {Map<string, TermStep[]>} */
  const senders = new Map();
  for (const { id, child } of trace.edges.toSorted((one, other) => one.argument - other.argument)) {
    const term = terms.get(id);
    if (term) senders.set(child, [...(senders.get(child) ?? []), term]);
  }
  return senders;
}

/** @param {Step[]} steps @returns {Step[]} */
function numbered(steps) {
  return steps.map((step, index) => ({ ...step, index }));
}

/**
 * Where in the scattering listing a step stands: v_i is the node that sends, v_j the one that receives.
 * @typedef {{ line: "value" | "seed" | "loop" | "send", i: Node, j: Node | null, parents: Node[] }} Place
 */

/** @param {Trace} trace @param {number} position @returns {Place | null} null before the first step */
export function scatterPlace(trace, position) {
  const step = trace.steps[position - 1];
  const nodes = new Map(trace.nodes.map((node) => [node.id, node]));
  const own = step && nodes.get(step.node);
  if (!step || !own) return null;
  const at = (/** @type {Place["line"]} */ line, /** @type {Node} */ i, /** @type {Node | null} */ j = null) => ({ line, i, j, parents: i.parents.flatMap((id) => nodes.get(id) ?? []) });
  if (step.kind === "value") return at("value", own);
  if (step.kind === "seed") return at("seed", own);
  // A fan-in closes with the term that arrived last.
  const term = step.kind === "term" ? step : trace.steps[position - 2];
  const sender = term?.kind === "term" && term.node === own.id ? nodes.get(trace.edges.find(({ id }) => id === term.edge)?.child ?? "") : undefined;
  return sender ? at("send", sender, own) : at("loop", own);
}
