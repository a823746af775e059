// Keys work at once, without a click first, and never steal what belongs to a field or a button.

import { actionForKey } from "../../core/actions.js";

/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../../core/types.js").Services} Services */

/** What takes keys as text or as a choice. */
export const FIELDS = "input:not([type='checkbox']), textarea, select, [contenteditable], .cm-editor, [role='listbox'], [role='combobox'], [role='menu']";
/** What Enter or Space presses. */
export const PRESSABLE = "button, a[href], summary, [role='button'], [type='checkbox']";

/** @param {Store} store @param {Services} services */
export function listenToKeys(store, services) {
  document.addEventListener("keydown", (event) => {
    const { helpOpen, blank } = store.get();
    if (event.key === "Escape" && blank) store.set({ blank: false });
    if (event.defaultPrevented || belongsElsewhere(event)) return;
    const action = actionForKey(event);
    if (action === null || (helpOpen && action.id !== "help")) return;
    event.preventDefault();
    services.actions.run(action.id);
  });
}

/** @param {KeyboardEvent} event */
function belongsElsewhere(event) {
  const target = event.target;
  if (!(target instanceof Element)) return false;
  if (target.closest(FIELDS)) return true;
  return event.key === " " && target.closest(PRESSABLE) !== null;
}
