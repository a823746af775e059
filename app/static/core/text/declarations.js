// Where a source declares its leaves, found by a light reading of the text: enough to know a slider's
// home and to write a value back into the line it came from. The engine stays the only judge.

import { partsOf, readEntries, written } from "./array_text.js";
import { canonical, NAME } from "./names.js";

/** @typedef {import("../types.js").Given} Given */
/** @typedef {import("../types.js").LeafRole} LeafRole */

/**
 * A leaf as the author declared it. `source.slice(from, to)` is its value's text, empty where none was
 * given; `value` is null unless that text is a plain number or fraction, or an array of them.
 * @typedef {{ name: string, from: number, to: number, value: Given | null, line: number }} Declaration
 */

const KEYWORD = /^\s*(?:param(?:eter)?s?|inputs?|targets?|const(?:ant)?s?)\s+(?=[\p{L}_])/u;
const LEAF = new RegExp(`^(\\s*(?<name>${NAME})\\s*)(?:(?<equals>=\\s*)(?<text>[^=]*?))?\\s*$`, "u");

/**
 * Every leaf of the source, in order: what follows a keyword, and each `name = number` without one.
 * @param {string} source
 * @returns {Declaration[]}
 */
export function declarations(source) {
  return statements(source).flatMap(({ code, start, line }) => {
    const keyword = KEYWORD.exec(code)?.[0] ?? "";
    let at = start + keyword.length;
    return partsOf(code.slice(keyword.length)).flatMap((part) => {
      const found = leafIn(part, at, line);
      at += part.length + 1;
      return found && (keyword !== "" || found.value !== null) ? [found] : [];
    });
  });
}

/** @param {string} part @param {number} start @param {number} line @returns {Declaration | null} */
function leafIn(part, start, line) {
  const match = LEAF.exec(part);
  const { name, equals, text } = match?.groups ?? {};
  if (!match || name === undefined) return null;
  const from = start + (equals === undefined ? (match[1] ?? "").trimEnd().length : (match[1] ?? "").length + equals.length);
  return { name: canonical(name), from, to: from + (text ?? "").length, value: readEntries(text ?? ""), line };
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

/** @type {Record<LeafRole, string>} */
const WORD_OF = { parameter: "param", input: "input", target: "target", constant: "const" };

/**
 * The source with the leaf's declared value replaced by `value`; a leaf that the source does not
 * declare gets a line in front.
 * @param {string} source
 * @param {string} name canonical
 * @param {Given} value
 * @param {LeafRole} [role]
 * @returns {string}
 */
export function writeInto(source, name, value, role = "input") {
  const found = declarations(source).find((declaration) => declaration.name === name);
  if (found === undefined) return `${WORD_OF[role]} ${name} = ${written(value)}\n${source}`;
  const gap = found.from === found.to ? " = " : "";
  return source.slice(0, found.from) + gap + written(value) + source.slice(found.to);
}
