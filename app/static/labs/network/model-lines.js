// One node's line read as a weighted sum, by its local derivatives: where p multiplies u, the one's derivative
// has the other as a factor and the rest is the same.

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Node} Node */

/**
 * A weighted sum: `top` is the node that is it, `nodes` are those whose sums it took in as well. `isBent`: its line
 * has the nonlinearity in it.
 * @typedef {{ top: Node, nodes: Node[], links: { weight: Node | null, source: string, edge: Edge | null }[], biases: Node[], isBent: boolean }} Sum
 */

const ACTIVATIONS = new Set(["sigmoid", "tanh", "relu", "leaky_relu", "softplus", "softmax", "sin", "cos"]);
/** Those of them that stand for a nonlinearity in a longer line, as they are called there. */
const CALLED = new Set(["σ", "tanh", "relu", "lrelu", "softplus", "softmax"]);

/** Whether a node is a nonlinearity of a unit, also with something around it as in 2σ(z) − 1. @param {Node} node */
export function isActivation({ op, functions }) {
  return op === null ? functions.some((name) => CALLED.has(name)) : ACTIVATIONS.has(op);
}

/** The factors of a local derivative. @param {Edge} edge @returns {string[]} */
function factorsOf({ factors, latex }) {
  return [...factors ?? [latex]];
}

/** What is left of a product without one factor; null where it has no such factor. @param {string[]} factors @param {string} factor */
function without(factors, factor) {
  const at = factors.indexOf(factor);
  return at < 0 ? null : [...factors.slice(0, at), ...factors.slice(at + 1)].sort().join("\\,");
}

/** The factor that a parameter and its partner have in common, where they are multiplied with each other. @param {Edge} ofWeight @param {Node} weight @param {Edge} ofSource @param {Node} source @returns {string | null} */
export function pairOf(ofWeight, weight, ofSource, source) {
  const rest = without(factorsOf(ofWeight), source.latex);
  return rest !== null && rest === without(factorsOf(ofSource), weight.latex) ? rest : null;
}

/**
 * A node as a weighted sum of what it is computed from; null where it is none.
 * @param {Node} node
 * @param {readonly Edge[]} edges  those that enter it
 * @param {Map<string, Node>} nodes
 * @param {Map<string, Sum>} sums  those of earlier nodes
 * @returns {Sum | null}
 */
export function sumOf(node, edges, nodes, sums) {
  const parents = edges.map((edge) => nodes.get(edge.parent));
  if (edges.length === 0 || parents.some((parent) => parent === undefined || parent.role === "target")) return null;
  /** @type {Sum} */
  const found = { top: node, nodes: [node], links: [], biases: [], isBent: false };
  const open = new Set(edges);
  /** What everything is multiplied by in the end: nothing, or the slope of the nonlinearity in the line. @type {string | null} */
  let common = null;
  for (const edge of edges) {
    const weight = nodes.get(edge.parent);
    if (weight?.role !== "parameter" || !open.has(edge)) continue;
    for (const other of open) {
      const source = nodes.get(other.parent);
      const rest = source === undefined || source.role === "parameter" ? null : pairOf(edge, weight, other, source);
      if (rest === null || source === undefined || (common !== null && rest !== common)) continue;
      common = rest;
      found.links.push({ weight, source: source.id, edge });
      open.delete(edge);
      open.delete(other);
      break;
    }
  }
  found.isBent = common !== null && common !== "";
  if (found.isBent && !isActivation(node)) return null;
  for (const edge of open) {
    const [parent, factor] = [nodes.get(edge.parent), factorsOf(edge).sort().join("\\,")];
    const isAdded = factor === (common ?? "") || (!found.isBent && factor === "-1");
    if (parent === undefined || !isAdded) return null;
    const inner = sums.get(parent.id);
    if (parent.role === "parameter") found.biases.push(parent);
    else if (inner && !inner.isBent && parent.children.length === 1) {
      found.nodes.unshift(...inner.nodes);
      found.links.push(...inner.links);
      found.biases.push(...inner.biases);
    } else found.links.push({ weight: null, source: parent.id, edge: null });
  }
  return found;
}
