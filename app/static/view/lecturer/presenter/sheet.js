// What the notes show of a state: this step and the next in formulas and words, and what a tour says.

import { fillOf, piecesOf } from "../../../core/text/placeholders.js";
import { onward, rangeOf } from "../../../core/model/tour.js";

/** @typedef {import("../../../core/types.js").State} State */
/** @typedef {import("../../../core/types.js").Trace} Trace */
/** @typedef {import("../../../core/model/tour.js").Stop} Stop */
/** @typedef {import("./channel.js").Piece} Piece */
/** @typedef {import("./channel.js").Sheet} Sheet */
/** @typedef {import("./channel.js").Shown} Shown */
/** @typedef {import("./channel.js").Told} Told */
/** @typedef {import("../types.js").Kit} Kit */

/**
 * @param {import("../types.js").Room} room
 * @param {{ told: import("../tour/lessons.js").Told, stop: Stop } | null} tour
 * @returns {Sheet}
 */
export function sheetOf({ kit, store, say }, tour) {
  const state = store.get();
  const { trace, position, blank, laser, theme, example, source } = state;
  const steps = trace?.steps.length ?? 0;
  return {
    title: example !== null && example.source === source ? example.title : "",
    position, steps, blank, laser, theme,
    now: trace && shown(kit, state, trace, position),
    next: trace && position < steps ? shown(kit, state, trace, position + 1) : null,
    told: tour && told(kit, say, state, tour),
  };
}

/** @param {Kit} kit @param {State} state @param {Trace} trace @param {number} position @returns {Shown} */
function shown({ adjointOf, captionAt, formulaAt, inNotation, narrationAt }, state, trace, position) {
  const { symbolic, substituted } = formulaAt(trace, position, state.notation);
  const caption = captionAt(trace, position).map((piece) => {
    if (typeof piece === "string") return piece;
    if ("letter" in piece) return { latex: piece.letter, kind: "name" };
    return "node" in piece ? { latex: piece.node.latex, kind: "name" } : { latex: inNotation(adjointOf(piece.adjoint), trace, state.notation), kind: "adjoint" };
  });
  return { position, symbolic, substituted, caption, narration: narrationAt({ ...state, position }) };
}

/** @param {Kit} kit @param {import("../types.js").Room["say"]} say @param {State} state @param {{ told: import("../tour/lessons.js").Told, stop: Stop }} tour @returns {Told} */
function told(kit, say, state, { told: { lesson, stops }, stop }) {
  const { trace, position } = state;
  const { point, section, title, inSection, ofSection, index } = stop;
  const answered = state.lesson?.answered ?? false;
  const text = (/** @type {string | null} */ one) => pieces(kit, one ?? "", state);
  const does = onward(trace === null ? { from: 0, to: 0 } : rangeOf(trace, point), point, { position, answered });
  const following = stops[index + 1]?.point.caption ?? null;
  return {
    title, place: `${say("section", { n: section + 1, m: lesson.sections.length })}, ${say("point", { k: inSection + 1, of: ofSection })}`,
    caption: text(point.caption), bullets: point.bullets.map(text), notes: text(point.notes), answered,
    question: point.question === null ? null : text(point.question), answer: point.answer === null ? null : text(point.answer),
    press: does === "point" && following === null ? "end" : does,
    // Its numbers are those of another model, which is not on screen yet.
    following: following === null ? null : pieces(kit, following, { ...state, trace: null }),
  };
}

/** @param {Kit} kit @param {string} text @param {Pick<State, "trace" | "notation">} state @returns {Piece[]} */
function pieces({ brief, saidIn }, text, { trace, notation }) {
  return piecesOf(text).map((piece) => {
    if ("text" in piece) return piece.text;
    if ("latex" in piece) return { latex: saidIn(piece.latex, trace, notation), kind: "name" };
    const fill = trace === null ? null : fillOf(trace, piece.gap);
    return fill === null ? { number: "…", kind: "none" } : { number: brief(fill.quantity), kind: fill.kind };
  });
}
