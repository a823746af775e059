// Values written into a model's text, over those that stand there. Where they stand, the service says.

import { written } from "./array_text.js";
import { applied } from "./fixes.js";

/** @typedef {import("../types.js").DeclaredLeaf} DeclaredLeaf */
/** @typedef {import("../types.js").Given} Given */
/** @typedef {import("../types.js").LeafRole} LeafRole */

/** @type {Record<LeafRole, string>} */
const WORD_OF = { parameter: "param", input: "input", target: "target", constant: "const" };

/**
 * The source with the values of some leaves written over what is declared; a leaf that the source does not
 * declare gets a line in front.
 * @param {string} source
 * @param {readonly DeclaredLeaf[]} leaves those that the source declares
 * @param {readonly { id: string, value: Given, role: LeafRole }[]} values
 * @returns {string}
 */
export function writeInto(source, leaves, values) {
  return applied(source, { edits: values.map(({ id, value, role }) => editOf(leaves.find(({ name }) => name === id), id, value, role)) });
}

/**
 * @param {DeclaredLeaf | undefined} leaf
 * @param {string} id
 * @param {Given} value
 * @param {LeafRole} role
 * @returns {import("../types.js").Edit}
 */
function editOf(leaf, id, value, role) {
  if (leaf === undefined) return { span: { line: 1, column: 1, end_column: 1 }, text: `${WORD_OF[role]} ${id} = ${written(value)}\n` };
  if (leaf.literal) return { span: leaf.literal, text: written(value) };
  return { span: { ...leaf.span, column: leaf.span.end_column }, text: ` = ${written(value)}` };
}
