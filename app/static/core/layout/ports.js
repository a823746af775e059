/** @import {Layered, Lists} from "./types.js" */
import { SAME } from "./rows.js";
import { spreadAround } from "./isotonic.js";

/** Distance of two arrowheads on one node. */
const ARROWS = 13;

/**
 * Where each edge meets its child, and where it leaves its parent: arrows of either sweep stand side by side, in the
 * order of the levels that they come from; one that comes straight keeps the middle, and a shared trunk has one place.
 * @param {Layered} layered
 * @param {Float64Array} across
 * @param {(edge: number) => number} arrival  where the edge comes from, across the flow
 * @param {(edge: number) => number} departure  where it first goes to
 * @returns {{into: Float64Array, outOf: Float64Array}}  by edge
 */
export function placePorts({ graph, firstBend }, across, arrival, departure) {
  const { n, m, incoming, outgoing } = graph;
  const into = new Float64Array(m);
  const outOf = new Float64Array(m);
  for (let v = 0; v < n; v++) {
    place(into, v, itemsOf(incoming, v).map((edge) => [edge]), arrival);
    place(outOf, v, trunks(itemsOf(outgoing, v)), departure);
  }
  return { into, outOf };

  /**
   * @param {Float64Array} port
   * @param {number} v
   * @param {number[][]} bundles  edges that share a place
   * @param {(edge: number) => number} level
   */
  function place(port, v, bundles, level) {
    bundles.sort(([e], [f]) => level(e) - level(f) || e - f);
    const most = graph.side[v] / 2;
    const apart = bundles.length > 1 ? Math.min(ARROWS, (2 * most) / (bundles.length - 1)) : 0;
    const places = spreadAround(
      bundles.map(() => 0),
      bundles.map(([e]) => Math.abs(level(e) - across[v]) < SAME),
      bundles.map(() => 1),
      bundles.map(() => apart),
    );
    bundles.forEach((bundle, i) => {
      for (const e of bundle) port[e] = across[v] + Math.max(-most, Math.min(most, places[i]));
    });
  }

  /** @param {number[]} edges */
  function trunks(edges) {
    /** @type {Map<number, number[]>} */
    const bundles = new Map();
    for (const e of edges) {
      const key = firstBend[e] >= 0 ? firstBend[e] : -1 - e;
      bundles.set(key, [...(bundles.get(key) ?? []), e]);
    }
    return [...bundles.values()];
  }
}

/**
 * @param {Lists} lists
 * @param {number} k
 */
function itemsOf({ start, item }, k) {
  return Array.from(item.subarray(start[k], start[k + 1]));
}
