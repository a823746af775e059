// The edges as SVG. Each has a line, a core that makes a fan-in double, an arrow at the child for the
// value going forward, and one at the parent for the adjoint coming back.

import { isFanIn } from "../../core/number/quantity.js";
import { mark } from "../dom/attributes.js";
import { svgElement } from "../dom/element.js";
import { join } from "./join.js";

/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../../core/walk/snapshot.js").EdgeState} EdgeState */
/** @typedef {{ x: number, y: number }} Point */

const TIP = { plain: 11, fanIn: 15 };

/** @param {SVGGElement} layer @param {Trace} trace */
export function joinEdges(layer, trace) {
  join(layer, edgesOf(layer), "data-edge", trace.edges, blank, (group, edge) => mark(group, "data-fan-in", isFanIn(edge) ? "true" : null));
}

function blank() {
  return svgElement("g", { class: "edge" }, ...["line", "core", "tip", "return"].map((name) => svgElement("path", { class: `edge-${name}` })));
}

/**
 * @param {SVGGElement} layer
 * @param {Map<string, string>} paths  edge id to SVG path, from parent to child
 */
export function placeEdges(layer, paths) {
  for (const group of edgesOf(layer)) {
    const path = paths.get(group.dataset.edge ?? "") ?? "";
    const line = lineOf(group);
    line.setAttribute("d", path);
    const length = path === "" ? 0 : line.getTotalLength();
    const at = (/** @type {number} */ distance) => line.getPointAtLength(distance);
    const tip = group.dataset.fanIn ? TIP.fanIn : TIP.plain;
    set(group, ".edge-core", path);
    set(group, ".edge-tip", arrow(at(length), at(length - tip), tip));
    set(group, ".edge-return", arrow(at(0), at(tip), tip));
    group.style.setProperty("--length", `${round(length)}px`);
  }
}

/** @param {SVGGElement} layer @param {Map<string, { state: EdgeState }>} states */
export function paintEdges(layer, states) {
  for (const group of edgesOf(layer)) mark(group, "data-state", states.get(group.dataset.edge ?? "")?.state);
}

/** @param {SVGGElement} layer @param {string} id @returns {SVGPathElement | null} */
export function edgeLine(layer, id) {
  const group = edgesOf(layer).find((candidate) => candidate.dataset.edge === id);
  return group ? lineOf(group) : null;
}

/** @param {SVGGElement} layer */
function edgesOf(layer) {
  return /** @type {SVGGElement[]} */ ([...layer.children]);
}

/** @param {SVGGElement} group @returns {SVGPathElement} */
function lineOf(group) {
  return /** @type {SVGPathElement} */ (group.querySelector(".edge-line"));
}

/** @param {SVGGElement} group @param {string} selector @param {string} path */
function set(group, selector, path) {
  group.querySelector(selector)?.setAttribute("d", path);
}

/** An arrowhead whose point is at `to`. @param {Point} to @param {Point} from @param {number} tip */
function arrow(to, from, tip) {
  const size = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [x, y] = [(to.x - from.x) / size, (to.y - from.y) / size];
  const back = { x: to.x - tip * x, y: to.y - tip * y };
  const half = tip * 0.45;
  const corner = (/** @type {number} */ side) => `${round(back.x - side * half * y)} ${round(back.y + side * half * x)}`;
  return `M${round(to.x)} ${round(to.y)}L${corner(1)}L${corner(-1)}Z`;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}
