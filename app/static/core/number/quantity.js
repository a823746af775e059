// A quantity is one number, an array of numbers, or the summary of an array too large to travel whole.
// Here is what every view has to know of arrays; how they are drawn is in view/arrays.

/** @typedef {import("../types.js").Edge} Edge */
/** @typedef {import("../types.js").Entries} Entries */
/** @typedef {import("../types.js").Quantity} Quantity */
/** @typedef {import("../types.js").Summary} Summary */
/** @typedef {import("../types.js").Trace} Trace */

/** @param {unknown} quantity @returns {quantity is Entries[] | Summary} */
export function isArray(quantity) {
  return typeof quantity === "object" && quantity !== null;
}

/** Whether anything here asks for more than scalars do: an array, or the elements of one. @param {Trace} trace */
export function hasArrays({ nodes }) {
  return nodes.some(({ shape, tensor }) => shape.length > 0 || tensor);
}

/** As an attribute: numbers as they are, arrays as JSON. @param {Quantity | null} quantity */
export function attributeOf(quantity) {
  return isArray(quantity) ? JSON.stringify(quantity) : quantity;
}

/** @param {Quantity} quantity @returns {number[]} */
export function shapeOf(quantity) {
  if (!isArray(quantity)) return [];
  return Array.isArray(quantity) ? [quantity.length, ...shapeOf(quantity[0] ?? 0)] : quantity.shape;
}

/** `3`, `2×3`; nothing for a scalar. @param {readonly number[]} shape */
export function shapeText(shape) {
  return shape.join("×");
}

/**
 * Where the multivariable chain rule applies: several children, or one child that uses the parent once
 * for every row, so that the terms of the rows are summed.
 * @param {Edge} edge
 */
export function isFanIn({ fan_out, summed }) {
  return fan_out || (summed ?? []).length > 0;
}
