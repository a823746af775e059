// What the whole document shows of the state: step, panel, theme, size, the blanket over a blanked
// screen. Everything else about them is CSS.

import { recall, remember } from "../../io/memory.js";
import { mark } from "../dom/attributes.js";
import { element } from "../dom/element.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */

/** @param {HTMLElement} body @param {Store} store */
export function mountAppearance(body, store) {
  const blanket = element("div", { class: "blanket", "data-blanket": "", hidden: "" });
  body.append(blanket);
  blanket.addEventListener("click", () => store.set({ blank: false }));
  const root = document.documentElement;
  /** @param {State} state */
  const show = ({ trace, position, theme, large, size, editorOpen, blank, busy, grain, notation }) => {
    mark(body, "data-step", position);
    mark(body, "data-steps", trace?.steps.length ?? 0);
    mark(body, "data-editor", editorOpen ? "open" : "closed");
    mark(body, "data-grain", grain);
    mark(body, "data-notation", notation);
    mark(body, "data-busy", busy);
    mark(root, "data-theme", theme === "system" ? null : theme);
    mark(root, "data-large", large);
    mark(root, "data-size", size || null);
    blanket.hidden = !blank;
  };
  const kept = Number(recall("size"));
  if (kept === 1 || kept === 2) store.set({ size: kept });
  store.subscribe(show);
  store.subscribe(({ size }, previous) => {
    if (size !== previous.size) remember("size", String(size));
  });
  show(store.get());
}
