import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOf } from "../../app/static/core/actions.js";
import { MOST, costWords, directionsOf, oneHot } from "../../app/static/core/model/directions.js";
import { logLog } from "../../app/static/core/number/loglog.js";
import { formatNumber } from "../../app/static/core/number/numbers.js";
import { repeatsOf } from "../../app/static/core/walk/repeats.js";
import { counterpart, diagonalOf, termsOf } from "../../app/static/core/walk/sums.js";
import { verdictOf } from "../../app/static/core/model/verdicts.js";
import { batch, elements, net } from "./arraymodels.js";
import { someState } from "./fixture.js";
import { lecture } from "./lecture.js";

const light = { dark: false };

test("the adjoint of an entry is the sum over the rows of the matrix", () => {
  const terms = termsOf(elements, "h[1]");
  assert.deepEqual(terms.map(({ edge }) => edge.term), ["\\bar{y}_{1}\\,V_{12}", "\\bar{y}_{2}\\,V_{22}"]);
  assert.ok(Math.abs(terms.reduce((sum, { step }) => sum + Number(step.product), 0) - Number(/** @type {any} */ (net.adjoints.h)[1])) < 1e-12);
  assert.deepEqual(termsOf(lecture, "w").map(({ edge }) => edge.id), ["w->z", "w->R"]);
  assert.deepEqual(termsOf(lecture, "L_reg"), []);
});

test("what is looked at stays in sight when arrays are unfolded and folded", () => {
  assert.deepEqual(counterpart(net, "h", [1]), { node: "h", at: [1] });
  assert.deepEqual(counterpart(elements, "h", [1]), { node: "h[1]", at: null });
  assert.deepEqual(counterpart(elements, "V", null), { node: "V[0,0]", at: null });
  assert.deepEqual(counterpart(net, "V[1,0]", null), { node: "V", at: [1, 0] });
  assert.equal(counterpart(lecture, "h", null), null);
});

test("the Jacobian that is spared has the local derivative on its diagonal and 0 elsewhere", () => {
  const edge = (/** @type {string} */ id) => /** @type {any} */ (net.edges.find((one) => one.id === id));
  const found = diagonalOf(net, edge("z->h"));
  assert.deepEqual(found?.diagonal, [[found?.local[0], 0], [0, found?.local[1]]]);
  found?.product.forEach((entry, index) => assert.ok(Math.abs(Number(entry) - Number(found.local[index]) * Number(found.upstream[index])) < 1e-15));
  for (const id of ["h->y", "b->z", "y->L"]) assert.equal(diagonalOf(net, edge(id)), null, id);
  const long = { ...edge("z->h"), local: Array(7).fill(1) };
  assert.equal(diagonalOf(net, long), null);
});

test("a check comes to a sign and a sentence; a kink is excused by its name", () => {
  const row = { node: "w", step: 1e-6, adjoint: 1, estimate: 1, error: 3.2e-11, agrees: true, note: null };
  assert.deepEqual(verdictOf(row, formatNumber), { mark: "agrees", sign: "✓", words: "Agrees with central differences: error 3·10⁻¹¹." });
  assert.match(verdictOf({ ...row, at: [1, 0] }, formatNumber).words, /worst at \[1, 0\]/);
  assert.match(verdictOf({ ...row, at: [3], elements: 900, checked: 40 }, formatNumber).words, /worst of 40 entries tried at \[3\]/);
  assert.deepEqual(verdictOf({ ...row, note: "relu has a kink at 0." }, formatNumber), { mark: "excused", sign: "~", words: "relu has a kink at 0." });
  assert.equal(verdictOf({ ...row, agrees: false, error: 0.5 }, formatNumber).mark, "differs");
  assert.match(verdictOf({ ...row, agrees: false, error: "NaN" }, formatNumber).words, /no error can be given/);
});

test("a V-curve on two logarithmic axes: powers of ten at equal distances, no error at the rounding", () => {
  const frame = { left: 0, top: 0, width: 100, height: 100 };
  const { points, across, up } = logLog([{ step: 1e-4, error: 1e-8 }, { step: 1e-2, error: 1e-4 }, { step: 1e-3, error: 1e-6 }], frame);
  assert.deepEqual(points.map(({ x, y }) => [x, y]), [[0, 100], [100, 0], [50, 50]]);
  assert.deepEqual(across, [{ at: 0, power: -4 }, { at: 50, power: -3 }, { at: 100, power: -2 }]);
  assert.deepEqual(up.map(({ power }) => power), [-8, -7, -6, -5, -4]);
  assert.deepEqual(logLog([{ step: 1e-3, error: 0 }, { step: 1e-2, error: "NaN" }], frame).points.map(({ error }) => error), [1e-17]);
  assert.deepEqual(logLog([], frame).points, []);
});

