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

/**
 * What the passes cost, in a sentence each.
 * @param {{ forward: { multiply_adds: number }, backprop: { ratio: number }, parameters: { ratio: number }, tangent: { ratio: number }, sweeps: number }} cost
 * @returns {string[]}
 */
export function costWords({ forward, backprop, parameters, tangent, sweeps }) {
  const times = (/** @type {number} */ ratio) => `${formatFigure(ratio)} ×`;
  const unit = say(forward.multiply_adds > 0 ? "cost.multiply-adds" : "cost.operations");
  return [
    say("cost.backprop", { ratio: times(backprop.ratio), unit, parameters: times(parameters.ratio) }),
    say(sweeps === 1 ? "cost.tangent.single" : "cost.tangent.several", { ratio: times(tangent.ratio), sweeps, all: times(sweeps * tangent.ratio) }),
  ];
}
