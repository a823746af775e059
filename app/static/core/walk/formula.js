// The current formula as LaTeX with marks for the view: adjoints, the term that is being added, and
// the number that comes out. Marks are \htmlClass, the one command KaTeX is trusted with.

import { barsIn, edgeOf, termsOf } from "../model/lookup.js";
import { inNotation } from "../model/notation.js";
import { stepAt } from "./player.js";

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").TermStep} TermStep */
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
  const marked = (/** @type {string} */ latex) => inNotation(withBars(latex, trace), trace, notation);
  const isTerm = step.kind === "term";
  // Written with fractions, the seed says the same twice.
  const isPlain = step.kind === "seed" && notation === "partial";
  return {
    symbolic: marked(isTerm ? withLitTerm(trace, step) : step.latex),
    substituted: isPlain ? "" : marked(withResult(withUpstream(step), step)),
    aside: isTerm ? edgeOf(trace, step.edge)?.identity ?? null : null,
  };
}

const FIRST_NUMBER = /(\(?)(-?\d+(?:\.\d+)?(?:e-?\d+)?)(\)?)/;

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

/** Every adjoint wears its colour. @param {string} latex @param {Trace} trace */
function withBars(latex, trace) {
  return latex.replace(barsIn(trace, latex), (bar) => `\\htmlClass{adjoint}{${bar}}`);
}

/** An upstream adjoint is a number, and stands in a box: what it is multiplied with is the local derivative. @param {Step} step */
function withUpstream(step) {
  if (step.kind !== "term" || typeof step.upstream !== "number") return step.substituted;
  const upstream = Math.abs(step.upstream);
  const [left, ...sides] = step.substituted.split(/(?<== |\\approx )/);
  return [left, ...sides.map((side, index) => (index === sides.length - 1 ? side : side.replace(FIRST_NUMBER, (first, open, number, close) => {
    const isUpstream = Math.abs(Math.abs(Number(number)) - upstream) <= 1e-3 * upstream && (open === "") === (close === "");
    return isUpstream ? `{\\htmlClass{boxed}{${number}}}` : first;
  })))].join("");
}

/** The number after the last sign of equality is what this step is for. @param {string} latex @param {Step} step */
function withResult(latex, step) {
  const parts = /^(.*(?:= |\\approx ))(.*)$/s.exec(latex);
  if (parts === null) return latex;
  const isWhole = step.kind === "seed" || step.kind === "adjoint" || (step.kind === "term" && step.remaining === 0 && step.product === step.total);
  const mark = step.phase === "forward" ? "value" : isWhole ? "adjoint boxed" : "adjoint";
  return `${parts[1]}\\htmlClass{${mark}}{${parts[2]}}`;
}

/**
 * The node's chain-rule line with this step's term lit. Terms are looked for in their order, so that
 * two equal ones are told apart; in a line too long to be printed whole the lit term stands alone.
 * @param {Trace} trace
 * @param {TermStep} step
 */
export function withLitTerm(trace, step) {
  const siblings = termsOf(trace, step.node);
  if (siblings.length < 2) return step.latex;
  let cursor = step.latex.indexOf("=") + 1;
  for (const other of siblings) {
    const term = (edgeOf(trace, other.edge)?.term ?? "").replace(/^-\s*/, "");
    const at = term === "" ? -1 : step.latex.indexOf(term, cursor);
    if (at >= 0) cursor = at + term.length;
    if (other !== step) continue;
    if (at >= 0) return `${step.latex.slice(0, at)}\\htmlClass{lit}{${term}}${step.latex.slice(cursor)}`;
    return step.latex.replace("\\cdots", `\\cdots + \\htmlClass{lit}{${term}} + \\cdots`);
  }
  return step.latex;
}
