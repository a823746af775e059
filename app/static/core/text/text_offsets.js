// Places in a text: the service counts lines and columns in characters from 1, the browser in UTF-16
// units from 0. They differ after any letter beyond the basic plane, such as 𝓛.

/** @typedef {import("../types.js").Span} Span */

/**
 * A span as offsets into the text, kept inside its line and never empty where there is a character.
 * Null when the text has no such line.
 * @param {string} text lines separated by \n
 * @param {Span} span
 * @returns {{ from: number, to: number } | null}
 */
export function offsetsOf(text, span) {
  const lines = text.split("\n");
  const line = lines[span.line - 1];
  if (line === undefined) return null;
  const start = lines.slice(0, span.line - 1).reduce((sum, previous) => sum + previous.length + 1, 0);
  const from = start + unitsIn(line, span.column - 1);
  const to = start + unitsIn(line, span.end_column - 1);
  if (to > from) return { from, to };
  // At the end of a line the last character stands for "something is missing here".
  return from > start && from === start + line.length ? { from: from - 1, to: from } : { from, to: Math.min(from + 1, start + line.length) };
}

/**
 * How many UTF-16 units the first `count` characters take.
 * @param {string} line
 * @param {number} count
 */
function unitsIn(line, count) {
  return [...line].slice(0, Math.max(0, count)).join("").length;
}
