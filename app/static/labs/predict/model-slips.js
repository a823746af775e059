// An answer judged. A wrong number that can be explained is explained; one that fits two explanations gets the
// kinder one: too few digits before a slip, and the more particular slip before the vaguer.

import { isNear, means, rightDigits } from "./model-answers.js";
import { candidatesFor } from "./model-candidates.js";
import { nameOf, questionAt } from "./model.js";

/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("./model.js").Question} Question */
/** @typedef {import("./model-answers.js").Answer} Answer */
/** @typedef {import("./model-candidates.js").Candidate} Candidate */

/**
 * `child` and `rest` are nodes that the slip speaks of, by their ids; `count` is how many digits were right.
 * @typedef {{ verdict: "right" | "near" | "wrong", slip: string | null, child?: string, rest?: string[], count?: number }} Judgement
 */

/**
 * @param {Answer} answer
 * @param {Question} question
 * @param {Trace} trace
 * @param {readonly Trace[]} [stale]  the same model before the last changes of a value
 * @returns {Judgement}
 */
export function judge(answer, question, trace, stale = []) {
  const { truth } = question;
  if (means(answer, truth)) return { verdict: "right", slip: null };
  const count = rightDigits(answer, truth);
  if (count > 1) return { verdict: "near", slip: "rounding", count };
  const candidates = [...candidatesFor(question, trace), ...stale.flatMap((before) => staleOf(question, before))];
  const found = candidates.find(({ number }) => means(answer, number));
  if (found) return explained(found);
  if (count > 0) return { verdict: "near", slip: "rounding", count };
  if (isNear(answer, truth)) return { verdict: "near", slip: "close" };
  const rounded = candidates.find(({ number }) => rightDigits(answer, number) > 1);
  return rounded ? explained(rounded) : { verdict: "wrong", slip: null };
}

/** @param {Candidate} candidate @returns {Judgement} */
function explained({ number: _, ...slip }) {
  return { verdict: "wrong", ...slip };
}

/** What the question came to before, and what it would come to with one number from before. @param {Question} question @param {Trace} before @returns {Candidate[]} */
function staleOf(question, before) {
  const was = sameQuestion(question, before);
  if (was === null) return [];
  const mixed = question.terms.flatMap((term, index) => {
    const old = was.terms[index];
    if (!old || term.upstream === null || term.local === null || old.upstream === null || old.local === null) return [];
    const rest = question.truth - term.product;
    return [rest + old.upstream * term.local, rest + term.upstream * old.local];
  });
  return [was.truth, ...mixed].map((number) => ({ slip: "stale", number }));
}

/** The question of that name in another trace. @param {Question} question @param {Trace} trace @returns {Question | null} */
function sameQuestion({ kind, node, edge, at }, trace) {
  const name = nameOf({ kind, node, edge });
  const missed = new Set(kind === "term" ? [nameOf({ kind: "adjoint", node, edge: null })] : []);
  for (const [position, step] of trace.steps.entries()) {
    const found = step.node === node.id ? questionAt(trace, position, "all", missed) : "unasked";
    if (typeof found !== "string" && nameOf(found) === name && String(found.at) === String(at)) return found;
  }
  return null;
}
