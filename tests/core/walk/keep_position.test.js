import assert from "node:assert/strict";
import test from "node:test";

import { clamp, keepStep } from "../../../app/static/core/walk/keep_position.js";
import { smallTrace, term } from "../fixture.js";

const before = smallTrace();

test("other numbers, same graph: every position is kept", () => {
  for (let position = 0; position <= before.steps.length; position += 1) {
    assert.equal(keepStep(before, position, smallTrace()), position);
  }
});

test("a line added in front moves the position along with its step", () => {
  const [first] = before.steps;
  assert.ok(first);
  const after = smallTrace({ steps: [{ ...first, node: "u" }, ...before.steps] });
  assert.equal(keepStep(before, 7, after), 8);
});

test("a step that is gone falls back to the nearest earlier one", () => {
  const after = smallTrace({ steps: before.steps.filter((step) => step.node !== "w") });
  assert.equal(keepStep(before, 8, after), 6);
});

test("two terms of one node are different steps", () => {
  const swapped = [...before.steps.slice(0, 6), term(6, "w", "w->R"), term(7, "w", "w->L"), ...before.steps.slice(8)];
  assert.equal(keepStep(before, 7, smallTrace({ steps: swapped })), 8);
});

test("the seed is one step, whichever node is the output", () => {
  const after = smallTrace({ steps: before.steps.slice(3).map((step) => ({ ...step, node: "other" })) });
  assert.equal(keepStep(before, 4, after), 1);
});

test("nothing in common: the position is clamped", () => {
  assert.equal(keepStep(before, 3, smallTrace({ steps: [term(0, "q", "q->r")] })), 1);
});

test("without an earlier trace the position asked for is clamped", () => {
  assert.equal(keepStep(null, 5, before), 5);
  assert.equal(keepStep(null, 500, before), before.steps.length);
  assert.equal(clamp(-3, before), 0);
  assert.equal(clamp(NaN, before), 0);
});

test("a term keeps its place from one grain to the other and back", () => {
  const [value] = before.steps;
  assert.ok(value);
  const named = smallTrace({ steps: [value, term(1, "b", "b->z"), term(2, "w", "w->z"), term(3, "w", "w->R")] });
  const primitive = smallTrace({
    steps: [value, term(1, "z.1", "z.1->z"), term(2, "b", "b->z"), term(3, "w", "w->z.1"), term(4, "w", "w->R.1"), term(5, "w", "w->R.1#1")],
  });
  assert.equal(keepStep(named, 3, primitive), 4);
  assert.equal(keepStep(primitive, 4, named), 3);
  assert.equal(keepStep(named, 4, primitive), 6);
  assert.equal(keepStep(primitive, 6, named), 4);
});
