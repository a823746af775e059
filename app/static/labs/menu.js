// The menu of the labs: what each shows, in a sentence. Arrows choose, Enter opens, Escape leaves.

import { LABS } from "./table.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Store} Store */
/** @typedef {import("./types.js").Kit} Kit */
/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Words} Words */

/** @param {Kit} kit @param {Words} own @param {Store} store @param {(row: Row) => Promise<Words>} wordsOf */
export function createMenu({ element: make, mark, printed, ACTIONS }, own, store, wordsOf) {
  const list = make("div", { class: "labs-list" });
  const dialog = make("dialog", { class: "labs-menu", id: "labs", "aria-label": own.title ?? "" }, make("h2", {}, own.title ?? ""), list);
  document.body.append(dialog);
  /** @type {HTMLButtonElement[]} */
  let buttons = [];

  const ready = (async () => {
    buttons = await Promise.all(LABS.map(async (row) => {
      const { title, hint } = await wordsOf(row);
      const keys = ACTIONS.find(({ id }) => id === row.id)?.keys ?? [];
      const key = keys.slice(0, 1).map((one) => make("kbd", {}, printed(one)));
      const button = make("button", { type: "button", class: "labs-option", "data-open-lab": row.id }, make("span", { class: "labs-name" }, title, ...key), make("span", { class: "labs-hint" }, hint));
      button.addEventListener("click", () => store.set({ lab: row.id, labsOpen: false }));
      return button;
    }));
    list.replaceChildren(...buttons);
  })();

  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  });
  // "close" comes a moment after Escape, and the next key may be quicker.
  for (const event of ["cancel", "close"]) dialog.addEventListener(event, () => store.set({ labsOpen: false }));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  return {
    ready,
    /** @param {State} state */
    show({ labsOpen, lab }) {
      for (const button of buttons) mark(button, "aria-current", button.dataset.openLab === lab ? "true" : null);
      if (labsOpen === dialog.open) return;
      if (!labsOpen) return dialog.close();
      dialog.showModal();
      (buttons.find((button) => button.dataset.openLab === lab) ?? buttons[0])?.focus();
    },
  };
}
