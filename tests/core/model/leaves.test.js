import assert from "node:assert/strict";
import test from "node:test";

import { grouped, matching } from "../../../app/static/core/model/examplelist.js";
import { modelOf } from "../../../app/static/core/model/examples.js";
import { adjustables, withInput } from "../../../app/static/core/model/leaves.js";
import { smallTrace, someState } from "../fixture.js";

const source = "param w = 1\nconst λ = 0.1\nL = λw";
const leaves = [
  { name: "w", span: { line: 1, column: 7, end_column: 8 }, literal: { line: 1, column: 11, end_column: 12 }, value: 1 },
  { name: "lambda", span: { line: 2, column: 7, end_column: 8 }, literal: { line: 2, column: 11, end_column: 14 }, value: 0.1 },
];
const trace = smallTrace({ leaves, constants: [{ id: "lambda", latex: "\\lambda", value: 0.1 }] });
/** The same for a text that gives no values. */
const bare = { ...trace, leaves: [] };

test("leaves and constants are adjustable, what is computed is not", () => {
  assert.deepEqual(
    adjustables(someState({ trace, source })).map(({ id, role, value, declared, overridden }) => [id, role, value, declared, overridden]),
    [["w", "parameter", 1, 1, false], ["lambda", "constant", 0.1, 0.1, false]],
  );
});

test("an overridden leaf knows its way home", () => {
  const [w] = adjustables(someState({ trace, source, inputs: { w: 3 } }));
  assert.deepEqual([w?.value, w?.declared, w?.overridden], [3, 1, true]);
});

test("a leaf that the example gives, and not the text, goes home to the example's value", () => {
  const example = { id: "e", title: "", summary: "", section: "", source: "L = w", inputs: { w: 4 }, roles: {}, output: null, narration: {} };
  const [w] = adjustables(someState({ trace: bare, source: "L = w", inputs: { w: 5 }, example }));
  assert.deepEqual([w?.declared, w?.overridden], [4, true]);
});

test("a leaf without a home is simply what it is", () => {
  const [w] = adjustables(someState({ trace: bare, source: "L = w" }));
  assert.deepEqual([w?.value, w?.declared, w?.overridden], [1, null, false]);
});

test("a leaf sent home shows its home before the new trace is here", () => {
  const slid = smallTrace({ leaves, constants: [{ id: "lambda", latex: "\\lambda", value: 0.7 }] });
  const lambda = adjustables(someState({ trace: slid, source })).at(-1);
  assert.deepEqual([lambda?.value, lambda?.overridden], [0.1, false]);
});

test("without a trace there is nothing to adjust", () => assert.deepEqual(adjustables(someState()), []));

test("a leaf back at its declared value needs no override", () => {
  assert.deepEqual(withInput(someState({ trace, inputs: { w: 3, lambda: 1 } }), "w", 1), { lambda: 1 });
  assert.deepEqual(withInput(someState({ trace }), "lambda", 0.2), { lambda: 0.2 });
  assert.deepEqual(withInput(someState({ trace: bare, inputs: { w: 1 } }), "w", 1), { w: 1 });
});

test("while the text is another than the one traced, nothing is known of what it gives", () => {
  const state = someState({ trace, source, traced: "param w = 5", inputs: { w: 3 } });
  assert.deepEqual(adjustables(state).map(({ value, declared, overridden }) => [value, declared, overridden]), [[3, null, false], [0.1, null, false]]);
  assert.deepEqual(withInput(state, "w", 1), { w: 1 });
});

test("a value that is no finite number, or no whole array, is no home", () => {
  const odd = (/** @type {any} */ value) => adjustables(someState({ trace: { ...trace, leaves: [{ ...leaves[0], value }] } }))[0]?.declared;
  assert.deepEqual([odd(2), odd([1, [2]]), odd("Infinity"), odd([1, "NaN"]), odd(null), odd({ shape: [300] })], [2, [1, [2]], null, null, null, null]);
});

const EXAMPLES = [
  { id: "a", title: "A tanh neuron", summary: "one neuron", section: "Neurons" },
  { id: "b", title: "Products", summary: "chain rule", section: "Chain rule" },
  { id: "c", title: "A sigmoid neuron", summary: "", section: "Neurons" },
];

test("examples stand by section, in the order given", () => {
  assert.deepEqual(grouped(EXAMPLES).map(({ section, items }) => [section, items.map(({ id }) => id)]), [["Neurons", ["a", "c"]], ["Chain rule", ["b"]]]);
});

test("a search finds every example that holds all its words", () => {
  /** @param {string} search */
  const found = (search) => matching(EXAMPLES, search).map(({ id }) => id);
  assert.deepEqual(found(""), ["a", "c", "b"]);
  assert.deepEqual(found("NEURON tanh"), ["a"]);
  assert.deepEqual(found("rule"), ["b"]);
  assert.deepEqual(found("nothing"), []);
});

test("an example's last newline is no line of its model", () => {
  const example = { id: "e", title: "", summary: "", section: "", source: "L = 1\n", inputs: {}, roles: {}, output: null, narration: {} };
  const model = modelOf(example);
  assert.deepEqual([model.source, model.example?.source, model.position], ["L = 1", "L = 1", 0]);
});
