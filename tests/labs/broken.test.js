import assert from "node:assert/strict";
import { test } from "node:test";

import { FAULTS, disagreements, faulty, inStep, obstacle } from "../../app/static/labs/broken/model.js";
import { smallTrace } from "../core/fixture.js";
import { batch } from "../core/arraymodels.js";
import { lecture } from "../core/lecture.js";
import { waitForAll } from "./waitforall.js";

/** @typedef {import("../../app/static/core/types.js").Trace} Trace */

/** @param {Trace} trace @param {import("../../app/static/labs/broken/model.js").Fault} fault */
const wrongNumbers = (trace, fault) => Object.fromEntries(disagreements(trace, /** @type {Trace} */ (faulty(trace, fault))).map(({ node, wrong }) => [node.id, wrong]));

test("overwriting leaves the last term of each sum", () => {
  assert.deepEqual(wrongNumbers(lecture, "overwrite"), { w: 0.05 });
  assert.deepEqual(wrongNumbers(waitForAll, "overwrite"), { b: 5, a: 20 });
});

test("sending too early counts the first share twice: 28 and not 24", () => {
  assert.deepEqual(wrongNumbers(waitForAll, "early"), { a: 28 });
  const swept = /** @type {Trace} */ (faulty(waitForAll, "early"));
  const sent = swept.steps.flatMap((step) => (step.kind === "term" && step.node === "a" ? [step.product] : []));
  assert.deepEqual(sent, [4, 24]);
});

test("only inner fan-ins suffer from sending early", () => {
  assert.deepEqual(wrongNumbers(lecture, "early"), {});
});

test("a second run without a reset doubles the leaves and nothing else", () => {
  assert.deepEqual(wrongNumbers(lecture, "unreset"), { w: -0.4, b: -0.25, x: -0.125, t: 1 });
});

test("every faulty walk is a whole walk: renumbered, with the right forward pass, each sum closed", () => {
  for (const trace of [lecture, waitForAll]) {
    for (const fault of FAULTS) {
      const wrong = /** @type {Trace} */ (faulty(trace, fault));
      assert.deepEqual(wrong.steps.map(({ index }) => index), wrong.steps.map((_, index) => index));
      const forward = (/** @type {Trace} */ one) => one.steps.filter(({ phase }) => phase === "forward");
      assert.deepEqual(forward(wrong), forward(trace));
      const last = new Map(wrong.steps.flatMap((step) => (step.kind === "adjoint" ? [[step.node, step.adjoint]] : step.kind === "term" && step.remaining === 0 ? [[step.node, step.total]] : [])));
      for (const [node, adjoint] of last) assert.equal(adjoint, wrong.adjoints[node]);
    }
  }
});

test("both walks begin and end together, and the faulty one never goes back", () => {
  const wrong = /** @type {Trace} */ (faulty(waitForAll, "early"));
  assert.ok(wrong.steps.length > waitForAll.steps.length);
  const positions = Array.from({ length: waitForAll.steps.length + 1 }, (_, position) => inStep(waitForAll, wrong, position));
  assert.equal(positions[0], 0);
  assert.equal(positions.at(-1), wrong.steps.length);
  assert.deepEqual(positions, [...positions].sort((one, other) => one - other));
});

test("arrays and large graphs are not replayed, and it is said why", () => {
  assert.equal(obstacle(batch), "arrays");
  assert.equal(obstacle(lecture), null);
  const many = { ...smallTrace(), nodes: Array.from({ length: 61 }, () => smallTrace().nodes[0]) };
  assert.equal(obstacle(/** @type {Trace} */ (many)), "large");
});

test("a graph with too many paths is refused and not walked", () => {
  // Twelve diamonds in a row: 4096 paths.
  const nodes = Array.from({ length: 25 }, (_, index) => ({ ...smallTrace().nodes[0], id: `v${index}`, parents: index === 0 ? [] : ["v0"] }));
  const edges = Array.from({ length: 12 }, (_, k) => [1, 2].map((side) => ({ id: `v${2 * k}->v${2 * k + 2}#${side}`, parent: `v${2 * k}`, child: `v${2 * k + 2}`, local: 1, argument: side })));
  const steps = edges.flat().map((edge, index) => ({ index: index + 1, phase: "backward", kind: "term", node: edge.parent, edge: edge.id, upstream: 1, local: 1, product: 1, total: 1, remaining: 0, latex: "", substituted: "" }));
  const deep = /** @type {any} */ ({ ...smallTrace(), output: "v24", nodes, edges: edges.flat(), steps: [{ index: 0, phase: "backward", kind: "seed", node: "v24", adjoint: 1, latex: "", substituted: "" }, ...steps] });
  assert.equal(faulty(deep, "early"), null);
  assert.notEqual(faulty(deep, "overwrite"), null);
});
