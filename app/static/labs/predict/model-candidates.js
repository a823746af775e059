// The wrong numbers that are known: what each would come to here, the most particular first.

import { partsOf, productOf } from "./model-parts.js";

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("./model.js").Question} Question */
/** @typedef {import("./model.js").Term} Term */

/** `slip` is a word of the lab; `child` and `rest` are nodes it speaks of, by their ids. @typedef {{ slip: string, child?: string, rest?: string[] }} Slip */
/** @typedef {Slip & { number: number }} Candidate */

/** Of more terms only single ones are tried as paths. */
const MOST_TERMS = 8;

/**
 * @param {Question} question
 * @param {Trace} trace
 * @returns {Candidate[]}
 */
export function candidatesFor(question, trace) {
  const { kind, node, truth } = question;
  if (kind === "value") return ofValue(question, trace);
  if (kind === "seed") return [{ slip: "unseeded", number: 0 }, { slip: "sign", number: -truth }, ...forward(question)];
  const isSum = question.terms.length > 1;
  return [
    ...(isSum ? paths(question.terms) : []),
    ...nonzero({ slip: "sign", number: -truth }),
    ...(isSum ? signsOf(question) : []),
    ...(kind === "term" ? otherTerms(question, trace) : []),
    // One number is less likely to be a slip in a sum than the value that was read off in place of the adjoint.
    ...(isSum ? [...forward(question), ...misses(question, trace)] : [...misses(question, trace), ...forward(question)]),
    ...(kind === "term" && typeof node.adjoint === "number" ? [{ slip: "whole", number: node.adjoint }] : []),
    ...factors(truth, question.terms),
  ];
}

/** @param {Candidate} candidate */
const nonzero = (candidate) => (candidate.number === 0 ? [] : [candidate]);

/** @param {Question} question @returns {Candidate[]} */
function forward({ node, at }) {
  return typeof node.value === "number" && at === null ? [{ slip: "forward", number: node.value }] : [];
}

/** Single terms, then the sums of few and of more, but not of all. @param {readonly Term[]} terms @returns {Candidate[]} */
function paths(terms) {
  const singles = terms.map((_, index) => [index]);
  const subsets = terms.length > MOST_TERMS ? [] : Array.from({ length: 2 ** terms.length }, (_, subset) => terms.flatMap((_term, index) => (subset & (1 << index) ? [index] : [])));
  const several = subsets.filter(({ length }) => length > 1 && length < terms.length).sort((one, other) => one.length - other.length);
  return [...singles, ...several].flatMap((chosen) => nonzero({
    slip: chosen.length === 1 ? "path" : "paths",
    child: terms[chosen[0] ?? 0]?.edge.child ?? "",
    rest: terms.flatMap(({ edge }, index) => (chosen.includes(index) ? [] : [edge.child])),
    number: chosen.reduce((sum, index) => sum + (terms[index]?.product ?? 0), 0),
  }));
}

/** One term taken with the wrong sign, alone or in the sum; or terms that are multiplied. @param {Question} question @returns {Candidate[]} */
function signsOf({ terms, truth }) {
  return [
    ...terms.flatMap(({ edge, product }) => nonzero({ slip: "term-sign", child: edge.child, number: truth - 2 * product })),
    ...paths(terms).flatMap((path) => (path.slip === "path" ? [{ ...path, slip: "path-sign", number: -path.number }] : [])),
    ...nonzero({ slip: "multiplied", number: terms.reduce((product, term) => product * term.product, 1) }),
  ];
}

/** The terms that were not asked. @param {Question} question @param {Trace} trace @returns {Candidate[]} */
function otherTerms({ node, edge, at }, trace) {
  return trace.steps.flatMap((step) => {
    if (step.kind !== "term" || step.node !== node.id || step.edge === edge?.id || at !== null || typeof step.product !== "number") return [];
    return [{ slip: "other-term", child: trace.edges.find(({ id }) => id === step.edge)?.child ?? "", number: step.product }];
  });
}

