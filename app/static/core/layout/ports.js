/** @import {Layered} from "./types.js" */
import { SAME } from "./rows.js";
import { spreadAround } from "./isotonic.js";

/** Distance of two arrowheads on one node, and the part of its side that they may take. */
const ARROWS = 9;
const SIDE = 0.6;

/**
 * Where each edge meets its child: arrows stand side by side in the order in which they arrive, and one that comes
 * straight keeps the middle.
 * @param {Layered} layered
 * @param {Float64Array} across
 * @param {(edge: number) => number} arrival  where the edge comes from, across the flow
 * @returns {Float64Array}  by edge
 */
export function placePorts({ graph }, across, arrival) {
  const { n, m, incoming } = graph;
  const port = new Float64Array(m);
  for (let v = 0; v < n; v++) {
    const edges = Array.from(incoming.item.subarray(incoming.start[v], incoming.start[v + 1]));
    edges.sort((e, f) => arrival(e) - arrival(f) || e - f);
    const most = (SIDE / 2) * graph.across[v];
    const apart = edges.length > 1 ? Math.min(ARROWS, (2 * most) / (edges.length - 1)) : 0;
    const places = spreadAround(
      edges.map(() => 0),
      edges.map((e) => Math.abs(arrival(e) - across[v]) < SAME),
      edges.map(() => 1),
      edges.map(() => apart),
    );
    edges.forEach((e, i) => {
      port[e] = across[v] + Math.max(-most, Math.min(most, places[i]));
    });
  }
  return port;
}
