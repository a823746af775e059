// Arrays as grids of cells between brackets: blue around values, vermillion around adjoints, each on its
// own scale. What a cell says in colour it also says as a number, or as a sign where there is no room.

import { say } from "../../words/index.js";
import { cellText, entryAt, gridOf, placeOf, planOf, toneOf } from "../../core/number/grid.js";

/** @typedef {import("../../core/types.js").Num} Num */
/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/number/grid.js").Grid} Grid */
/** @typedef {import("../toolkit.js").Kit} Kit */

/** A cell in root units: with its number, at the projector's size, and without. The style sheet has the same. */
const NUMBERED = { width: 3.75, height: 1.25 };
const LARGE = { width: 4.25, height: 1.375 };
const PLAIN = { width: 0.75, height: 0.6875 };
const STRIP = { width: 1.5, height: 0.6875 };
/** On a narrow screen numbers in cells could not be read: cells without them leave the graph larger. */
const NARROW = { width: 1, height: 1 };
/** No formula is set smaller than this, in pixels, and none is measured more often. */
const LEGIBLE = 11;
const LOOKS = 3;
const narrow = window.matchMedia("(max-width: 56rem)");
/** The brackets on both sides, and the line of words under the corner of a large array. */
const BRACKETS = 0.625;
const WORDS = { width: 9, height: 1.25 };

/** @param {Kit} kit @param {(node: string) => boolean} isRow */
export function createGrids({ brief, element, isArray, mark, shapeOf }, isRow) {
  /** @type {WeakMap<HTMLElement, Quantity>} */
  const shown = new WeakMap();

  /** @param {Num} entry @param {number} top the end of the scale @param {boolean} numbered */
  function cell(entry, top, numbered) {
    const { sign, strength } = toneOf(entry, top);
    const text = numbered ? cellText(entry, brief) : Number.isFinite(Number(entry)) ? "" : sign;
    const made = element("span", { class: "cell", "data-sign": sign }, text);
    made.style.setProperty("--strength", strength.toFixed(3));
    return made;
  }

  /**
   * @param {Exclude<Quantity, Num>} quantity
   * @param {"value" | "adjoint"} kind
   * @param {{ row?: boolean, numbers?: boolean }} [options] `numbers`: in the cells, where they fit
   */
  function grid(quantity, kind, { row = false, numbers = true } = {}) {
    const drawn = gridOf(quantity, shapeOf(quantity), row);
    const numbered = numbers && drawn.numbered;
    const shape = shapeOf(quantity);
    const cells = drawn.rows.flatMap((line, r) => line.map((entry, c) => {
      const made = cell(entry, drawn.top, numbered);
      made.dataset.at = placeOf(shape, row, r, c).join();
      return made;
    }));
    const body = element("span", { class: "grid", "data-kind": kind, "aria-hidden": "true" }, ...cells);
    body.style.setProperty("--columns", String(drawn.rows[0]?.length ?? 1));
    mark(body, "data-numbered", numbered);
    mark(body, "data-vector", !numbered && !narrow.matches && drawn.rows[0]?.length === 1);
    mark(body, "data-cut", drawn.cut);
    return drawn.cut ? element("span", { class: "grid-corner" }, body, words(drawn)) : body;
  }

  /** @param {Grid} drawn */
  function words({ summary }) {
    return element("span", { class: "grid-words", title: say("array.norm", { norm: brief(summary.norm) }) }, `${brief(summary.min)} … ${brief(summary.max)}`);
  }

  return {
    cell,
    grid,
    /**
     * A grid whose cells can be chosen, by mouse and keyboard.
     * @param {Exclude<Quantity, Num>} quantity
     * @param {"value" | "adjoint"} kind
     * @param {{ id: string }} node
     * @param {readonly number[] | null} chosen
     * @param {(at: number[]) => void} onChoose
     */
    choosable(quantity, kind, { id }, chosen, onChoose) {
      const drawn = grid(quantity, kind, { row: isRow(id) });
      drawn.querySelectorAll(".cell").forEach((still) => {
        if (!(still instanceof HTMLElement)) return;
        const at = (still.dataset.at ?? "").split(",").map(Number);
        const entry = entryAt(quantity, at);
        const label = `${id}[${at.join(", ")}]${entry === undefined ? "" : `, ${kind} ${brief(entry)}`}`;
        const button = element("button", { type: "button", class: "cell", "data-at": at.join(), "data-sign": still.dataset.sign ?? "", "aria-label": label, title: label, "aria-pressed": String(chosen?.join() === at.join()) }, still.textContent ?? "");
        button.style.setProperty("--strength", still.style.getPropertyValue("--strength"));
        button.addEventListener("click", () => onChoose(at));
        still.replaceWith(button);
      });
      drawn.removeAttribute("aria-hidden");
      drawn.querySelector(".grid")?.removeAttribute("aria-hidden");
      return drawn;
    },
    /**
     * A line of matrices too tall for its room is set smaller.
     * @param {HTMLElement} line
     * @param {number} room in pixels
     */
    fitHeight(line, room) {
      // A line that breaks may break elsewhere when it is smaller: a few looks settle it.
      for (let look = 0; look < LOOKS && !narrow.matches && line.offsetHeight > room; look += 1) {
        const size = Number.parseFloat(getComputedStyle(line).fontSize);
        line.style.fontSize = `${Math.max(LEGIBLE, Math.floor((10 * size * room) / line.offsetHeight) / 10)}px`;
      }
    },
    /** An array of a node, for a line of text. @param {Quantity} quantity @param {string} node */
    inline: (quantity, node) => (isArray(quantity) ? grid(quantity, "adjoint", { row: isRow(node) }) : brief(quantity)),
    /**
     * Fills a node's place for its value or adjoint.
     * @param {HTMLElement} place
     * @param {Quantity | null} quantity
     * @param {string} node
     * @param {boolean} isOpen  the sum is still to grow
     * @returns {boolean} false where there is no array to draw
     */
    fill(place, quantity, node, isOpen) {
      if (!isArray(quantity)) {
        shown.delete(place);
        return false;
      }
      if (shown.get(place) !== quantity || place.childElementCount === 0) {
        place.replaceChildren(grid(quantity, place.classList.contains("node-value") ? "value" : "adjoint", { row: isRow(node), numbers: !narrow.matches }));
        shown.set(place, quantity);
      }
      mark(place, "data-open", isOpen);
      return true;
    },
    /**
     * How much room a node's array takes, whatever is in it: numbers may change and nothing moves.
     * @param {{ id: string, shape: readonly number[] }} node
     * @param {number} rem
     * @returns {{ width: number, height: number } | null} in pixels of the scene
     */
    sizeOf({ id, shape }, rem) {
      if (shape.length === 0) return null;
      const { rows, columns, cut, numbered } = planOf(shape, isRow(id));
      const isLarge = document.documentElement.hasAttribute("data-large");
      const plain = narrow.matches ? NARROW : columns === 1 ? STRIP : PLAIN;
      const { width, height } = numbered && !narrow.matches ? (isLarge ? LARGE : NUMBERED) : plain;
      const size = { width: columns * width + BRACKETS, height: rows * height };
      return { width: Math.max(size.width, cut ? WORDS.width : 0) * rem, height: (size.height + (cut ? WORDS.height : 0)) * rem };
    },
  };
}
