// "Pick the rule": the right formula among others that look like it, always in the same order for the same step.

import { hash, sizeOf } from "./model-entries.js";
import { isClose } from "./model-answers.js";

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("./model.js").Question} Question */
/** @typedef {import("./model-candidates.js").Slip} Slip */

/**
 * `slip` is what is wrong with it, null of the right one. `number` is what it comes to, where that is known: two
 * formulas that come to the same could both be right.
 * @typedef {{ latex: string, number: number | null, slip: Slip | null }} Choice
 */

const MOST = 4;

/**
 * @param {Question} question
 * @param {Trace} trace
 * @returns {Choice[] | null} null where there is nothing to tell apart
 */
export function choicesFor(question, trace) {
  if (question.shape !== null) return chosen(question, shapes(question, trace));
  if (question.kind === "seed") return chosen(question, seeds(question));
  return chosen(question, question.kind === "value" ? definitions(question, trace) : sums(question, trace));
}

/** @param {Question} question @param {Choice[]} all  the right one first @returns {Choice[] | null} */
function chosen({ from }, all) {
  const key = (/** @type {Choice} */ { latex }) => hash(`${from} ${latex}`);
  const [right, ...others] = all;
  if (!right || right.latex === "") return null;
  // What is only there to fill up comes last.
  const ranked = others.filter(({ latex }) => latex !== "").sort((one, other) => Number(one.slip?.slip === "rule") - Number(other.slip?.slip === "rule") || key(one) - key(other));
  const kept = [right];
  for (const one of ranked) if (kept.length < MOST && kept.every((other) => !isSame(one, other))) kept.push(one);
  return kept.length < 2 ? null : kept.sort((one, other) => key(one) - key(other));
}

/** @param {Choice} one @param {Choice} other */
function isSame(one, other) {
  return plain(one.latex) === plain(other.latex) || (one.number !== null && other.number !== null && isClose(one.number, other.number));
}

/** The sweep begins with 1. @param {Question} question @returns {Choice[]} */
function seeds({ node }) {
  return [
    { latex: "1", number: null, slip: null },
    { latex: "0", number: null, slip: { slip: "unseeded" } },
    { latex: "-1", number: null, slip: { slip: "sign" } },
    { latex: node.latex, number: null, slip: { slip: "forward" } },
  ];
}

/** @param {Question} question @param {Trace} trace @returns {Choice[]} */
function definitions({ node, truth }, trace) {
  const right = node.definition ?? "";
  const turned = right.includes(" + ") ? right.replace(" + ", " - ") : right.replace(" - ", " + ");
  const changed = [
    { latex: turned, slip: { slip: "rule-sign" } },
    { latex: right.replace("\\tfrac{1}{2}\\,", ""), slip: { slip: "factor" } },
    { latex: right.replace("^{2}", ""), slip: { slip: "rule" } },
  ];
  // What another node is may come to the same here: then nobody could say that it is wrong.
  const others = trace.nodes.flatMap(({ id, definition, value }) => (id === node.id || definition === null ? [] : [{ latex: definition, number: typeof value === "number" ? value : null, slip: { slip: "rule" } }]));
  return [{ latex: right, number: Number.isFinite(truth) ? truth : null, slip: null }, ...changed.map((one) => ({ ...one, number: null })), ...others];
}

/** @param {Question} question @param {Trace} trace @returns {Choice[]} */
function sums({ node, terms, truth }, trace) {
  const barOf = (/** @type {string} */ id) => trace.nodes.find((one) => one.id === id)?.bar ?? "";
  const written = terms.map(({ edge }) => edge.term);
  const right = sum(written);
  const isSum = terms.length > 1;
  const isPlain = terms.every(({ upstream, local }) => upstream !== null && local !== null);
  const known = (/** @type {number} */ number) => (isPlain ? number : null);
  const total = (/** @type {(term: import("./model.js").Term) => number | null} */ part) => terms.reduce((all, term) => all + (part(term) ?? 0), 0);
  /** @type {Choice[]} */
  const wrong = [
    { latex: right.startsWith("-") ? right.slice(1).trim() : `-${isSum ? `\\left(${right}\\right)` : right}`, number: known(-truth), slip: { slip: "sign" } },
    { latex: sum(terms.map(({ edge }) => barOf(edge.child))), number: known(total(({ upstream }) => upstream)), slip: { slip: "no-local", child: terms[0]?.edge.child ?? "" } },
    { latex: sum(terms.map(({ edge }) => edge.latex)), number: known(total(({ local }) => local)), slip: { slip: "no-upstream", child: terms[0]?.edge.child ?? "" } },
  ];
  if (isSum) wrong.push({ latex: written.map(bracketed).join("\\,"), number: known(terms.reduce((all, { product }) => all * product, 1)), slip: { slip: "multiplied" } });
  for (const [index, { edge, upstream, product }] of terms.entries()) {
    if (isSum) wrong.push({ latex: edge.term, number: known(product), slip: { slip: "path", child: edge.child, rest: terms.flatMap((other, place) => (place === index ? [] : [other.edge.child])) } });
    for (const other of trace.edges.filter(({ child, parent }) => child === edge.child && parent !== node.id)) {
      const number = upstream === null || typeof other.local !== "number" ? null : truth - product + upstream * other.local;
      wrong.push({ latex: sum(written.map((term, place) => (place === index ? other.term : term))), number, slip: { slip: "swapped", child: edge.child } });
    }
  }
  const [first] = terms;
  for (const other of first ? trace.edges.filter(({ child, parent }) => child !== first.edge.child && parent !== node.id) : []) {
    const number = first?.upstream == null || typeof other.local !== "number" ? null : first.upstream * other.local;
    wrong.push({ latex: `${barOf(first?.edge.child ?? "")}\\,${bracketed(other.latex)}`, number, slip: { slip: "rule" } });
  }
  return [{ latex: right, number: known(truth), slip: null }, ...wrong];
}

/** The shapes that stand nearby, the one turned over, and the one laid out in a row. @param {Question} question @param {Trace} trace @returns {Choice[]} */
function shapes({ node, shape }, trace) {
  const right = shape ?? [];
  const near = [...node.parents, ...node.children].map((id) => trace.nodes.find((one) => one.id === id)?.shape ?? []);
  const wrong = [[...right].reverse(), ...near, [sizeOf(right)], [...right, 1]].filter(({ length }) => length > 0);
  return [right, ...wrong].map((one, index) => ({ latex: written(one), number: null, slip: index === 0 ? null : { slip: "shape" } }));
}

/** @param {readonly number[]} shape */
function written(shape) {
  return shape.join(" \\times ");
}

/** @param {readonly string[]} terms */
function sum(terms) {
  return terms.join(" + ").replace(/\+ -/g, "- ");
}

/** @param {string} latex */
function bracketed(latex) {
  return /[-+]/.test(latex.replace(/\\[a-z]+/g, "")) ? `\\left(${latex}\\right)` : latex;
}

/** Without what only looks: two formulas that differ in a thin space are one. @param {string} latex */
function plain(latex) {
  return latex.replace(/\\[,;:!]|\\left|\\right|\s/g, "");
}
