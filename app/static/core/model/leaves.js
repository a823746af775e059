// The adjustable quantities of a model: its leaves and constants, with their home value and their now.

import { toNumber } from "../number/numbers.js";
import { isArray } from "../number/quantity.js";

/** @typedef {import("../types.js").Given} Given */
/** @typedef {import("../types.js").LeafRole} LeafRole */
/** @typedef {import("../types.js").Quantity} Quantity */
/** @typedef {import("../types.js").State} State */

/**
 * `declared` is what the text or the example says, or null when neither does; `overridden` tells
 * whether `value` is another. An array too large to travel whole is the summary it came as.
 * @typedef {object} Adjustable
 * @property {string} id
 * @property {string} latex
 * @property {LeafRole} role
 * @property {Given | Quantity} value
 * @property {Given | null} declared
 * @property {boolean} overridden
 */

/** @type {readonly string[]} */
const LEAF_ROLES = ["parameter", "input", "target", "constant"];

/**
 * @param {Pick<State, "trace" | "traced" | "source" | "inputs" | "example">} state
 * @returns {Adjustable[]} in the order of the program, constants last
 */
export function adjustables({ trace, traced, source, inputs, example }) {
  if (trace === null) return [];
  const written = declared({ trace, traced, source });
  const given = example?.source === source ? example.inputs : {};
  const leaves = folded(trace.nodes.filter(({ role, op, parents }) => LEAF_ROLES.includes(role) && op === null && parents.length === 0), trace.tensors);
  const all = [...leaves, ...trace.constants.map((constant) => ({ ...constant, role: "constant" }))];
  return all.map(({ id, latex, role, value: shown }) => {
    const home = (Object.hasOwn(given, id) ? given[id] : written.get(id)) ?? null;
    // A leaf just sent home is at home, though the trace that says so is still to come.
    const value = (Object.hasOwn(inputs, id) ? inputs[id] : home) ?? (isArray(shown) ? shown : toNumber(shown));
    return { id, latex, role: /** @type {LeafRole} */ (role), value, declared: home, overridden: home !== null && !same(home, value) };
  });
}

/**
 * The values that the text itself gives, by name. While the text is another than the one that was traced, nothing
 * is known of it.
 * @param {Pick<State, "trace" | "traced" | "source">} state
 * @returns {Map<string, Given>}
 */
function declared({ trace, traced, source }) {
  const leaves = traced === source ? trace?.leaves ?? [] : [];
  return new Map(leaves.flatMap(({ name, value }) => (isGiven(value) ? [[name, value]] : [])));
}

/** Whether a value came whole, and of finite numbers. @param {unknown} value @returns {value is Given} */
function isGiven(value) {
  return Array.isArray(value) ? value.every(isGiven) : typeof value === "number";
}

/**
 * The leaves as the author declared them: where every entry is a node of its own, arrays again.
 * @param {import("../types.js").Node[]} nodes
 * @param {import("../types.js").Trace["tensors"]} tensors
 * @returns {{ id: string, latex: string, role: string, value: Quantity }[]}
 */
function folded(nodes, tensors) {
  /** @type {Map<string, { id: string, latex: string, role: string, value: Quantity }>} */
  const leaves = new Map();
  for (const { id, latex, role, value, tensor, at = [] } of nodes) {
    const name = tensor ?? id;
    const leaf = leaves.get(name) ?? { id: name, latex: tensor ? tensors[tensor] ?? tensor : latex, role, value: tensor ? [] : value };
    leaves.set(name, leaf);
    let line = /** @type {any} */ (leaf.value);
    for (const index of at.slice(0, -1)) line = line[index] ??= [];
    if (tensor) line[at.at(-1) ?? 0] = value;
  }
  return [...leaves.values()];
}

/**
 * The overrides with one leaf set. A leaf of the text that is back at its home needs no override.
 * @param {Pick<State, "trace" | "traced" | "source" | "inputs">} state
 * @param {string} id
 * @param {Given} value
 * @returns {Record<string, Given>}
 */
export function withInput(state, id, value) {
  const others = Object.entries(state.inputs).filter(([name]) => name !== id);
  return Object.fromEntries(same(declared(state).get(id), value) ? others : [...others, [id, value]]);
}

/** @param {unknown} one @param {unknown} other */
function same(one, other) {
  return one === other || (isArray(one) && JSON.stringify(one) === JSON.stringify(other));
}
