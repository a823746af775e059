/** @import {Layered, Layers} from "./types.js" */

/** What it is worth to keep a segment straight, by how many of its ends are bends. */
const STRAIGHT = [1, 4, 16];
/** What a segment of the longest chain of computation is worth on top. */
const MAIN_CHAIN = 9;
/** A middle one among siblings is preferred by a little. */
const MIDDLE = 0.01;

/**
 * How near each edge is to the longest chain from an input to the output, 0..1: 1 on the chain itself.
 * @param {Layered} layered
 * @returns {Float64Array}  by edge
 */
export function importance({ graph, rank, ranks }) {
  const { n, m, source, target, outgoing, sequence } = graph;
  const before = new Int32Array(n);
  const after = new Int32Array(n);
  for (const v of sequence) {
    for (let i = outgoing.start[v]; i < outgoing.start[v + 1]; i++) {
      const child = target[outgoing.item[i]];
      before[child] = Math.max(before[child], before[v] + 1);
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    const v = sequence[k];
    for (let i = outgoing.start[v]; i < outgoing.start[v + 1]; i++) {
      after[v] = Math.max(after[v], after[target[outgoing.item[i]]] + 1);
    }
  }
  const longest = Math.max(1, ranks - 1);
  const answer = new Float64Array(m);
  for (let e = 0; e < m; e++) {
    const short = rank[target[e]] - rank[source[e]] === 1;
    answer[e] = short ? (before[source[e]] + 1 + after[target[e]]) / longest : 0;
  }
  return answer;
}

/**
 * Choose, between each two columns, the set of segments without a crossing and without a common end that is worth
 * most to keep straight (a heaviest increasing subsequence); vertices joined by them form the blocks that get one
 * coordinate each.
 * @param {Layered} layered
 * @param {Layers} layers
 * @param {Int32Array} place
 * @param {Float64Array} weight  what each segment is worth
 * @returns {{block: Int32Array, blocks: number}}  block of each vertex (-1: not in these columns)
 */
export function align(layered, layers, place, weight) {
  const { count, down, from, to } = layered;
  const above = new Int32Array(count).fill(-1);
  const chain = createMatcher();
  for (let r = 0; r + 1 < layers.length; r++) {
    /** @type {number[]} */
    const segments = [];
    for (const v of layers[r]) {
      const first = segments.length;
      for (let i = down.start[v]; i < down.start[v + 1]; i++) segments.push(down.item[i]);
      if (segments.length - first > 1) {
        const own = segments.splice(first).sort((s, t) => place[to[t]] - place[to[s]]);
        for (const s of own) segments.push(s);
      }
    }
    for (const s of chain(segments, (s) => place[to[s]], weight, layers[r + 1].length)) above[to[s]] = from[s];
  }
  const block = new Int32Array(count).fill(-1);
  let blocks = 0;
  for (const layer of layers) {
    for (const v of layer) block[v] = above[v] < 0 ? blocks++ : block[above[v]];
  }
  return { block, blocks };
}

/** A heaviest strictly increasing subsequence, with a Fenwick tree of prefix maxima. */
function createMatcher() {
  /** @type {number[]} */
  let tree = [];
  return match;

  /**
   * @param {number[]} items
   * @param {(item: number) => number} value
   * @param {Float64Array} weight
   * @param {number} width  values are below this
   */
  function match(items, value, weight, width) {
    tree = new Array(width + 1).fill(-1);
    const total = new Float64Array(items.length);
    const previous = new Int32Array(items.length);
    let best = -1;
    for (let k = 0; k < items.length; k++) {
      const at = value(items[k]);
      let before = -1;
      for (let i = at; i > 0; i -= i & -i) {
        if (tree[i] >= 0 && (before < 0 || total[tree[i]] > total[before])) before = tree[i];
      }
      previous[k] = before;
      total[k] = weight[items[k]] + (before < 0 ? 0 : total[before]);
      for (let i = at + 1; i <= width; i += i & -i) if (tree[i] < 0 || total[k] > total[tree[i]]) tree[i] = k;
      if (best < 0 || total[k] > total[best]) best = k;
    }
    /** @type {number[]} */
    const chosen = [];
    for (let k = best; k >= 0; k = previous[k]) chosen.push(items[k]);
    return chosen;
  }
}

/**
 * What each segment is worth to keep straight.
 * @param {Layered} layered
 * @param {Int32Array} place
 * @returns {Float64Array}
 */
export function segmentWeights(layered, place) {
  const { graph, from, to, up } = layered;
  const { n, m } = graph;
  const main = importance(layered);
  const weight = new Float64Array(from.length);
  const centre = new Float64Array(layered.count);
  for (let s = 0; s < from.length; s++) centre[to[s]] += place[from[s]] / Math.max(1, up.start[to[s] + 1] - up.start[to[s]]);
  for (let s = 0; s < from.length; s++) {
    const v = to[s];
    const bends = (from[s] >= n ? 1 : 0) + (v >= n ? 1 : 0);
    weight[s] = STRAIGHT[bends];
    if (s < m) weight[s] += MAIN_CHAIN * main[s] ** 4;
    const siblings = up.start[v + 1] - up.start[v];
    if (siblings < 3) continue;
    weight[s] -= (MIDDLE * Math.abs(place[from[s]] - centre[v])) / siblings;
  }
  return weight;
}
