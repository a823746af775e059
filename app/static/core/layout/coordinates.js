/** @import {Demand, Layered, Layers} from "./types.js" */
/** @import {Blocks} from "./blocks.js" */
import { align, segmentWeights } from "./align.js";
import { buildBlocks } from "./blocks.js";
import { push, straighten } from "./nudge.js";

/** Visits to blocks that may be spent on drawing them together. */
const VISITS = 400_000;
const MOST_ROUNDS = 60;
const LEAST_ROUNDS = 8;
const POLISH = 4;
/** Up to so many blocks are pushed about one by one. */
const PUSH_UP_TO = 400;

/**
 * Where each vertex stands across the flow: rows of aligned vertices are straight by construction, and the rows
 * are drawn to their neighbours as far as the room allows.
 * @param {Layered} layered
 * @param {Layers} layers
 * @param {Int32Array} place
 * @param {(v: number, w: number) => number} distance  least distance of neighbours in a column
 * @param {readonly Demand[]} [demands]  further distances to keep
 * @returns {{across: Float64Array, block: Int32Array, cost: number}}  cost: weighted length across the flow
 */
export function placeAcross(layered, layers, place, distance, demands = []) {
  const weight = segmentWeights(layered, place);
  const alignment = align(layered, layers, place, weight);
  const blocks = buildBlocks(layered, layers, alignment, weight, distance, demands);
  const at = drawTogether(blocks);
  const across = new Float64Array(layered.count);
  for (const layer of layers) for (const v of layer) across[v] = at[blocks.block[v]];
  let cost = 0;
  for (let k = 0; k < blocks.pull.length; k++) {
    cost += blocks.pull[k] * Math.abs(at[blocks.one[k]] - at[blocks.other[k]]);
  }
  return { across, block: blocks.block, cost };
}

/**
 * @param {Blocks} blocks
 * @returns {Float64Array}
 */
function drawTogether(blocks) {
  const { count } = blocks;
  const low = new Float64Array(count);
  const high = new Float64Array(count);
  const wish = new Float64Array(count);
  let at = new Float64Array(count);
  makeRoom(blocks, wish, low, high, at);
  const rounds = Math.max(LEAST_ROUNDS, Math.min(MOST_ROUNDS, Math.floor(VISITS / (count + 1))));
  for (let round = 0; round < rounds; round++) {
    for (let b = 0; b < count; b++) wish[b] = (at[b] + meanOfNeighbours(blocks, at, b)) / 2;
    makeRoom(blocks, wish, low, high, at);
  }
  for (let round = 0; round < POLISH; round++) straighten(blocks, at, round % 2 === 0);
  if (count <= PUSH_UP_TO) push(blocks, at);
  return at;
}

/**
 * The wishes, moved apart: once every block gives way to later ones only, once to earlier ones only; the mean of
 * the two keeps all distances, since both do.
 * @param {Blocks} blocks
 * @param {Float64Array} wish
 * @param {Float64Array} low  scratch
 * @param {Float64Array} high  scratch
 * @param {Float64Array} at  the answer
 */
function makeRoom({ count, sequence, before, after, apart, toBefore, toAfter }, wish, low, high, at) {
  for (let k = 0; k < count; k++) {
    const b = sequence[k];
    let least = wish[b];
    for (let i = toBefore.start[b]; i < toBefore.start[b + 1]; i++) {
      const s = toBefore.item[i];
      const bound = high[before[s]] + apart[s];
      if (bound > least) least = bound;
    }
    high[b] = least;
  }
  for (let k = count - 1; k >= 0; k--) {
    const b = sequence[k];
    let most = wish[b];
    for (let i = toAfter.start[b]; i < toAfter.start[b + 1]; i++) {
      const s = toAfter.item[i];
      const bound = low[after[s]] - apart[s];
      if (bound < most) most = bound;
    }
    low[b] = most;
  }
  for (let b = 0; b < count; b++) at[b] = (low[b] + high[b]) / 2;
}

/**
 * @param {Blocks} blocks
 * @param {Float64Array} at
 * @param {number} b
 */
function meanOfNeighbours({ one, other, pull, pulls }, at, b) {
  let sum = 0;
  let mass = 0;
  for (let i = pulls.start[b]; i < pulls.start[b + 1]; i++) {
    const k = pulls.item[i];
    const isOne = k < pull.length;
    const weight = isOne ? pull[k] : pull[k - pull.length];
    sum += weight * at[isOne ? other[k] : one[k - pull.length]];
    mass += weight;
  }
  return mass > 0 ? sum / mass : at[b];
}
