/** @import {Demand, Layered, Layers, Lists} from "./types.js" */
import { group } from "./lists.js";

/**
 * @typedef {object} Blocks  rows of vertices that share one coordinate, and what holds them apart and together
 * @property {Int32Array} block  of each vertex, -1 outside these columns
 * @property {number} count
 * @property {Int32Array} sequence  the blocks, each after those that stand before it in some column
 * @property {Int32Array} before  of each separation
 * @property {Int32Array} after
 * @property {Float64Array} apart
 * @property {Lists} toBefore  separations by `after`
 * @property {Lists} toAfter  separations by `before`
 * @property {Int32Array} one  of each pull
 * @property {Int32Array} other
 * @property {Float64Array} pull  weight
 * @property {Lists} pulls  by block: pull k from `one`, k + pull.length from `other`
 */

/**
 * @param {Layered} layered
 * @param {Layers} layers
 * @param {{block: Int32Array, blocks: number}} alignment
 * @param {Float64Array} weight  of each segment
 * @param {(v: number, w: number) => number} distance  least distance of neighbours
 * @param {readonly Demand[]} demands  further distances
 * @returns {Blocks}
 */
export function buildBlocks({ from, to, down }, layers, { block, blocks: count }, weight, distance, demands) {
  /** @type {number[]} */
  const before = [];
  /** @type {number[]} */
  const after = [];
  /** @type {number[]} */
  const apart = [];
  /** @type {number[]} */
  const one = [];
  /** @type {number[]} */
  const other = [];
  /** @type {number[]} */
  const pull = [];
  for (const layer of layers) {
    for (let i = 0; i < layer.length; i++) {
      const v = layer[i];
      if (i > 0) {
        before.push(block[layer[i - 1]]);
        after.push(block[v]);
        apart.push(distance(layer[i - 1], v));
      }
      for (let k = down.start[v]; k < down.start[v + 1]; k++) {
        const s = down.item[k];
        if (block[from[s]] === block[to[s]]) continue;
        one.push(block[from[s]]);
        other.push(block[to[s]]);
        pull.push(weight[s]);
      }
    }
  }
  for (const { first, second, distance: least } of demands) {
    if (block[first] < 0 || block[second] < 0) continue;
    before.push(block[first]);
    after.push(block[second]);
    apart.push(least);
  }
  const blocks = {
    block, count,
    sequence: new Int32Array(count),
    before: Int32Array.from(before), after: Int32Array.from(after), apart: Float64Array.from(apart),
    toBefore: group(Int32Array.from(after), count),
    toAfter: group(Int32Array.from(before), count),
    one: Int32Array.from(one), other: Int32Array.from(other), pull: Float64Array.from(pull),
    pulls: group(Int32Array.from([...one, ...other]), count),
  };
  sequenceOf(blocks);
  return blocks;
}

/**
 * Aligned segments never cross, so the separations make no cycle and Kahn's algorithm reaches every block.
 * @param {Blocks} blocks  its sequence is filled in
 */
function sequenceOf({ count, sequence, after, toBefore, toAfter }) {
  const waiting = new Int32Array(count);
  let last = 0;
  for (let b = 0; b < count; b++) {
    waiting[b] = toBefore.start[b + 1] - toBefore.start[b];
    if (waiting[b] === 0) sequence[last++] = b;
  }
  for (let next = 0; next < last; next++) {
    const b = sequence[next];
    for (let i = toAfter.start[b]; i < toAfter.start[b + 1]; i++) {
      const c = after[toAfter.item[i]];
      if (--waiting[c] === 0) sequence[last++] = c;
    }
  }
}