/**
 * Of each term a factor that is missing, or another in its place: first in the sum, then the term alone, then with
 * its sign turned round.
 * @param {Question} question @param {Trace} trace @returns {Candidate[]}
 */
function misses({ node, terms, truth }, trace) {
  const wrong = terms.flatMap(({ edge, upstream, local, product }) => {
    if (upstream === null || local === null) return [];
    const child = edge.child;
    const value = trace.values[child];
    const others = trace.edges.flatMap((other) => (other.child === child && other.parent !== node.id && typeof other.local === "number" ? [other.local] : []));
    return [
      { slip: "no-local", child, alone: upstream, rest: truth - product },
      { slip: "no-upstream", child, alone: local, rest: truth - product },
      ...others.map((one) => ({ slip: "swapped", child, alone: upstream * one, rest: truth - product })),
      ...(typeof value === "number" ? [{ slip: "upstream-value", child, alone: value * local, rest: truth - product }] : []),
    ];
  });
  const alone = wrong.flatMap(({ slip, child, alone: number }) => nonzero({ slip, child, number }));
  if (terms.length === 1) return [...alone, ...alone.map(({ slip, child, number }) => ({ slip: `${slip}-sign`, child, number: -number }))];
  const summed = (/** @type {1 | -1} */ sign) => wrong.flatMap(({ slip, child, alone: one, rest }) => (one === 0 ? [] : nonzero({ slip: sign < 0 ? `${slip}-sign` : slip, child, number: rest + sign * one })));
  return [...summed(1), ...alone, ...summed(-1)];
}

/** Twice or half of it, or of one term of it. @param {number} truth @param {readonly Term[]} [terms] @returns {Candidate[]} */
function factors(truth, terms = []) {
  const whole = [2 * truth, truth / 2].flatMap((number) => nonzero({ slip: "factor", number }));
  if (terms.length < 2) return whole;
  return [...whole, ...terms.flatMap(({ edge, product }) => (product === 0 ? [] : [product, -product / 2].flatMap((more) => nonzero({ slip: "term-factor", child: edge.child, number: truth + more }))))];
}

/** @param {Question} question @param {Trace} trace @returns {Candidate[]} */
function ofValue({ node, truth, at }, trace) {
  const sign = nonzero({ slip: "sign", number: -truth });
  if (at !== null) return [...sign, ...factors(truth)];
  /** @type {Candidate[]} */
  const found = [...sign];
  const edges = trace.edges.filter(({ child }) => child === node.id);
  const parts = partsOf(node, trace);
  const [only, ...more] = node.parents.map((id) => ({ id, value: trace.values[id] }));
  if (more.length === 0 && typeof only?.value === "number") found.push({ slip: "not-applied", child: only.id, number: only.value });
  for (const { parents: [summand, ...others], coefficient, number } of parts) {
    if (edges.length < 2 || summand === undefined || others.length > 0) continue;
    if (number !== 0) found.push({ slip: "left-out", rest: [summand.node.id], number: truth - number });
    if (coefficient !== 1) found.push({ slip: "no-coefficient", child: summand.node.id, number: truth - number + summand.value });
  }
  for (const { parents, coefficient, number } of parts) {
    if (parents.length < 2) continue;
    const [rest, names] = [truth - number, parents.map((parent) => parent.node.id)];
    for (const without of parents) {
      const left = parents.filter((parent) => parent !== without);
      found.push({ slip: "no-factor", child: without.node.id, rest: left.map((parent) => parent.node.id), number: rest + coefficient * productOf(left) });
    }
    found.push({ slip: "added", rest: names, number: rest + coefficient * parents.reduce((sum, { value }) => sum + value, 0) });
    if (edges.length > parents.length) found.push({ slip: "left-out", rest: names, number: rest });
  }
  found.push(...factors(truth));
  for (const edge of edges) if (typeof edge.local === "number" && edge.local !== 1) found.push({ slip: "derivative", child: edge.parent, number: edge.local });
  return found;
}
