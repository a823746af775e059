/** @import {Layered, Layers, Lists} from "./types.js" */

/**
 * For every vertex of a column, the places of its neighbours in the next (or previous) column, ascending: found by
 * walking the other column in order, so nothing is sorted.
 * @param {Layered} layered
 * @param {readonly number[]} other  the neighbouring column, in order
 * @param {boolean} below  whether `other` is the next column
 * @param {Int32Array} place
 * @param {Int32Array} fill  scratch: where each list ends so far; left as the ends
 * @param {Int32Array} sorted  the answer, aligned with the vertex' own list of segments
 */
export function neighbourPlaces({ up, down, from, to }, other, below, place, fill, sorted) {
  const back = below ? up : down;
  const lists = below ? down : up;
  const near = below ? from : to;
  for (const w of other) {
    for (let i = back.start[w]; i < back.start[w + 1]; i++) {
      const v = near[back.item[i]];
      fill[v] = lists.start[v];
    }
  }
  for (const w of other) {
    for (let i = back.start[w]; i < back.start[w + 1]; i++) {
      sorted[fill[near[back.item[i]]]++] = place[w];
    }
  }
}

/**
 * Crossings of the segments between neighbouring columns, by counting inversions (Barth, Jünger and Mutzel).
 * @param {Layered} layered
 * @param {Layers} layers
 * @param {{place: Int32Array, fill: Int32Array, sorted: Int32Array, tree: Int32Array}} scratch
 *   place: of each vertex in its column; the others: room for the vertices, the segments and the vertices
 * @returns {number}
 */
export function countCrossings(layered, layers, { place, fill, sorted, tree }) {
  let crossings = 0;
  for (let r = 0; r + 1 < layers.length; r++) {
    neighbourPlaces(layered, layers[r + 1], true, place, fill, sorted);
    crossings += inversions(layers[r], layered.down, sorted, tree, layers[r + 1].length);
  }
  return crossings;
}

/**
 * @param {readonly number[]} layer
 * @param {Lists} down
 * @param {Int32Array} sorted
 * @param {Int32Array} tree  Fenwick tree over the lower column's places
 * @param {number} width
 */
function inversions(layer, down, sorted, tree, width) {
  tree.fill(0, 0, width + 1);
  let seen = 0;
  let found = 0;
  for (const v of layer) {
    for (let i = down.start[v]; i < down.start[v + 1]; i++) {
      let upTo = 0;
      for (let k = sorted[i] + 1; k > 0; k -= k & -k) upTo += tree[k];
      found += seen - upTo;
    }
    for (let i = down.start[v]; i < down.start[v + 1]; i++, seen++) {
      for (let k = sorted[i] + 1; k <= width; k += k & -k) tree[k]++;
    }
  }
  return found;
}

/**
 * Crossings between the segments of two vertices when the first stands before the second.
 * @param {Int32Array} sorted
 * @param {Lists} lists
 * @param {number} v
 * @param {number} w
 */
export function pairCrossings(sorted, lists, v, w) {
  let found = 0;
  let j = lists.start[w];
  const end = lists.start[w + 1];
  for (let i = lists.start[v]; i < lists.start[v + 1]; i++) {
    while (j < end && sorted[j] < sorted[i]) j++;
    found += j - lists.start[w];
  }
  return found;
}
