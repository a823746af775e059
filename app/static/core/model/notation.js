// The notations of an adjoint: the lecture's bar, ∂L/∂v written out, and the names it has in code. It is the
// same number under each.

import { adjointOf } from "../walk/line.js";
import { nodeOf } from "./lookup.js";

/** @typedef {import("../walk/line.js").Line} Line */
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

/**
 * A line as LaTeX, with every adjoint in the notation asked for.
 * @param {Line | string} line  a string has no adjoints
 * @param {Trace} trace
 * @param {Notation} notation
 * @param {{ coloured?: boolean }} [options] `coloured`: every adjoint wears its colour
 * @returns {string}
 */
export function inNotation(line, trace, notation, { coloured = false } = {}) {
  if (typeof line === "string") return line;
  return line.map((piece) => {
    if (typeof piece === "string") return piece;
    const adjoint = adjointIn(trace, piece.adjoint, notation);
    const shown = coloured ? `\\htmlClass{adjoint}{${adjoint}}` : adjoint;
    return piece.held && notation !== "bar" ? `\\left(${shown}\\right)` : shown;
  }).join("");
}

/**
 * A formula of a lesson: where it is one adjoint and nothing else, it follows the notation.
 * @param {string} latex
 * @param {Trace | null} trace
 * @param {Notation} notation
 */
export function saidIn(latex, trace, notation) {
  const node = trace?.nodes.find(({ bar }) => bar === latex);
  return trace === null || node === undefined ? latex : inNotation(adjointOf(node), trace, notation);
}

/** @param {Trace} trace @param {Node} node @param {Notation} notation */
function adjointIn(trace, node, notation) {
  if (notation === "bar") return node.bar;
  if (notation === "partial") return `\\frac{\\partial ${nodeOf(trace, trace.output)?.latex ?? trace.output}}{\\partial ${node.latex}}`;
  const [name, entry] = node.tensor ? [node.tensor, node.id.slice(node.tensor.length)] : [node.id, ""];
  return inCode(notation === "code" ? `${name}_bar${entry}` : `${name}.grad${entry}`);
}

/** Signs of the notation's names, as LaTeX must have them. */
const ESCAPED = new Map([..."_#%&$"].map((sign) => [sign, `\\${sign}`]));

/** A name as it stands in a program. @param {string} name */
export function inCode(name) {
  return `\\texttt{${[...name].map((sign) => ESCAPED.get(sign) ?? sign).join("")}}`;
}
