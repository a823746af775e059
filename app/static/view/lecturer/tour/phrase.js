// A text of a lesson as nodes: words, formulas in the notation of the page, numbers of the trace on screen.

import { fillOf, piecesOf } from "../../../core/text/placeholders.js";

/** @typedef {import("../../../core/types.js").State} State */

/**
 * @param {import("../types.js").Kit} kit
 * @param {string} text
 * @param {Pick<State, "trace" | "notation">} state
 * @returns {(Node | string)[]}
 */
export function phrase({ brief, element, saidIn, setMath }, text, { trace, notation }) {
  return piecesOf(text).map((piece) => {
    if ("text" in piece) return piece.text;
    if ("latex" in piece) {
      const formula = element("span", { class: "said-formula" });
      setMath(formula, saidIn(piece.latex, trace, notation));
      return formula;
    }
    const fill = trace === null ? null : fillOf(trace, piece.gap);
    return element("span", { class: "said-number", "data-kind": fill?.kind ?? "none", "data-gap": piece.gap }, fill === null ? "?" : brief(fill.quantity));
  });
}