test("arrays unfold and fold with one key, where there are any", () => {
  const action = actionOf("elements");
  assert.deepEqual([lecture, net, elements].map((trace) => action.enabled(someState({ trace }))), [false, true, true]);
  assert.deepEqual([action.effect(someState({ trace: net }), light), action.effect(someState({ trace: elements, grain: "element" }), light)], [{ grain: "element" }, { grain: "named" }]);
  assert.deepEqual(actionOf("grain").effect(someState({ trace: elements, grain: "element" }), light), { grain: "primitive" });
});

test("the closer look is at the node of the step, at the output before the first, and closes again", () => {
  const look = (/** @type {any} */ rest) => actionOf("inspect").effect(someState({ trace: lecture, ...rest }), light);
  assert.deepEqual([look({ position: 14 }), look({ position: 0 })], [{ inspected: { node: "w", at: null }, modesOpen: false }, { inspected: { node: "L_reg", at: null }, modesOpen: false }]);
  assert.deepEqual(look({ inspected: { node: "w", at: null } }), { inspected: null });
});

test("the sum over the rows of a batch is taken apart into its rows", () => {
  const edge = (/** @type {any} */ rest) => /** @type {any} */ ({ id: "e", summed: [0], ...rest });
  const step = (/** @type {any} */ upstream, /** @type {any} */ local) => /** @type {any} */ ({ upstream, local });
  assert.deepEqual(repeatsOf(edge({}), step([[1, 2], [3, 4]], 1), [2, 2]), [[1, 2], [3, 4]]);
  assert.deepEqual(repeatsOf(edge({}), step([[1, 2], [3, 4]], [[2, 0], [0, 2]]), [2, 2]), [[2, 0], [0, 8]]);
  assert.deepEqual(repeatsOf(edge({}), step([[1, 2], [3, 4]], [10, 1]), [2, 2]), [[10, 2], [30, 4]]);
  assert.deepEqual(repeatsOf(edge({ summed: [1] }), step([[1, 2], [3, 4]], 1), [2, 2]), [[1, 3], [2, 4]]);
  assert.deepEqual(repeatsOf(edge({}), step([1, 2], [5, 6]), [2]), [5, 12]);
  assert.deepEqual(repeatsOf(edge({ summed: [0, 1] }), step([[1, 2], [3, 4]], 1), [2, 2]), [1, 2, 3, 4]);
  assert.equal(repeatsOf(edge({ summed: [] }), step([1, 2], 1), [2]), null);
  const b = batch.steps.find((one) => one.kind === "term" && one.node === "b");
  const rows = repeatsOf(/** @type {any} */ (batch.edges.find(({ id }) => id === "b->Z")), /** @type {any} */ (b), [2, 2]);
  const total = (/** @type {number} */ column) => (rows ?? []).reduce((/** @type {number} */ sum, row) => sum + Number(/** @type {any} */ (row)[column]), 0);
  assert.ok(Math.abs(total(1) - Number(/** @type {any} */ (batch.adjoints.b)[1])) < 1e-12);
});

test("forward mode asks for one number of the gradient at a time", () => {
  const directions = directionsOf(net);
  assert.equal(directions.length, 4 + 2 + 2 + 4 + 2 + 2);
  assert.deepEqual(directions.slice(2, 5).map(({ label }) => label), ["W[1, 0]", "W[1, 1]", "x[0]"]);
  assert.deepEqual(oneHot(/** @type {any} */ (directions[2])), { W: [[0, 0], [1, 0]] });
  assert.deepEqual(directionsOf(lecture).map((direction) => oneHot(direction)), [{ w: 1 }, { b: 1 }, { x: 1 }, { t: 1 }]);
  const wide = { ...net, nodes: [{ .../** @type {any} */ (net.nodes[0]), shape: [20, 20] }] };
  assert.equal(directionsOf(wide).length, MOST);
});

test("what the passes cost is said in multiply-adds where there are any", () => {
  const pass = (/** @type {number} */ count, /** @type {number} */ ratio) => ({ multiply_adds: count, operations: 10 * count, ratio });
  const cost = { forward: pass(8, 1), backprop: pass(12, 1.5), parameters: pass(9, 1.0049), tangent: pass(16, 2), sweeps: 16 };
  assert.deepEqual(costWords(cost, { nodes: [{ .../** @type {any} */ (net.nodes[0]), role: "parameter" }] }), [
    "Backprop costs 1.5 × the forward pass’s multiply-adds, 1 × for the parameters alone.",
    "Counted as they run, in multiply-adds: 8 in the forward pass and 12 in the sweep after it are 20; for the parameters alone the sweep takes 9.",
    "One tangent sweep costs 2 ×. The gradient has 16 numbers and takes as many sweeps: 32 ×.",
  ]);
  const plain = costWords({ ...cost, forward: { ...pass(8, 1), multiply_adds: 0 }, sweeps: 1 }, lecture).join(" ");
  assert.match(plain, /operations: 80 in the forward pass and 120 .* are 200.*one sweep gives it.*“Calculus class” counts otherwise/);
  const leaves = lecture.nodes.filter(({ role }) => role !== "parameter");
  assert.match(costWords(cost, { nodes: leaves }).join(" "), /for the leaves alone/);
});
