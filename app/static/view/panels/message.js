// Passing news at the foot of the stage: a link copied, a link that could not be read.

import { element as make } from "../dom/element.js";

/** @typedef {import("../../core/types.js").Store} Store */

const STAYS = 8000;

/** @param {HTMLElement} root @param {Store} store */
export function mountMessage(root, store) {
  root.setAttribute("role", "status");
  let timer = 0;
  const show = () => {
    const { message } = store.get();
    window.clearTimeout(timer);
    root.replaceChildren(...(message === null ? [] : [make("p", { class: "message-text" }, message)]));
    if (message !== null) timer = window.setTimeout(() => store.set({ message: null }), STAYS);
  };
  store.subscribe((state, previous) => {
    if (state.message !== previous.message) show();
  });
  show();
}
