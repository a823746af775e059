// The layout ends an edge at the box of a node; a ring with round ends starts a little further in.

/** No edge meets a ring nearer to its top or bottom than this part of its half height. */
const STEEPEST = 0.8;

/** @typedef {{ x: number, y: number, width: number, height: number }} Box  x and y are the centre */
/** @typedef {{ x: number, y: number }} Point */

/**
 * `path` from ring to ring instead of box to box, by short straight pieces along the flow.
 * @param {{ path: string, points: readonly Point[] }} edge
 * @param {Box & { radius: number }} parent
 * @param {Box & { radius: number }} child
 * @param {"right" | "down"} direction
 * @returns {string}
 */
export function reaching({ path, points }, parent, child, direction) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return path;
  const from = ringPoint(first, parent, direction, -1);
  const to = ringPoint(last, child, direction, 1);
  const rest = path.replace(/^M\s*[-\d.e]+[\s,]+[-\d.e]+/, "");
  return `M${from.x} ${from.y}L${first.x} ${first.y}${rest}L${to.x} ${to.y}`;
}

/**
 * @param {Point} port
 * @param {Box & { radius: number }} ring
 * @param {"right" | "down"} direction
 * @param {1 | -1} inward along the flow
 * @returns {Point}
 */
function ringPoint(port, ring, direction, inward) {
  const half = (direction === "right" ? ring.height : ring.width) / 2;
  const middle = direction === "right" ? ring.y : ring.x;
  const most = half * STEEPEST;
  const away = Math.max(-most, Math.min(most, (direction === "right" ? port.y : port.x) - middle));
  const beyond = Math.max(0, Math.abs(away) - (half - ring.radius));
  const inset = ring.radius - Math.sqrt(Math.max(0, ring.radius ** 2 - beyond ** 2));
  // A ring with an array above it is narrower than the box that the layout left for both.
  const gap = direction === "right" ? Math.abs(port.x - ring.x) - ring.width / 2 : Math.abs(port.y - ring.y) - ring.height / 2;
  const deep = inward * (gap > 1 ? inset + gap : inset);
  return direction === "right" ? { x: port.x + deep, y: middle + away } : { x: middle + away, y: port.y + deep };
}
