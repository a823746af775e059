// What was predicted stays: in a list, and beside the number that it was meant for.

import { SIGN, shown } from "./words.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Question} Question */
/** @typedef {import("./model-score.js").Entry} Entry */
/** @typedef {import("./model-slips.js").Judgement} Judgement */

/** An answer with all that it takes to speak of it again; `line` is the formula that was picked. @typedef {{ entry: Entry, question: Question, judged: Judgement, line: import("../../core/walk/line.js").Line }} Kept */

/** More letters do not fit beside a node. */
const LONGEST = 9;
/** A longer list is no longer read. */
const MOST_ROWS = 60;

/** @param {Pick<LabContext, "kit" | "stage" | "sentence">} lab @param {ReturnType<typeof import("./words.js").sentences>} words */
export function createLog({ kit, stage, sentence }, words) {
  const { element: make, inNotation, mark, termOf } = kit;
  const root = make("ol", { class: "predict-log", "data-log": "" });
  /** @type {Map<Kept, { row: HTMLElement, notation: string }>} */
  const rows = new Map();

  /** @param {Kept} kept @param {State} state */
  function rowOf(kept, state) {
    const known = rows.get(kept);
    if (known?.notation === state.notation) return known.row;
    const { entry, question, line } = kept;
    const { trace, notation } = state;
    const term = trace === null || question.edge === null ? "" : inNotation(termOf(trace, question.edge), trace, notation);
    const subject = sentence(question.kind === "term" ? "{term}" : "{node}", { node: words.subject(state, question), term: { latex: term, text: "" } }).nodes;
    const said = entry.asked === "rule" ? words.picked(state, entry, line) : [shown(entry)];
    const truth = entry.verdict === "right" || entry.asked === "rule" ? [] : make("span", { class: "predict-truth" }, words.truthOf(entry.truth));
    const row = make("li", { "data-verdict": entry.verdict }, make("b", {}, SIGN[entry.verdict] ?? ""), " ", ...subject, " ", make("span", { class: "predict-said" }, ...said), ...[truth].flat());
    rows.set(kept, { row, notation });
    return row;
  }

  /** @param {State} state @param {readonly Kept[]} all  in the order of the walk */
  function show(state, all) {
    const revealed = all.filter(({ entry }) => entry.step <= state.position && entry.verdict !== "skipped");
    const listed = revealed.slice(-MOST_ROWS).reverse();
    for (const known of rows.keys()) if (!all.includes(known)) rows.delete(known);
    const wanted = listed.map((kept) => rowOf(kept, state));
    if (wanted.length !== root.children.length || wanted.some((row, index) => root.children[index] !== row)) root.replaceChildren(...wanted);
    for (const [index, { entry }] of listed.entries()) mark(wanted[index] ?? root, "aria-current", entry.step === state.position ? "step" : null);
    badges(state, revealed);
  }

  /** @param {State} state @param {readonly Kept[]} revealed */
  function badges({ position, trace }, revealed) {
    /** @type {Map<string, { value?: string, adjoint?: string, newest: string }>} */
    const said = new Map();
    for (const { entry, question } of revealed) {
      // A term's prediction gives way to the whole sum.
      const isOver = question.kind === "term" && (trace?.steps.findLastIndex(({ node }) => node === entry.node) ?? -1) < position;
      if (isOver) continue;
      const text = entry.asked === "rule" ? "" : shown(entry);
      const newest = `${SIGN[entry.verdict]} ${text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text}`.trim();
      // What was right stands there already: its sign is enough beside it, and leaves the edges their room.
      const badge = entry.verdict === "right" ? SIGN.right : newest;
      said.set(entry.node, { ...said.get(entry.node), [question.kind === "value" ? "value" : "adjoint"]: badge, newest });
    }
    for (const holder of stage.querySelectorAll("[data-node]")) {
      const found = said.get(holder.getAttribute("data-node") ?? "");
      mark(holder, "data-predicted", found?.newest ?? null);
      for (const side of /** @type {const} */ (["value", "adjoint"])) {
        const number = holder.querySelector(`.node-${side}`);
        if (number) mark(number, "data-prediction", found?.[side] ?? null);
      }
    }
  }

  function clear() {
    for (const name of ["data-predicted", "data-prediction"]) for (const holder of stage.querySelectorAll(`[${name}]`)) holder.removeAttribute(name);
  }

  return { root, show, clear };
}
