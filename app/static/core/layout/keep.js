/** @import {Layered, Layers} from "./types.js" */
import { agrees } from "./stable.js";
import { spread, spreadAround } from "./isotonic.js";

/** How readily a new node makes way for an old one rather than the other way round. */
const NEW = 0.02;
/** A movement nobody sees. */
const STILL = 0.5;
/** Rounds of taking out kinks: one row may make room for the next. */
const LEVELLINGS = 6;
/** Rounding. */
const EXACT = 1e-6;
/** Old places are kept while the lines are at most this much longer across the flow than in a fresh picture. */
const WORSE = 2;

/**
 * The old nodes where they were, as far as the new ones let them; everything else fitted in between. A fresh
 * picture is taken instead when it moves nobody, or when the old places have become clearly worse.
 * @param {Layered} layered
 * @param {Layers} layers
 * @param {{across: Float64Array, block: Int32Array}} fresh
 * @param {Float64Array} was  where each node stood across the flow, NaN for a new one
 * @param {(v: number, w: number) => number} distance
 * @param {number} unit  a length that does not matter much
 * @returns {Float64Array}
 */
export function keepPlaces(layered, layers, fresh, was, distance, unit) {
  const { graph, count, from } = layered;
  const { n, m } = graph;
  if (!agrees(layers, was)) return fresh.across;
  const { shift, most } = movement(fresh.across, was);
  if (most < STILL) return fresh.across;

  const at = new Float64Array(count).fill(NaN);
  for (let v = 0; v < n; v++) at[v] = was[v] - shift;
  const nodeWish = follow(layered, fresh, at, Infinity);
  for (const layer of layers) placeNodes(layer, nodeWish);
  placeBends();
  // A bend's place must follow from the nodes' places alone, or the picture would not be its own successor.
  for (let round = 0; round < LEVELLINGS; round++) {
    if (!levelRows(layers, fresh.block, n, at, distance, unit / 8)) break;
    placeBends();
  }
  const worse = length(layered, at) > WORSE * length(layered, fresh.across) + unit;
  return worse || movement(fresh.across, at.subarray(0, n)).most < STILL ? fresh.across : at;

  /**
   * @param {number[]} layer
   * @param {Float64Array} wishes
   */
  function placeNodes(layer, wishes) {
    const nodes = layer.filter((v) => v < n);
    /** @type {number[]} */
    const room = [];
    for (let i = 0, sum = 0; i < layer.length; i++) {
      sum += i === 0 ? 0 : distance(layer[i - 1], layer[i]);
      if (layer[i] >= n) continue;
      room.push(sum);
      sum = 0;
    }
    const places = spread(
      nodes.map((v) => wishes[v]),
      nodes.map((v) => (Number.isNaN(was[v]) ? NEW : 1)),
      room,
    );
    nodes.forEach((v, i) => {
      at[v] = places[i];
    });
  }

  function placeBends() {
    at.fill(NaN, n);
    const wishes = follow(layered, fresh, at, unit);
    for (const layer of layers) {
      const places = spreadAround(
        layer.map((v) => (Number.isNaN(wishes[v]) ? at[from[m + v - n]] : wishes[v])),
        layer.map((v) => v < n),
        layer.map(() => 1),
        layer.map((v, i) => (i === 0 ? 0 : distance(layer[i - 1], v))),
      );
      layer.forEach((v, i) => {
        if (v >= n) at[v] = places[i];
      });
    }
  }
}

/**
 * How far nodes stand from where they were: the shift that most share, and the farthest apart from that.
 * @param {Float64Array} across
 * @param {Float64Array} was  NaN for a new node
 */
function movement(across, was) {
  const differences = Float64Array.from(was, (at, v) => at - across[v]).filter((d) => !Number.isNaN(d)).sort();
  if (differences.length === 0) return { shift: 0, most: 0 };
  const shift = differences[differences.length >> 1];
  return { shift, most: Math.max(shift - differences[0], differences[differences.length - 1] - shift) };
}

/**
 * Where the vertices without a place would like to be: as in the fresh picture, moved along with the placed ones
 * of their row, or, in a row without any, with their neighbours. Where those went different ways the fresh picture
 * is no guide and the answer is NaN: a bend then goes on straight from the vertex before it.
 * @param {Layered} layered
 * @param {{across: Float64Array, block: Int32Array}} fresh
 * @param {Float64Array} at  NaN for a vertex without a place
 * @param {number} unit  how far the ways may differ
 * @returns {Float64Array}
 */
function follow({ count, from, to }, { across, block }, at, unit) {
  const low = new Float64Array(count).fill(Infinity);
  const high = new Float64Array(count).fill(-Infinity);
  for (let v = 0; v < count; v++) add(block[v], v);
  const placed = high.map((most) => Number(most > -Infinity));
  for (let s = 0; s < from.length; s++) {
    if (placed[block[from[s]]] === 0) add(block[from[s]], to[s]);
    if (placed[block[to[s]]] === 0) add(block[to[s]], from[s]);
  }
  return at.map((place, v) => {
    if (!Number.isNaN(place)) return place;
    const b = block[v];
    if (high[b] === -Infinity) return unit === Infinity ? across[v] : NaN;
    return high[b] - low[b] > unit ? NaN : across[v] + (low[b] + high[b]) / 2;
  });

  /**
   * @param {number} b
   * @param {number} v
   */
  function add(b, v) {
    if (Number.isNaN(at[v])) return;
    low[b] = Math.min(low[b], at[v] - across[v]);
    high[b] = Math.max(high[b], at[v] - across[v]);
  }
}

/**
 * Take out the kinks that pushing made: nodes of one row that are all but level become level, where they can.
 * @param {Layers} layers
 * @param {Int32Array} block
 * @param {number} n  vertices below this are nodes
 * @param {Float64Array} at  changed in place
 * @param {(v: number, w: number) => number} distance
 * @param {number} kink
 * @returns {boolean}  whether anything moved
 */
function levelRows(layers, block, n, at, distance, kink) {
  /** @type {Map<number, {layer: number[], i: number}[]>} */
  const rows = new Map();
  for (const layer of layers) {
    layer.forEach((v, i) => {
      if (v >= n) return;
      const row = rows.get(block[v]);
      if (row) row.push({ layer, i });
      else rows.set(block[v], [{ layer, i }]);
    });
  }
  let changed = false;
  for (const row of rows.values()) {
    let low = -Infinity;
    let high = Infinity;
    const first = at[row[0].layer[row[0].i]];
    let isKinked = false;
    let isBent = false;
    for (const { layer, i } of row) {
      const v = layer[i];
      if (i > 0) low = Math.max(low, at[layer[i - 1]] + distance(layer[i - 1], v));
      if (i + 1 < layer.length) high = Math.min(high, at[layer[i + 1]] - distance(v, layer[i + 1]));
      if (Math.abs(at[v] - first) > EXACT) isKinked = true;
      if (Math.abs(at[v] - first) > kink) isBent = true;
    }
    if (!isKinked || isBent || low > high + EXACT) continue;
    for (const { layer, i } of row) at[layer[i]] = Math.max(low, Math.min(high, first));
    changed = true;
  }
  return changed;
}

/**
 * @param {Layered} layered
 * @param {Float64Array} across
 */
function length({ from, to, lane, graph }, across) {
  let sum = 0;
  for (let s = 0; s < from.length; s++) {
    if (s < graph.m && lane[s] >= 0) continue;
    sum += Math.abs(across[from[s]] - across[to[s]]);
  }
  return sum;
}
