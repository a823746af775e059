// "Pick the rule": the right formula among others that look like it, always in the same order for the same step.

import { hash, sizeOf } from "./model-entries.js";
import { isClose } from "./model-answers.js";
import { valueRules } from "./model-rules.js";

/** @typedef {import("../../core/walk/line.js").Line} Line */
/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("./model.js").Question} Question */
/** @typedef {import("./model-candidates.js").Slip} Slip */
/** What core/line.js says of edges. @typedef {Pick<import("../types.js").Kit, "adjointOf" | "signedTerm" | "signedTermOf" | "summed" | "termOf">} Lines */

/**
 * `slip` is what is wrong with it, null of the right one. `number` is what it comes to, where that is known: two
 * formulas that come to the same could both be right.
 * @typedef {{ line: Line, number: number | null, slip: Slip | null }} Rule
 */
/** `latex` is the line with the lecture's bars, `answer` what the score has of it. @typedef {Rule & { latex: string, answer: string }} Choice */

const MOST = 4;

/**
 * @param {Question} question
 * @param {Trace} trace
 * @param {Lines} lines
 * @returns {Choice[] | null} null where there is nothing to tell apart
 */
export function choicesFor(question, trace, lines) {
  if (question.shape !== null) return chosen(question, shapes(question, trace));
  const rules = question.kind === "seed" ? seeds(question) : question.kind === "value" ? valueRules(question, trace, lines) : sums(question, trace, lines);
  return chosen(question, rules.map((rule) => ({ ...rule, latex: written(rule.line), answer: written(rule.line) })));
}

/** A line with the lecture's bars. @param {Line} line */
function written(line) {
  return line.map((piece) => (typeof piece === "string" ? piece : piece.adjoint.bar)).join("");
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
  return one.latex === other.latex || (one.number !== null && other.number !== null && isClose(one.number, other.number));
}

/** The sweep begins with 1. @param {Question} question @returns {Rule[]} */
function seeds({ node }) {
  return [
    { line: ["1"], number: null, slip: null },
    { line: ["0"], number: null, slip: { slip: "unseeded" } },
    { line: ["-1"], number: null, slip: { slip: "sign" } },
    { line: [node.latex], number: null, slip: { slip: "forward" } },
  ];
}

/** @param {Question} question @param {Trace} trace @param {Lines} lines @returns {Rule[]} */
function sums({ node, terms, truth }, trace, { adjointOf, signedTerm, signedTermOf, summed, termOf }) {
  const childOf = (/** @type {Edge} */ edge) => trace.nodes.find(({ id }) => id === edge.child);
  const signed = terms.map(({ edge }) => signedTermOf(trace, edge));
  const [first] = terms;
  const [only, ...more] = signed;
  const child = first && childOf(first.edge);
  if (only === undefined || child === undefined) return [];
  const right = summed(signed);
  const isSum = more.length > 0;
  const isPlain = terms.every(({ upstream, local }) => upstream !== null && local !== null);
  const known = (/** @type {number} */ number) => (isPlain ? number : null);
  const total = (/** @type {(term: import("./model.js").Term) => number | null} */ part) => terms.reduce((all, term) => all + (part(term) ?? 0), 0);
  const locals = terms.map(({ edge }) => (isSum && edge.negative ? bracketed([edge.latex]) : [edge.latex]));
  /** @type {Rule[]} */
  const wrong = [
    { line: isSum ? ["-", ...bracketed(right)] : summed([{ ...only, negative: !only.negative }]), number: known(-truth), slip: { slip: "sign" } },
    { line: apart(terms.map(({ edge }) => adjointOf(childOf(edge))), " + "), number: known(total(({ upstream }) => upstream)), slip: { slip: "no-local", child: child.id } },
    { line: apart(locals, " + "), number: known(total(({ local }) => local)), slip: { slip: "no-upstream", child: child.id } },
  ];
  if (isSum) wrong.push({ line: apart(terms.map(({ edge }) => bracketed(termOf(trace, edge))), "\\,"), number: known(terms.reduce((all, { product }) => all * product, 1)), slip: { slip: "multiplied" } });
  for (const [index, { edge, upstream, product }] of terms.entries()) {
    if (isSum) wrong.push({ line: termOf(trace, edge), number: known(product), slip: { slip: "path", child: edge.child, rest: terms.flatMap((other, place) => (place === index ? [] : [other.edge.child])) } });
    for (const other of trace.edges.filter((one) => one.child === edge.child && one.parent !== node.id)) {
      const number = upstream === null || typeof other.local !== "number" ? null : truth - product + upstream * other.local;
      wrong.push({ line: summed(signed.map((term, place) => (place === index ? signedTermOf(trace, other) : term))), number, slip: { slip: "swapped", child: edge.child } });
    }
  }
  for (const other of trace.edges.filter((one) => one.child !== child.id && one.parent !== node.id)) {
    const number = first?.upstream == null || typeof other.local !== "number" ? null : first.upstream * other.local;
    wrong.push({ line: summed([signedTerm(other, (held) => ({ adjoint: child, held }))]), number, slip: { slip: "rule" } });
  }
  return [{ line: right, number: known(truth), slip: null }, ...wrong];
}

/** The shapes that stand nearby, the one turned over, and the one laid out in a row. @param {Question} question @param {Trace} trace @returns {Choice[]} */
function shapes({ node, shape }, trace) {
  const right = shape ?? [];
  const near = [...node.parents, ...node.children].map((id) => trace.nodes.find((one) => one.id === id)?.shape ?? []);
  const wrong = [[...right].reverse(), ...near, [sizeOf(right)], [...right, 1]].filter(({ length }) => length > 0);
  return [right, ...wrong].map((one, index) => {
    const latex = one.join(" \\times ");
    return { latex, line: [latex], answer: one.join("x"), number: null, slip: index === 0 ? null : { slip: "shape" } };
  });
}

/** Lines with something between them. @param {readonly Line[]} lines @param {string} between @returns {Line} */
function apart(lines, between) {
  return lines.flatMap((line, place) => (place === 0 ? line : [between, ...line]));
}

/** @param {Line} line @returns {Line} */
function bracketed(line) {
  return ["\\left(", ...line, "\\right)"];
}
