import assert from "node:assert/strict";
import test from "node:test";

import { writeInto } from "../../../app/static/core/text/declarations.js";

/** @typedef {import("../../../app/static/core/types.js").DeclaredLeaf} DeclaredLeaf */

/**
 * What the service says of a leaf: `name` and the text of its value stand once each in their line.
 * @param {string} source
 * @param {number} line
 * @param {string} id
 * @param {string} name
 * @param {string} [literal]
 * @returns {DeclaredLeaf}
 */
function leaf(source, line, id, name, literal) {
  const text = source.split("\n")[line - 1] ?? "";
  const span = (/** @type {string} */ part) => {
    const column = [...text.slice(0, text.indexOf(part))].length + 1;
    return { line, column, end_column: column + [...part].length };
  };
  return { name: id, span: span(name), literal: literal === undefined ? null : span(literal), value: null };
}

const SOURCE = "param 𝓛 = 0.5, b = −1   # b = 9\ninput x=2, q\nL = bx";
const LEAVES = [leaf(SOURCE, 1, "L", "𝓛", "0.5"), leaf(SOURCE, 1, "b", "b", "−1"), leaf(SOURCE, 2, "x", "x", "2"), leaf(SOURCE, 2, "q", "q")];

/** @param {[string, import("../../../app/static/core/types.js").Given][]} values */
const write = (values) => writeInto(SOURCE, LEAVES, values.map(([id, value]) => ({ id, value, role: "target" })));

test("a value is written over its literal and nothing else changes", () => {
  assert.equal(write([["b", 0.25]]), SOURCE.replace("−1", "0.25"));
  assert.equal(write([["x", [1, [2, 3]]]]), SOURCE.replace("x=2", "x=[1, [2, 3]]"));
});

test("several at once, whichever comes first", () => {
  const both = SOURCE.replace("0.5", "3").replace("−1", "100");
  assert.equal(write([["L", 3], ["b", 100]]), both);
  assert.equal(write([["b", 100], ["L", 3]]), both);
});

test("a leaf without a value gets one", () => assert.equal(write([["q", 7]]), SOURCE.replace(", q", ", q = 7")));

test("a leaf that came from outside gets a line of its own", () => {
  assert.equal(write([["t", -3], ["u", 1]]), `target t = -3\ntarget u = 1\n${SOURCE}`);
  assert.equal(writeInto("L = x^2", [], [{ id: "x", value: 2, role: "constant" }]), "const x = 2\nL = x^2");
});
