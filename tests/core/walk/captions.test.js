import assert from "node:assert/strict";
import test from "node:test";

import { captionAt, narrationAt, spoken } from "../../../app/static/core/walk/captions.js";
import { smallTrace, term } from "../fixture.js";

const example = {
  id: "small", title: "Small", section: "Tests", summary: "A small model", reference: "", source: "L = w x", inputs: { w: 0.5, x: 2 },
  roles: {}, output: null, narration: { L: "A product, 1 here." }, expected: { output: 1, adjoints: {} },
};
const untouched = { trace: smallTrace(), position: 0, example, source: example.source, inputs: { x: 2, w: 0.5 } };

test("an example is summed up before the first step and narrated by node", () => {
  assert.equal(narrationAt(untouched), "A small model");
  assert.equal(narrationAt({ ...untouched, position: 1 }), "A product, 1 here.");
  assert.equal(narrationAt({ ...untouched, position: 2 }), "");
});

test("what is said of the example's numbers is not said of others", () => {
  assert.equal(narrationAt({ ...untouched, position: 1, inputs: { w: 0.75, x: 2 } }), "");
  assert.equal(narrationAt({ ...untouched, inputs: {} }), "");
});

test("another model is not narrated in the example's words", () => {
  assert.equal(narrationAt({ ...untouched, source: "L = w x + 1" }), "");
  assert.equal(narrationAt({ ...untouched, example: null }), "");
  assert.equal(narrationAt({ ...untouched, trace: null }), "");
});

test("two terms are both, three are all", () => {
  const trace = smallTrace();
  assert.equal(spoken(captionAt(trace, 9)), "Both terms are in: the adjoint of w is their sum, 3.");
  const third = smallTrace({ steps: [term(0, "w", "w->Q"), ...trace.steps] });
  assert.equal(spoken(captionAt(third, 10)), "All 3 terms are in: the adjoint of w is their sum, 3.");
});
