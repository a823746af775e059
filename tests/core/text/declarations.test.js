import assert from "node:assert/strict";
import test from "node:test";

import { declarations, writeInto } from "../../../app/static/core/text/declarations.js";
import { canonical } from "../../../app/static/core/text/names.js";

const SOURCE = `param w = 0.5, b = −1   # w = 9
input x=2; t = 1
const λ = .1
h₁ = ½
z = wx + b
y = 3z`;

test("every leaf with a literal is found, with its value and its line", () => {
  assert.deepEqual(
    declarations(SOURCE).map(({ name, value, line }) => [name, value, line]),
    [["w", 0.5, 1], ["b", -1, 1], ["x", 2, 2], ["t", 1, 2], ["lambda", 0.1, 3], ["h1", 0.5, 4]],
  );
});

test("a declaration's place is its literal", () => {
  for (const { from, to } of declarations(SOURCE)) assert.match(SOURCE.slice(from, to), /^(0\.5|−1|2|1|\.1|½)$/);
});

test("what is computed is no declaration", () => {
  assert.deepEqual(declarations("y = 2x\nz = 1 + 1\nq == 3\nx1 = 1e-3\nr = 1/8\nparam = w").map(({ name, value }) => [name, value]), [["x1", 0.001], ["r", 0.125]]);
});

test("a keyword's leaves may have any value, or none yet", () => {
  const source = "params w = max(1, 2), b; const k = 2*3, c = 1/4";
  assert.deepEqual(declarations(source).map(({ name, value }) => [name, value]), [["w", null], ["b", null], ["k", null], ["c", 0.25]]);
  assert.equal(writeInto(source, "w", 7), "params w = 7, b; const k = 2*3, c = 1/4");
  assert.equal(writeInto(source, "b", 7), "params w = max(1, 2), b = 7; const k = 2*3, c = 1/4");
});

test("a value is written over its literal and nothing else changes", () => {
  assert.equal(writeInto(SOURCE, "b", 0.25), SOURCE.replace("−1", "0.25"));
  assert.equal(writeInto(SOURCE, "lambda", 2), SOURCE.replace(".1", "2"));
  assert.equal(writeInto("w = 0.5, v = 0.5", "v", 3), "w = 0.5, v = 3");
});

test("a leaf that came from outside gets a line of its own", () => {
  assert.equal(writeInto("L = x^2", "x", -3), "input x = -3\nL = x^2");
  assert.equal(writeInto("L = t^2", "t", 1, "target"), "target t = 1\nL = t^2");
});

test("names are spelled as the service spells them", () => {
  const spelled = ["λ", "x₁", "xᵢ", "Δw", "σ_z", "𝐱", "L_reg", "λ₂", "αβ", "w12", "hₜ", "ϕ"].map(canonical);
  assert.deepEqual(spelled, ["lambda", "x1", "x_i", "Delta_w", "sigma_z", "x", "L_reg", "lambda2", "alpha_beta", "w12", "h_t", "phi"]);
});
