/** @import {Demand, Layered, Layers, Direction} from "./types.js" */
import { spreadAround } from "./isotonic.js";

/**
 * @typedef {object} Rows
 * @property {Float64Array} row  where each segment runs across the flow while it passes the band; NaN without one
 * @property {Int32Array} labelSegment  the segment beside which each edge's label stands, -1 without label
 * @property {Demand[]} demands  distances that would let all straight lines stay straight
 */

/** Least distance of two lines in a band. */
const LINES = 9;
/** How much stronger a row that saves a curve holds its place than one that needs two anyway. */
const ONE_CURVE = 1000;
/** A difference that is none. */
export const SAME = 0.25;

/**
 * A label stands on the segment in the middle of its edge; where the edge shares a trunk with others, on its last
 * segment, which is its own.
 * @param {Layered} layered
 * @returns {Int32Array}
 */
export function chooseLabelSegments({ graph, firstBend, lane, from }) {
  const { n, m, labelAlong } = graph;
  const answer = new Int32Array(m).fill(-1);
  /** @type {Map<number, number>} */
  const sharing = new Map();
  for (const bend of firstBend) if (bend >= 0) sharing.set(bend, (sharing.get(bend) ?? 0) + 1);
  for (let e = 0; e < m; e++) {
    if (labelAlong[e] === 0) continue;
    const bend = firstBend[e];
    answer[e] = e;
    if (bend < 0 || lane[e] >= 0 || sharing.get(bend) !== 1) continue;
    const segments = from[e] - bend + 2;
    const middle = Math.floor((segments - 1) / 2);
    if (middle < segments - 1) answer[e] = m + (bend - n) + middle;
  }
  return answer;
}

/**
 * Give every segment that passes a band of labels a row of its own there, with room for its label beside it.
 * @param {Layered} layered
 * @param {Layers} layers
 * @param {Float64Array} across
 * @param {Direction} direction  "right": labels stand above their line; "down": to the right of it
 * @param {number} clear  room round a label
 * @returns {Rows}
 */
export function planRows(layered, layers, across, direction, clear) {
  const { graph, from, to, up, down } = layered;
  const labelSegment = chooseLabelSegments(layered);
  const labelRoom = new Float64Array(from.length);
  labelSegment.forEach((s, e) => {
    if (s >= 0) labelRoom[s] = graph.labelAcross[e] + 2 * clear;
  });
  const row = new Float64Array(from.length).fill(NaN);
  /** @type {Demand[]} */
  const demands = [];
  for (let r = 0; r + 1 < layers.length; r++) {
    const segments = layers[r].flatMap((v) => Array.from(down.item.subarray(down.start[v], down.start[v + 1])));
    if (!segments.some((s) => labelRoom[s] > 0)) continue;
    segments.sort((s, t) => middle(s) - middle(t) || across[from[s]] - across[from[t]] || s - t);
    const apart = segments.map((s, i) => {
      if (i === 0) return 0;
      return Math.max(LINES, labelRoom[direction === "right" ? s : segments[i - 1]]);
    });
    const straight = segments.map(isStraight);
    const wishes = segments.map(wish);
    const rows = spreadAround(wishes.map((own) => own.at), straight, wishes.map((own) => own.weight), apart);
    segments.forEach((s, i) => {
      row[s] = rows[i];
    });
    demandRoom(segments, wishes.map((own) => own.end[0]), apart);
    demandRoom(segments, wishes.map((own) => own.end[1]), apart);
  }
  return { row, labelSegment, demands };

  /** @param {number} s */
  function middle(s) {
    return across[from[s]] + across[to[s]];
  }

  /** @param {number} s */
  function isStraight(s) {
    return Math.abs(across[from[s]] - across[to[s]]) < SAME;
  }

  /**
   * One curve rather than two, where that is possible.
   * @param {number} s
   * @returns {{at: number, weight: number, end: [number, number]}}
   *   end: the vertices (before, after the band) whose level the row should share, -1 for neither
   */
  function wish(s) {
    const v = from[s];
    const w = to[s];
    if (isStraight(s)) return { at: across[v], weight: ONE_CURVE, end: [v, w] };
    if (down.start[v + 1] - down.start[v] === 1) return { at: across[v], weight: ONE_CURVE, end: [v, -1] };
    if (up.start[w + 1] - up.start[w] === 1) return { at: across[w], weight: ONE_CURVE, end: [-1, w] };
    return { at: middle(s) / 2, weight: 1, end: [-1, -1] };
  }

  /**
   * Ask for room where rows that should keep the levels of two vertices do not fit between them (where the
   * segments cross, the levels come in another order and nothing can be asked).
   * @param {number[]} segments
   * @param {number[]} ends
   * @param {number[]} apart
   */
  function demandRoom(segments, ends, apart) {
    let last = -1;
    let room = 0;
    segments.forEach((_, i) => {
      room += apart[i];
      if (ends[i] < 0) return;
      const distance = last < 0 ? Infinity : across[ends[i]] - across[last];
      if (distance > 0 && distance < room - SAME) demands.push({ first: last, second: ends[i], distance: room });
      last = ends[i];
      room = 0;
    });
  }
}
