// What was predicted and what came of it: a row for each question, counts, and both as files.

/**
 * @typedef {object} Entry
 * @property {number} step  the position that answers it
 * @property {string} node
 * @property {string} kind  `value`, `seed`, `adjoint`, `term`
 * @property {string | null} edge  of a term
 * @property {readonly number[] | null} entry  of an array, counted from 0
 * @property {"number" | "rule" | "shape"} asked
 * @property {string} answered  as typed; empty where the step was taken without an answer
 * @property {number | string} truth  a shape as `2x3`
 * @property {"right" | "near" | "wrong" | "skipped"} verdict
 * @property {string | null} slip  of the first miss
 * @property {number} tries
 * @property {string} rung
 */

/** @typedef {{ source: string, inputs: object, example: string | null, grain: string, rung: string }} About */

/** @param {readonly Entry[]} entries */
export function countsOf(entries) {
  const counts = { right: 0, near: 0, wrong: 0, skipped: 0 };
  /** @type {Record<string, number>} */
  const slips = {};
  for (const { verdict, slip } of entries) {
    counts[verdict] += 1;
    if (slip !== null) slips[slip] = (slips[slip] ?? 0) + 1;
  }
  return { ...counts, slips };
}

/** How many of the newest answers on a rung were right, one after another. @param {readonly Entry[]} entries @param {string} rung */
export function rightInARow(entries, rung) {
  const miss = entries.findLastIndex((entry) => entry.verdict !== "right" || entry.rung !== rung);
  return entries.length - 1 - miss;
}

const COLUMNS = /** @type {const} */ (["step", "node", "kind", "edge", "entry", "asked", "answered", "truth", "verdict", "slip", "tries", "rung"]);

/** @param {About} about @param {readonly Entry[]} entries */
export function toJson(about, entries) {
  const steps = entries.map((entry) => Object.fromEntries(COLUMNS.map((column) => [column, entry[column]])));
  return `${JSON.stringify({ version: 1, ...about, score: countsOf(entries), steps }, null, 2)}\n`;
}

/** RFC 4180, with a heading; each row says of what it is, so that the files of a class can be put together. @param {About} about @param {readonly Entry[]} entries */
export function toCsv(about, entries) {
  const given = [about.example ?? "", about.grain, about.source, JSON.stringify(about.inputs)];
  const text = (/** @type {unknown} */ value) => (Array.isArray(value) ? JSON.stringify(value) : String(value ?? ""));
  const rows = entries.map((entry) => [...COLUMNS.map((column) => text(entry[column])), ...given]);
  const lines = [[...COLUMNS, "example", "grain", "source", "inputs"], ...rows];
  return `${lines.map((line) => line.map(field).join(",")).join("\r\n")}\r\n`;
}

/** @param {string} value */
function field(value) {
  return /[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value;
}
