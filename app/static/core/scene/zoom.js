// Where a scene stands on the screen: a point (p, q) of the scene is seen at (x + k p, y + k q).

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ x: number, y: number, k: number }} Zoom */

/** How small and how large keys and gestures may make it. */
export const EXTENT = { least: 0.08, most: 4 };

/** As drawn. @type {Zoom} */
export const AS_DRAWN = { x: 0, y: 0, k: 1 };

/** Where a point of the scene is seen. @param {Zoom} zoom @param {Point} point @returns {Point} */
export function seenAt({ x, y, k }, point) {
  return { x: x + k * point.x, y: y + k * point.y };
}

/** The zoom of scale `k` that shows a point of the scene at a spot of the screen. @param {number} k @param {Point} point @param {Point} spot @returns {Zoom} */
export function showing(k, point, spot) {
  return { x: spot.x - k * point.x, y: spot.y - k * point.y, k };
}

/** Another scale, within the extent; what is seen at a spot of the screen stays there. @param {Zoom} zoom @param {number} k @param {Point} spot @returns {Zoom} */
export function scaledTo(zoom, k, spot) {
  const point = { x: (spot.x - zoom.x) / zoom.k, y: (spot.y - zoom.y) / zoom.k };
  return showing(Math.min(EXTENT.most, Math.max(EXTENT.least, k)), point, spot);
}
