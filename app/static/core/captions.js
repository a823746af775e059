// Each step in one or two plain sentences: shown under the formula and spoken by screen readers.

import { brief, equals, factors } from "./brief.js";
import { edgeOf, nodeOf as find, termsOf } from "./lookup.js";
import { stepAt } from "./player.js";
import { isArray } from "./quantity.js";

/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Node} Node */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").TermStep} TermStep */

/** A piece of a sentence: words, a node's name, a node's adjoint, or a letter. @typedef {string | { node: Node } | { adjoint: Node } | { letter: string }} Piece */

/**
 * @param {Trace} trace
 * @param {number} position
 * @returns {Piece[]}
 */
export function captionAt(trace, position) {
  const step = stepAt(trace, position);
  if (step === null) return opening(trace);
  const node = nodeOf(trace, step.node);
  if (step.kind === "value") return [{ node }, " is computed from ", ...list(node.parents.map((id) => nodeOf(trace, id))), "."];
  if (step.kind === "seed") {
    const h = { letter: "h" };
    return ["Raising ", { node }, " by ", h, " raises ", { node }, " by ", h, ": the sweep starts from ", { adjoint: node }, " = 1."];
  }
  if (step.kind === "term") return termCaption(trace, step, node);
  const count = termsOf(trace, step.node).length;
  if (count === 0) return ["Nothing leads from ", { node }, " to ", { node: nodeOf(trace, trace.output) }, ": its adjoint is 0."];
  return [count === 2 ? "Both terms are in: " : `All ${count} terms are in: `, { adjoint: node }, isArray(step.adjoint) ? " is their sum." : ` is their sum, ${brief(step.adjoint)}.`];
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

/** @param {Trace} trace @returns {Piece[]} */
function opening(trace) {
  const output = nodeOf(trace, trace.output);
  return ["How does ", { node: output }, " change with each quantity it is computed from? Press → to begin."];
}

/** @param {Trace} trace @param {TermStep} step @param {Node} node @returns {Piece[]} */
function termCaption(trace, step, node) {
  const edge = edgeOf(trace, step.edge);
  const child = nodeOf(trace, edge?.child ?? "");
  const expected = termsOf(trace, step.node).length;
  const product = `${factors(step)} ${equals(step)} ${brief(step.product)}`;
  const isPlain = step.local !== null && !isArray(step.product) && !isArray(step.upstream);
  const words = isPlain ? [`: ${product}.`] : [...manner(trace, step, node, child), "."];
  if (expected === 1) return ["Upstream adjoint of ", { node: child }, ...(isPlain ? [" times local derivative"] : []), ...words];
  return [`Term ${expected - step.remaining} of ${expected} for `, { adjoint: node }, ", through ", { node: child }, ...(isPlain ? [] : [": upstream adjoint"]), ...words];
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
    ? ` carried back by the rule of its operation${size(child) === 1 ? "" : `; the ${size(child)} × ${size(node)} Jacobian is never formed`}`
    : isArray(step.local) ? " times local derivative, element by element" : ` times local derivative ${brief(step.local)}`;
  const axes = (edge?.summed ?? []).map((axis) => child.shape[axis]).join(" × ");
  return axes === "" ? [times] : [times, `, and summed over the ${axes} places where `, { node }, " was used"];
}

/** @param {Node[]} nodes @returns {Piece[]} */
function list(nodes) {
  /** @type {Piece[]} */
  const pieces = [];
  const room = nodes.length > 6 ? nodes.slice(0, 4) : nodes;
  for (const [index, node] of room.entries()) {
    if (index > 0) pieces.push(index === room.length - 1 && room === nodes ? " and " : ", ");
    pieces.push({ node });
  }
  if (room !== nodes) pieces.push(` and ${nodes.length - room.length} more`);
  return pieces.length > 0 ? pieces : ["constants"];
}

/**
 * The caption as a screen reader should say it.
 * @param {Piece[]} pieces
 * @returns {string}
 */
export function spoken(pieces) {
  return pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    if ("letter" in piece) return piece.letter;
    return "node" in piece ? piece.node.id : `the adjoint of ${piece.adjoint.id}`;
  }).join("");
}

/** @param {Trace} trace @param {string} id @returns {Node} */
function nodeOf(trace, id) {
  const node = find(trace, id);
  if (!node) throw new Error(`the trace has no node '${id}'`);
  return node;
}
