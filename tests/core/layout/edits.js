/** What happens to a picture when its program is edited. */
import { numbers } from "./graphs.js";

/** @typedef {import("./graphs.js").GraphInput} GraphInput */
/** @typedef {import("../../../app/static/core/layout/types.js").LayoutResult} LayoutResult */

/**
 * Add a node: at the "end" (a new line that uses two names), in the "middle" (a new line that two old lines' names
 * lead to, and that a later one uses), or a new "input" of an old line.
 * @param {GraphInput} graph
 * @param {number} seed
 * @param {"end" | "middle" | "input"} place
 * @returns {GraphInput}
 */
export function disturb({ nodes, edges }, seed, place) {
  const random = numbers(seed + 1000);
  const any = (/** @type {number} */ from, /** @type {number} */ to) => nodes[from + Math.floor(random() * (to - from))].id;
  const added = { id: "new", width: 64, height: 44 };
  const edge = (/** @type {string} */ parent, /** @type {string} */ child) =>
    ({ id: `${parent}->${child}`, parent, child, label: { width: 32, height: 18 } });
  const half = nodes.length >> 1;
  const more = {
    end: () => [edge(any(0, half), "new"), edge(any(half, nodes.length), "new")],
    middle: () => [edge(any(0, half), "new"), edge("new", any(half, nodes.length))],
    input: () => [edge("new", any(half, nodes.length))],
  }[place]();
  return { nodes: [...nodes, added], edges: [...edges, ...more] };
}

/**
 * Share of the common nodes that moved by more than half their size, apart from a shift of the whole picture.
 * @param {LayoutResult} before
 * @param {LayoutResult} after
 */
export function shareMoved(before, after) {
  const common = Object.keys(before.nodes).filter((id) => Object.hasOwn(after.nodes, id));
  const shift = (/** @type {"x" | "y"} */ axis) =>
    common.map((id) => after.nodes[id][axis] - before.nodes[id][axis]).sort((a, b) => a - b)[common.length >> 1];
  const [dx, dy] = [shift("x"), shift("y")];
  const moved = common.filter((id) => {
    const [p, q] = [before.nodes[id], after.nodes[id]];
    return Math.abs(q.x - p.x - dx) > p.width / 2 || Math.abs(q.y - p.y - dy) > p.height / 2;
  });
  return common.length === 0 ? 0 : moved.length / common.length;
}
