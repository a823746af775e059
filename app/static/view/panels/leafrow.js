// One leaf: its name and role, a slider, a number field, and the way back to its declared value.

import { say } from "../../words/index.js";
import { formatNumber, readNumber, sliderRange, snapped } from "../../core/number/numbers.js";
import { mark } from "../dom/attributes.js";
import { element as make } from "../dom/element.js";
import { setMath } from "../dom/mathematics.js";

/** @typedef {import("../../core/model/leaves.js").Adjustable} Adjustable */
/** @typedef {{ root: HTMLElement, show: (leaf: Adjustable) => void }} LeafRow */

/**
 * @param {Adjustable} first
 * @param {(id: string, value: number) => void} onChange
 * @returns {LeafRow}
 */
export function createLeafRow(first, onChange) {
  const { id } = first;
  let leaf = numeric(first);
  let range = sliderRange(leaf.declared ?? leaf.value, leaf.value);
  let home = leaf.declared;
  let isTyping = false;

  const name = make("span", { class: "leaf-name" });
  const role = make("span", { class: "leaf-role" });
  const slider = make("input", { class: "leaf-slider", type: "range", "aria-label": say("leaf.slider", { name: id }) });
  const field = make("input", { class: "leaf-field", type: "number", "aria-label": say("leaf.field", { name: id }), inputmode: "decimal", autocomplete: "off" });
  const reset = make("button", { class: "leaf-reset", type: "button" }, "↺");
  const note = make("p", { class: "leaf-note", role: "status" });
  const root = make("div", { class: "leaf", "data-leaf": id, role: "group", "aria-label": id }, make("div", { class: "leaf-label" }, name, role), slider, field, reset, note);

  function goHome() {
    if (leaf.declared !== null) onChange(id, leaf.declared);
  }

  slider.addEventListener("input", () => onChange(id, snapped(Number(slider.value), range.step)));
  slider.addEventListener("dblclick", goHome);
  // After a drag the walk's keys belong to the walk again: a clicker must not push the slider.
  slider.addEventListener("pointerup", () => slider.blur());
  reset.addEventListener("click", () => {
    goHome();
    field.focus();
  });

  field.addEventListener("input", () => {
    isTyping = true;
    const value = field.validity.badInput ? null : readNumber(field.value);
    if (value === null) return;
    note.textContent = "";
    onChange(id, value);
  });
  field.addEventListener("change", () => {
    isTyping = false;
    const isRead = !field.validity.badInput && readNumber(field.value) !== null;
    if (!isRead) note.textContent = say("leaf.no-number", { name: id, value: formatNumber(leaf.value) });
    field.value = String(leaf.value);
  });
  field.addEventListener("blur", () => {
    isTyping = false;
    field.value = String(leaf.value);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") field.blur();
  });

  return {
    root,
    show(leafNow) {
      const next = numeric(leafNow);
      leaf = next;
      if (next.declared !== home || next.value < range.min || next.value > range.max) {
        home = next.declared;
        range = sliderRange(home ?? next.value, next.value);
      }
      setMath(name, next.latex);
      mark(name, "data-long", next.id.length > 6);
      role.textContent = say(`role.${next.role}`);
      place(slider, range, next.value);
      field.step = String(range.step);
      if (!isTyping) field.value = String(next.value);
      mark(root, "data-overridden", next.overridden);
      reset.hidden = !next.overridden;
      reset.setAttribute("aria-label", say("leaf.reset", { name: id, value: formatNumber(next.declared ?? next.value) }));
      reset.title = say("leaf.back", { value: formatNumber(next.declared ?? next.value) });
    },
  };
}

/** A leaf as the number it is; an array without the code that draws it is none. @param {Adjustable} leaf */
function numeric(leaf) {
  return { ...leaf, value: Number(leaf.value), declared: leaf.declared === null ? null : Number(leaf.declared) };
}

/**
 * Bounds first: a value is clamped to the bounds that the slider has at the time.
 * @param {HTMLInputElement} slider
 * @param {{ min: number, max: number, step: number }} range
 * @param {number} value
 */
function place(slider, { min, max, step }, value) {
  slider.min = String(min);
  slider.max = String(max);
  slider.step = String(step);
  slider.value = String(value);
  slider.style.setProperty("--filled", String((value - min) / (max - min)));
  slider.setAttribute("aria-valuetext", formatNumber(value));
}
