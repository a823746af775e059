// Places in a text: the service counts lines and columns in characters from 1, the browser in UTF-16
// units from 0. They differ after any letter beyond the basic plane, such as 𝓛.

/** @typedef {import("../types.js").Span} Span */

/** What ends a line for the service. */
const LINE_END = /\r\n|\r|\n/g;

/**
 * A span as offsets into the text, kept inside its line and never empty where there is a character.
 * Null when the text has no such line.
 * @param {string} text
 * @param {Span} span
 * @returns {{ from: number, to: number } | null}
 */
export function offsetsOf(text, span) {
  const start = startsOf(text)[span.line - 1];
  if (start === undefined) return null;
  const { from, to } = offsetsIn(text, span);
  if (to > from) return { from, to };
  // At the end of a line the last character stands for "something is missing here".
  const end = start + lineAt(text, start).length;
  return from > start && from === end ? { from: from - 1, to: from } : { from, to: Math.min(from + 1, end) };
}

/**
 * A span, which may end on a later line, as the offsets it says.
 * @param {string} text
 * @param {Span} span
 * @returns {{ from: number, to: number }}
 */
export function offsetsIn(text, { line, column, end_line: last = null, end_column: end }) {
  const starts = startsOf(text);
  /** @param {number} number @param {number} place */
  const offset = (number, place) => {
    const start = starts[number - 1] ?? text.length;
    return start + unitsIn(lineAt(text, start), place - 1);
  };
  return { from: offset(line, column), to: offset(last ?? line, end) };
}

/** Where each line begins. @param {string} text */
function startsOf(text) {
  return [0, ...[...text.matchAll(LINE_END)].map((end) => end.index + end[0].length)];
}

/** @param {string} text @param {number} start */
function lineAt(text, start) {
  return /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? "";
}

/**
 * How many UTF-16 units the first `count` characters take.
 * @param {string} line
 * @param {number} count
 */
function unitsIn(line, count) {
  return [...line].slice(0, Math.max(0, count)).join("").length;
}
