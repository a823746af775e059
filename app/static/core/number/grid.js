// An array as a picture: rows of cells on a diverging scale that is symmetric around 0, or, where there
// are too many, what can be said of them and their first corner.

/** @typedef {import("../types.js").Entries} Entries */
/** @typedef {import("../types.js").Num} Num */
/** @typedef {import("../types.js").Quantity} Quantity */
/** @typedef {import("../types.js").Summary} Summary */

/** Matrices up to this many rows and columns are drawn whole, */
const SIDE = 6;
/** and vectors up to this length. */
const LENGTH = 8;
/** As many columns and rows can hold their numbers at the size of a projector. */
const NUMBERED = { columns: 4, rows: 4 };

/**
 * `rows` are what is drawn: everything, or the first corner of what is `cut`. `numbered`: there is room
 * for the numbers. `top`: the largest size of an entry, where the scale ends.
 * @typedef {object} Grid
 * @property {Num[][]} rows
 * @property {boolean} cut
 * @property {boolean} numbered
 * @property {number} top
 * @property {{ min: number, max: number, norm: number }} summary
 */

/**
 * How many rows and columns an array is drawn with. A vector is a column, unless the model uses it as a
 * row; of an array with more axes the last two are drawn.
 * @param {readonly number[]} shape
 * @param {boolean} isRow
 * @returns {{ rows: number, columns: number, cut: boolean, numbered: boolean }}
 */
export function planOf(shape, isRow) {
  const [first = 1, second = 1] = shape.length === 1 ? (isRow ? [1, shape[0]] : [shape[0], 1]) : shape.slice(-2);
  const isVector = shape.length === 1 || first === 1 || second === 1;
  const cut = shape.length > 2 || (isVector ? first * second > LENGTH : Math.max(first, second) > SIDE);
  const numbered = !cut && second <= NUMBERED.columns && first <= NUMBERED.rows;
  return cut ? { rows: Math.min(first, SIDE), columns: Math.min(second, SIDE), cut, numbered } : { rows: first, columns: second, cut, numbered };
}

/**
 * @param {Exclude<Quantity, Num>} quantity
 * @param {readonly number[]} shape
 * @param {boolean} [isRow]
 * @returns {Grid}
 */
export function gridOf(quantity, shape, isRow = false) {
  const plan = planOf(shape, isRow);
  let corner = /** @type {Entries} */ (Array.isArray(quantity) ? quantity : quantity.preview);
  for (let axis = 0; axis < shape.length - 2; axis += 1) corner = Array.isArray(corner) ? corner[0] ?? [] : corner;
  const whole = /** @type {Num[] | Num[][]} */ (corner);
  const lines = shape.length === 1 ? (isRow ? [/** @type {Num[]} */ (whole)] : whole.map((entry) => [/** @type {Num} */ (entry)])) : /** @type {Num[][]} */ (whole);
  const rows = lines.slice(0, plan.rows).map((line) => line.slice(0, plan.columns));
  const summary = Array.isArray(quantity) ? summaryOf(quantity) : { min: Number(quantity.min), max: Number(quantity.max), norm: Number(quantity.norm) };
  return { rows, cut: plan.cut, numbered: plan.numbered, top: topOf(rows, summary), summary };
}

/** @param {Entries} entries @returns {number[]} */
function numbersIn(entries) {
  return Array.isArray(entries) ? entries.flatMap(numbersIn) : [Number(entries)];
}

/** @param {Entries[]} entries */
function summaryOf(entries) {
  const all = numbersIn(entries);
  return { min: Math.min(...all), max: Math.max(...all), norm: Math.hypot(...all) };
}

/** The largest finite size, so that one infinity does not bleach the rest. @param {Num[][]} rows @param {Grid["summary"]} summary */
function topOf(rows, { min, max }) {
  const sizes = [...rows.flat(), min, max].map((entry) => Math.abs(Number(entry))).filter(Number.isFinite);
  return Math.max(0, ...sizes);
}

/**
 * Where an entry stands on the scale. `strength` 0..1 is how strong its colour is; `sign` says which of
 * the two colours, for eyes that do not tell them apart.
 * @param {Num} entry
 * @param {number} top
 * @returns {{ sign: "+" | "−" | "0" | "∞" | "−∞" | "NaN", strength: number }}
 */
export function toneOf(entry, top) {
  const number = Number(entry);
  if (Number.isNaN(number)) return { sign: "NaN", strength: 0 };
  if (!Number.isFinite(number)) return { sign: number > 0 ? "∞" : "−∞", strength: 1 };
  if (number === 0 || top === 0) return { sign: "0", strength: 0 };
  return { sign: number > 0 ? "+" : "−", strength: Math.abs(number) / top };
}

/** No cell holds more characters than this. */
const LONGEST = 8;

/**
 * A number for a cell: as everywhere on the page where it fits, else `1.2e−7`.
 * @param {Num} entry
 * @param {(entry: Num) => string} brief
 * @returns {string}
 */
export function cellText(entry, brief) {
  const usual = brief(entry);
  return usual.length <= LONGEST ? usual : Number(entry).toExponential(1).replace("+", "").replaceAll("-", "−");
}

/**
 * The entry at a place, given by its indices.
 * @param {Quantity} quantity
 * @param {readonly number[]} at
 * @returns {Quantity | undefined} undefined where the array did not travel whole
 */
export function entryAt(quantity, at) {
  return at.reduce((/** @type {Quantity | undefined} */ inner, index) => (Array.isArray(inner) ? inner[index] : undefined), quantity);
}

/** The indices of the cell in that row and column. @param {readonly number[]} shape @param {boolean} isRow @param {number} row @param {number} column */
export function placeOf(shape, isRow, row, column) {
  if (shape.length === 1) return [isRow ? column : row];
  return [...Array(shape.length - 2).fill(0), row, column];
}

/**
 * The vectors that are added to every row of a matrix: they are drawn as rows, as the engine prints them.
 * @param {import("../types.js").Trace} trace
 * @returns {Set<string>}
 */
export function rowsOf({ nodes, edges }) {
  const shapes = new Map(nodes.map(({ id, shape }) => [id, shape]));
  const isRow = (/** @type {import("../types.js").Edge} */ { parent, child, summed }) =>
    (summed ?? []).length > 0 && shapes.get(parent)?.length === 1 && shapes.get(child)?.length === 2;
  return new Set(edges.filter(isRow).map(({ parent }) => parent));
}
