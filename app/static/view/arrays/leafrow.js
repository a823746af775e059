// A leaf that is an array: a grid of small fields, and one slider for the entry that was touched last.

import { say } from "../../words/index.js";
import { placeOf, planOf, toneOf } from "../../core/number/grid.js";

/** @typedef {import("../../core/types.js").Given} Given */
/** @typedef {import("../../core/model/leaves.js").Adjustable} Adjustable */
/** @typedef {import("../toolkit.js").Kit} Kit */
/** @typedef {import("../panels/leafrow.js").LeafRow} LeafRow */

/**
 * The array with one entry changed.
 * @param {Given} given
 * @param {readonly number[]} at
 * @param {number} value
 * @returns {Given}
 */
function withEntry(given, [first, ...rest], value) {
  if (first === undefined || !Array.isArray(given)) return value;
  return given.map((inner, index) => (index === first ? withEntry(inner, rest, value) : inner));
}

/** @param {Given} given @param {readonly number[]} at @returns {number} */
function entryOf(given, at) {
  return Number(at.reduce((/** @type {Given} */ inner, index) => (Array.isArray(inner) ? inner[index] ?? 0 : inner), given));
}

/** @param {Kit} kit */
export function createArrayRows({ brief, element, formatNumber, mark, readNumber, setMath, shapeOf, shapeText, sliderRange, snapped, written }) {
  /**
   * @param {Adjustable} first
   * @param {(id: string, value: Given) => void} onChange
   * @returns {LeafRow}
   */
  return function createArrayRow(first, onChange) {
    const { id } = first;
    const shape = shapeOf(/** @type {any} */ (first.value));
    const plan = planOf(shape, false);
    const isWhole = !plan.cut && Array.isArray(first.value);
    let leaf = first;
    /** The entry that the slider works on. */
    let chosen = placeOf(shape, false, 0, 0);
    let range = { min: -1, max: 1, step: 0.01 };

    const name = element("span", { class: "leaf-name" });
    const role = element("span", { class: "leaf-role" });
    const slider = element("input", { class: "leaf-slider", type: "range" });
    const at = element("output", { class: "leaf-at" });
    const reset = element("button", { class: "leaf-reset", type: "button" }, "↺");
    const note = element("p", { class: "leaf-note", role: "status" });
    const fields = isWhole ? Array.from({ length: plan.rows * plan.columns }, (_, index) => field(placeOf(shape, false, Math.floor(index / plan.columns), index % plan.columns))) : [];
    const entries = element("div", { class: "leaf-entries" }, ...fields.map(({ input }) => input));
    entries.style.setProperty("--columns", String(plan.columns));
    mark(entries, "data-wide", plan.columns > 3);
    const root = element("div", { class: "leaf leaf-array", "data-leaf": id, "data-shape": shapeText(shape), role: "group", "aria-label": `${id}, ${shapeText(shape)}` },
      element("div", { class: "leaf-label" }, name, role), ...(isWhole ? [slider, at, reset, entries] : [element("p", { class: "leaf-large" })]), note);

    /** @param {readonly number[]} place */
    function field(place) {
      const input = element("input", { class: "leaf-entry", type: "text", inputmode: "decimal", autocomplete: "off", "aria-label": nameOf(place), "data-at": place.join() });
      input.addEventListener("focus", () => choose(place));
      input.addEventListener("input", () => {
        const value = readNumber(input.value);
        if (value === null) return;
        note.textContent = "";
        change(place, value);
      });
      input.addEventListener("change", () => {
        if (readNumber(input.value) === null) note.textContent = say("leaf.no-number", { name: nameOf(place), value: formatNumber(entryOf(/** @type {Given} */ (leaf.value), place)) });
      });
      input.addEventListener("blur", () => show(leaf));
      input.addEventListener("keydown", (event) => walk(event, place));
      return { input, place };
    }

    /** Names an entry as the notation does. @param {readonly number[]} place */
    function nameOf(place) {
      return `${id}[${place.join(", ")}]`;
    }

    /** Arrows up and down move between rows; within a line they move the caret. @param {KeyboardEvent} event @param {readonly number[]} place */
    function walk(event, place) {
      if (event.key === "Escape" && event.target instanceof HTMLElement) event.target.blur();
      const by = event.key === "ArrowDown" || event.key === "Enter" ? plan.columns : event.key === "ArrowUp" ? -plan.columns : 0;
      const next = by === 0 ? undefined : fields[fields.findIndex((one) => one.place === place) + by];
      if (next === undefined) return;
      event.preventDefault();
      next.input.focus();
      next.input.select();
    }

    /** @param {readonly number[]} place */
    function choose(place) {
      // The slider is there for one entry at a time, of one array.
      for (const other of root.parentElement?.querySelectorAll(".leaf-array[data-open]") ?? []) mark(other, "data-open", other === root);
      mark(root, "data-open", true);
      chosen = [...place];
      range = sliderRange(home(place), entryOf(/** @type {Given} */ (leaf.value), place));
      show(leaf);
    }

    /** What the slider's range is made of: the declared entry, or today's. @param {readonly number[]} place */
    function home(place) {
      return entryOf(leaf.declared ?? /** @type {Given} */ (leaf.value), place);
    }

    /** @param {readonly number[]} place @param {number} value */
    function change(place, value) {
      onChange(id, withEntry(/** @type {Given} */ (leaf.value), place, value));
    }

    slider.addEventListener("input", () => change(chosen, snapped(Number(slider.value), range.step)));
    slider.addEventListener("pointerup", () => slider.blur());
    slider.addEventListener("dblclick", () => change(chosen, home(chosen)));
    reset.addEventListener("click", () => {
      if (leaf.declared !== null) onChange(id, leaf.declared);
      fields[0]?.input.focus();
    });

    /** @param {Adjustable} next */
    function show(next) {
      leaf = next;
      setMath(name, next.latex);
      mark(name, "data-long", next.id.length > 6);
      role.textContent = `${next.role}, ${shapeText(shape)}`;
      mark(root, "data-overridden", next.overridden);
      if (!isWhole) {
        const large = root.querySelector(".leaf-large");
        if (large) large.textContent = say("leaf.large", { value: brief(/** @type {any} */ (next.value)) });
        return;
      }
      const given = /** @type {Given} */ (next.value);
      const top = Math.max(...fields.map(({ place }) => Math.abs(entryOf(given, place))));
      for (const { input, place } of fields) {
        const value = entryOf(given, place);
        if (document.activeElement !== input) input.value = String(value);
        const { sign, strength } = toneOf(value, top);
        mark(input, "data-sign", sign);
        mark(input, "data-chosen", root.hasAttribute("data-open") && place.join() === chosen.join());
        input.style.setProperty("--strength", strength.toFixed(3));
      }
      const now = entryOf(given, chosen);
      if (now < range.min || now > range.max || range.step === 0.01) range = sliderRange(home(chosen), now);
      slider.setAttribute("aria-label", say("leaf.slider", { name: nameOf(chosen) }));
      place(slider, range, now);
      at.textContent = `[${chosen.join(", ")}]`;
      reset.hidden = !next.overridden;
      const back = next.declared === null ? "" : written(next.declared);
      reset.setAttribute("aria-label", say("leaf.reset", { name: id, value: back }));
      reset.title = say("leaf.back", { value: back });
    }

    /** @param {HTMLInputElement} input @param {{ min: number, max: number, step: number }} bounds @param {number} value */
    function place(input, { min, max, step }, value) {
      Object.assign(input, { min: String(min), max: String(max), step: String(step) });
      input.value = String(value);
      input.style.setProperty("--filled", String((value - min) / (max - min)));
      input.setAttribute("aria-valuetext", formatNumber(value));
    }

    return { root, show };
  };
}
