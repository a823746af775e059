// Where the network's circles stand, in shares of the picture: inputs at the left, each unit to the right of what
// feeds it. A layer of many is a column of circles.

/** @typedef {import("./model.js").Network} Network */

/** More circles than these are not drawn of one layer. */
export const MOST = 8;
/** A single circle takes 1; in a layer they stand closer, and leave room for its name and its bias. */
const [IN_LAYER, AROUND] = [0.62, 1];
/** From the side to the first column, in steps between columns. */
export const MARGIN = 0.3;

/** `spots`: a circle each; `top` and `bottom`: the ends of what belongs together. @typedef {{ id: string, x: number, spots: number[], top: number, bottom: number, more: number }} Place */

/**
 * @param {Network} network
 * @returns {{ places: Map<string, Place>, columns: number, height: number }}  `height` in circles, of the fullest column
 */
export function placed({ units, sources }) {
  /** @type {{ id: string, count: number, from: string[] }[][]} */
  const columns = [sources.map(({ id, count }) => ({ id, count, from: [] }))];
  for (const { id, count, depth, links } of units) (columns[depth] ??= []).push({ id, count, from: links.map(({ source }) => source) });
  const sizes = columns.map((column) => column.reduce((total, { count }) => total + sizeOf(count), 0));
  const height = Math.max(1, ...sizes);
  /** @type {Map<string, Place>} */
  const places = new Map();
  for (const [at, column] of columns.entries()) {
    // Each as near as can be to the middle of what feeds it; those of a kind keep the order of the graph.
    const middle = (/** @type {string[]} */ from) => {
      const known = from.flatMap((id) => places.get(id) ?? []);
      return known.length === 0 ? 0 : known.reduce((total, { top, bottom }) => total + top + bottom, 0) / known.length;
    };
    const ordered = at === 0 ? column : [...column].map((one) => ({ one, middle: middle(one.from) })).sort((one, other) => one.middle - other.middle).map(({ one }) => one);
    let top = (height - (sizes[at] ?? 0)) / 2;
    for (const { id, count } of ordered) {
      const size = sizeOf(count);
      const drawn = Math.min(count, MOST);
      const spots = drawn === 1 ? [top + 0.5] : Array.from({ length: drawn }, (_, k) => top + AROUND / 2 + IN_LAYER * (k + 0.5));
      places.set(id, { id, x: columns.length === 1 ? 0.5 : (at + MARGIN) / (columns.length - 1 + 2 * MARGIN), spots: spots.map((y) => y / height), top: top / height, bottom: (top + size) / height, more: count - drawn });
      top += size;
    }
  }
  return { places, columns: columns.length, height };
}

/** @param {number} count */
function sizeOf(count) {
  return count === 1 ? 1 : AROUND + IN_LAYER * Math.min(count, MOST);
}
