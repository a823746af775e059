/** @import {Layered, Layers} from "./types.js" */

/** What a pair of siblings out of the order given costs, in units of length across the flow. */
const OUT_OF_ORDER = 0.5;
/** What a unit of extent across the flow costs. */
const EXTENT = 2;
/** What it costs, per node, when side branches run above the main chain. */
const ABOVE = 6;

/**
 * How pleasant an order is, among orders with equally many crossings (lower is better): short straight lines,
 * compact, side branches below the main chain, siblings as declared.
 * @param {Layered} layered
 * @param {Layers} layers
 * @param {{across: Float64Array, cost: number}} placed
 * @returns {number}
 */
export function displeasure({ graph, size }, layers, { across, cost }) {
  const { n, outgoing, incoming, target } = graph;
  let top = Infinity;
  let bottom = -Infinity;
  let pairs = 0;
  let above = 0;
  const main = mainLevel(layers);
  for (const layer of layers) {
    for (let i = 0; i < layer.length; i++) {
      const v = layer[i];
      top = Math.min(top, across[v] - size[v] / 2);
      bottom = Math.max(bottom, across[v] + size[v] / 2);
      if (v >= n) continue;
      if (incoming.start[v] < incoming.start[v + 1] && across[v] < main - 1) above++;
      for (let k = 0; k < i; k++) if (layer[k] < n && layer[k] > v) pairs++;
    }
  }
  return cost + EXTENT * (bottom - top) + ABOVE * above + OUT_OF_ORDER * pairs;

  /**
   * The level of the output: the last node nothing is computed from.
   * @param {Layers} columns
   */
  function mainLevel(columns) {
    for (let r = columns.length - 1; r >= 0; r--) {
      for (const v of columns[r]) if (v < n && outgoing.start[v] === outgoing.start[v + 1]) return across[v];
    }
    return target.length;
  }
}
