// The buttons: those of the walk in the footer, those of the view in the header. All come from the
// table of actions; a button knows only its icon and how much room its label may take.

import { formatFigure, pieces, say } from "../../words/index.js";
import { actionOf, labelOf, printed } from "../../core/actions.js";
import { mark } from "../dom/attributes.js";
import { element as make } from "../dom/element.js";
import { icon } from "../dom/icons.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../../core/types.js").Services} Services */

const WALK = ["first", "previous", "play", "next", "last"];
const VIEW = ["labs", "editor", "grain", "elements", "notation", "large", "theme", "share", "fullscreen", "help"];

/** Buttons that say what they are: the icon alone would not. */
const NAMED = new Set(["labs", "editor", "grain"]);

/** @param {HTMLElement} root @param {Store} store @param {Services} services */
export function mountControls(root, store, services) {
  const counter = make("span", { class: "counter", "data-counter": "" });
  root.append(...WALK.map((id) => button(id, store, services)), counter);
  const count = (/** @type {State} */ state) => {
    const now = make("b", {}, formatFigure(state.position));
    counter.replaceChildren(...pieces(say("count.step", { steps: state.trace?.steps.length ?? 0 }), { position: now }));
  };
  store.subscribe((state, previous) => {
    if (state.position !== previous.position || state.trace !== previous.trace) count(state);
  });
  count(store.get());
}

/** @param {HTMLElement} root @param {Store} store @param {Services} services */
export function mountTools(root, store, services) {
  root.append(...VIEW.map((id) => button(id, store, services)));
}

/** @param {string} id @param {Store} store @param {Services} services */
function button(id, store, services) {
  const action = actionOf(id);
  const keys = action.keys.map(printed).join(", ");
  const element = make("button", {
    type: "button", class: "button", "data-action": id, "aria-label": labelOf(action), title: `${labelOf(action)} (${keys})`,
    "aria-keyshortcuts": action.keys.map((key) => (key === " " ? "Space" : key)).join(" "),
  });
  element.append(icon(id));
  if (NAMED.has(id)) element.append(make("span", { class: "button-label", "data-optional": "" }, say(`button.${/** @type {"labs" | "editor" | "grain"} */ (id)}`)));
  // A click with the mouse leaves the focus alone, so that the next Space is a step, not this button.
  element.addEventListener("pointerdown", (event) => event.preventDefault());
  element.addEventListener("mousedown", (event) => event.preventDefault());
  element.addEventListener("click", () => services.actions.run(id));
  const show = (/** @type {State} */ state) => {
    mark(element, "aria-disabled", action.enabled(state) ? null : "true");
    if (action.pressed) element.setAttribute("aria-pressed", String(action.pressed(state)));
    if (id === "play") element.replaceChildren(icon(state.playing ? "pause" : "play"));
  };
  store.subscribe(show);
  show(store.get());
  return element;
}
