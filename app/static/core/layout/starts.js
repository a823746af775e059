/** @import {Layered, Layers} from "./types.js" */

/**
 * A first order of the columns: walk depth first from the outputs back to their parents (or from the inputs on to
 * their children) and append each vertex to its column as it is met. A tree comes out without a crossing.
 * @param {Layered} layered
 * @param {Layers} part
 * @param {boolean} backward
 * @param {(() => number) | null} random  null: parents in the order of the arguments
 * @returns {Layers}
 */
export function walk({ rank, from, to, up, down }, part, backward, random) {
  const near = backward ? up : down;
  const far = backward ? down : up;
  const end = backward ? from : to;
  /** @type {Layers} */
  const layers = part.map(() => []);
  /** @type {Set<number>} */
  const met = new Set();
  const roots = part.flatMap((layer) => layer.filter((v) => far.start[v] === far.start[v + 1]));
  if (random) shuffle(roots, random);
  const stack = roots.reverse();
  while (stack.length > 0) {
    const v = /** @type {number} */ (stack.pop());
    if (met.has(v)) continue;
    met.add(v);
    layers[rank[v]].push(v);
    const next = Array.from(near.item.subarray(near.start[v], near.start[v + 1]), (s) => end[s]);
    if (random) shuffle(next, random);
    for (let i = next.length - 1; i >= 0; i--) stack.push(next[i]);
  }
  return layers;
}

/**
 * @param {number[]} list
 * @param {() => number} random
 */
function shuffle(list, random) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}
