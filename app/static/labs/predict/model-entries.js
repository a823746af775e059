// One entry of an array: which one is asked, and what stands there.

/** @typedef {import("../../core/walk/line.js").Line} Line */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Quantity} Quantity */

/** @param {readonly number[]} shape */
export function sizeOf(shape) {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * The entry that is asked, counted from 0: always the same one for the same question.
 * @param {readonly number[]} shape  of an array that is not empty
 * @param {string} name
 */
export function placeFor(shape, name) {
  let rest = hash(name) % Math.max(1, sizeOf(shape));
  return shape.map((_, axis) => {
    const stride = sizeOf(shape.slice(axis + 1));
    const place = Math.floor(rest / stride);
    rest %= stride;
    return place;
  });
}

/**
 * The number of a quantity at an entry; a number stands at every entry. Null where there is no ordinary one, and
 * where the quantity is an array of another shape.
 * @param {Quantity | null} quantity
 * @param {readonly number[]} shape
 * @param {readonly number[] | null} at
 */
export function numberAt(quantity, shape, at) {
  if (typeof quantity === "number") return Number.isFinite(quantity) ? quantity : null;
  if (at === null || !Array.isArray(quantity) || shapeOf(quantity).join() !== shape.join()) return null;
  /** @type {any} */
  let found = quantity;
  for (const place of at) found = found[place];
  return typeof found === "number" && Number.isFinite(found) ? found : null;
}

/** @param {any} entries @returns {number[]} */
function shapeOf(entries) {
  return Array.isArray(entries) ? [entries.length, ...shapeOf(entries[0])] : [];
}

/**
 * The symbol of an entry, its numbers counted from 1 as mathematics does. A symbol that has a subscript stands in brackets.
 * @param {Node} node
 * @param {"value" | "adjoint"} side
 * @param {readonly number[] | null} at
 * @returns {Line}
 */
export function entryOf(node, side, at) {
  const isEntry = at !== null && at.length > 0;
  const isBracketed = isEntry && node.stem !== null;
  // A notation with a fraction or a name in it puts it in brackets itself where something is added below.
  const whole = side === "value" ? node.latex : { adjoint: node, held: isEntry && !isBracketed };
  if (!isEntry) return [whole];
  const places = `_{${at.map((place) => place + 1).join(at.some((place) => place > 8) ? "," : "")}}`;
  return isBracketed ? ["\\left(", whole, `\\right)${places}`] : [whole, places];
}

/** FNV-1a: what looks arbitrary and is not left to chance. @param {string} text */
export function hash(text) {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
