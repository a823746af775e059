/** @import {Layered, Layers} from "./types.js" */
/** @import {Rows} from "./rows.js" */
import { SAME } from "./rows.js";

/**
 * @typedef {object} GapPlan  the room between two columns: curve, band of straight lines with labels, curve
 * @property {number} start  where the left column ends, along the flow
 * @property {number} bandStart
 * @property {number} bandEnd
 * @property {number} end  where the right column starts
 */

/** Room for an arrowhead at either end, before the first curve and after the last. */
export const ARROW = 9;
/** How far a distance of the last picture may be from the one that would be best now, as a share of it. */
const NARROWER = 0.65;
const WIDER = 1.6;

/**
 * How long a curve should be that goes this far across.
 * @param {number} across
 */
function curveRoom(across) {
  return across < SAME ? 10 : Math.min(64, 20 + 0.35 * across);
}

/**
 * Where the columns and the gaps between them lie along the flow.
 * @param {Layered} layered
 * @param {Layers} layers
 * @param {Float64Array} across
 * @param {Rows} rows
 * @param {number} least  least width of a gap
 * @param {Float64Array} was  where each node stood along the flow in the last picture, NaN for a new one
 * @returns {{centre: Float64Array, gaps: GapPlan[], length: number}}
 */
export function planColumns(layered, layers, across, rows, least, was) {
  const { n, along } = layered.graph;
  const widest = layers.map((layer) => layer.reduce((most, v) => (v < n ? Math.max(most, along[v]) : most), 0));
  const needs = gapNeeds(layered, layers, across, rows);
  const last = layers.map((layer) => middle(layer.filter((v) => v < n && !Number.isNaN(was[v])).map((v) => was[v])));
  /** @type {GapPlan[]} */
  const gaps = [];
  const centre = new Float64Array(layers.length);
  let x = 0;
  layers.forEach((_, r) => {
    centre[r] = x + widest[r] / 2;
    x += widest[r];
    if (r + 1 === layers.length) return;
    const { before, band, after } = needs[r];
    const kept = last[r + 1] - last[r] - (widest[r] + widest[r + 1]) / 2;
    const best = Math.max(least, before + band + after);
    const keep = kept >= Math.max(least, band + NARROWER * (before + after)) - SAME && kept <= WIDER * best;
    const width = keep ? kept : best;
    const bandStart = x + ((width - band) * before) / (before + after);
    gaps.push({ start: x, bandStart, bandEnd: bandStart + band, end: x + width });
    x += width;
  });
  return { centre, gaps, length: x };
}

/**
 * What each gap needs: room for its widest label, and for its steepest curves on either side.
 * @param {Layered} layered
 * @param {Layers} layers
 * @param {Float64Array} across
 * @param {Rows} rows
 * @returns {{before: number, band: number, after: number}[]}
 */
function gapNeeds({ graph, rank, lane, from, to, down }, layers, across, { row, labelSegment }) {
  const length = new Float64Array(from.length);
  const needs = layers.map(() => ({ before: 0, band: 0, after: 0 }));
  labelSegment.forEach((s, e) => {
    if (s < 0) return;
    length[s] = graph.labelAlong[e];
    const need = needs[rank[graph.target[e]] - 1];
    if (lane[e] >= 0) need.band = Math.max(need.band, graph.labelAlong[e]);
  });
  layers.forEach((layer, r) => {
    const need = needs[r];
    for (const v of layer) {
      for (let i = down.start[v]; i < down.start[v + 1]; i++) {
        const s = down.item[i];
        const level = Number.isNaN(row[s]) ? (across[v] + across[to[s]]) / 2 : row[s];
        need.before = Math.max(need.before, Math.abs(level - across[v]));
        need.after = Math.max(need.after, Math.abs(across[to[s]] - level));
        need.band = Math.max(need.band, length[s]);
      }
    }
    need.before = curveRoom(need.before) + ARROW;
    need.after = curveRoom(need.after) + ARROW;
  });
  return needs;
}

/** @param {number[]} values */
function middle(values) {
  return values.length === 0 ? NaN : values.sort((a, b) => a - b)[values.length >> 1];
}
