// The notations of an adjoint: the lecture's bar, ∂L/∂v written out, and the names it has in code. It is the
// same number under each.

import { barsIn, nodeOf } from "./lookup.js";

/** @typedef {import("../types.js").Node} Node */
/** @typedef {import("../types.js").Notation} Notation */
/** @typedef {import("../types.js").Trace} Trace */

/** In the order in which one follows the other. @type {readonly Notation[]} */
const NOTATIONS = ["bar", "partial", "code", "grad"];

/** @param {string} word @returns {word is Notation} */
export function isNotation(word) {
  return NOTATIONS.some((one) => one === word);
}

/** @param {Notation} notation @returns {Notation} */
export function notationAfter(notation) {
  return NOTATIONS[(NOTATIONS.indexOf(notation) + 1) % NOTATIONS.length] ?? "bar";
}

/** One dictionary a trace and notation: traces are never changed. @type {WeakMap<Trace, Map<Notation, Map<string, string>>>} */
const dictionaries = new WeakMap();

/**
 * `latex` with every adjoint of the trace in the notation asked for.
 * @param {string} latex
 * @param {Trace} trace
 * @param {Notation} notation
 * @returns {string}
 */
export function inNotation(latex, trace, notation) {
  if (notation === "bar" || trace.nodes.length === 0) return latex;
  const written = dictionaryOf(trace, notation);
  return latex.replace(barsIn(trace, latex, "(\\^)?"), (bar, power) => {
    const adjoint = written.get(power ? bar.slice(0, -power.length) : bar) ?? bar;
    return power ? `\\left(${adjoint}\\right)${power}` : adjoint;
  });
}

/** @param {Trace} trace @param {Notation} notation */
function dictionaryOf(trace, notation) {
  const known = dictionaries.get(trace) ?? new Map();
  dictionaries.set(trace, known);
  const written = known.get(notation) ?? new Map(trace.nodes.map((node) => [node.bar, adjointIn(trace, node, notation)]));
  known.set(notation, written);
  return written;
}

/** @param {Trace} trace @param {Node} node @param {Notation} notation */
function adjointIn(trace, node, notation) {
  if (notation === "partial") return `\\frac{\\partial ${nodeOf(trace, trace.output)?.latex ?? trace.output}}{\\partial ${node.latex}}`;
  const [, name = node.id, entry = ""] = /^([^[]*)(.*)$/.exec(node.id) ?? [];
  return inCode(notation === "code" ? `${name}_bar${entry}` : `${name}.grad${entry}`);
}

/** A name as it stands in a program. @param {string} name */
export function inCode(name) {
  return `\\texttt{${name.replace(/[_#%&$]/g, "\\$&")}}`;
}
