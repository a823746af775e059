// The nodes as HTML: the name in its ring, the value above, the adjoint below. A join keyed by id; what
// a step changes are attributes and two short texts.

import { say } from "../../words/index.js";
import { brief } from "../../core/number/compact.js";
import { attributeOf, shapeText } from "../../core/number/quantity.js";
import { arrayViews } from "../arrays/load.js";
import { mark, markAll } from "../dom/attributes.js";
import { element } from "../dom/element.js";
import { join } from "./join.js";
import { setMath } from "../dom/mathematics.js";

/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../../core/walk/snapshot.js").NodeState} NodeState */

/** @param {HTMLElement} layer @param {Trace} trace */
export function joinNodes(layer, trace) {
  arrayViews()?.learn(trace);
  const warnings = new Map(trace.warnings.map(({ node, message }) => [node, message]));
  const present = /** @type {HTMLElement[]} */ ([...layer.querySelectorAll(".node")]);
  join(layer, present, "data-node", trace.nodes, blank, (holder, node) => {
    mark(holder, "data-role", node.role);
    const name = part(holder, ".node-name");
    const shape = shapeText(node.shape) || null;
    mark(holder, "data-shape", shape);
    mark(name, "data-shape", shape);
    setMath(name, node.latex);
    flag(holder, warnings.get(node.id));
  });
}

function blank() {
  return element("div", { class: "node", role: "img" },
    element("span", { class: "node-value" }), element("span", { class: "node-name" }), element("span", { class: "node-adjoint" }));
}

/** @param {HTMLElement} holder @param {string | undefined} message */
function flag(holder, message) {
  holder.querySelector(".node-flag")?.remove();
  if (message === undefined) return;
  holder.append(element("span", { class: "node-flag", title: message }, "!"));
}

/** @param {HTMLElement} layer @param {Record<string, { x: number, y: number }>} spots */
export function placeNodes(layer, spots) {
  for (const holder of layer.querySelectorAll(".node")) {
    const spot = spots[holder.getAttribute("data-node") ?? ""];
    if (holder instanceof HTMLElement && spot) holder.style.transform = `translate(${spot.x}px, ${spot.y}px) translate(-50%, -50%)`;
  }
}

/** @type {WeakMap<HTMLElement, NodeState>} */
const shown = new WeakMap();

/**
 * @param {HTMLElement} layer
 * @param {Map<string, NodeState>} states
 */
export function paintNodes(layer, states) {
  for (const holder of layer.querySelectorAll(".node")) {
    if (!(holder instanceof HTMLElement)) continue;
    const state = states.get(holder.dataset.node ?? "");
    if (state === undefined || shown.get(holder) === state) continue;
    shown.set(holder, state);
    paint(holder, state);
  }
}

/** @param {HTMLElement} holder @param {NodeState} state */
function paint(holder, state) {
  const isOpen = state.adjoint === null;
  markAll(holder, {
    "data-state": state.state,
    "data-current": state.current,
    "data-value": attributeOf(state.value),
    "data-adjoint": attributeOf(state.adjoint),
    "data-sum": isOpen ? attributeOf(state.total) : null,
    "aria-label": describe(holder, state),
    "data-received": state.expected > 1 && state.received > 0 ? state.received : null,
  });
  const [value, adjoint] = [part(holder, ".node-value"), part(holder, ".node-adjoint")];
  const [views, id] = [arrayViews(), holder.dataset.node ?? ""];
  if (!views?.fill(value, state.value, id, false)) value.textContent = state.value === null ? "" : brief(state.value);
  if (!views?.fill(adjoint, state.adjoint ?? state.total, id, isOpen && state.received < state.expected)) adjoint.textContent = adjointText(state);
}

/** A sum that is still open shows that it is. @param {NodeState} state */
function adjointText({ adjoint, total, received, expected }) {
  if (adjoint !== null) return brief(adjoint);
  if (total === null) return "";
  return received < expected ? `${brief(total)} + ⋯` : brief(total);
}

/** @param {HTMLElement} holder @param {NodeState} state */
function describe(holder, { value, adjoint, received, expected }) {
  const parts = [`${holder.dataset.node}, ${say(`role.${/** @type {import("../../core/types.js").Role} */ (holder.dataset.role ?? "intermediate")}`)}`, value === null ? say("node.unknown") : say("node.value", { value: brief(value) })];
  if (adjoint !== null) parts.push(say("node.adjoint", { adjoint: brief(adjoint) }));
  else if (received > 0) parts.push(say("node.received", { received, expected }));
  const warning = holder.querySelector(".node-flag")?.getAttribute("title");
  if (warning) parts.push(warning);
  return parts.join(", ");
}

/** @param {HTMLElement} holder @param {string} selector @returns {HTMLElement} */
export function part(holder, selector) {
  const found = holder.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`a node without ${selector}`);
  return found;
}
