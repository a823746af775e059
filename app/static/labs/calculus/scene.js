// Where the nodes and lines of the trees stand in the picture, and where those of the graph: in pixels, so that
// their words have the size of all others.

import { asTrees } from "./model.js";

/** @typedef {import("./model.js").Copy} Copy */
/** @typedef {import("./model.js").Point} Point */
/** @typedef {{ width: number, height: number }} Size */
/** For each copy its place, and the line to its user. @typedef {{ points: Point[], paths: string[], size: Size }} Places */

/** Distances in units of the text: of columns, of rows, and to the border. */
const COLUMN = { least: 1.5, most: 7 };
const ROW = { least: 0.125, most: 3 };
const MARGIN = 0.75;
const ZOOM = { least: 0.8, most: 1.5 };

/** @param {Copy} copy @param {readonly Copy[]} copies  the same for all copies of one use */
export function useOf({ of, user, argument }, copies) {
  return user === null ? null : `${of} ${copies[user]?.of} ${argument}`;
}

/** @param {readonly Copy[]} copies @param {readonly Size[]} sizes @param {Size} room @param {number} em @returns {Places} */
export function treePlaces(copies, sizes, room, em) {
  const cells = asTrees(copies);
  const [widest, highest] = [Math.max(...sizes.map(({ width }) => width)), Math.max(...sizes.map(({ height }) => height))];
  const [columns, rows] = [Math.max(...cells.map(({ x }) => x)), Math.max(...cells.map(({ y }) => y))];
  const column = widest + within((room.width - 2 * MARGIN * em - widest) / Math.max(1, columns) - widest, COLUMN, em);
  const row = highest + within((room.height - 2 * MARGIN * em - highest) / Math.max(1, rows) - highest, ROW, em);
  const points = cells.map(({ x, y }) => ({ x: x * column + widest / 2, y: y * row + highest / 2 }));
  const paths = copies.map(({ user }, at) => {
    const [from, to] = [points[at], user === null ? undefined : points[user]];
    if (from === undefined || to === undefined || user === null) return "";
    const [start, end] = [from.x + (sizes[at]?.width ?? 0) / 2, to.x - (sizes[user]?.width ?? 0) / 2];
    const middle = (start + end) / 2;
    return `M${start} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${end} ${to.y}`;
  });
  return { points, paths, size: { width: columns * column + widest, height: rows * row + highest } };
}

/** How much larger the tree may be for this room, or must be smaller. @param {readonly Copy[]} copies @param {readonly Size[]} sizes @param {Size} room @param {number} em */
export function zoomFor(copies, sizes, room, em) {
  const { size } = treePlaces(copies, sizes, { width: 0, height: 0 }, em);
  const fits = (/** @type {"width" | "height"} */ side) => room[side] / (size[side] + 2 * MARGIN * em);
  return Math.min(Math.max(Math.min(fits("width"), fits("height")), ZOOM.least), ZOOM.most);
}

/** @param {import("../types.js").Kit["layout"]} layout @param {readonly Copy[]} copies @param {readonly Size[]} sizes @param {Size} room @param {number} em @returns {Places} */
export function graphPlaces(layout, copies, sizes, room, em) {
  const nodes = [...new Map(copies.map(({ of }, at) => [of, { id: String(of), ...(sizes[at] ?? { width: 0, height: 0 }) }])).values()];
  const edges = [...new Map(copies.flatMap((copy) => {
    const id = useOf(copy, copies);
    return id === null || copy.user === null ? [] : [[id, { id, parent: String(copy.of), child: String(copies[copy.user]?.of) }]];
  })).values()];
  const tight = layout({ nodes, edges, gap: { rank: COLUMN.least * em, node: ROW.least * em } });
  const places = Object.values(tight.nodes);
  const [columns, rows] = [Math.max(1, ...places.map(({ rank }) => rank)), Math.max(1, ...places.map(({ order }) => order))];
  const gap = {
    rank: within(COLUMN.least * em + (room.width - 2 * MARGIN * em - tight.width) / columns, COLUMN, em),
    node: within(ROW.least * em + (room.height - 2 * MARGIN * em - tight.height) / rows, ROW, em),
  };
  const { nodes: placed, edges: drawn, width, height } = layout({ nodes, edges, gap });
  return {
    points: copies.map(({ of }) => placed[String(of)] ?? { x: 0, y: 0 }),
    paths: copies.map((copy) => drawn[useOf(copy, copies) ?? ""]?.path ?? ""),
    size: { width, height },
  };
}

/** How far to move what has this size, so that it stands in the middle of the room. @param {Size} size @param {Size} room */
export function middle(size, room) {
  return { x: (room.width - size.width) / 2, y: (room.height - size.height) / 2 };
}

/** The room that both need. @param {Size} room @param {readonly Places[]} places @param {number} em */
export function roomFor(room, places, em) {
  const need = (/** @type {"width" | "height"} */ side) => Math.max(room[side], ...places.map(({ size }) => Math.ceil(size[side] + 2 * MARGIN * em)));
  return { width: need("width"), height: need("height") };
}

/** @param {number} wanted @param {{ least: number, most: number }} range @param {number} em */
function within(wanted, { least, most }, em) {
  return Math.min(Math.max(wanted, least * em), most * em);
}
