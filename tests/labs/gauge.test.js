import assert from "node:assert/strict";
import { test } from "node:test";

import { chainTo, leavesOf } from "../../app/static/labs/gauge/model-chain.js";
import { POINTS, drawn, entryOf, flatOf, gaugeOf, gaugesIn, judged, numbersIn, percentOf, placesIn, spanOf } from "../../app/static/labs/gauge/model.js";
import { batch } from "../core/arraymodels.js";
import { fan, lecture } from "../core/lecture.js";

/** @typedef {import("../../app/static/labs/gauge/model.js").Gauge} Gauge */

const close = (/** @type {number} */ one, /** @type {number} */ other) => assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`);
const curve = (/** @type {(x: number) => number} */ f, from = -6, to = 6) => placesIn({ from, to }).map((x) => ({ x, y: f(x) }));
const logistic = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));
const sigmoid = curve(logistic);

/** A gauge of an own function, at a value. @param {any} value @param {string | null} op @param {number[]} shape @returns {Gauge} */
const gauge = (value, op = "sigmoid", shape = []) => /** @type {any} */ ({ node: { id: "y", op, shape, value }, parent: { id: "z", shape, value }, edge: { id: "z->y" }, name: null });

test("the lecture has two: the logistic and the square of the regulariser, and no sum or product", () => {
  const gauges = gaugesIn(lecture);
  assert.deepEqual(gauges.map(({ node, parent, name }) => [node.id, parent.id, name]), [["y", "z", "σ"], ["R", "w", null]]);
  const [first] = /** @type {[Gauge]} */ (gauges);
  assert.equal(first.edge.local, 0.25);
  assert.deepEqual(gaugesIn(fan(3)), [], "copies are straight");
});

test("a straight edge and a structured one have no gauge", () => {
  const odd = (/** @type {object} */ patch) => ({ ...lecture, edges: lecture.edges.map((edge) => (edge.id === "z->y" ? { ...edge, ...patch } : edge)) });
  assert.deepEqual(gaugesIn(odd({ nonlinear: false })).map(({ node }) => node.id), ["R"]);
  assert.deepEqual(gaugesIn(odd({ kind: "structured" })).map(({ node }) => node.id), ["R"]);
  assert.deepEqual(gaugesIn(batch).map(({ node, parent }) => [node.id, parent.id]), [["H", "Z"]]);
});

test("the place to look from stays while the point moves, and follows when it leaves", () => {
  assert.deepEqual([spanOf(gauge(0)), spanOf(gauge(-4.9))], [{ from: -6, to: 6 }, { from: -6, to: 6 }]);
  assert.deepEqual(spanOf(gauge(40)), { from: -50, to: 50 }, "σ is looked at from around 0");
  assert.deepEqual(spanOf(gauge(40, "exp")), { from: 33, to: 45 }, "other functions from around the point");
  assert.deepEqual(spanOf(gauge([[1, -9], [0, 2]], "relu", [2, 2])), { from: -20, to: 20 });
  assert.equal(spanOf(gauge("NaN")), null);
  for (const value of [-1e6, -7, 0.001, 33, 1e9]) {
    const span = spanOf(gauge(value, null));
    assert.ok(span && span.from < value && value < span.to, `${value}`);
  }
});

test("the curve's places: as many as can be asked for, in order, close together in the middle", () => {
  for (const span of [{ from: -6, to: 6 }, { from: -1000, to: 1000 }, { from: 33, to: 45 }]) {
    const places = placesIn(span);
    assert.equal(places.length, POINTS);
    assert.ok(POINTS <= 64);
    close(places[0] ?? 0, span.from);
    close(places.at(-1) ?? 0, span.to);
    assert.ok(places.every((x, k) => k === 0 || x > (places[k - 1] ?? x)));
    assert.ok((places[32] ?? 9) - (places[31] ?? 0) <= 0.2 + 1e-9);
  }
});

test("what a slope does: most, some, nearly nothing, nothing, more than all", () => {
  assert.deepEqual(judged(0.25, sigmoid), { verdict: "most", share: 1, steepest: 0.25 });
  assert.equal(judged(0.2, sigmoid).verdict, "some");
  assert.equal(judged(0.018, sigmoid).verdict, "flat");
  close(judged(0.125, sigmoid).share, 0.5 * (0.25 / judged(0.125, sigmoid).steepest));
  const relu = curve((x) => Math.max(0, x));
  assert.deepEqual([judged(0, relu).verdict, judged(0, relu).share, judged(1, relu).verdict], ["none", 0, "most"]);
  const exp = curve(Math.exp);
  assert.equal(judged(Math.E, exp).verdict, "more", "exp has no steepest slope");
  assert.equal(judged(Math.exp(-5), exp).verdict, "flat");
  assert.equal(judged(logistic(5), curve((x) => Math.log1p(Math.exp(x)))).verdict, "some", "softplus comes near to 1 and is not there");
  assert.equal(judged(-0.5, curve((x) => x * x)).verdict, "some");
  assert.deepEqual([judged(null, []).verdict, judged(NaN, []).verdict, judged(Infinity, []).verdict], ["unknown", "unknown", "steep"]);
  assert.equal(judged(0, []).verdict, "none", "a dead unit is dead before its curve is known");
  assert.equal(judged(1, curve((x) => (x > 0 ? Math.log(x) : NaN))).verdict, "some", "places without a value are left out");
});

test("a percent has two digits that count, and flat units are counted", () => {
  assert.deepEqual([0.25, 0.01766, -0.235, 4.248e-18].map(percentOf), [25, 1.8, 24, 4.2e-16]);
  assert.equal(flatOf([0.25, 0.01, 0, -0.02], 0.25), 3);
});

test("the picture: the point on its curve, the tangent through it, gaps where there is no value", () => {
  const box = { width: 120, height: 80 };
  const { path, at, tangent } = drawn(sigmoid, { x: 0, y: 0.5 }, 0.25, { from: -6, to: 6 }, box);
  close(at({ x: 0, y: 0.5 }).x, 60);
  close(at({ x: 0, y: 0.5 }).y, 40);
  assert.equal(path.match(/M/g)?.length, 1);
  const [left, right] = /** @type {NonNullable<typeof tangent>} */ (tangent);
  close((left.x + right.x) / 2, 60);
  close((left.y - right.y) / (right.x - left.x), (at({ x: 0, y: 0 }).y - at({ x: 0, y: 0.25 }).y) / (at({ x: 1, y: 0 }).x - at({ x: 0, y: 0 }).x));
  close(Math.hypot(left.x - right.x, left.y - right.y), 60);
  const inverse = drawn(curve((x) => (Math.abs(x) < 0.1 ? NaN : 1 / x)), { x: 2, y: 0.5 }, -0.25, { from: -6, to: 6 }, box);
  assert.equal(inverse.path.match(/M/g)?.length, 2);
  assert.equal(drawn([], { x: 0, y: 1 }, NaN, { from: -6, to: 6 }, box).tangent, null);
  const steep = drawn(curve(Math.exp), { x: 0, y: 1 }, 1, { from: -6, to: 6 }, box).at({ x: 0, y: 1 });
  assert.ok(steep.y < 0.95 * box.height && steep.y > 0, "what runs away does not press the point flat");
});

test("entries of arrays", () => {
  assert.deepEqual([entryOf([[1, 2], [3, "NaN"]], [1, 0]), entryOf(5, []), entryOf([1], [3])], [3, 5, null]);
  assert.ok(Number.isNaN(entryOf(["NaN"], [0])));
  assert.deepEqual(numbersIn([[1, 2], [3, "Infinity"]]), [1, 2, 3, Infinity]);
  assert.deepEqual(numbersIn({ shape: [400], min: 0, max: 1, mean: 0.5, norm: 1, preview: [] }), []);
});

test("the gauge of a step: its value, and the term that passes through it", () => {
  const gauges = gaugesIn(lecture);
  const at = lecture.steps.map((step) => gaugeOf(gauges, step));
  assert.deepEqual(lecture.steps.filter((_, k) => at[k] === 0).map(({ kind, node }) => `${kind} ${node}`), ["value y", "term z"]);
  assert.equal(gaugeOf(gauges, null), -1);
});

test("the chain to w: its slopes, their product, and that it is one of two paths", () => {
  const chain = chainTo(lecture, "w");
  assert.deepEqual(chain?.links.map(({ edge }) => edge.id), ["L->L_reg", "y->L", "z->y", "w->z"]);
  assert.deepEqual(chain?.links.map(({ product }) => product), [1, -0.5, -0.125, -0.25]);
  assert.deepEqual([chain?.paths, chainTo(lecture, "b")?.paths, chainTo(lecture, "b")?.links.at(-1)?.product], [2, 1, -0.125]);
  assert.equal(chainTo(lecture, "nobody"), null);
  assert.equal(chainTo(fan(5), "w")?.paths, 5);
});

test("it begins with the longest chain, to a parameter if there is one", () => {
  const { leaves, longest } = leavesOf(lecture);
  assert.deepEqual([leaves.map(({ id }) => id), longest], [["w", "b", "x", "t"], "w"]);
  assert.deepEqual([chainTo(batch, "W")?.isWhole, chainTo(batch, "W")?.links], [false, []]);
});
