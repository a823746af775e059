// The example picker: a button with the name of what is shown. The list behind it is fetched when it is
// first opened.

import { say } from "../../words/index.js";
import { titleOf } from "../../core/model/examples.js";
import { element as make } from "../dom/element.js";
import { kit } from "../toolkit.js";
import { keysWaitFor } from "../start/typeahead.js";

/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/types.js").Store} Store */

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @param {Pick<Services, "api" | "session">} services
 */
export function mountExamples(root, store, services) {
  const title = make("span", { class: "picker-title" });
  const button = make("button", { class: "picker", type: "button", "aria-haspopup": "dialog" }, make("span", { class: "unseen" }, say("picker.example")), title, make("span", { class: "picker-arrow", "aria-hidden": "true" }, "▾"));
  root.append(button);

  /** @type {Promise<() => void> | null} */
  let picker = null;
  button.addEventListener("click", async () => {
    picker ??= import("./picker.js").then(({ mountPicker }) => mountPicker(kit, root, button, store, services));
    try {
      await keysWaitFor(picker.then((open) => open()));
    } catch {
      picker = null;
      store.set({ message: say("picker.missing") });
    }
  });

  const show = () => {
    title.textContent = titleOf(store.get());
  };
  show();
  store.subscribe((state, previous) => {
    if (state.example !== previous.example || state.source !== previous.source) show();
  });
}
