// The model before CodeMirror is needed: a plain text field over the same text in colour. It looks
// like the rich editor, works without it, and costs nothing on the critical path.

import { say } from "../../words/index.js";
import { tokensOf } from "../../core/text/tokens.js";
import { element as make } from "../dom/element.js";

/** @typedef {{ from: number, to: number }} Selection */

/**
 * @typedef {object} PlainEditor
 * @property {HTMLElement} root
 * @property {HTMLTextAreaElement} field
 * @property {(text: string) => void} setText
 * @property {(line: number | null) => void} setActiveLine
 */

/**
 * @param {(text: string) => void} onText
 * @returns {PlainEditor}
 */
export function createPlainEditor(onText) {
  const lines = make("div", { class: "plain-lines", "aria-hidden": "true" });
  const field = make("textarea", {
    class: "plain-field", "aria-label": say("editor.field"), rows: "1",
    spellcheck: "false", autocomplete: "off", autocapitalize: "off",
  });
  /** @type {number | null} */
  let active = null;

  function paint() {
    lines.replaceChildren(...field.value.split("\n").map(coloured));
    light();
  }

  function light() {
    [...lines.children].forEach((line, index) => line.classList.toggle("is-active", index + 1 === active));
  }

  field.addEventListener("compositionstart", () => { field.dataset.composing = "true"; });
  field.addEventListener("compositionend", () => { delete field.dataset.composing; });
  field.addEventListener("input", () => {
    paint();
    onText(field.value);
  });
  return {
    root: make("div", { class: "plain" }, lines, field),
    field,
    setText(text) {
      if (field.value === text) return;
      field.value = text;
      paint();
    },
    setActiveLine(line) {
      active = line;
      light();
    },
  };
}

/** @param {string} text */
function coloured(text) {
  const line = make("div", { class: "plain-line" });
  let at = 0;
  for (const { from, to, kind } of tokensOf(text)) {
    line.append(text.slice(at, from), make("span", { class: `word-${kind}` }, text.slice(from, to)));
    at = to;
  }
  line.append(text.slice(at) || "\u200B");
  return line;
}
