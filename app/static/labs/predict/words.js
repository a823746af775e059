// The lab's sentences about a question and about an answer to it.

import { entryOf } from "./model-entries.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../sentence.js").Formula} Formula */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Question} Question */
/** @typedef {import("./model-slips.js").Judgement} Judgement */
/** @typedef {import("./log.js").Kept} Kept */
/** @typedef {(Node | string)[]} Words */

/** @type {Record<string, string>} */
export const SIGN = { right: "✓", near: "≈", wrong: "✗", skipped: "–" };

/** An answer as the page writes numbers and shapes: with a minus and a decimal point, whatever was typed. @param {Pick<import("./model-score.js").Entry, "asked" | "answered">} entry */
export function shown({ asked, answered }) {
  return asked === "shape" ? answered.replaceAll("x", "×") : answered.replace(/[-–]/g, "−").replace(",", ".");
}

/** @param {Pick<LabContext, "kit" | "words" | "say" | "sentence">} lab */
export function sentences({ kit, words, say, sentence }) {
  const { adjointOf, brief, formatNumber, inNotation, latexNumber, nodeOf } = kit;

  /** @param {Pick<State, "trace" | "notation">} state @param {string} id */
  function named({ trace }, id) {
    const node = trace?.nodes.find((one) => one.id === id);
    return { latex: node?.latex ?? "", text: id };
  }

  /** What a question is about: a value or an adjoint, or an entry of one. @param {Pick<State, "trace" | "notation">} state @param {Pick<Question, "kind" | "node" | "at">} question @returns {Formula} */
  function subject({ trace, notation }, { kind, node, at }) {
    return { latex: trace === null ? "" : inNotation(entryOf(node, kind === "value" ? "value" : "adjoint", at), trace, notation), text: node.id };
  }

  /** @param {State} state @param {Question} question @param {import("./model-score.js").Entry["asked"]} manner @returns {Words} */
  function asked(state, question, manner) {
    const key = manner !== "number" ? manner : question.terms.length > 1 ? "sum" : question.kind;
    const whole = subject(state, { ...question, at: manner === "number" ? question.at : null });
    return sentence(`ask.${key}`, { node: whole, child: named(state, question.edge?.child ?? "") }).nodes;
  }

  /** @param {State} state @param {Question} question @param {Judgement} judged @returns {Words} */
  function explained(state, question, { slip, child = "", rest = [], count = 0 }) {
    // A slip with its sign turned round is that slip and one sentence more.
    const base = slip?.replace(/-sign$/, "") ?? "";
    const isTurned = slip !== null && words[`slip.${slip}`] === undefined;
    const values = { child: named(state, child), rest: rest.map((id) => named(state, id)), adjoint: subject(state, { ...question, kind: "adjoint" }), node: named(state, question.node.id), count };
    const said = sentence(`slip.${keyOf(isTurned ? base : slip, question, child, count)}`, values).nodes;
    return isTurned ? [...said, ` ${say("slip.turned")}`] : said;
  }

  /** Which sentence says it. @param {string | null} slip @param {Question} question @param {string} child @param {number} count */
  function keyOf(slip, { terms }, child, count) {
    if (slip === "rounding" && count === 1) return "rounding.one";
    // The last term alone is also what a sweep leaves that overwrites.
    return slip === "path" && terms.at(-1)?.edge.child === child ? "path.last" : slip ?? "none";
  }

  /** Where to begin. @param {State} state @param {Question} question @returns {Words} */
  function hint(state, question) {
    const { trace, notation } = state;
    const [first] = question.terms;
    if (question.kind === "seed") return [say("hint.seed")];
    if (question.kind === "value") {
      const made = question.node.parents.map((id) => ({ latex: `${named(state, id).latex} = ${brief(trace?.values[id] ?? 0)}`, text: id }));
      return made.length === 0 || question.at !== null ? [] : sentence("hint.value", { parents: made }).nodes;
    }
    if (!first) return sentence("hint.idle", { node: named(state, question.node.id) }).nodes;
    const latex = trace === null ? "" : inNotation(adjointOf(nodeOf(trace, first.edge.child)), trace, notation);
    return sentence("hint.adjoint", { factor: { latex: first.upstream === null ? latex : `${latex} = ${latexNumber(first.upstream)}`, text: first.edge.child } }).nodes;
  }

  /** What a question came to. @param {number | string} truth */
  function truthOf(truth) {
    return typeof truth === "number" ? formatNumber(truth) : truth.replaceAll("x", "×");
  }

  /** The formula that was picked. @param {State} state @param {Pick<import("./model-score.js").Entry, "answered">} entry @param {import("../../core/walk/line.js").Line} line @returns {Words} */
  function picked({ trace, notation }, { answered }, line) {
    return sentence("{formula}", { formula: { latex: trace === null ? answered : inNotation(line, trace, notation), text: answered } }).nodes;
  }

  /** The verdict on an answer, beside the truth. @param {State} state @param {Kept} kept @returns {Words} */
  function verdict(state, { entry, question, judged, line }) {
    const truth = truthOf(entry.truth);
    if (entry.verdict === "skipped") return [say("skipped", { truth })];
    const typed = entry.asked === "rule" ? "" : shown(entry);
    if (entry.verdict === "right") {
      if (entry.asked === "rule") return [say("rule.right")];
      return [typed === truth ? say("right", { typed }) : say("right.truth", { typed, truth })];
    }
    const given = entry.asked === "number" ? [`${typed}: `] : [...picked(state, entry, line), ": "];
    return [...given, ...explained(state, question, judged), ` ${entry.asked === "rule" ? say("rule.wrong") : say("truth", { truth })}`];
  }

  return { asked, explained, hint, picked, subject, truthOf, verdict };
}
