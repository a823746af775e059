// The local derivatives beside their edges: the formula, and its number once it is not the same thing.

import { brief } from "../core/brief.js";
import { latexNumber } from "../core/numbers.js";
import { select } from "../vendor/d3.js";
import { mark } from "./attributes.js";
import { element } from "./element.js";
import { setMath } from "./mathematics.js";
import { part } from "./nodes.js";

/** @typedef {import("../core/types.js").Edge} Edge */
/** @typedef {import("../core/types.js").Trace} Trace */
/** @typedef {import("../core/snapshot.js").EdgeState} EdgeState */

/** A formula longer than this many characters of LaTeX is named instead: ∂child/∂parent. */
const LONGEST = 44;

/** @param {HTMLElement} layer @param {Trace} trace */
export function joinLabels(layer, trace) {
  const latexOf = new Map(trace.nodes.map(({ id, latex }) => [id, latex]));
  select(layer)
    .selectAll(/** @type {() => HTMLElement[]} */ (() => /** @type {HTMLElement[]} */ ([...layer.querySelectorAll(".edge-label")])))
    .data(trace.edges, /** @this {HTMLElement} */ function (datum) {
      return /** @type {Edge | undefined} */ (datum)?.id ?? this.dataset.label ?? "";
    })
    .join((enter) => enter.append(() => element("div", { class: "edge-label" },
      element("span", { class: "edge-formula" }), element("span", { class: "edge-number" }))))
    .each(function (edge) {
      mark(this, "data-label", edge.id);
      mark(this, "data-fan-in", edge.fan_out ? "true" : null);
      const isLong = edge.latex.length > LONGEST;
      const name = `\\tfrac{\\partial ${latexOf.get(edge.child)}}{\\partial ${latexOf.get(edge.parent)}}`;
      setMath(part(this, ".edge-formula"), isLong ? name : edge.latex);
      const isNumber = edge.latex === latexNumber(edge.local);
      mark(this, "data-plain", isNumber);
      part(this, ".edge-number").textContent = isNumber ? "" : brief(edge.local);
    });
}

/** @param {HTMLElement} layer @param {Record<string, { label: { x: number, y: number } | null }>} spots */
export function placeLabels(layer, spots) {
  for (const label of layer.querySelectorAll(".edge-label")) {
    const spot = spots[label.getAttribute("data-label") ?? ""]?.label;
    if (label instanceof HTMLElement && spot) label.style.transform = `translate(${spot.x}px, ${spot.y}px) translate(-50%, -50%)`;
  }
}

/** @param {HTMLElement} layer @param {Map<string, { state: EdgeState }>} states */
export function paintLabels(layer, states) {
  for (const label of layer.querySelectorAll(".edge-label")) mark(label, "data-state", states.get(label.getAttribute("data-label") ?? "")?.state);
}
