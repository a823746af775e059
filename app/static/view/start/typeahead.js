// Where keys wait for parts of the page that are being fetched and will take them: dialogs, fields, labs,
// and at the start the page itself. A key that is delivered later does what it would have done then.

import { createTypeahead } from "../../core/walk/typeahead.js";
import { FIELDS, PRESSABLE } from "./keyboard.js";

/** How long keys wait for a part, in milliseconds. A fetch that hangs must not take the keyboard along. */
const PATIENCE = 10_000;

/** @type {import("../../core/types.js").Typeahead} */
const typeahead = createTypeahead(press, (end) => window.setTimeout(end, PATIENCE));

/** From here on keys wait where a part is awaited. It hears every key before anyone else does. */
export function keepKeys() {
  window.addEventListener("keydown", (event) => {
    const { target, key, code, shiftKey } = event;
    const hasOwnUse = target instanceof Element && target.closest(FIELDS) !== null && !isShut(target);
    if (isForTheBrowser(event) || hasOwnUse || !(typeahead.waits() || isShut(target))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (typeahead.waits()) typeahead.keep({ key, code, shiftKey });
    else press({ key, code, shiftKey });
  }, { capture: true });
}

/**
 * Keys wait until the part stands.
 * @template T
 * @param {Promise<T>} part
 * @returns {Promise<T>} the part
 */
export function keysWaitFor(part) {
  typeahead.await(part);
  return part;
}

/** Whether a key is a command of the browser or part of a text that is being composed. @param {KeyboardEvent} event */
function isForTheBrowser({ key, ctrlKey, altKey, metaKey, isComposing }) {
  return ctrlKey || altKey || metaKey || isComposing || /^(Tab|Dead|Process|F\d+)$/.test(key);
}

/** A dialog that was closed a moment ago keeps the focus until the next frame, and would swallow a quick key. @param {EventTarget | null} target */
function isShut(target) {
  return target instanceof Element && target.closest("dialog:not([open])") !== null;
}

/** @param {import("../../core/types.js").KeyPress} press */
function press({ key, code, shiftKey }) {
  if (document.activeElement instanceof HTMLElement && isShut(document.activeElement)) document.activeElement.blur();
  const target = document.activeElement ?? document.body;
  const event = new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true, composed: true });
  if (target.dispatchEvent(event)) byDefault(target, key);
}

/** What the browser does at a key of a person, but not at one of a script. @param {Element} target @param {string} key */
function byDefault(target, key) {
  const dialog = key === "Escape" ? [...document.querySelectorAll("dialog:modal")].at(-1) : null;
  if (dialog instanceof HTMLDialogElement) {
    if (dialog.dispatchEvent(new Event("cancel", { cancelable: true }))) dialog.close();
  } else if (target.matches(FIELDS)) {
    // The one way to write into any field, CodeMirror's too, that the field hears of and can undo.
    if (key === "Backspace") document.execCommand("delete");
    else if ([...key].length === 1) document.execCommand("insertText", false, key);
  } else if (target instanceof HTMLElement && target.matches(PRESSABLE) && (key === "Enter" || key === " ")) target.click();
}
