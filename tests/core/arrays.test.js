import assert from "node:assert/strict";
import { test } from "node:test";

import { brief, briefLocal, factors } from "../../app/static/core/number/compact.js";
import { captionAt, spoken } from "../../app/static/core/walk/captions.js";
import { written } from "../../app/static/core/text/array_text.js";
import { keepStep } from "../../app/static/core/walk/keep_position.js";
import { adjustables, withInput } from "../../app/static/core/model/leaves.js";
import { partsOf } from "../../app/static/core/walk/player.js";
import { decode, encode } from "../../app/static/core/link/permalink.js";
import { attributeOf, hasArrays, isFanIn, shapeOf, shapeText } from "../../app/static/core/number/quantity.js";
import { snapshot } from "../../app/static/core/walk/snapshot.js";
import { batch, elements, net } from "./arraymodels.js";
import { someState } from "./fixture.js";
import { lecture } from "./lecture.js";

/** @param {import("../../app/static/core/types.js").Trace} trace @param {string} kind @param {string} node */
const after = (trace, kind, node) => trace.steps.findLastIndex((step) => step.kind === kind && step.node === node) + 1;

test("scalars are no arrays, and the code for arrays is fetched only where there are some", () => {
  assert.deepEqual([lecture, net, elements].map(hasArrays), [false, true, true]);
  assert.deepEqual([shapeOf(3), shapeOf([[1, 2, 3]]), shapeText([2, 3]), shapeText([])], [[], [1, 3], "2×3", ""]);
});

test("as an attribute an array is JSON and a number itself", () => {
  assert.deepEqual([attributeOf([[1, -2]]), attributeOf(0.5), attributeOf("NaN"), attributeOf(null)], ["[[1,-2]]", 0.5, "NaN", null]);
});

test("in a line of text a small array is its entries, a larger one its shape", () => {
  const summary = { shape: [28, 28], min: 0, max: 1, mean: 0.1, norm: 9, preview: [[0]] };
  assert.deepEqual([brief([1, -0.5]), brief([[1, 2], [3, 4]]), brief([[[1]]]), brief(summary)], ["[1, −0.5]", "[1, 2; 3, 4]", "1×1×1 array", "28×28 from 0 to 1"]);
  assert.equal(brief(Array.from({ length: 30 }, () => 0.25)), "30 array");
  assert.deepEqual([factors({ upstream: [1, 2], local: [3, 4] }), factors({ upstream: [1, 2], local: null })], ["[1, 2] ∘ [3, 4]", "[1, 2]"]);
});

test("a local derivative between arrays is taken element by element, and says so", () => {
  const local = (/** @type {string} */ id) => briefLocal(net, /** @type {any} */ (net.edges.find((edge) => edge.id === id)));
  assert.deepEqual([local("z->h"), local("h->y")], ["{\\circ}\\,\\sigma'(z)", "V^{\\top}"]);
});

test("an array's adjoint is unknown until its step, not 0", () => {
  const position = after(net, "term", "h");
  assert.equal(snapshot(net, position - 1).nodes.get("h")?.adjoint, null);
  const h = snapshot(net, position).nodes.get("h");
  assert.equal(brief(h?.adjoint ?? "NaN"), "[−0.3665, 0.3803]");
});

test("the terms of the rows are a fan-in, marked on the timeline though they are one step", () => {
  assert.deepEqual(batch.edges.filter(isFanIn).map(({ id }) => id), ["b->Z"]);
  const at = after(batch, "term", "b");
  assert.deepEqual(partsOf(batch).marks, [{ node: "b", from: at, to: at }]);
});

test("captions say how a term between arrays is made", () => {
  const said = (/** @type {any} */ trace, /** @type {string} */ node) => spoken(captionAt(trace, after(trace, "term", node)));
  assert.equal(said(net, "W"), "Upstream adjoint of z carried back by the rule of its operation; the 2 × 4 Jacobian is never formed.");
  assert.equal(said(net, "y"), "Upstream adjoint of L carried back by the rule of its operation.");
  assert.equal(said(net, "z"), "Upstream adjoint of h times local derivative, element by element.");
  assert.equal(said(batch, "b"), "Upstream adjoint of Z times local derivative 1, and summed over the 2 places where b was used.");
});

const SOURCE = "param W = [[0.1, 0.2], [0.3, -0.1]], b = [0, 0.1]\ninput x = [1, 2]\nz = W @ x + b";

test("arrays are written as the notation has them", () => assert.equal(written([[1, -0.5], [1e-7, 3]]), "[[1, -0.5], [1e-7, 3]]"));

test("an array leaf knows its way home, entry by entry", () => {
  const span = { line: 1, column: 7, end_column: 8 };
  const trace = { ...net, leaves: [{ name: "W", span, literal: span, value: [[0.1, 0.2], [0.3, -0.1]] }] };
  const state = someState({ trace, inputs: { W: [[7, 0.2], [0.3, -0.1]] } });
  const [W] = adjustables(state);
  assert.deepEqual([W?.value, W?.declared, W?.overridden], [[[7, 0.2], [0.3, -0.1]], [[0.1, 0.2], [0.3, -0.1]], true]);
  assert.deepEqual(withInput(state, "W", [[0.1, 0.2], [0.3, -0.1]]), {});
});

test("where every entry is a node, the leaves are the same arrays", () => {
  const leaves = (/** @type {any} */ trace) => adjustables(someState({ trace, source: "" })).map(({ id, latex, value }) => [id, latex, value]);
  assert.deepEqual(leaves(elements), leaves(net));
  const nodes = elements.nodes.map((node) => (node.tensor === "x" ? { ...node, tensor: "h1", } : node));
  assert.ok(adjustables(someState({ trace: { ...elements, nodes, tensors: { ...elements.tensors, h1: "h_{1}" } }, source: "" })).some(({ id, latex }) => id === "h1" && latex === "h_{1}"));
});

test("unfolding into entries and back keeps the place in the walk", () => {
  for (const node of ["y", "h", "z", "W"]) {
    const there = keepStep(net, after(net, "term", node), elements);
    assert.equal(elements.nodes.find(({ id }) => id === elements.steps[there - 1]?.node)?.tensor, node);
    assert.equal(keepStep(elements, there, net), after(net, "term", node), node);
  }
  assert.equal(keepStep(net, net.steps.length, elements), elements.steps.length);
});

test("a link brings back arrays and the grain of their entries", () => {
  const link = { source: SOURCE, inputs: { W: [[1, -0.5], [1e-7, 2]], b: [0, 1], k: 3 }, roles: {}, output: null, grain: /** @type {const} */ ("element"), position: 2, notation: /** @type {const} */ ("bar"), example: null };
  assert.deepEqual(decode(encode(link)), { ok: true, link });
  for (const broken of ["W:[1,", "W:[1,x]", "W:[[1]", "W:[]]"]) assert.equal(decode(`#v=1&s=x&i=${broken}`).ok, false, broken);
});

test("where an array's adjoint is finished all its entries are", () => {
  const there = keepStep(net, after(net, "term", "h"), elements);
  const { nodes } = snapshot(elements, there);
  assert.ok(["h[0]", "h[1]"].every((id) => nodes.get(id)?.adjoint !== null));
  assert.equal(nodes.get("z[1]")?.adjoint, null);
});
