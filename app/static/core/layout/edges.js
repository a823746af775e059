/** @import {Layered, Direction, EdgePlace} from "./types.js" */
/** @import {GapPlan} from "./columns.js" */
import { createPen } from "./curve.js";
import { ARROW } from "./columns.js";

/**
 * @typedef {object} Route
 * @property {Float64Array} across  of every vertex
 * @property {Float64Array} row  of every segment, NaN where its gap has no band
 * @property {Float64Array} into  of every edge, at its child
 * @property {Float64Array} outOf  of every edge, at its parent
 * @property {(lane: number) => number} laneAt
 * @property {Float64Array} centre  of every column, along the flow
 * @property {GapPlan[]} gaps
 */

/**
 * Draw one edge: straight past every column and through every band, curves in between. Nodes and labels stand
 * only where lines run straight, in rows of their own, so a curve cannot meet one.
 * @param {Layered} layered
 * @param {number} e
 * @param {Route} route
 * @param {Direction} direction
 * @returns {{points: EdgePlace["points"], path: string}}
 */
export function drawEdge({ graph, rank, firstBend, lane }, e, route, direction) {
  const { n, m, source, target, along } = graph;
  const { across, row, into, outOf, centre, gaps } = route;
  const v = source[e];
  const w = target[e];
  const pen = createPen(centre[rank[v]] + along[v] / 2, outOf[e], direction);
  const inLane = lane[e] >= 0 ? route.laneAt(lane[e]) : NaN;
  for (let r = rank[v]; r < rank[w]; r++) {
    const gap = gaps[r];
    const last = r + 1 === rank[w];
    const step = r - rank[v];
    const next = last ? into[e] : lane[e] >= 0 ? inLane : across[firstBend[e] + step];
    const level = lane[e] >= 0 ? inLane : row[last ? e : m + firstBend[e] - n + step];
    const start = step === 0 ? gap.start + ARROW : gap.start;
    const end = last ? gap.end - ARROW : gap.end;
    if (Number.isNaN(level)) {
      pen.curve(start, end, next);
    } else {
      pen.curve(start, gap.bandStart, level);
      pen.curve(gap.bandEnd, end, next);
    }
  }
  pen.straight(centre[rank[w]] - along[w] / 2);
  return pen.finish();
}
