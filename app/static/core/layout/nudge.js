/** @import {Blocks} from "./blocks.js" */

/** Neighbours' places tried for one block. */
const TRIES = 8;
const ROUNDS = 6;
/** Blocks that may be pushed about altogether, and by one that moves. */
const PUSHES = 20_000;
const PUSHES_AT_ONCE = 60;

/**
 * Move each block to the weighted median of its neighbours, as far as it is free to: lines that can be straight
 * become exactly straight.
 * @param {Blocks} blocks
 * @param {Float64Array} at
 * @param {boolean} forward
 */
export function straighten(blocks, at, forward) {
  const { count, sequence, before, after, apart, toBefore, toAfter } = blocks;
  for (let k = 0; k < count; k++) {
    const b = sequence[forward ? k : count - 1 - k];
    let least = -Infinity;
    for (let i = toBefore.start[b]; i < toBefore.start[b + 1]; i++) {
      const s = toBefore.item[i];
      least = Math.max(least, at[before[s]] + apart[s]);
    }
    let most = Infinity;
    for (let i = toAfter.start[b]; i < toAfter.start[b + 1]; i++) {
      const s = toAfter.item[i];
      most = Math.min(most, at[after[s]] - apart[s]);
    }
    at[b] = Math.max(least, Math.min(most, median(blocks, at, b)));
  }
}

/**
 * @param {Blocks} blocks
 * @param {Float64Array} at
 * @param {number} b
 * @returns {{at: number, weight: number}[]}  the blocks that draw at b, in order
 */
function neighbours({ one, other, pull, pulls }, at, b) {
  return Array.from(pulls.item.subarray(pulls.start[b], pulls.start[b + 1]), (k) =>
    k < pull.length
      ? { at: at[other[k]], weight: pull[k] }
      : { at: at[one[k - pull.length]], weight: pull[k - pull.length] },
  ).sort((p, q) => p.at - q.at);
}

/**
 * @param {Blocks} blocks
 * @param {Float64Array} at
 * @param {number} b
 */
function median(blocks, at, b) {
  const around = neighbours(blocks, at, b);
  const half = around.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let sum = 0;
  for (let i = 0; i < around.length; i++) {
    sum += around[i].weight;
    if (sum > half) return around[i].at;
    // Two equally strong sides: anywhere between is as good; stay as near as possible to where it is.
    if (sum === half) return Math.max(around[i].at, Math.min(around[i + 1].at, at[b]));
  }
  return at[b];
}

/**
 * Try to bring each block level with a neighbour, pushing along whatever stands in the way, and keep what makes
 * the lines straighter altogether.
 * @param {Blocks} blocks
 * @param {Float64Array} at
 */
export function push(blocks, at) {
  let pushes = 0;
  for (let round = 0, changed = true; changed && round < ROUNDS; round++) {
    changed = false;
    for (const b of blocks.sequence) {
      const places = new Set(neighbours(blocks, at, b).map((neighbour) => neighbour.at));
      places.delete(at[b]);
      for (const place of [...places].sort((p, q) => Math.abs(p - at[b]) - Math.abs(q - at[b])).slice(0, TRIES)) {
        const moved = consequences(blocks, at, b, place);
        pushes += moved.size;
        if (pushes > PUSHES) return;
        if (moved.size > PUSHES_AT_ONCE || gain(blocks, at, moved) < 1e-6) continue;
        for (const [c, level] of moved) at[c] = level;
        changed = true;
        break;
      }
    }
  }
}

/**
 * All that must move when b moves to a place; the search ends where that would be too many.
 * @param {Blocks} blocks
 * @param {Float64Array} at
 * @param {number} b
 * @param {number} place
 * @returns {Map<number, number>}
 */
function consequences({ before, after, apart, toBefore, toAfter }, at, b, place) {
  const on = place > at[b];
  const lists = on ? toAfter : toBefore;
  const next = on ? after : before;
  const moved = new Map([[b, place]]);
  const queue = [b];
  for (let k = 0; k < queue.length && moved.size <= PUSHES_AT_ONCE; k++) {
    const c = queue[k];
    const level = /** @type {number} */ (moved.get(c));
    for (let i = lists.start[c]; i < lists.start[c + 1]; i++) {
      const s = lists.item[i];
      const d = next[s];
      const bound = on ? level + apart[s] : level - apart[s];
      const now = moved.get(d) ?? at[d];
      if (on ? now >= bound : now <= bound) continue;
      moved.set(d, bound);
      queue.push(d);
    }
  }
  return moved;
}

/**
 * How much straighter the lines become.
 * @param {Blocks} blocks
 * @param {Float64Array} at
 * @param {Map<number, number>} moved
 */
function gain({ one, other, pull, pulls }, at, moved) {
  let sum = 0;
  for (const [b, level] of moved) {
    for (let i = pulls.start[b]; i < pulls.start[b + 1]; i++) {
      const isOne = pulls.item[i] < pull.length;
      const k = isOne ? pulls.item[i] : pulls.item[i] - pull.length;
      const end = isOne ? other[k] : one[k];
      const beside = moved.get(end);
      if (beside !== undefined && !isOne) continue;
      sum += pull[k] * (Math.abs(at[b] - at[end]) - Math.abs(level - (beside ?? at[end])));
    }
  }
  return sum;
}
