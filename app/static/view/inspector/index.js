// A closer look at one node, in place of the model's text: its numbers entry by entry, its adjoint as a
// sum, what its check says. It follows the walk: what is not known at the step is not shown.

import { say } from "../../words/index.js";
import { counterpart, termsOf } from "../../core/walk/sums.js";
import { createCheckPart } from "./check.js";
import { createDiagonals } from "./diagonal.js";
import { createSum } from "./sum.js";

/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../toolkit.js").Kit} Kit */

/** @param {Kit} kit @param {HTMLElement} side @param {Store} store @param {Services} services */
export async function mountInspector(kit, side, store, services) {
  await kit.styleSheet(new URL("./inspector.css", import.meta.url).href);
  const { adjointOf, element: make, inNotation, mark, setMath, shapeText, snapshot } = kit;
  const name = make("h2", { class: "look-name" });
  const what = make("p", { class: "look-what" });
  const close = make("button", { type: "button", class: "button look-close", "aria-label": say("look.back"), title: say("look.back") }, "×");
  const choice = make("select", { class: "look-choice", "aria-label": say("look.node") });
  const numbers = make("div", { class: "look-numbers" });
  const sum = createSum(kit, store, services);
  const diagonals = createDiagonals(kit);
  const check = createCheckPart(kit, store, services);
  const root = make("section", { class: "look", id: "inspector", "aria-label": say("look.title") },
    make("header", {}, name, what, choice, close), numbers, sum.root, diagonals.root, check.root);
  side.prepend(root);

  close.addEventListener("click", () => store.set({ inspected: null }));
  choice.addEventListener("change", () => store.set({ inspected: { node: choice.value, at: null } }));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    store.set({ inspected: null });
  });

  /** @param {Node} node @param {Quantity | null} quantity @param {"value" | "adjoint"} kind @param {readonly number[] | null} at */
  function number(node, quantity, kind, at) {
    const place = make("div", { class: "look-number", "data-kind": kind });
    const label = make("span", { class: kind });
    setMath(label, kind === "value" ? node.latex : inNotation(adjointOf(node), /** @type {any} */ (store.get().trace), store.get().notation));
    place.append(label, quantity === null ? make("span", { class: "look-unknown" }, say("look.unknown")) : shown(quantity, kind, node, at));
    return place;
  }

  /** @param {Quantity} quantity @param {"value" | "adjoint"} kind @param {Node} node @param {readonly number[] | null} at */
  function shown(quantity, kind, node, at) {
    const views = kit.arrayViews();
    if (!kit.isArray(quantity)) return make("span", { class: kind }, kit.formatNumber(quantity));
    if (!views) return make("span", { class: kind }, kit.brief(quantity));
    return views.choosable(quantity, kind, node, at, (place) => store.set({ inspected: { node: node.id, at: place } }));
  }

  /** @param {State} state */
  function draw(state) {
    root.hidden = state.inspected === null || state.trace === null;
    if (state.inspected === null || state.trace === null) return light(null);
    const { trace, position } = state;
    const found = counterpart(trace, state.inspected.node, state.inspected.at);
    if (found === null) return store.set({ inspected: null });
    if (found.node !== state.inspected.node) return store.set({ inspected: found });
    const node = /** @type {Node} */ (trace.nodes.find(({ id }) => id === found.node));
    const now = snapshot(trace, position).nodes.get(node.id);
    setMath(name, node.latex);
    name.setAttribute("aria-label", node.id);
    what.textContent = [say(`role.${node.role}`), node.shape.length > 0 ? say("look.shape", { shape: shapeText(node.shape) }) : ""].filter(Boolean).join(", ");
    if ([...choice.options].map(({ value }) => value).join() !== trace.nodes.map(({ id }) => id).join()) {
      choice.replaceChildren(...trace.nodes.map(({ id }) => make("option", { value: id }, id)));
    }
    choice.value = node.id;
    const hadFocus = numbers.contains(document.activeElement);
    numbers.replaceChildren(number(node, now?.value ?? null, "value", found.at), number(node, now?.adjoint ?? null, "adjoint", found.at));
    if (hadFocus) /** @type {HTMLElement | null} */ (numbers.querySelector("[aria-pressed=true], [data-at]"))?.focus();
    diagonals.show(state, node);
    check.show(state, node, now?.adjoint ?? null);
    sum.show(state, node, found.at, now?.adjoint ?? null, (entries) => light(node, entries));
  }

  /**
   * On the graph: the edges whose terms are summed, and the entries of the children that they start from.
   * @param {Node | null} node
   * @param {ReadonlySet<string>} [entries]  as `y 0,1`
   */
  function light(node, entries = new Set()) {
    const { trace } = store.get();
    for (const cell of document.querySelectorAll(".node-adjoint .cell")) {
      mark(cell, "data-lit", entries.has(`${cell.closest(".node")?.getAttribute("data-node")} ${cell.getAttribute("data-at")}`));
    }
    const lit = new Set(node && trace ? termsOf(trace, node.id).map(({ edge }) => edge.id) : []);
    for (const edge of document.querySelectorAll(".edge, .edge-label")) {
      mark(edge, "data-lit", lit.has(edge.getAttribute("data-edge") ?? edge.getAttribute("data-label") ?? ""));
    }
    for (const holder of document.querySelectorAll(".node")) mark(holder, "data-looked", holder.getAttribute("data-node") === node?.id);
  }

  store.subscribe((state, previous) => {
    const keys = /** @type {const} */ (["inspected", "trace", "position", "notation", "checked"]);
    if (keys.some((key) => state[key] !== previous[key])) draw(state);
    if (state.inspected !== null && previous.inspected === null) root.scrollTop = 0;
  });
  draw(store.get());
}
