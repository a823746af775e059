// Each step in one or two plain sentences: shown under the formula and spoken by screen readers.

import { pieces, say } from "../../words/index.js";
import { brief, equals, factors } from "../number/compact.js";
import { edgeOf, nodeOf as find, termsOf } from "../model/lookup.js";
import { stepAt } from "./player.js";
import { isArray } from "../number/quantity.js";

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Node} Node */
/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").TermStep} TermStep */

/** A piece of a sentence: words, a node's name, a node's adjoint, or a letter. @typedef {string | { node: Node } | { adjoint: Node } | { letter: string }} Piece */

/**
 * @param {Trace} trace
 * @param {number} position
 * @returns {Piece[]}
 */
export function captionAt(trace, position) {
  const step = stepAt(trace, position);
  if (step === null) return said("caption.opening", { node: { node: nodeOf(trace, trace.output) } });
  const node = nodeOf(trace, step.node);
  const [name, adjoint] = [{ node }, { adjoint: node }];
  if (step.kind === "value") return said("caption.value", { node: name, parents: list(node.parents.map((id) => nodeOf(trace, id))) });
  if (step.kind === "seed") return said("caption.seed", { node: name, adjoint, h: { letter: "h" } });
  if (step.kind === "term") return termCaption(trace, step, node);
  const count = termsOf(trace, step.node).length;
  if (count === 0) return said("caption.idle", { node: name, output: { node: nodeOf(trace, trace.output) } });
  const values = { adjoint, count, total: isArray(step.adjoint) ? "" : brief(step.adjoint) };
  if (isArray(step.adjoint)) return said(count === 2 ? "caption.sum.two.array" : "caption.sum.more.array", values);
  return said(count === 2 ? "caption.sum.two" : "caption.sum.more", values);
}

/** @param {import("../../words/index.js").Key} key @param {Record<string, Piece | Piece[] | number>} values @returns {Piece[]} */
function said(key, values) {
  return pieces(say(key), values);
}

/**
 * What the engine remarks on the node that the step is about.
 * @param {Trace} trace
 * @param {number} position
 * @returns {string[]}
 */
export function remarksAt(trace, position) {
  const node = stepAt(trace, position)?.node;
  return trace.warnings.filter((warning) => warning.node === node).map(({ message }) => message);
}

/**
 * What the example says to this step. It speaks of the example's own lines and numbers, so it is
 * silent as soon as either is changed.
 * @param {Pick<State, "trace" | "position" | "example" | "source" | "inputs">} state
 * @returns {string}
 */
export function narrationAt({ trace, position, example, source, inputs }) {
  if (trace === null || example === null || source !== example.source) return "";
  const sorted = (/** @type {State["inputs"]} */ given) => JSON.stringify(Object.entries(given).sort());
  if (sorted(inputs) !== sorted(example.inputs)) return "";
  const node = stepAt(trace, position)?.node;
  return node === undefined ? example.summary : example.narration[node] ?? "";
}

/** @param {Trace} trace @param {TermStep} step @param {Node} node @returns {Piece[]} */
function termCaption(trace, step, node) {
  const edge = edgeOf(trace, step.edge);
  const child = nodeOf(trace, edge?.child ?? "");
  const expected = termsOf(trace, step.node).length;
  const isPlain = step.local !== null && !isArray(step.product) && !isArray(step.upstream);
  const values = {
    number: expected - step.remaining, count: expected, adjoint: { adjoint: node }, child: { node: child },
    product: `${factors(step)} ${equals(step)} ${brief(step.product)}`, manner: isPlain ? [] : manner(trace, step, node, child),
  };
  if (expected === 1) return said(isPlain ? "caption.single" : "caption.single.array", values);
  return said(isPlain ? "caption.term" : "caption.term.array", values);
}

/**
 * How a term between arrays is made. A Jacobian that is never formed is worth its size in words.
 * @param {Trace} trace
 * @param {TermStep} step
 * @param {Node} node
 * @param {Node} child
 * @returns {Piece[]}
 */
function manner(trace, step, node, child) {
  const edge = edgeOf(trace, step.edge);
  const size = (/** @type {Node} */ { shape }) => shape.reduce((product, length) => product * length, 1);
  const times = step.local === null
    ? say(size(child) === 1 ? "caption.by-rule" : "caption.by-rule.jacobian", { rows: size(child), columns: size(node) })
    : isArray(step.local) ? say("caption.elementwise") : say("caption.scaled", { local: brief(step.local) });
  const axes = (edge?.summed ?? []).map((axis) => child.shape[axis]).join(" × ");
  return axes === "" ? [times] : said("caption.summed", { manner: times, axes, node: { node } });
}

/** @param {Node[]} nodes @returns {Piece[]} */
function list(nodes) {
  /** @type {Piece[]} */
  const found = [];
  const room = nodes.length > 6 ? nodes.slice(0, 4) : nodes;
  for (const [index, node] of room.entries()) {
    if (index > 0) found.push(index === room.length - 1 && room === nodes ? say("caption.and") : ", ");
    found.push({ node });
  }
  if (room !== nodes) found.push(say("caption.more", { count: nodes.length - room.length }));
  return found.length > 0 ? found : [say("caption.constants")];
}

/**
 * The caption as a screen reader should say it.
 * @param {Piece[]} caption
 * @returns {string}
 */
export function spoken(caption) {
  return caption.map((piece) => {
    if (typeof piece === "string") return piece;
    if ("letter" in piece) return piece.letter;
    return "node" in piece ? piece.node.id : say("caption.adjoint-of", { node: piece.adjoint.id });
  }).join("");
}

/** @param {Trace} trace @param {string} id @returns {Node} */
function nodeOf(trace, id) {
  const node = find(trace, id);
  if (!node) throw new Error(`the trace has no node '${id}'`);
  return node;
}
