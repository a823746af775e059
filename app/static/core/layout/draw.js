/** @import {Direction, EdgePlace, Layered, Layers, LayoutInput, LayoutResult, NodePlace, Size} from "./types.js" */
import { planColumns } from "./columns.js";
import { drawEdge } from "./edges.js";
import { placePorts } from "./ports.js";
import { planRows } from "./rows.js";

/** Least distance of two lanes. */
const LANES = 9;

/**
 * The finished picture: from places across the flow to points, curves and boxes.
 * @param {LayoutInput} input
 * @param {Layered} layered
 * @param {Layers} layers
 * @param {Float64Array} levels  of every vertex, across the flow
 * @param {number} crossings
 * @param {Direction} direction
 * @param {{rank: number, node: number, label: number}} gap
 * @param {Float64Array} was  where each node stood along the flow in the last picture, NaN for a new one
 * @returns {LayoutResult}
 */
export function draw(input, layered, layers, levels, crossings, direction, gap, was) {
  const { graph, rank, lane, lanes } = layered;
  const { n, m, labelAcross } = graph;
  const side = direction === "right" ? -1 : 1;
  const plan = planRows(layered, layers, levels, direction, gap.label);
  const { low, high } = extent();
  const across = levels.map((at) => at - low);
  const rows = { ...plan, row: plan.row.map((at) => at - low) };
  const laneRoom = Math.max(LANES, 2 * gap.label + labelAcross.reduce((most, size) => Math.max(most, size), 0));
  const { centre, gaps, length } = planColumns(layered, layers, across, rows, gap.rank, was);
  const ports = placePorts(layered, across, arrival, departure);
  const route = { across, row: rows.row, ...ports, laneAt, centre, gaps };

  // Without a prototype, so that a name such as __proto__ is one among others.
  /** @type {Record<string, NodePlace>} */
  const nodes = Object.create(null);
  for (const column of layers) {
    column.filter((v) => v < n).forEach((v, order) => {
      const { id, width, height } = input.nodes[v];
      nodes[id] = { ...point(centre[rank[v]], across[v]), width, height, rank: rank[v], order };
    });
  }
  /** @type {Record<string, EdgePlace>} */
  const edges = Object.create(null);
  for (let e = 0; e < m; e++) {
    edges[input.edges[e].id] = { ...drawEdge(layered, e, route, direction), label: labelOf(e) };
  }
  const size = point(length, high - low + (lanes + (lanes > 0 && side > 0 ? 1 : 0)) * laneRoom);
  return { nodes, edges, crossings, width: size.x, height: size.y };

  /** How far nodes, lines and labels reach across the flow, lanes aside. */
  function extent() {
    let first = n > 0 ? Infinity : 0;
    let last = n > 0 ? -Infinity : 0;
    for (let v = 0; v < layered.count; v++) {
      first = Math.min(first, levels[v] - layered.size[v] / 2);
      last = Math.max(last, levels[v] + layered.size[v] / 2);
    }
    for (const at of plan.row) {
      if (Number.isNaN(at)) continue;
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
    plan.labelSegment.forEach((s, e) => {
      if (s < 0 || lane[e] >= 0) return;
      const at = plan.row[s] + side * (gap.label + labelAcross[e]);
      first = Math.min(first, at);
      last = Math.max(last, at);
    });
    return { low: first, high: last };
  }

  /** @param {number} k */
  function laneAt(k) {
    return high - low + (k + (side < 0 ? 1 : 0.5)) * laneRoom;
  }

  /** @param {number} e */
  function arrival(e) {
    if (lane[e] >= 0) return laneAt(lane[e]);
    return Number.isNaN(rows.row[e]) ? across[layered.from[e]] : rows.row[e];
  }

  /** @param {number} e */
  function departure(e) {
    if (lane[e] >= 0) return laneAt(lane[e]);
    const s = layered.firstBend[e] < 0 ? e : m + layered.firstBend[e] - n;
    return Number.isNaN(rows.row[s]) ? across[layered.to[s]] : rows.row[s];
  }

  /**
   * @param {number} e
   * @returns {EdgePlace["label"]}
   */
  function labelOf(e) {
    const s = rows.labelSegment[e];
    if (s < 0) return null;
    const { width, height } = /** @type {Size} */ (input.edges[e].label);
    const at = lane[e] >= 0 ? laneAt(lane[e]) : rows.row[s];
    const { bandStart, bandEnd } = gaps[s < m ? rank[graph.target[e]] - 1 : rank[layered.from[s]]];
    return { ...point((bandStart + bandEnd) / 2, at + side * (gap.label + labelAcross[e] / 2)), width, height };
  }

  /**
   * @param {number} along
   * @param {number} at
   */
  function point(along, at) {
    return direction === "right" ? { x: along, y: at } : { x: at, y: along };
  }
}
