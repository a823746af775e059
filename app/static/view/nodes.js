// The nodes as HTML: the name in its ring, the value above, the adjoint below. A join keyed by id; what
// a step changes are attributes and two short texts.

import { formatNumber } from "../core/numbers.js";
import { select } from "../vendor/d3.js";
import { mark } from "./attributes.js";
import { element } from "./element.js";
import { setMath } from "./mathematics.js";

/** @typedef {import("../core/types.js").Node} Node */
/** @typedef {import("../core/types.js").Trace} Trace */
/** @typedef {import("../core/snapshot.js").NodeState} NodeState */

/** @param {HTMLElement} layer @param {Trace} trace */
export function joinNodes(layer, trace) {
  const warnings = new Map(trace.warnings.map(({ node, message }) => [node, message]));
  select(layer)
    .selectAll(/** @type {() => HTMLElement[]} */ (() => /** @type {HTMLElement[]} */ ([...layer.querySelectorAll(".node")])))
    .data(trace.nodes, /** @this {HTMLElement} */ function (datum) {
      return /** @type {Node | undefined} */ (datum)?.id ?? this.dataset.node ?? "";
    })
    .join((enter) => enter.append(() => blank()))
    .order()
    .each(function (node) {
      mark(this, "data-node", node.id);
      mark(this, "data-role", node.role);
      const name = part(this, ".node-name");
      setMath(name, node.latex);
      flag(this, warnings.get(node.id));
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
  mark(holder, "data-state", state.state);
  mark(holder, "data-current", state.current);
  mark(holder, "data-value", state.value);
  mark(holder, "data-adjoint", state.adjoint);
  mark(holder, "data-total", state.adjoint === null ? state.total : null);
  mark(holder, "data-received", state.expected > 1 && state.received > 0 ? state.received : null);
  part(holder, ".node-value").textContent = state.value === null ? "" : formatNumber(state.value);
  part(holder, ".node-adjoint").textContent = adjointText(state);
  mark(holder, "aria-label", describe(holder, state));
}

/** A sum that is still open shows that it is. @param {NodeState} state */
function adjointText({ adjoint, total, received, expected }) {
  if (adjoint !== null) return formatNumber(adjoint);
  if (total === null) return "";
  return received < expected ? `${formatNumber(total)} + ⋯` : formatNumber(total);
}

/** @param {HTMLElement} holder @param {NodeState} state */
function describe(holder, { value, adjoint, received, expected }) {
  const parts = [`${holder.dataset.node}, ${holder.dataset.role}`, value === null ? "value not known yet" : `value ${formatNumber(value)}`];
  if (adjoint !== null) parts.push(`adjoint ${formatNumber(adjoint)}`);
  else if (received > 0) parts.push(`${received} of ${expected} terms received`);
  return parts.join(", ");
}

/** @param {HTMLElement} holder @param {string} selector @returns {HTMLElement} */
export function part(holder, selector) {
  const found = holder.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`a node without ${selector}`);
  return found;
}
