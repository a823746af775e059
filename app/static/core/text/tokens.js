// What the words of a line are, for colour and completion only. Mirrors the notation loosely: a wrong
// colour is harmless, and the engine alone decides what a program means.

import { NAME } from "./names.js";

/** @typedef {"comment" | "keyword" | "function" | "number" | "name" | "operator" | "text"} Kind */
/** @typedef {{ from: number, to: number, kind: Kind }} Token */

/** The words that begin a declaration, as completion offers them. */
export const KEYWORDS = ["param", "input", "target", "const"];
const KEYWORD = /^(?:param(?:eter)?s?|inputs?|targets?|const(?:ant)?s?)$/;

const PATTERN = new RegExp(
  "(?<comment>#.*)"
    + "|(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒]|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    + `|(?<word>${NAME})`
    + "|(?<operator>[-+−–×·*/^=@√⊙∘<>≤≥ᵀ⊤])|\\s+|.",
  "gsu",
);
const DEFINED = new RegExp(`(?:^|,)\\s*(${NAME})\\s*=(?!=)`, "gu");

/**
 * @param {string} line without its newline
 * @returns {Token[]} in order; blanks are left out
 */
export function tokensOf(line) {
  /** @type {Token[]} */
  const tokens = [];
  for (const match of line.matchAll(PATTERN)) {
    const { comment, number, word, operator } = match.groups ?? {};
    const from = match.index;
    const to = from + match[0].length;
    if (comment !== undefined) tokens.push({ from, to, kind: "comment" });
    else if (number !== undefined) tokens.push({ from, to, kind: "number" });
    else if (word !== undefined) tokens.push({ from, to, kind: kindOf(word, line.slice(0, from), line.slice(to)) });
    else if (operator !== undefined) tokens.push({ from, to, kind: "operator" });
    else if (match[0].trim() !== "") tokens.push({ from, to, kind: "text" });
  }
  return tokens;
}

/** @param {string} word @param {string} before @param {string} after @returns {Kind} */
function kindOf(word, before, after) {
  if (/^(?:True|False|None)$/.test(word) && isInCall(before)) return "number";
  if (/^\s*=(?!=)/.test(after) && isInCall(before)) return "text"; // sum(x, axis=0)
  if (KEYWORD.test(word) && /(^|;)\s*$/.test(before) && /^\s+[^\s=]/.test(after)) return "keyword";
  return after.startsWith("(") && isFunctionLike(word) ? "function" : "name";
}

/** Whether a round bracket is open. @param {string} before */
function isInCall(before) {
  return before.split("(").length > before.split(")").length;
}

/**
 * `w(y - t)` is a product, `exp(y - t)` a call: a lone Latin letter before a bracket is a name.
 * @param {string} word
 */
function isFunctionLike(word) {
  return word === "σ" || /^[a-z][a-z0-9_]+$/i.test(word);
}

/**
 * The names a source defines or declares, in order of appearance.
 * @param {string} source
 * @returns {string[]}
 */
export function namesIn(source) {
  const names = new Set();
  for (const line of source.replace(/#.*/g, "").split(/[\n;]/)) {
    const bare = line.replace(/^\s*(?:param(?:eter)?s?|inputs?|targets?|const(?:ant)?s?)\s+(?=[\p{L}_])/u, "");
    for (const match of bare.matchAll(DEFINED)) if (!isInCall(bare.slice(0, match.index))) names.add(match[1]);
  }
  return [...names];
}
