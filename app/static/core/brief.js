// Numbers where there is little room, and products as they are read aloud.

import { formatNumber, toNumber } from "./numbers.js";

/** @typedef {import("./types.js").Edge} Edge */
/** @typedef {import("./types.js").Num} Num */
/** @typedef {import("./types.js").TermStep} TermStep */
/** @typedef {import("./types.js").Trace} Trace */

/** More characters of LaTeX than this do not fit into a row of the ledger or beside an edge. */
const LONGEST = 44;

/** @param {Num} value @returns {string} as formatNumber, but short also when there is no number */
export function brief(value) {
  return Number.isNaN(toNumber(value)) ? "NaN" : formatNumber(value);
}

/**
 * upstream × local, a negative second factor in brackets.
 * @param {Pick<TermStep, "upstream" | "local">} step
 * @returns {string}
 */
export function factors({ upstream, local }) {
  const second = brief(local);
  return `${brief(upstream)} × ${second.startsWith("−") ? `(${second})` : second}`;
}

/**
 * The sign between a product and the number shown for it: the engine says which it is.
 * @param {Pick<TermStep, "substituted">} step
 */
export function equals({ substituted }) {
  return substituted.includes("\\approx") ? "≈" : "=";
}

/**
 * A local derivative where there is little room: a long formula is named, ∂child/∂parent.
 * @param {Trace} trace
 * @param {Edge} edge
 */
export function briefLocal(trace, edge) {
  if (edge.latex.length <= LONGEST) return edge.latex;
  const { child, parent } = ends(trace, edge);
  return `\\tfrac{\\partial ${child?.latex}}{\\partial ${parent?.latex}}`;
}

/**
 * A term where there is little room: the child's adjoint times a named local derivative.
 * @param {Trace} trace
 * @param {Edge} edge
 */
export function briefTerm(trace, edge) {
  return edge.term.length <= LONGEST ? edge.term : `${ends(trace, edge).child?.bar}\\,${briefLocal(trace, { ...edge, latex: edge.term })}`;
}

/** @param {Trace} trace @param {Edge} edge */
function ends(trace, edge) {
  const node = (/** @type {string} */ wanted) => trace.nodes.find(({ id }) => id === wanted);
  return { child: node(edge.child), parent: node(edge.parent) };
}
