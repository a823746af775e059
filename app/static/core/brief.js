// Numbers where there is little room, and products as they are read aloud.

import { formatNumber, toNumber } from "./numbers.js";

/** @typedef {import("./types.js").Num} Num */
/** @typedef {import("./types.js").TermStep} TermStep */

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
