// A term that is itself a sum: a parent that was repeated along axes of its child receives one term from
// every place there. The trace carries their sum; here it is taken apart again, for the eye.

/** @typedef {import("../types.js").Edge} Edge */
/** @typedef {import("../types.js").Entries} Entries */
/** @typedef {import("../types.js").Quantity} Quantity */
/** @typedef {import("../types.js").TermStep} TermStep */

/**
 * The terms of every row (or column, or entry) of the child.
 * @param {Edge} edge
 * @param {TermStep} step
 * @param {readonly number[]} child  its shape
 * @returns {Entries[] | null} null where they did not travel whole or are no simple slices
 */
export function repeatsOf(edge, { upstream, local }, child) {
  const summed = edge.summed ?? [];
  if (summed.length === 0 || !Array.isArray(upstream) || (local !== null && typeof local === "object" && !Array.isArray(local))) return null;
  const terms = local === null ? null : times(upstream, local);
  if (!Array.isArray(terms)) return null;
  if (summed.length === child.length) return flat(terms);
  if (summed.length > 1) return null;
  if (summed[0] === 0) return terms;
  return child.length === 2 ? columns(terms) : null;
}

/**
 * The product element by element, the second factor repeated along axes that it does not have.
 * @param {Entries} one
 * @param {Entries} other
 * @returns {Entries}
 */
function times(one, other) {
  if (!Array.isArray(one)) return Array.isArray(other) ? other.map((inner) => times(one, inner)) : Number(one) * Number(other);
  if (!Array.isArray(other)) return one.map((inner) => times(inner, other));
  const isDeeper = depth(one) > depth(other);
  return one.map((inner, index) => times(inner, isDeeper ? other : other[other.length === 1 ? 0 : index] ?? 0));
}

/** @param {Entries} entries @returns {number} */
function depth(entries) {
  return Array.isArray(entries) ? 1 + depth(entries[0] ?? 0) : 0;
}

/** @param {Entries} entries @returns {Entries[]} */
function flat(entries) {
  return Array.isArray(entries) ? entries.flatMap(flat) : [entries];
}

/** @param {Entries[]} rows @returns {Entries[]} */
function columns(rows) {
  const width = Array.isArray(rows[0]) ? rows[0].length : 0;
  return Array.from({ length: width }, (_, column) => rows.map((row) => (Array.isArray(row) ? row[column] ?? 0 : 0)));
}
