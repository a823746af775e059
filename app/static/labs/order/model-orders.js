// Orders that have a name: depth first, breadth first, and one drawn by lot. Pure, so the lot is a number.

import { following } from "./model.js";

/** @typedef {import("../../core/types.js").Trace} Trace */

/**
 * Each node as late as its first use allows: what the output needs first comes first, with all that it needs.
 * @param {Trace} trace
 * @returns {string[]}
 */
export function depthFirst(trace) {
  const parents = new Map(trace.nodes.map((node) => [node.id, node.parents]));
  /** @type {Set<string>} */
  const placed = new Set();
  /** Those on the way from a last node to the one that is being placed; deep graphs would exhaust a recursion. */
  const ends = trace.nodes.filter(({ children }) => children.length === 0).map(({ id }) => id);
  for (const end of ends) {
    const way = [end];
    while (way.length > 0) {
      const id = /** @type {string} */ (way.at(-1));
      const missing = placed.has(id) ? undefined : parents.get(id)?.find((parent) => !placed.has(parent));
      if (missing !== undefined) way.push(missing);
      else placed.add(/** @type {string} */ (way.pop()));
    }
  }
  return [...placed];
}

/**
 * Layer by layer: first all leaves, then what needs leaves only, and so on.
 * @param {Trace} trace
 * @returns {string[]}
 */
export function breadthFirst(trace) {
  /** @type {Map<string, number>} */
  const layer = new Map();
  const parents = new Map(trace.nodes.map((node) => [node.id, node.parents]));
  const order = following(trace, ([first = ""]) => first);
  for (const id of order) layer.set(id, Math.max(-1, ...(parents.get(id) ?? []).map((parent) => layer.get(parent) ?? 0)) + 1);
  const index = new Map(trace.nodes.map((node) => [node.id, node.index]));
  const by = (/** @type {Map<string, number>} */ number, /** @type {string} */ one, /** @type {string} */ other) => (number.get(one) ?? 0) - (number.get(other) ?? 0);
  return order.toSorted((one, other) => by(layer, one, other) || by(index, one, other));
}

/**
 * An order by lot: at each place one of the nodes that may stand there. The same ticket draws the same order.
 * @param {Trace} trace
 * @param {number} ticket
 * @returns {string[]}
 */
export function byLot(trace, ticket) {
  const draw = lots(ticket);
  return following(trace, (ready) => ready[Math.floor(draw() * ready.length)] ?? "");
}

/** Numbers from 0 to 1 (Marsaglia's xorshift, 32 bits). @param {number} ticket */
function lots(ticket) {
  let state = Math.imul(ticket + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
