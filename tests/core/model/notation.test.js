import assert from "node:assert/strict";
import test from "node:test";

import { inNotation, isNotation, notationAfter } from "../../../app/static/core/model/notation.js";
import { smallTrace } from "../fixture.js";

const REG = "L_{\\mathrm{reg}}";

test("the bar is the lecture's notation and stays as it is", () => {
  const latex = "\\bar{w} = \\bar{L}\\, x";
  assert.equal(inNotation(latex, smallTrace(), "bar"), latex);
});

test("in the other notation every adjoint is a partial derivative of the output", () => {
  assert.equal(
    inNotation("\\bar{w} = \\bar{L}\\, x + \\bar{R}\\, w", smallTrace(), "partial"),
    `\\frac{\\partial ${REG}}{\\partial w} = \\frac{\\partial ${REG}}{\\partial L}\\, x + \\frac{\\partial ${REG}}{\\partial R}\\, w`,
  );
});

test("L bar does not eat the beginning of L_reg bar", () => {
  assert.equal(
    inNotation("\\bar{L} = \\bar{L}_{\\mathrm{reg}} \\cdot 1", smallTrace(), "partial"),
    `\\frac{\\partial ${REG}}{\\partial L} = \\frac{\\partial ${REG}}{\\partial ${REG}} \\cdot 1`,
  );
});

test("what has been replaced is not replaced again", () => {
  const trace = smallTrace();
  const tricky = { ...trace, nodes: trace.nodes.map((node) => (node.id === "w" ? { ...node, latex: "\\bar{L}" } : node)) };
  assert.equal(inNotation("\\bar{w}", tricky, "partial"), `\\frac{\\partial ${REG}}{\\partial \\bar{L}}`);
});

test("a squared adjoint keeps its brackets", () => {
  assert.equal(inNotation("\\bar{w}^2", smallTrace(), "partial"), `\\left(\\frac{\\partial ${REG}}{\\partial w}\\right)^2`);
});

test("a class around a term survives", () => {
  assert.equal(
    inNotation("\\htmlClass{term-1}{\\bar{R}\\, w}", smallTrace(), "partial"),
    `\\htmlClass{term-1}{\\frac{\\partial ${REG}}{\\partial R}\\, w}`,
  );
});

test("a trace without nodes changes nothing", () => {
  assert.equal(inNotation("x", smallTrace({ nodes: [] }), "partial"), "x");
});

test("in code an adjoint is a variable with its name", () => {
  assert.equal(inNotation("\\bar{L}_{\\mathrm{reg}} + \\bar{w}\\, x", smallTrace(), "code"), "\\texttt{L\\_reg\\_bar} + \\texttt{w\\_bar}\\, x");
  assert.equal(inNotation("\\bar{L}_{\\mathrm{reg}}", smallTrace(), "grad"), "\\texttt{L\\_reg.grad}");
});

test("an entry is indexed after the array's adjoint has its name", () => {
  const trace = smallTrace();
  const entry = { ...trace, nodes: trace.nodes.map((node) => (node.id === "w" ? { ...node, id: "w[0]" } : node)) };
  assert.equal(inNotation("\\bar{w}", entry, "code"), "\\texttt{w\\_bar[0]}");
  assert.equal(inNotation("\\bar{w}", entry, "grad"), "\\texttt{w.grad[0]}");
});

test("the notations follow each other in a circle", () => {
  assert.deepEqual(/** @type {const} */ (["bar", "partial", "code", "grad"]).map(notationAfter), ["partial", "code", "grad", "bar"]);
  assert.ok(isNotation("grad") && !isNotation("dot"));
});
