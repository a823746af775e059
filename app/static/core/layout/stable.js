/** @import {Layered, Layers} from "./types.js" */
/** @import {Sweeper} from "./order.js" */
import { copy, improve } from "./order.js";

/** An old order is kept while it has at most this share, and in any case this many, crossings more than a new one. */
const WORSE = 0.5;
const WORSE_AT_LEAST = 1;
/** The last picture says nothing when less than this share of the nodes was in it. */
const KNOWN = 0.4;
const ROUNDS = 8;

/**
 * Whether enough of a part was in the last picture to go by it.
 * @param {Layered} layered
 * @param {Layers} part
 * @param {Float64Array} was  where each node stood across the flow, NaN for a new one
 */
export function remembers({ graph }, part, was) {
  const nodes = part.flat().filter((v) => v < graph.n);
  return nodes.filter((v) => !Number.isNaN(was[v])).length >= KNOWN * nodes.length;
}

/**
 * Whether an order shows the old nodes as the last picture did.
 * @param {Layers} layers
 * @param {Float64Array} was
 */
export function agrees(layers, was) {
  return layers.every((layer) => {
    let last = -Infinity;
    return layer.every((v) => {
      if (v >= was.length || Number.isNaN(was[v])) return true;
      const inOrder = was[v] > last;
      last = was[v];
      return inOrder;
    });
  });
}

/**
 * The order of the last picture, with the new nodes where they make fewest crossings; or that order improved; or
 * the fresh one: the first that is not clearly worse than the fresh one. What it returns depends on the order of
 * the nodes only, so that the same picture comes out when it is its own predecessor.
 * @param {Layered} layered
 * @param {Layers[]} candidates  fresh orders, equally good, the most pleasant first
 * @param {number} crossings  of the fresh orders
 * @param {Float64Array} was
 * @param {Sweeper} sweeper
 * @returns {Layers}
 */
export function keepOrder(layered, candidates, crossings, was, sweeper) {
  const { n } = layered.graph;
  const agreeing = candidates.find((layers) => agrees(layers, was));
  if (agreeing) return agreeing;
  const fresh = candidates[0];
  const bound = crossings + Math.max(WORSE_AT_LEAST, WORSE * crossings);
  const isKnown = (/** @type {number} */ v) => v < n && !Number.isNaN(was[v]);
  const isNode = (/** @type {number} */ v) => v < n;

  const old = sortAround(layered, fresh, isKnown, (v) => was[v], sweeper);
  const kept = byNodes(old);
  if (count(kept) <= bound) return kept;
  const improved = byNodes(improve(copy(kept), sweeper, layered.count).layers);
  return count(improved) <= bound ? improved : fresh;

  /** @param {Layers} layers */
  function byNodes(layers) {
    sweeper.settle(layers);
    const order = Float64Array.from(sweeper.place);
    const same = candidates.find((others) => agrees(others, order.subarray(0, n)));
    return same ?? sortAround(layered, fresh, isNode, (v) => order[v], sweeper);
  }

  /** @param {Layers} layers */
  function count(layers) {
    sweeper.settle(layers);
    return sweeper.count(layers);
  }
}

/**
 * Keep the fixed vertices in the order of their levels, and find places for the others among them: from the places
 * they have in the given columns, and from the mean of their neighbours' levels, whichever crosses less in the end.
 * @param {Layered} layered
 * @param {Layers} layers
 * @param {(v: number) => boolean} isFixed
 * @param {(v: number) => number} levelOf  asked of fixed vertices only
 * @param {Sweeper} sweeper
 * @returns {Layers}
 */
function sortAround(layered, layers, isFixed, levelOf, sweeper) {
  const fixed = layers.map((column) => column.filter(isFixed).sort((v, w) => levelOf(v) - levelOf(w)));
  const mayMove = (/** @type {number} */ v) => !isFixed(v);
  const inPlace = layers.map((column, r) => {
    let next = 0;
    return column.map((v) => (isFixed(v) ? fixed[r][next++] : v));
  });
  const starts = [inPlace, betweenNeighbours(layered, layers, fixed, mayMove)];
  let fewest = Infinity;
  let best = inPlace;
  for (const columns of starts) {
    sweeper.settle(columns);
    for (let round = 0; round < ROUNDS && fewest > 0; round++) {
      if (round > 0) sweeper.barycentre(columns, round % 2 === 0, round % 4 > 1, mayMove);
      for (let pass = 0; pass < ROUNDS && sweeper.transpose(columns, mayMove) > 0; pass++);
      const crossings = sweeper.count(columns);
      if (crossings < fewest) [fewest, best] = [crossings, copy(columns)];
    }
  }
  return best;
}

/**
 * @param {Layered} layered
 * @param {Layers} layers
 * @param {Layers} fixed  the fixed vertices of each column, in order
 * @param {(v: number) => boolean} mayMove
 * @returns {Layers}
 */
function betweenNeighbours({ count, from, to, up, down }, layers, fixed, mayMove) {
  const level = new Float64Array(count).fill(NaN);
  for (const column of fixed) {
    column.forEach((v, i) => {
      level[v] = i - (column.length - 1) / 2;
    });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const column of round % 2 === 0 ? layers : layers.toReversed()) {
      for (const v of column) if (mayMove(v)) level[v] = mean(v);
    }
  }
  return layers.map((column) => column.toSorted((v, w) => level[v] - level[w] || v - w));

  /**
   * @param {number} v
   * @returns {number}  mean level of the neighbours that have one; its own, or 0, without any
   */
  function mean(v) {
    let sum = 0;
    let found = 0;
    for (let i = up.start[v]; i < up.start[v + 1]; i++) add(level[from[up.item[i]]]);
    for (let i = down.start[v]; i < down.start[v + 1]; i++) add(level[to[down.item[i]]]);
    if (found > 0) return sum / found;
    return Number.isNaN(level[v]) ? 0 : level[v];

    /** @param {number} at */
    function add(at) {
      if (Number.isNaN(at)) return;
      sum += at;
      found++;
    }
  }
}
