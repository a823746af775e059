// What was predicted and what came of it: a row for each question, counts, and both as files.

/**
 * @typedef {object} Entry
 * @property {number} step  the position that answers it
 * @property {string} node
 * @property {string} kind  `value`, `seed`, `adjoint`, `term`
 * @property {string} asked  `number` or `rule`
 * @property {string} answered  as typed; empty where the step was taken without an answer
 * @property {number} truth
 * @property {"right" | "near" | "wrong" | "skipped"} verdict
 * @property {string | null} slip  of the first try
 * @property {number} tries
 */

/** @typedef {{ source: string, example: string | null, grain: string, rung: string }} About */

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

/** How many of the newest answers were right, one after another. @param {readonly Entry[]} entries */
export function rightInARow(entries) {
  const miss = entries.findLastIndex(({ verdict }) => verdict !== "right");
  return entries.length - 1 - miss;
}

/** @param {About} about @param {readonly Entry[]} entries */
export function toJson(about, entries) {
  return `${JSON.stringify({ version: 1, ...about, score: countsOf(entries), steps: entries }, null, 2)}\n`;
}

const COLUMNS = /** @type {const} */ (["step", "node", "kind", "asked", "answered", "truth", "verdict", "slip", "tries"]);

/** RFC 4180, with a heading. @param {readonly Entry[]} entries */
export function toCsv(entries) {
  const field = (/** @type {unknown} */ value) => (/[",\r\n]/.test(String(value)) ? `"${String(value).replace(/"/g, '""')}"` : String(value));
  const rows = entries.map((entry) => COLUMNS.map((column) => field(entry[column] ?? "")).join(","));
  return `${[COLUMNS.join(","), ...rows].join("\r\n")}\r\n`;
}
