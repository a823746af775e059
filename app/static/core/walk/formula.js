// The current formula as LaTeX with marks for the view: adjoints, the term that is being added, and
// the number that comes out. Marks are \htmlClass, the one command KaTeX is trusted with.

import { formulaOf, numbersOf } from "./line.js";
import { edgeOf, termsOf } from "../model/lookup.js";
import { inNotation } from "../model/notation.js";
import { stepAt } from "./player.js";

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").Notation} Notation */

/** @typedef {{ symbolic: string, substituted: string, aside: string | null }} Formula  `aside` is an identity used */

/**
 * @param {Trace} trace
 * @param {number} position
 * @param {Notation} notation
 * @returns {Formula}
 */
export function formulaAt(trace, position, notation) {
  const step = stepAt(trace, position);
  if (step === null) return { symbolic: question(trace), substituted: "", aside: null };
  const marked = (/** @type {import("./line.js").Line} */ line) => inNotation(line, trace, notation, { coloured: true });
  const isTerm = step.kind === "term";
  // Written with fractions, the seed says the same twice.
  const isPlain = step.kind === "seed" && notation === "partial";
  return {
    symbolic: marked(formulaOf(trace, step, isTerm && termsOf(trace, step.node).length > 1 ? step.edge : null)),
    substituted: isPlain ? "" : marked(withResult(trace, step)),
    aside: isTerm ? edgeOf(trace, step.edge)?.identity ?? null : null,
  };
}

/** What the whole walk is for: the derivatives by the parameters. @param {Trace} trace */
function question(trace) {
  const output = trace.nodes.find(({ id }) => id === trace.output);
  const parameters = trace.nodes.filter(({ role }) => role === "parameter");
  const leaves = trace.nodes.filter(({ parents, id }) => parents.length === 0 && id !== trace.output);
  const alone = output ? [output] : [];
  const asked = (parameters.length > 0 ? parameters : leaves.length > 0 ? leaves : alone).map(({ latex }) => `\\frac{\\partial ${output?.latex}}{\\partial ${latex}}`);
  const shown = asked.length > 3 ? [...asked.slice(0, 2), "\\ldots", ...asked.slice(-1)] : asked;
  return `${shown.join(",\\;\\; ")} \\;=\\; ?`;
}

/**
 * The line in numbers, its result marked: it is what the step is for. An upstream adjoint is a number, and stands in a
 * box: what it is multiplied with is the local derivative.
 * @param {Trace} trace
 * @param {Step} step
 * @returns {import("./line.js").Line}
 */
function withResult(trace, step) {
  const isBoxed = step.kind === "term" && typeof step.upstream === "number";
  const { left, middle, sign, result } = numbersOf(trace, step, isBoxed ? (number) => `{\\htmlClass{boxed}{${number}}}` : undefined);
  if (sign === "\\in") return [...left, middle, result];
  const isWhole = step.kind === "seed" || step.kind === "adjoint" || (step.kind === "term" && step.remaining === 0 && step.product === step.total);
  const mark = step.phase === "forward" ? "value" : isWhole ? "adjoint boxed" : "adjoint";
  return [...left, middle, `\\htmlClass{${mark}}{${result}}`];
}
