import assert from "node:assert/strict";
import { test } from "node:test";

import { curve, lossOf, obstacle, stepped } from "../../app/static/labs/descent/model.js";
import { batch, elements } from "../core/arraymodels.js";
import { smallTrace } from "../core/fixture.js";
import { lecture } from "../core/lecture.js";

test("a step moves each parameter against its adjoint, and nothing else", () => {
  assert.equal(obstacle(lecture), null);
  assert.deepEqual(stepped(lecture, 0.1), { w: 0.5 + 0.1 * 0.2, b: -1 + 0.1 * 0.125 });
  assert.deepEqual(stepped(lecture, 0), { w: 0.5, b: -1 });
  assert.equal(lossOf(lecture), 0.1375);
});

test("array parameters move entry by entry", () => {
  const nodes = batch.nodes.map((node) => (node.id === "W" ? { ...node, role: /** @type {const} */ ("parameter") } : node));
  const W = nodes.find(({ id }) => id === "W");
  const next = /** @type {number[][]} */ (stepped({ ...batch, nodes }, 0.5).W);
  const [value, adjoint] = /** @type {number[][][]} */ ([W?.value, W?.adjoint]);
  assert.deepEqual(next, value?.map((row, i) => row.map((entry, j) => entry - 0.5 * (adjoint?.[i]?.[j] ?? NaN))));
});

test("there is no step without parameters, with entries apart, or along what is no number", () => {
  assert.equal(obstacle({ ...lecture, nodes: lecture.nodes.map((node) => ({ ...node, role: node.role === "parameter" ? "input" : node.role })) }), "none");
  assert.equal(obstacle(elements), "entries");
  assert.equal(obstacle({ ...smallTrace(), nodes: smallTrace().nodes.map((node) => ({ ...node, adjoint: "NaN" })) }), "numbers");
});

test("the curve starts at the top, ends where the newest loss is, and breaks at what is no number", () => {
  const box = { width: 100, height: 50 };
  const drawn = curve([4, 2, NaN, 1], box);
  assert.deepEqual(drawn.points.map((point) => point && [point.x, point.y]), [[0, 0], [20, 25], null, [60, 37.5]]);
  assert.deepEqual([drawn.top, drawn.bottom, drawn.steps], [4, 0, 5]);
  assert.equal(curve([1, 2, 3, 4, 5, 6, 7, 8], box).steps, 7);
  assert.deepEqual(curve([-1, -3], box).points.map((point) => point?.y), [0, 50]);
  assert.deepEqual(curve([], box).points, []);
});
