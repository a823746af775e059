/**
 * Where the nodes, lines and labels of a computation graph stand. Pure and deterministic: columns by longest path,
 * few crossings, straight rows, room for every label, and as little change as possible against the last picture.
 */
/** @import {Demand, Layered, Layers, LayoutInput, LayoutResult} from "./types.js" */
/** @import {Sweeper} from "./order.js" */
import { displeasure } from "./choose.js";
import { closeUp, components, stackParts } from "./components.js";
import { placeAcross } from "./coordinates.js";
import { draw } from "./draw.js";
import { planRows } from "./rows.js";
import { readGraph } from "./graph.js";
import { keepPlaces } from "./keep.js";
import { layer } from "./layers.js";
import { orderPart } from "./order.js";
import { rankNodes } from "./ranks.js";
import { keepOrder, remembers } from "./stable.js";
import { createSweeper } from "./sweep.js";

/** Distances between columns, between nodes of a column, and round a label. */
const GAP = { rank: 56, node: 24, label: 4 };
/** Orders with equally few crossings that are compared by their looks, in graphs of at most so many vertices. */
const CANDIDATES = 12;
const COMPARE_UP_TO = 400;
/** Rounds of giving straight lines the room their labels need, in graphs of at most so many vertices. */
const ROOM_ROUNDS = 3;
const ROOM_UP_TO = 3000;

/** @typedef {(v: number, w: number) => number} Distance */

/**
 * Lay out a graph.
 * @param {LayoutInput} input  `previous`: the nodes of the last layout, in the same direction, to stay near to
 * @returns {LayoutResult}
 * @throws {Error} for an id used twice, an edge whose end is missing, or a cycle
 */
export function layout(input) {
  const direction = input.direction ?? "right";
  const gap = { ...GAP, ...input.gap };
  const graph = readGraph(input, direction);
  const was = lastPlaces(input, direction === "right" ? "y" : "x");
  const wasAlong = lastPlaces(input, direction === "right" ? "x" : "y");
  const layered = layer(graph, rankNodes(graph), { bend: 0 });
  const sweeper = createSweeper(layered);
  const parts = order(layered, sweeper, was, distance);
  const layers = stackParts(parts, layered.ranks);
  sweeper.settle(layers);
  const crossings = sweeper.count(layers);

  /** @type {Demand[]} */
  const demands = [];
  let fresh = place();
  for (let round = 0; round < ROOM_ROUNDS && layered.count <= ROOM_UP_TO; round++) {
    const more = planRows(layered, layers, fresh.across, direction, gap.label).demands;
    if (more.length === 0) break;
    demands.push(...more);
    fresh = place();
  }
  const levels = keepPlaces(layered, layers, fresh, was, distance, 4 * gap.node);
  return draw(input, layered, layers, levels, crossings, direction, gap, wasAlong);

  function place() {
    const placed = placeAcross(layered, layers, sweeper.place, distance, demands);
    closeUp(parts, layered.ranks, placed.across, distance);
    return placed;
  }

  /** @type {Distance} */
  function distance(v, w) {
    const bends = (v >= graph.n ? 1 : 0) + (w >= graph.n ? 1 : 0);
    return (layered.size[v] + layered.size[w]) / 2 + gap.node * (1 - bends / 4);
  }
}

/**
 * Where each node stood in the last picture; NaN for a new one.
 * @param {LayoutInput} input
 * @param {"x" | "y"} axis
 */
function lastPlaces({ nodes, previous }, axis) {
  return Float64Array.from(nodes, ({ id }) => {
    const record = previous instanceof Map || !previous ? {} : previous;
    const last = previous instanceof Map ? previous.get(id) : Object.hasOwn(record, id) ? record[id] : undefined;
    return last === undefined ? NaN : last[axis];
  });
}

/**
 * The order of every column, part by part, and of the parts.
 * @param {Layered} layered
 * @param {Sweeper} sweeper
 * @param {Float64Array} was
 * @param {Distance} distance
 * @returns {Layers[]}
 */
function order(layered, sweeper, was, distance) {
  const parts = components(layered).map((part) => {
    const { candidates, crossings } = orderPart(layered, part, sweeper, CANDIDATES);
    const compare = candidates.length > 1 && layered.count <= COMPARE_UP_TO;
    const ranking = compare ? candidates.toSorted(byLooks()) : candidates;
    return remembers(layered, part, was) ? keepOrder(layered, ranking, crossings, was, sweeper) : ranking[0];
  });
  return stacked(parts, was);

  function byLooks() {
    /** @type {Map<Layers, number>} */
    const looks = new Map();
    return (/** @type {Layers} */ a, /** @type {Layers} */ b) => look(a) - look(b);

    /** @param {Layers} layers */
    function look(layers) {
      const known = looks.get(layers);
      if (known !== undefined) return known;
      sweeper.settle(layers);
      const own = displeasure(layered, layers, placeAcross(layered, layers, sweeper.place, distance));
      looks.set(layers, own);
      return own;
    }
  }
}

/**
 * The parts as they stood in the last picture, new ones behind; single nodes last.
 * @param {Layers[]} parts
 * @param {Float64Array} was
 */
function stacked(parts, was) {
  const keyed = parts.map((part) => {
    const first = part.find((column) => column.length > 0) ?? [];
    const known = first.filter((v) => v < was.length && !Number.isNaN(was[v]));
    const level = known.length === 0 ? Infinity : known.reduce((sum, v) => sum + was[v], 0) / known.length;
    return { part, level, single: part.reduce((sum, column) => sum + column.length, 0) === 1 };
  });
  keyed.sort((a, b) => Number(a.single) - Number(b.single) || (a.level === b.level ? 0 : a.level - b.level));
  return keyed.map(({ part }) => part);
}
