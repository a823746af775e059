// What a program uses and never defines: someone who pastes a lecture's equations has written the model
// and not yet its leaves. A light reading, as for colours; the remedy made of it is only an offer.

import { KEYWORDS, namesIn, tokensOf } from "./tokens.js";
import { canonical, greekName } from "./names.js";

/** @typedef {import("../types.js").LeafRole} LeafRole */

const BUILT_IN = new Set(["pi", "e", ...KEYWORDS]);
const FACTOR = "\\p{L}[0-9₀-₉]*(?:⁽[\\p{L}\\p{No}]+⁾[₀-₉]*)?";
const FACTORS = new RegExp(`^(?:${FACTOR}){2,6}$`, "u");
const EACH = new RegExp(FACTOR, "gu");

/**
 * The missing names as they are written, in order; `wx` counts as w and x where that can be meant.
 * @param {string} source
 * @returns {string[]}
 */
export function missingNames(source) {
  const defined = new Set(namesIn(source).map(canonical));
  const words = source.split(/[\n;]/).flatMap(usedWords);
  const alone = new Set([...words.map(canonical), ...defined]);
  /** @type {Map<string, string>} */
  const missing = new Map();
  for (const word of words) {
    if (defined.has(canonical(word)) || BUILT_IN.has(canonical(word))) continue;
    for (const name of factorsOf(word, alone)) {
      if (!defined.has(canonical(name)) && !missing.has(canonical(name))) missing.set(canonical(name), name);
    }
  }
  return [...missing.values()];
}

/** The names on the right of a statement; a prefix such as `np.` and the names of functions are none. @param {string} statement */
function usedWords(statement) {
  const equals = statement.indexOf("=");
  return tokensOf(statement)
    .filter(({ kind, from, to }) => kind === "name" && from > equals && statement[to] !== "." && statement[from - 1] !== ".")
    .map(({ from, to }) => statement.slice(from, to));
}

/**
 * Two letters are a product; so are more, if each of them is written alone somewhere else.
 * @param {string} word
 * @param {ReadonlySet<string>} alone
 */
function factorsOf(word, alone) {
  const factors = FACTORS.test(word) ? word.match(EACH) ?? [] : [];
  const isProduct = factors.length === 2 || (factors.length > 2 && factors.every((factor) => alone.has(canonical(factor))));
  return isProduct && !GREEK_WORDS.has(word) ? factors : [word];
}

const GREEK_WORDS = new Set([..."μνξπ"].map(greekName));

/**
 * Lines that declare the names, each by the role that lectures give such a letter.
 * @param {readonly string[]} names
 * @returns {string[]}
 */
export function declarationsFor(names) {
  /** @type {[string, LeafRole, string][]} */
  const kinds = [["param", "parameter", "1"], ["input", "input", "1"], ["target", "target", "1"], ["const", "constant", "0.1"]];
  return kinds.flatMap(([keyword, role, value]) => {
    const own = names.filter((name) => usualRole(canonical(name)) === role);
    return own.length === 0 ? [] : [`${keyword} ${own.map((name) => `${name} = ${value}`).join(", ")}`];
  });
}

/** @param {string} name canonical @returns {LeafRole} */
function usualRole(name) {
  if (/^(w|b|v|theta|weight|bias)(\d|_|$)/i.test(name)) return "parameter";
  if (/^(t|target|label)(\d|_|$)/.test(name)) return "target";
  if (/^(lambda|eta|alpha|beta|gamma|epsilon|mu|rho)(\d|_|$)/.test(name)) return "constant";
  return "input";
}
