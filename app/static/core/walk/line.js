// A line in pieces: LaTeX, and the adjoints in it, which each notation writes in its own way. Where they stand the
// engine says; nothing is looked for in LaTeX.

import { edgeOf, nodeOf, termsOf } from "../model/lookup.js";

/** @typedef {import("../types.js").Edge} Edge */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Node} Node */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").Trace} Trace */

/** A piece of a line. Something is raised onto an adjoint that is `held`. @typedef {string | { adjoint: Node, held: boolean }} Piece */
/** @typedef {readonly Piece[]} Line */
/** A term, its sign apart. @template T @typedef {{ negative: boolean, line: readonly T[] }} Term */

/** The adjoint of a node, alone in its line. @param {Node | undefined} node @returns {Line} */
export function adjointOf(node) {
  return node === undefined ? [] : [{ adjoint: node, held: false }];
}

/**
 * A stretch of LaTeX with something in the place of each mark.
 * @template T
 * @param {string} latex
 * @param {readonly Mark[]} marks
 * @param {(inside: string, held: boolean) => T} put
 * @param {{ from?: number, to?: number }} [stretch]
 * @returns {(string | T)[]}
 */
export function cut(latex, marks, put, { from = 0, to = latex.length } = {}) {
  /** @type {(string | T)[]} */
  const pieces = [];
  let done = from;
  for (const [start, end, held] of marks) {
    if (start > done) pieces.push(latex.slice(done, start));
    pieces.push(put(latex.slice(start, end), held === 1));
    done = end;
  }
  return done < to ? [...pieces, latex.slice(done, to)] : pieces;
}

/** What travels along an edge. @param {Trace} trace @param {Edge} edge @returns {Line} */
export function termOf(trace, edge) {
  const child = nodeOf(trace, edge.child);
  return child === undefined ? [edge.term] : cut(edge.term, edge.upstream, (_, held) => ({ adjoint: child, held }));
}

/** The same, its sign apart. @param {Trace} trace @param {Edge} edge @returns {Term<Piece>} */
export function signedTermOf(trace, edge) {
  const child = nodeOf(trace, edge.child);
  return child === undefined ? { negative: false, line: [edge.term] } : signedTerm(edge, (held) => ({ adjoint: child, held }));
}

/**
 * What an edge sends, its sign apart and something else in the place of the child's adjoint.
 * @template T
 * @param {Edge} edge
 * @param {(held: boolean) => T} put
 * @returns {Term<string | T>}
 */
export function signedTerm(edge, put) {
  return { negative: edge.negative, line: cut(edge.term, edge.upstream, (_, held) => put(held), { from: edge.negative ? 1 : 0 }) };
}

/** Terms with their signs. @template T @param {readonly Term<T>[]} terms @returns {(string | T)[]} */
export function summed(terms) {
  return terms.flatMap(({ negative, line }, place) => {
    const sign = place === 0 ? (negative ? "-" : "") : negative ? " - " : " + ";
    return sign === "" ? [...line] : [sign, ...line];
  });
}

/** @type {Term<Piece>} */
const DOTS = { negative: false, line: ["\\cdots"] };

/**
 * The formula of a step. A node's terms stand in the order in which the trace has them; where a step says that it
 * sends, as packages do it, its own stands alone.
 * @param {Trace} trace
 * @param {Step} step
 * @param {string | null} [lit]  the edge whose term is lit
 * @returns {Line}
 */
export function formulaOf(trace, step, lit = null) {
  if (step.phase === "forward") return [step.latex];
  const node = nodeOf(trace, step.node);
  const left = node === undefined ? [] : adjointOf(node);
  if (step.kind === "seed") return [...left, " = 1"];
  const terms = termsOf(trace, step.node);
  const [from, to] = step.text.shown ?? [0, terms.length];
  const isSent = step.kind === "term" && step.sent === true;
  const edges = isSent ? [step.edge] : terms.slice(from, to).map(({ edge }) => edge);
  if (edges.length === 0) return [...left, " = 0"];
  const written = edges.flatMap((id) => {
    const edge = edgeOf(trace, id);
    if (edge === undefined) return [];
    const { negative, line } = signedTermOf(trace, edge);
    return [{ negative, line: id === lit ? ["\\htmlClass{lit}{", ...line, "}"] : line }];
  });
  const [before, after] = isSent ? [[], []] : [from > 0 ? [DOTS] : [], to < terms.length ? [DOTS] : []];
  return [...left, isSent ? " \\mathrel{+}= " : " = ", ...summed([...before, ...written, ...after])];
}

/**
 * A step's line in numbers: its left side, what stands between that and the result, and the result.
 * @typedef {{ left: Line, middle: string, sign: string, result: string }} Numbers
 */

/**
 * @param {Trace} trace
 * @param {Step} step
 * @param {(number: string) => string} [boxed]  what becomes of the upstream adjoint's number
 * @returns {Numbers}
 */
export function numbersOf(trace, step, boxed) {
  const { substituted, text } = step;
  const between = { from: text.left, to: text.result };
  const put = (/** @type {string} */ inside, /** @type {boolean} */ held) => boxed?.(held ? inside.slice(1, -1) : inside) ?? inside;
  const middle = step.kind === "adjoint" && step.sum !== undefined && text.relation !== "\\in"
    ? ` = ${step.sum} ${text.relation} `
    : cut(substituted, boxed === undefined ? [] : text.upstream, put, between).join("");
  return { left: leftOf(trace, step), middle, sign: text.relation, result: substituted.slice(text.result) };
}

/** @param {Trace} trace @param {Step} step @returns {Line} */
function leftOf(trace, step) {
  if (step.phase === "forward" || step.kind === "seed") return [step.substituted.slice(0, step.text.left)];
  const edge = step.kind === "term" && step.text.shown !== null ? edgeOf(trace, step.edge) : undefined;
  return edge === undefined ? adjointOf(nodeOf(trace, step.node)) : termOf(trace, edge);
}
