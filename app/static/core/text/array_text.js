// Arrays as they are typed and written back: `[1, 2]`, `[[1, 2], [3, 4]]`.

import { readNumber } from "../number/numbers.js";

/** @typedef {import("../types.js").Given} Given */

/**
 * A number or a rectangular array of numbers; null when the text is neither.
 * @param {string} text
 * @returns {Given | null}
 */
export function readEntries(text) {
  const inside = /^\s*\[(.*)\]\s*$/s.exec(text)?.[1];
  if (inside === undefined) return readNumber(text);
  const entries = partsOf(inside).map(readEntries);
  const sizes = new Set(entries.map((entry) => JSON.stringify(sizeOf(entry))));
  return sizes.size === 1 && entries.every((entry) => entry !== null) ? entries : null;
}

/** @param {Given | null} given @returns {number[]} */
function sizeOf(given) {
  return Array.isArray(given) ? [given.length, ...sizeOf(given[0] ?? null)] : [];
}

/** @param {Given} given @returns {string} */
export function written(given) {
  return Array.isArray(given) ? `[${given.map(written).join(", ")}]` : String(given);
}

/** The parts between commas; a comma in brackets belongs to its part. @param {string} code */
export function partsOf(code) {
  let nesting = 0;
  let part = "";
  const parts = [];
  for (const character of code) {
    nesting += "([".includes(character) ? 1 : ")]".includes(character) ? -1 : 0;
    if (character === "," && nesting <= 0) {
      parts.push(part);
      part = "";
    } else part += character;
  }
  return [...parts, part];
}
