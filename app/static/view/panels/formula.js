// The reading band: the formula of the step, its numbers beneath, and the step in words.

import { say } from "../../words/index.js";
import { captionAt, narrationAt, remarksAt } from "../../core/walk/captions.js";
import { formulaAt } from "../../core/walk/formula.js";
import { adjointOf } from "../../core/walk/line.js";
import { inNotation } from "../../core/model/notation.js";
import { arrayViews } from "../arrays/load.js";
import { element as make } from "../dom/element.js";
import { fitLines } from "../dom/fit_text.js";
import { setMath } from "../dom/mathematics.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../../core/walk/captions.js").Piece} Piece */

/** What is free between the lines and the words, in pixels. */
const BETWEEN = 16;
/** Of the rest of the band, the numbers have at least this part, and the words scroll. */
const LEAST = 0.5;

/** @param {HTMLElement} root @param {Store} store */
export function mountFormula(root, store) {
  const symbolic = make("span", { "data-formula": "" });
  const aside = make("span", { class: "formula-aside" });
  const first = make("div", { class: "formula-line formula-symbolic" }, symbolic, aside);
  const second = make("div", { class: "formula-line formula-substituted", "data-substituted": "" });
  const lines = make("div", { class: "formula-lines" }, first, second);
  const caption = make("p", { class: "caption", "data-caption": "" });
  const remarks = make("p", { class: "remarks", "data-remarks": "", lang: "en" });
  const narration = make("p", { class: "narration", "data-narration": "", lang: "en" });
  root.append(lines, make("div", { class: "words" }, caption, remarks, narration));

  /** @param {State} state */
  function draw(state) {
    const { trace, position, notation } = state;
    if (trace === null) {
      for (const element of [symbolic, aside, second]) setMath(element, "");
      caption.textContent = state.problem ? "" : say("formula.empty");
      remarks.textContent = "";
      narration.textContent = "";
      return;
    }
    const formula = formulaAt(trace, position, notation);
    setMath(symbolic, formula.symbolic, { large: notation === "bar" });
    setMath(aside, formula.aside ?? "");
    setMath(second, formula.substituted);
    caption.replaceChildren(...captionAt(trace, position).map((piece) => phrase(piece, state)));
    remarks.textContent = remarksAt(trace, position).join(" ");
    narration.textContent = narrationAt(state);
    fit();
  }

  function fit() {
    fitLines([first, second]);
    const room = root.clientHeight - first.offsetHeight - BETWEEN;
    arrayViews()?.fitHeight(second, Math.max(LEAST * room, room - caption.offsetHeight - narration.offsetHeight));
  }

  store.subscribe((state, previous) => {
    const keys = /** @type {const} */ (["trace", "position", "notation", "example", "source", "inputs", "problem", "large", "size", "editorOpen"]);
    if (keys.some((key) => state[key] !== previous[key])) draw(state);
  });
  new ResizeObserver(() => fit()).observe(root);
  // The fonts of tall brackets come with the first of them, and are wider than what stood in for them.
  document.fonts.addEventListener("loadingdone", fit);
  draw(store.get());
}

/**
 * @param {Piece} piece
 * @param {State} state
 * @returns {Node | string}
 */
function phrase(piece, { trace, notation }) {
  if (typeof piece === "string") return piece;
  const element = make("span", { class: "adjoint" in piece ? "adjoint" : "name" });
  if ("letter" in piece) setMath(element, piece.letter);
  else if ("node" in piece) setMath(element, piece.node.latex);
  else setMath(element, trace === null ? piece.adjoint.bar : inNotation(adjointOf(piece.adjoint), trace, notation));
  return element;
}
