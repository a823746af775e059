import assert from "node:assert/strict";
import test from "node:test";

import { namesIn, tokensOf } from "../../../app/static/core/text/tokens.js";
import { offsetsOf } from "../../../app/static/core/text/text_offsets.js";

/** @param {string} line */
const kinds = (line) => tokensOf(line).map(({ from, to, kind }) => `${line.slice(from, to)}:${kind}`).join(" ");

test("a leaf's line: keyword, name, number, comment", () => {
  assert.equal(kinds("param w = 0.5 # slope = 2"), "param:keyword w:name =:operator 0.5:number # slope = 2:comment");
  assert.equal(kinds("t = 1; input x = .5"), "t:name =:operator 1:number ;:text input:keyword x:name =:operator .5:number");
});

test("functions are told from products", () => {
  assert.equal(kinds("y = σ(z)"), "y:name =:operator σ:function (:text z:name ):text");
  assert.match(kinds("L = ½(y − t)²"), /½:number \(:text y:name −:operator t:name \):text ²:number/);
  assert.match(kinds("u = w(y) + exp(w)"), /w:name .* exp:function/);
});

test("a keyword is a keyword only where a line begins", () => {
  assert.match(kinds("y = input + 1"), /input:name/);
  assert.match(kinds("param = 1"), /param:name/);
});

test("the signs of arrays: transposes, labels, options and comparisons", () => {
  assert.equal(kinds("z = W⁽¹⁾x"), "z:name =:operator W⁽¹⁾x:name");
  assert.match(kinds("z = Wᵀx"), /W:name ᵀ:operator x:name/);
  assert.match(kinds("s = sum(x, axis=0, keepdims=True)"), /sum:function .* axis:text =:operator 0:number .* keepdims:text =:operator True:number/);
  assert.match(kinds("m = x ≤ y ⊙ z"), /x:name ≤:operator y:name ⊙:operator z:name/);
  assert.deepEqual(namesIn("param W⁽¹⁾ = [[1, 2]], b = [0]\nz = sum(W⁽¹⁾b, axis=0)"), ["W⁽¹⁾", "b", "z"]);
});

test("the names of a program, in order", () => {
  assert.deepEqual(namesIn("param w = 0.5, b = -1\nz = wx + b # q = 1\ny=σ(z); λ_2 = 3"), ["w", "b", "z", "y", "λ_2"]);
});

test("a span covers the same characters as in the service, also beyond the basic plane", () => {
  const text = "𝓛 = 1\ny = 𝓛 + vv";
  const place = offsetsOf(text, { line: 2, column: 9, end_column: 11 });
  assert.equal(text.slice(place?.from, place?.to), "vv");
});

test("a span at the end of a line falls back to the last character, and never leaves its line", () => {
  assert.deepEqual(offsetsOf("y = (x\nz", { line: 1, column: 7, end_column: 7 }), { from: 5, to: 6 });
  assert.deepEqual(offsetsOf("ab\ncd", { line: 1, column: 2, end_column: 99 }), { from: 1, to: 2 });
  assert.deepEqual(offsetsOf("", { line: 1, column: 1, end_column: 1 }), { from: 0, to: 0 });
  assert.equal(offsetsOf("ab", { line: 3, column: 1, end_column: 2 }), null);
});
