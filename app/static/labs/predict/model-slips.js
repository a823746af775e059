// An answer judged. A wrong number that can be explained is explained: the check that is most particular about
// what happened comes first, so that a number which fits two of them gets the more helpful one.

import { nameOf } from "./model.js";

/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("./model.js").Question} Question */

/**
 * `slip` is a word of the lab; `child` and `rest` are nodes it speaks of, by their ids.
 * @typedef {{ verdict: "right" | "near" | "wrong", slip: string | null, child?: string, rest?: string[] }} Judgement
 */
/** @typedef {{ value: number, decimals: number | null }} Answer */

/** So far an answer may be off, relatively. */
const CLOSE = 1e-3;
const NEAR = 0.03;
/** Of more terms only single ones are tried as paths. */
const MOST_TERMS = 8;

/** @param {number} one @param {number} other */
const isClose = (one, other) => Math.abs(one - other) <= CLOSE * Math.max(Math.abs(one), Math.abs(other)) || Math.abs(one - other) < 1e-12;

/** Whether an answer is a number, or what is left of it after rounding to the digits that were typed. @param {Answer} answer @param {number} number */
function means({ value, decimals }, number) {
  if (isClose(value, number)) return true;
  const significant = decimals === null ? 0 : value.toFixed(decimals).replace(/^-?0*\.?0*/, "").replace(".", "").length;
  return decimals !== null && significant >= 3 && Math.abs(value - number) <= 0.5 * 10 ** -decimals + 1e-12;
}

/**
 * @param {Answer} answer
 * @param {Question} question
 * @param {Trace} trace
 * @param {ReadonlyMap<string, number>} [stale]  what the same questions came to before the last change, by name
 * @returns {Judgement}
 */
export function judge(answer, question, trace, stale = new Map()) {
  const { truth, kind } = question;
  if (means(answer, truth)) return { verdict: "right", slip: null };
  const explained = kind === "value" ? ofValue(answer, question, trace) : kind === "seed" ? null : ofSum(answer, question, trace);
  if (explained) return { verdict: "wrong", ...explained };
  if (stale.has(nameOf(question)) && means(answer, stale.get(nameOf(question)) ?? NaN)) return { verdict: "wrong", slip: "stale" };
  if (truth !== 0 && means(answer, -truth)) return { verdict: "wrong", slip: "sign" };
  if (truth !== 0 && (means(answer, 2 * truth) || means(answer, truth / 2))) return { verdict: "wrong", slip: "factor" };
  if (Math.abs(answer.value - truth) <= NEAR * Math.abs(truth)) return { verdict: "near", slip: "rounding" };
  return { verdict: "wrong", slip: null };
}

/** @typedef {Omit<Judgement, "verdict"> | null} Explained */

/** @param {Answer} answer @param {Question} question @param {Trace} trace @returns {Explained} */
function ofValue(answer, { node, truth }, trace) {
  if (truth !== 0 && means(answer, -truth)) return { slip: "sign" };
  for (const edge of trace.edges.filter(({ child }) => child === node.id)) {
    const parent = Number(trace.values[edge.parent]);
    if (edge.local === 1 && parent !== 0 && means(answer, truth - parent)) return { slip: "left-out", child: edge.parent };
    if (node.parents.length === 1 && means(answer, parent)) return { slip: "not-applied", child: edge.parent };
  }
  return null;
}

/** @param {Answer} answer @param {Question} question @param {Trace} trace @returns {Explained} */
function ofSum(answer, { node, truth, terms, kind }, trace) {
  const childOf = (/** @type {string} */ edge) => trace.edges.find(({ id }) => id === edge)?.child ?? "";
  const products = terms.map(({ product }) => Number(product));
  const others = (/** @type {number} */ at) => terms.filter((_, index) => index !== at).map(({ edge }) => childOf(edge));
  const path = pathOnly(answer, products);
  if (path !== null) return { slip: path.length === 1 ? "path" : "paths", child: childOf(terms[path[0] ?? 0]?.edge ?? ""), rest: terms.filter((_, index) => !path.includes(index)).map(({ edge }) => childOf(edge)) };
  if (truth !== 0 && means(answer, -truth)) return { slip: "sign" };
  if (products.length > 1 && means(answer, products.reduce((all, one) => all * one, 1))) return { slip: "multiplied" };
  for (const [at, term] of terms.entries()) {
    const [product, upstream, local] = [Number(term.product), Number(term.upstream), Number(term.local)];
    const child = childOf(term.edge);
    if (terms.length > 1 && means(answer, truth - 2 * product)) return { slip: "term-sign", child };
    if (terms.length > 1 && means(answer, -product)) return { slip: "path-sign", child, rest: others(at) };
    if (means(answer, truth - product + upstream)) return { slip: "no-local", child };
    if (means(answer, truth - product + local)) return { slip: "no-upstream", child };
    const swapped = trace.edges.some((edge) => edge.child === child && edge.parent !== node.id && typeof edge.local === "number" && means(answer, truth - product + upstream * edge.local));
    if (swapped) return { slip: "swapped", child };
  }
  if (kind === "term" && typeof node.adjoint === "number" && means(answer, node.adjoint)) return { slip: "whole" };
  if (typeof node.value === "number" && means(answer, node.value)) return { slip: "forward" };
  return null;
}

/** The terms, fewer than all, whose sum the answer is; the fewest there are. @param {Answer} answer @param {number[]} products @returns {number[] | null} */
function pathOnly(answer, products) {
  if (products.length < 2) return null;
  const singles = products.findIndex((product) => product !== 0 && means(answer, product));
  if (singles >= 0) return [singles];
  if (products.length > MOST_TERMS) return null;
  /** @type {number[] | null} */
  let found = null;
  for (let subset = 1; subset < 2 ** products.length - 1; subset += 1) {
    const chosen = products.flatMap((_, index) => (subset & (1 << index) ? [index] : []));
    const sum = chosen.reduce((total, index) => total + (products[index] ?? 0), 0);
    if (sum !== 0 && means(answer, sum) && (found === null || chosen.length < found.length)) found = chosen;
  }
  return found;
}
