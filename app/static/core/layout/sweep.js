/** @import {Layered, Layers} from "./types.js" */
import { countCrossings, neighbourPlaces, pairCrossings } from "./crossings.js";

/** Rounds of neighbour swaps in one column before moving on. */
const ROUNDS = 4;

/**
 * The two moves that take crossings out, with their scratch arrays made once.
 * @param {Layered} layered
 */
export function createSweeper(layered) {
  const { count, up, down, from, to } = layered;
  const place = new Int32Array(count);
  const key = new Float64Array(count);
  const fill = new Int32Array(count);
  const above = new Int32Array(up.item.length);
  const below = new Int32Array(down.item.length);
  const tree = new Int32Array(count + 1);
  return { place, settle, count: crossings, barycentre, transpose };

  /**
   * Make `place` say where the vertices of these columns stand.
   * @param {Layers} layers
   */
  function settle(layers) {
    for (const layer of layers) for (let i = 0; i < layer.length; i++) place[layer[i]] = i;
  }

  /**
   * Crossings between the columns, of which `place` must be right.
   * @param {Layers} layers
   */
  function crossings(layers) {
    return countCrossings(layered, layers, { place, fill, sorted: below, tree });
  }

  /**
   * Sort every column by the mean place of its neighbours in the column before (or after); a vertex without any
   * keeps its slot (or, among vertices that may not move, its place).
   * @param {Layers} layers
   * @param {boolean} forward
   * @param {boolean} turnTies  whether equals change places
   * @param {((v: number) => boolean) | null} mayMove  null: every vertex; the others keep their order
   */
  function barycentre(layers, forward, turnTies, mayMove = null) {
    const lists = forward ? up : down;
    const end = forward ? from : to;
    for (let k = 1; k < layers.length; k++) {
      const layer = layers[forward ? k : layers.length - 1 - k];
      /** @type {number[]} */
      const moving = [];
      for (const v of layer) {
        const first = lists.start[v];
        const last = lists.start[v + 1];
        if (first === last && !mayMove) continue;
        moving.push(v);
        key[v] = place[v];
        if (first === last || (mayMove && !mayMove(v))) continue;
        let sum = 0;
        for (let i = first; i < last; i++) sum += place[end[lists.item[i]]];
        key[v] = sum / (last - first);
      }
      if (turnTies && !mayMove) moving.reverse();
      moving.sort((v, w) => key[v] - key[w]);
      let next = 0;
      for (let i = 0; i < layer.length; i++) {
        if (mayMove || lists.start[layer[i]] < lists.start[layer[i] + 1]) layer[i] = moving[next++];
        place[layer[i]] = i;
      }
    }
  }

  /**
   * Swap neighbours as long as that takes crossings out.
   * @param {Layers} layers
   * @param {((v: number) => boolean) | null} mayMove  null: every vertex; else a swap needs one that may
   * @returns {number} crossings taken out
   */
  function transpose(layers, mayMove = null) {
    let gained = 0;
    for (let r = 0; r < layers.length; r++) {
      const layer = layers[r];
      if (layer.length < 2) continue;
      if (r > 0) neighbourPlaces(layered, layers[r - 1], false, place, fill, above);
      if (r + 1 < layers.length) neighbourPlaces(layered, layers[r + 1], true, place, fill, below);
      for (let round = 0, gain = 1; round < ROUNDS && gain > 0; round++) {
        gain = 0;
        for (let i = 0; i + 1 < layer.length; i++) {
          const v = layer[i];
          const w = layer[i + 1];
          if (mayMove && !mayMove(v) && !mayMove(w)) continue;
          const now = pairCrossings(above, up, v, w) + pairCrossings(below, down, v, w);
          if (now === 0) continue;
          const then = pairCrossings(above, up, w, v) + pairCrossings(below, down, w, v);
          if (then >= now) continue;
          layer[i] = w;
          layer[i + 1] = v;
          place[w] = i;
          place[v] = i + 1;
          gain += now - then;
        }
        gained += gain;
      }
    }
    return gained;
  }
}
