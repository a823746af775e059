import assert from "node:assert/strict";
import test from "node:test";

import { likeliest, matching } from "../../../app/static/core/model/examplelist.js";
import { titleOf } from "../../../app/static/core/model/examples.js";

const EXAMPLES = [
  { id: "steps", title: "The logistic function in four steps", summary: "nothing but exp", section: "The lecture" },
  { id: "chain", title: "f of f of f", summary: "one factor for each link", section: "Chain rule" },
  { id: "neuron", title: "A tanh neuron", summary: "the slope of the function is one half", section: "Neurons" },
];

test("every word is looked for, wherever it stands", () => {
  assert.deepEqual(matching(EXAMPLES, "Neuron half").map(({ id }) => id), ["neuron"]);
  assert.deepEqual(matching(EXAMPLES, "nothing like it"), []);
});

test("before a search the example on screen is chosen", () => {
  assert.equal(likeliest(EXAMPLES, "", "neuron"), 2);
  assert.equal(likeliest(EXAMPLES, " ", undefined), 0);
});

test("a search chooses by title, not what happens to be on screen", () => {
  assert.equal(likeliest(EXAMPLES, "f of f", "steps"), 1);
  assert.equal(likeliest(EXAMPLES, "exp", "neuron"), 0);
  assert.equal(likeliest([], "exp", "neuron"), 0);
});

test("a model is the example's, the example's with a change, or the author's own", () => {
  const example = { ...EXAMPLES[2], source: "param w = 1\ny = tanh(w)", reference: "", inputs: {}, roles: {}, output: null, narration: {}, expected: { output: 0, adjoints: {} } };
  assert.equal(titleOf({ example, source: example.source }), "A tanh neuron");
  assert.equal(titleOf({ example, source: "param w = 1\ny = exp(w)" }), "A tanh neuron, changed");
  assert.equal(titleOf({ example, source: "q = 3" }), "Your own model");
  assert.equal(titleOf({ example: null, source: "q = 3" }), "Your own model");
});
