// Where a source declares its leaves, found by a light reading of the text: enough to know a slider's
// home and to write a value back into the line it came from. The engine stays the only judge.

import { canonical } from "./names.js";

/**
 * A literal the author wrote for a leaf: `source.slice(from, to)` is its text.
 * @typedef {{ name: string, from: number, to: number, value: number, line: number }} Declaration
 */

const FRACTIONS = new Map(Object.entries({
  "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5,
  "⅙": 1 / 6, "⅚": 5 / 6, "⅐": 1 / 7, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8, "⅑": 1 / 9, "⅒": 1 / 10,
}));

const KEYWORD = /^(\s*)(param|input|target|const)\s+/;
const NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)(?:[eE][-+−]?\d+)?|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒]`;
const ASSIGNMENT = new RegExp(String.raw`^\s*([\p{L}_][\p{L}\p{M}\p{N}_]*)\s*=\s*([-−–+]?\s*(?:${NUMBER}))\s*$`, "u");

/**
 * Every `name = literal` of the source, in order.
 * @param {string} source
 * @returns {Declaration[]}
 */
export function declarations(source) {
  return statements(source).flatMap(({ code, start, line }) => {
    const keyword = KEYWORD.exec(code)?.[0] ?? "";
    let from = start + keyword.length;
    return code.slice(keyword.length).split(",").flatMap((part) => {
      const found = declarationIn(part, from, line);
      from += part.length + 1;
      return found;
    });
  });
}

/** @param {string} part @param {number} start @param {number} line @returns {Declaration[]} */
function declarationIn(part, start, line) {
  const match = ASSIGNMENT.exec(part);
  const [name, literal] = [match?.[1], match?.[2]];
  if (name === undefined || literal === undefined) return [];
  const from = start + part.lastIndexOf(literal);
  return [{ name: canonical(name), from, to: from + literal.length, value: literalValue(literal), line }];
}

/**
 * The statements of a source, comments removed: lines, and their parts between semicolons.
 * @param {string} source
 * @returns {{ code: string, start: number, line: number }[]}
 */
export function statements(source) {
  /** @type {{ code: string, start: number, line: number }[]} */
  const found = [];
  let start = 0;
  source.split("\n").forEach((text, index) => {
    const code = text.replace(/#.*/s, "");
    let place = start;
    for (const part of code.split(";")) {
      found.push({ code: part, start: place, line: index + 1 });
      place += part.length + 1;
    }
    start += text.length + 1;
  });
  return found;
}

/** @param {string} literal */
function literalValue(literal) {
  const sign = /^[-−–]/.test(literal) ? -1 : 1;
  const digits = literal.replace(/^[-−–+]\s*/, "").replace("−", "-");
  return sign * (FRACTIONS.get(digits) ?? Number(digits));
}

/**
 * The source with the leaf's declared literal replaced by `value`; a leaf that the source does not
 * declare is added as an input in front.
 * @param {string} source
 * @param {string} name canonical
 * @param {number} value
 * @returns {string}
 */
export function writeInto(source, name, value) {
  const found = declarations(source).find((declaration) => declaration.name === name);
  if (found === undefined) return `input ${name} = ${value}\n${source}`;
  return source.slice(0, found.from) + String(value) + source.slice(found.to);
}
