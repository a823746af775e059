import assert from "node:assert/strict";
import test from "node:test";

import { adjointOf } from "../../../app/static/core/walk/line.js";
import { inNotation, isNotation, notationAfter, saidIn } from "../../../app/static/core/model/notation.js";
import { smallTrace } from "../fixture.js";

const REG = "L_{\\mathrm{reg}}";

/** A line: text as it is, `<w>` an adjoint, `<w^>` one with something raised onto it. @param {import("../../../app/static/core/types.js").Trace} trace @param {...string} pieces */
function line(trace, ...pieces) {
  return pieces.map((piece) => {
    const [, id, raised] = /^<(.*?)(\^?)>$/.exec(piece) ?? [];
    const adjoint = trace.nodes.find((node) => node.id === id);
    return adjoint === undefined ? piece : { adjoint, held: raised === "^" };
  });
}

test("the bar is the lecture's notation", () => {
  const trace = smallTrace();
  assert.equal(inNotation(line(trace, "<w>", " = ", "<L>", "\\, x"), trace, "bar"), "\\bar{w} = \\bar{L}\\, x");
  assert.equal(inNotation(line(trace, "<w^>", "^{\\top}"), trace, "bar"), "\\bar{w}^{\\top}");
});

test("in the other notation every adjoint is a partial derivative of the output", () => {
  const trace = smallTrace();
  assert.equal(
    inNotation(line(trace, "<w>", " = ", "<L>", "\\, x + ", "<R>", "\\, w"), trace, "partial"),
    `\\frac{\\partial ${REG}}{\\partial w} = \\frac{\\partial ${REG}}{\\partial L}\\, x + \\frac{\\partial ${REG}}{\\partial R}\\, w`,
  );
  assert.equal(inNotation(line(trace, "<L_reg>", " \\cdot 1"), trace, "partial"), `\\frac{\\partial ${REG}}{\\partial ${REG}} \\cdot 1`);
});

test("what only looks like an adjoint is left alone", () => {
  assert.equal(inNotation("\\bar{w}\\,x", smallTrace(), "partial"), "\\bar{w}\\,x");
  assert.equal(inNotation(["\\bar{w}"], smallTrace(), "grad"), "\\bar{w}");
});

test("an adjoint with something raised onto it has brackets, and its colour inside", () => {
  const trace = smallTrace();
  assert.equal(inNotation(line(trace, "<w^>", "^2"), trace, "partial"), `\\left(\\frac{\\partial ${REG}}{\\partial w}\\right)^2`);
  assert.equal(inNotation(line(trace, "<w^>", "^2"), trace, "grad", { coloured: true }), "\\left(\\htmlClass{adjoint}{\\texttt{w.grad}}\\right)^2");
  assert.equal(inNotation(line(trace, "<w>"), trace, "bar", { coloured: true }), "\\htmlClass{adjoint}{\\bar{w}}");
});

test("in code an adjoint is a variable with its name", () => {
  const trace = smallTrace();
  assert.equal(inNotation(line(trace, "<L_reg>", " + ", "<w>", "\\, x"), trace, "code"), "\\texttt{L\\_reg\\_bar} + \\texttt{w\\_bar}\\, x");
  assert.equal(inNotation(line(trace, "<L_reg>"), trace, "grad"), "\\texttt{L\\_reg.grad}");
});

test("an entry is indexed after the array's adjoint has its name", () => {
  const trace = smallTrace();
  const entry = { ...trace, nodes: trace.nodes.map((node) => (node.id === "w" ? { ...node, id: "w[0]", tensor: "w" } : node)) };
  assert.equal(inNotation(adjointOf(entry.nodes[0]), entry, "code"), "\\texttt{w\\_bar[0]}");
  assert.equal(inNotation(adjointOf(entry.nodes[0]), entry, "grad"), "\\texttt{w.grad[0]}");
});

test("a lesson's formula that is one adjoint follows the notation, and no other", () => {
  assert.equal(saidIn("\\bar{w}", smallTrace(), "grad"), "\\texttt{w.grad}");
  assert.equal(saidIn("\\bar{w}\\,x", smallTrace(), "grad"), "\\bar{w}\\,x");
  assert.equal(saidIn("\\bar{w}", null, "grad"), "\\bar{w}");
});

test("the notations follow each other in a circle", () => {
  assert.deepEqual(/** @type {const} */ (["bar", "partial", "code", "grad"]).map(notationAfter), ["partial", "code", "grad", "bar"]);
  assert.ok(isNotation("grad") && !isNotation("dot"));
});
