// Every leaf by slider and number field. A change overrides the leaf without touching the text and
// without losing the step; one button writes the values into the text, one per row takes them back.

import { say } from "../../words/index.js";
import { writeInto } from "../../core/text/declarations.js";
import { adjustables, withInput } from "../../core/model/leaves.js";
import { isArray, shapeOf } from "../../core/number/quantity.js";
import { arrayViews } from "../arrays/load.js";
import { element as make } from "../dom/element.js";
import { createLeafRow } from "./leafrow.js";

/** @typedef {import("../../core/model/leaves.js").Adjustable} Adjustable */
/** @typedef {import("../../core/types.js").Given} Given */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("./leafrow.js").LeafRow} LeafRow */

/** A slider each for more leaves than this helps nobody. */
const MOST = 60;

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @param {Pick<import("../../core/types.js").Services, "api">} _services  every view is mounted alike
 */
export function mountLeaves(root, store, _services) {
  const rows = make("div", { class: "leaves-rows" });
  const write = make("button", { class: "leaves-write", type: "button" }, say("leaves.write"));
  const more = make("p", { class: "leaf-role", "data-more": "" });
  root.append(rows, more, write);
  /** @type {Map<string, LeafRow>} */
  let shown = new Map();

  write.addEventListener("click", () => {
    const state = store.get();
    const changed = adjustables(state).filter(({ id }) => Object.hasOwn(state.inputs, id))
      .map(({ id, value, role }) => ({ id, value: /** @type {Given} */ (value), role }));
    store.set({ source: writeInto(state.source, state.trace?.leaves ?? [], changed), inputs: {} });
  });

  /** @param {string} id @param {Given} value */
  const change = (id, value) => store.set({ inputs: withInput(store.get(), id, value) });

  /** @param {Adjustable} leaf @returns {LeafRow} */
  function rowFor(leaf) {
    const views = isArray(leaf.value) ? arrayViews() : null;
    return views ? views.leafRow(leaf, change) : createLeafRow(leaf, change);
  }

  /** @param {Adjustable[]} leaves */
  function arrange(leaves) {
    const next = new Map(leaves.map((leaf) => [keyOf(leaf), shown.get(keyOf(leaf)) ?? rowFor(leaf)]));
    // Rows that stay are not touched, so that a drag or a caret in one of them survives.
    if ([...next.keys()].join() !== [...shown.keys()].join()) rows.replaceChildren(...[...next.values()].map((row) => row.root));
    shown = next;
  }

  /** @param {State} state */
  function show(state) {
    // Where the code for arrays could not be fetched, an array is changed in the text.
    const all = adjustables(state).filter(({ value }) => !isArray(value) || arrayViews() !== null);
    const leaves = all.slice(0, MOST);
    more.textContent = all.length > MOST ? say("leaves.more", { count: all.length - MOST }) : "";
    more.hidden = all.length <= MOST;
    arrange(leaves);
    for (const leaf of leaves) shown.get(keyOf(leaf))?.show(leaf);
    root.hidden = leaves.length === 0;
    write.hidden = state.traced !== state.source || !all.some(({ id, overridden }) => overridden && Object.hasOwn(state.inputs, id));
  }

  show(store.get());
  store.subscribe((state, previous) => {
    if (state.trace !== previous.trace || state.inputs !== previous.inputs || state.source !== previous.source || state.traced !== previous.traced) show(state);
  });
}

/** A leaf of another shape is another row. @param {Adjustable} leaf */
function keyOf({ id, value }) {
  return [id, ...shapeOf(/** @type {import("../../core/types.js").Quantity} */ (value))].join(" ");
}
