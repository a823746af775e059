import assert from "node:assert/strict";
import { test } from "node:test";

import { formulaAt } from "../../../app/static/core/walk/formula.js";
import { ledgerAt } from "../../../app/static/core/walk/ledger.js";
import { captionAt, spoken } from "../../../app/static/core/walk/captions.js";
import { fan, lecture } from "../lecture.js";

const bare = (/** @type {string} */ latex) => latex.replace(/\\htmlClass\{(\w+)\}/g, "<$1>");

test("before the first step stands the question that the walk answers", () => {
  assert.match(formulaAt(lecture, 0, "bar").symbolic, /\\frac\{\\partial L_\{\\mathrm\{reg\}\}\}\{\\partial w\}.*= \?|\\frac.*\?/);
});

test("the term being added is lit, adjoints and results wear their colour", () => {
  const first = formulaAt(lecture, 14, "bar");
  assert.equal(bare(first.symbolic), "<adjoint>{\\bar{w}} = <lit>{<adjoint>{\\bar{z}}\\,x} + <adjoint>{\\bar{R}}\\,w");
  assert.match(bare(first.substituted), /= <adjoint>\{-0\.25\}$/);
  assert.match(bare(formulaAt(lecture, 15, "bar").symbolic), /<lit>\{<adjoint>\{\\bar\{R\}\}\\,w\}$/);
  assert.match(bare(formulaAt(lecture, 1, "bar").substituted), /= <value>\{0\}$/);
});

test("upstream adjoints and finished adjoints are boxed numbers, local derivatives are not", () => {
  const shown = (/** @type {number} */ position) => formulaAt(lecture, position, "bar").substituted.replace(/\\htmlClass\{([\w ]+)\}/g, "<$1>");
  assert.match(shown(10), /= \{<boxed>\{-0\.5\}\}\\,\\sigma'\(0\) = \{<boxed>\{-0\.5\}\} \\cdot 0\.25 = <adjoint boxed>\{-0\.125\}$/);
  assert.match(shown(14), /= \{<boxed>\{-0\.125\}\} \\cdot 2 = <adjoint>\{-0\.25\}$/);
  assert.match(shown(16), /= -0\.25 \+ 0\.05 = <adjoint boxed>\{-0\.2\}$/);
  assert.doesNotMatch(shown(1), /boxed/);
});

test("a single term and a closing sum have nothing to tell apart", () => {
  for (const position of [10, 16]) assert.doesNotMatch(formulaAt(lecture, position, "bar").symbolic, /lit/);
});

test("the other notation writes every adjoint out", () => {
  const { symbolic } = formulaAt(lecture, 14, "partial");
  assert.doesNotMatch(symbolic, /\\bar/);
  assert.match(symbolic, /\\frac\{\\partial L_\{\\mathrm\{reg\}\}\}\{\\partial z\}/);
  assert.equal(formulaAt(lecture, 6, "partial").substituted, "");
});

test("a line too long to be printed whole shows the lit term among its neighbours", () => {
  const many = fan(12);
  const at = many.steps.findIndex((step) => step.kind === "term" && step.edge === "w->a9") + 1;
  assert.match(bare(formulaAt(many, at, "bar").symbolic), /= \\cdots \+ <adjoint>\{\\bar\{a8\}\} \+ <lit>\{<adjoint>\{\\bar\{a9\}\}\} \+ <adjoint>\{\\bar\{a10\}\} \+ \\cdots$/);
});

test("the ledger counts terms received and awaited, at fan-ins only", () => {
  assert.equal(ledgerAt(lecture, 10), null);
  const ledger = ledgerAt(lecture, 14);
  assert.deepEqual(ledger?.rows.map(({ edge, received, current }) => [edge.id, received, current]), [["w->z", true, true], ["w->R", false, false]]);
  assert.deepEqual([ledger?.received, ledger?.total, ledger?.isClosed], [1, -0.25, false]);
  assert.deepEqual([ledgerAt(lecture, 16)?.received, ledgerAt(lecture, 16)?.total, ledgerAt(lecture, 16)?.isClosed], [2, -0.2, true]);
});

test("each step is said in words, the seed in the lecture's", () => {
  const said = lecture.steps.map((_, index) => spoken(captionAt(lecture, index + 1)));
  assert.equal(said[0], "z is computed from w, x and b.");
  assert.match(said[5] ?? "", /^Raising L_reg by h raises L_reg by h/);
  assert.equal(said[13], "Term 1 of 2 for the adjoint of w, through z: −0.125 × 2 = −0.25.");
  assert.equal(said[15], "Both terms are in: the adjoint of w is their sum, −0.2.");
  assert.match(spoken(captionAt(lecture, 0)), /^How does L_reg change/);
});
