/** @import {Layered, Layers} from "./types.js" */
import { seeded } from "./random.js";
import { walk } from "./starts.js";

/** How hard to look: sweeps over the vertices of a part, shared out among starts. */
const WORK = 80_000;
const MOST_STARTS = 40;
const SWEEPS = 24;
const FEW_SWEEPS = 5;
const PATIENCE = 6;
/** Parts up to this size swap neighbours after every sweep, larger ones only at the end. */
const CAREFUL = 3000;

/** @typedef {ReturnType<typeof import("./sweep.js").createSweeper>} Sweeper */

/**
 * Orders of one connected part with as few crossings as a handful of sweeps from several starts can find: all the
 * different ones that tie for best, at most `most`, first found first.
 * @param {Layered} layered
 * @param {Layers} part
 * @param {Sweeper} sweeper
 * @param {number} most
 * @returns {{crossings: number, candidates: Layers[]}}
 */
export function orderPart(layered, part, sweeper, most) {
  const size = part.reduce((sum, layer) => sum + layer.length, 0);
  if (size <= 2) return { crossings: 0, candidates: [part] };
  const starts = Math.max(size > CAREFUL ? 1 : 2, Math.min(MOST_STARTS, Math.floor(WORK / (size * SWEEPS))));
  const random = seeded(size);
  /** @type {Map<string, Layers>} */
  const found = new Map();
  let best = Infinity;
  for (let start = 0; start < starts; start++) {
    const { fewest, layers } = improve(walk(layered, part, start % 2 === 0, start < 2 ? null : random), sweeper, size);
    if (fewest < best) {
      best = fewest;
      found.clear();
    }
    if (fewest > best || found.size === most) continue;
    sortTwins(layered, layers);
    found.set(layers.join("|"), layers);
  }
  return { crossings: best, candidates: [...found.values()] };
}

/**
 * Sweep to and fro, keep the best order met.
 * @param {Layers} layers  used up
 * @param {Sweeper} sweeper
 * @param {number} size
 */
export function improve(layers, sweeper, size) {
  const careful = size <= CAREFUL;
  sweeper.settle(layers);
  let fewest = sweeper.count(layers);
  let best = copy(layers);
  for (let sweep = 0, idle = 0; sweep < (careful ? SWEEPS : FEW_SWEEPS) && idle < PATIENCE && fewest > 0; sweep++) {
    sweeper.barycentre(layers, sweep % 2 === 0, sweep % 4 > 1);
    if (careful) sweeper.transpose(layers);
    const crossings = sweeper.count(layers);
    idle = crossings < fewest ? 0 : idle + 1;
    if (crossings < fewest) {
      fewest = crossings;
      best = copy(layers);
    }
  }
  sweeper.settle(best);
  let gained = fewest > 0 ? sweeper.transpose(best) : 0;
  for (let round = 0; gained > 0 && round < (careful ? 3 : 1); round++) {
    fewest -= gained;
    gained = sweeper.transpose(best);
  }
  return { fewest: fewest - gained, layers: best };
}

/**
 * Nodes of one column with the same neighbours can change places at no cost: show them in the order given.
 * @param {Layered} layered
 * @param {Layers} layers  changed in place
 */
function sortTwins({ graph, from, to, up, down }, layers) {
  for (const layer of layers) {
    /** @type {Map<string, number[]>} */
    const slots = new Map();
    layer.forEach((v, i) => {
      const degree = up.start[v + 1] - up.start[v] + down.start[v + 1] - down.start[v];
      if (v >= graph.n || degree === 0 || degree > 4) return;
      const before = Array.from(up.item.subarray(up.start[v], up.start[v + 1]), (s) => from[s]).sort();
      const after = Array.from(down.item.subarray(down.start[v], down.start[v + 1]), (s) => to[s]).sort();
      const key = `${before}:${after}`;
      const same = slots.get(key);
      if (same) same.push(i);
      else slots.set(key, [i]);
    });
    for (const places of slots.values()) {
      if (places.length < 2) continue;
      const twins = places.map((i) => layer[i]).sort((v, w) => v - w);
      places.forEach((i, k) => {
        layer[i] = twins[k];
      });
    }
  }
}

/** @param {Layers} layers */
export function copy(layers) {
  return layers.map((layer) => layer.slice());
}
