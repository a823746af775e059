// The local derivatives beside their edges: the formula, and its number once it is not the same thing.

import { brief, briefLocal } from "../../core/number/compact.js";
import { latexNumber } from "../../core/number/numbers.js";
import { isArray, isFanIn, shapeText } from "../../core/number/quantity.js";
import { mark } from "../dom/attributes.js";
import { element } from "../dom/element.js";
import { join } from "./join.js";
import { setMath } from "../dom/mathematics.js";
import { part } from "./nodes.js";

/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../../core/walk/snapshot.js").EdgeState} EdgeState */

/** @param {HTMLElement} layer @param {Trace} trace */
export function joinLabels(layer, trace) {
  const shapes = new Map(trace.nodes.map(({ id, shape }) => [id, shapeText(shape)]));
  const present = /** @type {HTMLElement[]} */ ([...layer.querySelectorAll(".edge-label")]);
  join(layer, present, "data-label", trace.edges, blank, (label, edge) => {
    mark(label, "data-fan-in", isFanIn(edge) ? "true" : null);
    setMath(part(label, ".edge-formula"), briefLocal(trace, edge));
    mark(label, "data-shape", shapes.get(edge.parent) || null);
    mark(label, "data-summed", edge.summed?.length ? edge.summed.join() : null);
    const isHidden = edge.local === null || isArray(edge.local) || edge.latex === latexNumber(edge.local);
    mark(label, "data-plain", isHidden);
    part(label, ".edge-number").textContent = isHidden || edge.local === null ? "" : brief(edge.local);
  });
}

function blank() {
  return element("div", { class: "edge-label" }, element("span", { class: "edge-formula" }), element("span", { class: "edge-number" }));
}

/** @typedef {{ x: number, y: number }} Point */

/** @param {HTMLElement} layer @param {Record<string, { label: Point | null, points: Point[] }>} spots */
export function placeLabels(layer, spots) {
  for (const label of layer.querySelectorAll(".edge-label")) {
    const edge = spots[label.getAttribute("data-label") ?? ""];
    const spot = edge?.label ?? middle(edge?.points ?? []);
    if (label instanceof HTMLElement && spot) label.style.transform = `translate(${spot.x}px, ${spot.y}px) translate(-50%, -50%)`;
  }
}

/** @param {HTMLElement} layer @param {Map<string, { state: EdgeState }>} states */
export function paintLabels(layer, states) {
  for (const label of layer.querySelectorAll(".edge-label")) mark(label, "data-state", states.get(label.getAttribute("data-label") ?? "")?.state);
}

/** Where there is no room for labels, the one that speaks stands on the longest piece of its line. @param {Point[]} points */
function middle(points) {
  const pieces = points.slice(1).map((end, i) => ({ start: points[i] ?? end, end }));
  const length = (/** @type {{ start: Point, end: Point }} */ { start, end }) => Math.hypot(end.x - start.x, end.y - start.y);
  const longest = pieces.sort((one, other) => length(other) - length(one))[0];
  return longest && { x: (longest.start.x + longest.end.x) / 2, y: (longest.start.y + longest.end.y) / 2 };
}
