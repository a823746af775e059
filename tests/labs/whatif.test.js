import assert from "node:assert/strict";
import { test } from "node:test";

import { difference, exchanges, neededIn } from "../../app/static/labs/whatif/model.js";
import { smallTrace } from "../core/fixture.js";
import { lecture } from "../core/lecture.js";

/** @typedef {import("../../app/static/core/types.js").Trace} Trace */

const SOURCE = "param w = 0.5, b = -1\nz = wx + b\ny = σ(z)\nL = ½(y − t)²\nR = ½w²\nL_reg = L + λR";

/** The running example with another rule for y and t, and other numbers below. @type {Trace} */
const crossed = {
  ...lecture,
  nodes: lecture.nodes.map((node) => (["y", "z", "w"].includes(node.id) ? { ...node, adjoint: Number(node.adjoint) * 4 } : node)),
  edges: lecture.edges.map((edge) => (["y->L", "t->L"].includes(edge.id) ? { ...edge, latex: "-\\frac{t}{y}" } : edge)),
  steps: lecture.steps.map((step) => (step.kind === "term" && ["y", "t"].includes(step.node) ? { ...step, latex: "\\bar{y} = …" } : step)),
};

test("a rule that changed is told apart from numbers that follow", () => {
  const found = difference(lecture, crossed);
  assert.deepEqual(found.rules.map(({ node }) => node.id), ["y"]);
  assert.deepEqual(found.aside.map(({ node }) => node.id), ["t"]);
  assert.deepEqual([...found.changes].filter(([, change]) => change === "number").map(([id]) => id).sort(), ["w", "z"]);
  assert.deepEqual([...found.edges].sort(), ["t->L", "y->L"]);
  assert.equal(found.changes.get("y"), "rule");
});

test("nothing differs from itself", () => {
  const found = difference(lecture, lecture);
  assert.deepEqual([found.rules, found.aside, found.edges.size, found.gone], [[], [], 0, []]);
  assert.ok([...found.changes.values()].every((change) => change === "same"));
  assert.equal(found.total, 6);
});

test("new and vanished nodes are named", () => {
  const without = { ...lecture, nodes: lecture.nodes.filter(({ id }) => id !== "R") };
  assert.deepEqual(difference(lecture, without).gone.map(({ id }) => id), ["R"]);
  assert.equal(difference(without, lecture).changes.get("R"), "new");
});

test("training asks for the parameters and what stands between them and the output", () => {
  assert.deepEqual([...neededIn(lecture)].sort(), ["L", "L_reg", "R", "b", "w", "y", "z"]);
  const free = { ...smallTrace(), nodes: smallTrace().nodes.map((node) => ({ ...node, role: /** @type {const} */ ("input") })) };
  assert.equal(neededIn(free).size, 4);
});

test("a squared error and a cross-entropy are exchanged for each other, whichever way round it is written", () => {
  const [cross] = exchanges(SOURCE, lecture);
  assert.equal(cross?.id, "cross");
  assert.match(cross?.source ?? "", /^L = −t ln\(y\) − \(1 − t\) ln\(1 − y\)$/m);
  assert.match(exchanges(SOURCE.replace("(y − t)²", "(t - y)^2"), lecture)[0]?.source ?? "", /−t ln\(y\)/);
  const back = exchanges(cross?.source ?? "", lecture).find(({ id }) => id === "squared");
  assert.equal(back?.source, SOURCE);
});

test("no cross-entropy where the prediction is no probability", () => {
  const beyond = { ...lecture, values: { ...lecture.values, y: 2 } };
  assert.deepEqual(exchanges(SOURCE, beyond).map(({ id }) => id), ["tanh"]);
});

test("one squashing function for another", () => {
  assert.match(exchanges(SOURCE, lecture).find(({ id }) => id === "tanh")?.source ?? "", /^y = tanh\(z\)$/m);
  assert.match(exchanges("y = tanh(z)", lecture)[0]?.source ?? "", /^y = σ\(z\)$/);
  assert.deepEqual(exchanges("y = arctanh(z)", lecture), []);
});
