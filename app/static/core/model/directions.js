// The directions in which a gradient is asked for, one number at a time: forward mode's way.

import { formatFigure, say } from "../../words/index.js";

/** @typedef {import("../types.js").Given} Given */
/** @typedef {import("../types.js").Trace} Trace */

/** One number among the leaves. @typedef {{ leaf: string, at: number[], shape: number[], label: string }} Direction */

/** More of them are counted, not offered. */
export const MOST = 100;

/**
 * Every number that the gradient has one derivative for, in the order of the program.
 * @param {Trace} trace  with arrays as they are declared
 * @returns {Direction[]} at most MOST
 */
export function directionsOf({ nodes }) {
  /** @type {Direction[]} */
  const found = [];
  for (const { id, shape, parents, op } of nodes) {
    if (parents.length > 0 || op !== null) continue;
    const size = shape.reduce((product, length) => product * length, 1);
    for (let index = 0; index < size && found.length < MOST; index += 1) {
      const at = placeAt(index, shape);
      found.push({ leaf: id, at, shape, label: shape.length > 0 ? `${id}[${at.join(", ")}]` : id });
    }
  }
  return found;
}

/** @param {number} index @param {readonly number[]} shape */
function placeAt(index, shape) {
  const at = shape.map(() => 0);
  for (let axis = shape.length - 1, rest = index; axis >= 0; axis -= 1) {
    const length = shape[axis] ?? 1;
    at[axis] = rest % length;
    rest = Math.floor(rest / length);
  }
  return at;
}

/** The direction as the service takes it: 1 there and 0 everywhere else. @param {Direction} direction @returns {Record<string, Given>} */
export function oneHot({ leaf, at, shape }) {
  /** @param {number} axis @param {boolean} isThere @returns {Given} */
  const entries = (axis, isThere) => {
    if (axis === shape.length) return isThere ? 1 : 0;
    return Array.from({ length: shape[axis] ?? 0 }, (_, index) => entries(axis + 1, isThere && index === at[axis]));
  };
  return { [leaf]: entries(0, true) };
}

/** @typedef {{ multiply_adds: number, operations: number, ratio: number }} PassCount */
/** What POST /api/cost answers. @typedef {{ forward: PassCount, backprop: PassCount, parameters: PassCount, tangent: PassCount, sweeps: number }} Cost */

/**
 * What the passes cost, in a sentence each.
 * @param {Cost} cost
 * @param {Pick<Trace, "nodes">} trace  what it is the cost of
 * @returns {string[]}
 */
export function costWords({ forward, backprop, parameters, tangent, sweeps }, { nodes }) {
  const times = (/** @type {PassCount} */ { ratio }, count = 1) => `${formatFigure(count * ratio)} ×`;
  const measure = forward.multiply_adds > 0 ? "multiply_adds" : "operations";
  const unit = say(measure === "operations" ? "cost.operations" : "cost.multiply-adds");
  const which = say(nodes.some(({ role }) => role === "parameter") ? "cost.of-parameters" : "cost.of-leaves");
  const counted = { forward: forward[measure], backprop: backprop[measure], total: forward[measure] + backprop[measure], parameters: parameters[measure] };
  return [
    say("cost.backprop", { ratio: times(backprop), unit, parameters: times(parameters), which }),
    say("cost.counts", { ...counted, unit, which }),
    say(sweeps === 1 ? "cost.tangent.single" : "cost.tangent.several", { ratio: times(tangent), sweeps, all: times(tangent, sweeps) }),
    ...(nodes.every(({ shape }) => shape.length === 0) ? [say("cost.calculus")] : []),
  ];
}
