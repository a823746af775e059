// Numbers where there is little room, and products as they are read aloud.

import { say } from "../../words/index.js";
import { adjointOf, termOf } from "../walk/line.js";
import { nodeOf } from "../model/lookup.js";
import { formatNumber, toNumber } from "./numbers.js";
import { isArray, shapeOf, shapeText } from "./quantity.js";

/** @typedef {import("../types.js").Edge} Edge */
/** @typedef {import("../types.js").Entries} Entries */
/** @typedef {import("../types.js").Quantity} Quantity */
/** @typedef {import("../types.js").TermStep} TermStep */
/** @typedef {import("../types.js").Trace} Trace */

/** More characters of LaTeX than this do not fit into a row of the ledger or beside an edge. */
const LONGEST = 44;
/** An array of more characters is told by its shape. */
const LONGEST_ARRAY = 36;

/** @param {Quantity} value @returns {string} as formatNumber, but short also when there is no number */
export function brief(value) {
  if (isArray(value)) return briefArray(value);
  return Number.isNaN(toNumber(value)) ? "NaN" : formatNumber(value);
}

/** `[1, −2]`, `[1, 2; 3, 4]`, `28×28 from 0 to 1`. @param {Exclude<Quantity, import("../types.js").Num>} value */
function briefArray(value) {
  if (!Array.isArray(value)) return say("array.from", { shape: shapeText(value.shape), min: brief(value.min), max: brief(value.max) });
  const shape = shapeOf(value);
  const rows = shape.length === 2 ? /** @type {Entries[][]} */ (value) : [value];
  const text = `[${rows.map((row) => row.map(brief).join(", ")).join("; ")}]`;
  return shape.length > 2 || text.length > LONGEST_ARRAY ? say("array", { shape: shapeText(shape) }) : text;
}

/**
 * upstream × local, a negative second factor in brackets; ∘ where it is taken element by element. Where
 * the Jacobian is never formed there is no second number.
 * @param {Pick<TermStep, "upstream" | "local">} step
 * @returns {string}
 */
export function factors({ upstream, local }) {
  return `${brief(upstream)}${timesLocal({ local })}`;
}

/** What follows the upstream adjoint there; nothing where there is no second number. @param {Pick<TermStep, "local">} step */
export function timesLocal({ local }) {
  if (local === null) return "";
  const second = brief(local);
  return ` ${isArray(local) ? "∘" : "×"} ${second.startsWith("−") ? `(${second})` : second}`;
}

/**
 * The sign between a product and the number shown for it: the engine says which it is.
 * @param {Pick<TermStep, "text">} step
 */
export function equals({ text }) {
  return text.relation === "\\approx" ? "≈" : "=";
}

/**
 * A local derivative where there is little room: a long formula is named, ∂child/∂parent.
 * @param {Trace} trace
 * @param {Edge} edge
 */
export function briefLocal(trace, edge) {
  if (edge.latex.length <= LONGEST) return isArray(edge.local) ? `{\\circ}\\,${edge.latex}` : edge.latex;
  const { child, parent } = ends(trace, edge);
  return `\\tfrac{\\partial ${child?.latex}}{\\partial ${parent?.latex}}`;
}

/**
 * A term where there is little room: the child's adjoint times a named local derivative.
 * @param {Trace} trace
 * @param {Edge} edge
 * @returns {import("../walk/line.js").Line}
 */
export function briefTerm(trace, edge) {
  if (edge.term.length <= LONGEST) return termOf(trace, edge);
  return [...adjointOf(ends(trace, edge).child), `\\,${briefLocal(trace, { ...edge, latex: edge.term })}`];
}

/** @param {Trace} trace @param {Edge} edge */
function ends(trace, edge) {
  const node = (/** @type {string} */ wanted) => nodeOf(trace, wanted);
  return { child: node(edge.child), parent: node(edge.parent) };
}
