// What is drawn over the text of the rich editor: the colour of its words, the underline of a problem,
// and the soft light on the line of the active node. Marks move along while the text is edited.

import { Decoration, EditorView, RangeSetBuilder, StateEffect, StateField, ViewPlugin } from "../../vendor/codemirror.js";
import { tokensOf } from "../../core/text/tokens.js";

/** @typedef {import("../../vendor/codemirror.js").DecorationSet} DecorationSet */
/** @typedef {import("../../vendor/codemirror.js").EditorState} EditorState */
/** @typedef {{ from: number, to: number } | null} Place */

/** @type {import("../../vendor/codemirror.js").StateEffectType<Place>} */
export const setProblem = StateEffect.define();

/** @type {import("../../vendor/codemirror.js").StateEffectType<number | null>} */
export const setActiveLine = StateEffect.define();

const underline = Decoration.mark({ class: "cm-problem", attributes: { "data-problem": "true" } });
const missing = Decoration.line({ class: "cm-problem-line", attributes: { "data-problem": "true" } });
const active = Decoration.line({ class: "cm-node-line" });

/** Only what is in sight is coloured, however long the text. */
const words = ViewPlugin.define((view) => ({
  marks: coloured(view),
  update({ docChanged, viewportChanged, view: now }) {
    if (docChanged || viewportChanged) this.marks = coloured(now);
  },
}), { decorations: ({ marks }) => marks });

const problem = StateField.define({
  create: () => Decoration.none,
  update(marks, { changes, effects, state }) {
    const wanted = effects.findLast((effect) => effect.is(setProblem));
    if (wanted === undefined) return marks.map(changes);
    return wanted.is(setProblem) ? underlined(state, wanted.value) : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const activeLine = StateField.define({
  create: () => Decoration.none,
  update(marks, { changes, effects, state }) {
    const wanted = effects.findLast((effect) => effect.is(setActiveLine));
    if (wanted === undefined) return marks.map(changes);
    const line = wanted.is(setActiveLine) ? wanted.value : null;
    return line === null || line > state.doc.lines ? Decoration.none : Decoration.set(active.range(state.doc.line(line).from));
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const marks = [words, problem, activeLine];

/** @param {EditorState} state @param {Place} place @returns {DecorationSet} */
function underlined(state, place) {
  if (place === null || place.to > state.doc.length) return Decoration.none;
  // An empty line has no character to underline, so the line itself is marked.
  if (place.from === place.to) return Decoration.set(missing.range(state.doc.lineAt(place.from).from));
  return Decoration.set(underline.range(place.from, place.to));
}

/** @param {EditorView} view @returns {DecorationSet} */
function coloured({ state, visibleRanges }) {
  /** @type {RangeSetBuilder<Decoration>} */
  const builder = new RangeSetBuilder();
  let done = 0;
  for (const range of visibleRanges) {
    for (let number = Math.max(done + 1, state.doc.lineAt(range.from).number); number <= state.doc.lineAt(range.to).number; number += 1) {
      const { from: start, text } = state.doc.line(number);
      for (const { from, to, kind } of tokensOf(text)) builder.add(start + from, start + to, colours[kind]);
      done = number;
    }
  }
  return builder.finish();
}

/** @param {string} kind */
const colour = (kind) => Decoration.mark({ class: `word-${kind}` });

const colours = {
  comment: colour("comment"), keyword: colour("keyword"), function: colour("function"), number: colour("number"),
  name: colour("name"), operator: colour("operator"), text: colour("text"),
};
