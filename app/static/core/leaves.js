// The adjustable quantities of a model: its leaves and constants, with their home value and their now.

import { declarations } from "./declarations.js";
import { toNumber } from "./numbers.js";

/** @typedef {import("./types.js").LeafRole} LeafRole */
/** @typedef {import("./types.js").State} State */

/**
 * `declared` is what the text or the example says, or null when neither does; `overridden` tells
 * whether `value` is another.
 * @typedef {object} Adjustable
 * @property {string} id
 * @property {string} latex
 * @property {LeafRole} role
 * @property {number} value
 * @property {number | null} declared
 * @property {boolean} overridden
 */

/** @type {readonly string[]} */
const LEAF_ROLES = ["parameter", "input", "target", "constant"];

/**
 * @param {Pick<State, "trace" | "source" | "inputs" | "example">} state
 * @returns {Adjustable[]} in the order of the program, constants last
 */
export function adjustables({ trace, source, inputs, example }) {
  if (trace === null) return [];
  const written = new Map(declarations(source).map(({ name, value }) => [name, value]));
  const given = example?.source === source ? example.inputs : {};
  const leaves = trace.nodes.filter(({ role, op, parents }) => LEAF_ROLES.includes(role) && op === null && parents.length === 0);
  const all = [...leaves, ...trace.constants.map((constant) => ({ ...constant, role: "constant" }))];
  return all.map(({ id, latex, role, value: traced }) => {
    const declared = (Object.hasOwn(given, id) ? given[id] : written.get(id)) ?? null;
    // A leaf just sent home is at home, though the trace that says so is still to come.
    const value = (Object.hasOwn(inputs, id) ? inputs[id] : declared) ?? toNumber(traced);
    return { id, latex, role: /** @type {LeafRole} */ (role), value, declared, overridden: declared !== null && declared !== value };
  });
}

/**
 * The overrides with one leaf set. A leaf of the text that is back at its home needs no override.
 * @param {Pick<State, "source" | "inputs">} state
 * @param {string} id
 * @param {number} value
 * @returns {Record<string, number>}
 */
export function withInput({ source, inputs }, id, value) {
  const declared = declarations(source).find(({ name }) => name === id)?.value;
  const others = Object.entries(inputs).filter(([name]) => name !== id);
  return Object.fromEntries(declared === value ? others : [...others, [id, value]]);
}
