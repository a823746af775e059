/** @import {Layered, Layers} from "./types.js" */

/**
 * The connected parts of the drawing, each as its own columns; parts in the order of their first vertex, vertices
 * in the order of their numbers.
 * @param {Layered} layered
 * @returns {Layers[]}
 */
export function components(layered) {
  const { count, ranks, rank, from, to, up, down } = layered;
  const part = new Int32Array(count).fill(-1);
  let parts = 0;
  /** @type {number[]} */
  const stack = [];
  for (let first = 0; first < count; first++) {
    if (part[first] >= 0) continue;
    part[first] = parts;
    stack.push(first);
    while (stack.length > 0) {
      const v = /** @type {number} */ (stack.pop());
      for (let i = up.start[v]; i < up.start[v + 1]; i++) visit(from[up.item[i]]);
      for (let i = down.start[v]; i < down.start[v + 1]; i++) visit(to[down.item[i]]);
    }
    parts++;
  }

  /** @type {Layers[]} */
  const answer = Array.from({ length: parts }, () => []);
  for (let v = 0; v < count; v++) {
    const layers = answer[part[v]];
    while (layers.length <= rank[v]) layers.push([]);
    layers[rank[v]].push(v);
  }
  if (parts > 0) while (answer[0].length < ranks) answer[0].push([]);
  return answer;

  /** @param {number} v */
  function visit(v) {
    if (part[v] >= 0) return;
    part[v] = parts;
    stack.push(v);
  }
}

/**
 * One part under the other.
 * @param {Layers[]} parts
 * @param {number} ranks
 * @returns {Layers}
 */
export function stackParts(parts, ranks) {
  /** @type {Layers} */
  const layers = Array.from({ length: ranks }, () => []);
  for (const part of parts) part.forEach((layer, r) => layer.forEach((v) => layers[r].push(v)));
  return layers;
}

/**
 * Move every part up to the ones above it, as a whole: nothing draws separate parts together otherwise.
 * @param {Layers[]} parts  in the order in which they stand
 * @param {number} ranks
 * @param {Float64Array} across  changed in place
 * @param {(v: number, w: number) => number} distance
 */
export function closeUp(parts, ranks, across, distance) {
  const last = new Int32Array(ranks).fill(-1);
  for (const part of parts) {
    let up = Infinity;
    part.forEach((layer, r) => {
      if (layer.length === 0 || last[r] < 0) return;
      up = Math.min(up, across[layer[0]] - across[last[r]] - distance(last[r], layer[0]));
    });
    part.forEach((layer, r) => {
      if (up < Infinity) for (const v of layer) across[v] -= up;
      if (layer.length > 0) last[r] = layer[layer.length - 1];
    });
  }
}
