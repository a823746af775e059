import assert from "node:assert/strict";
import { test } from "node:test";

import { drawn } from "../../app/static/labs/nudge/model-curve.js";
import { signedTerm } from "../../app/static/core/walk/line.js";
import { LAST, firstChoice, hAt, numbersOf, obstacle, positionOf, residualsOf, rowsOf, scaled, sizesFor, verdictOf } from "../../app/static/labs/nudge/model.js";
import { createNewest } from "../../app/static/labs/nudge/newest.js";
import { batch } from "../core/arraymodels.js";
import { lecture } from "../core/lecture.js";
import { answer } from "./nudged.js";

/** @typedef {import("../../app/static/labs/nudge/model.js").Pass} Pass */

const close = (/** @type {number} */ one, /** @type {number} */ other) => assert.ok(Math.abs(one - other) < 1e-12, `${one} is not ${other}`);
const [first, ...curve] = /** @type {[Pass, ...Pass[]]} */ (answer.nudges);

test("the slider runs over round numbers, symmetric about 0", () => {
  assert.deepEqual([hAt(0), hAt(1), hAt(2), hAt(9), hAt(10), hAt(LAST)], [0, 1e-5, 2e-5, 9e-5, 1e-4, 10]);
  for (let position = -LAST; position <= LAST; position += 1) {
    assert.equal(positionOf(hAt(position)), position);
    if (position !== 0) assert.equal(hAt(-position), -hAt(position));
    if (position > 0) assert.ok(hAt(position) > hAt(position - 1));
  }
  assert.equal(hAt(LAST + 5), 10);
});

test("an h between two places is at the nearer one, and none is outside", () => {
  assert.equal(hAt(positionOf(0.21)), 0.2);
  assert.equal(hAt(positionOf(0.97)), 1);
  assert.equal(hAt(positionOf(-123)), -10);
  assert.equal(hAt(positionOf(1e-9)), 1e-5);
});

test("ten times and a tenth are exact, and stop within reason", () => {
  assert.equal(scaled(0.3, 0.1), 0.03);
  assert.equal(scaled(-0.07, 10), -0.7);
  assert.equal(scaled(1e6, 10), 1e6);
  assert.equal(scaled(1e-12, 0.1), 1e-12);
  assert.equal(scaled(0, 10), 0);
});

test("the curve is asked for on the side of h", () => {
  assert.deepEqual(sizesFor(0.1).slice(0, 4), [0.1, 1, 0.316, 0.1]);
  assert.ok(sizesFor(-0.1).every((h) => h < 0));
  assert.ok(sizesFor(0).length <= 64);
});

test("the lecture's ripple: each change from the one before, and two paths that add", () => {
  const rows = rowsOf(lecture, answer, signedTerm);
  assert.deepEqual(rows.map(({ id, number }) => `${number} ${id}`), ["1 w", "2 z", "3 y", "4 L", "5 R", "6 L_reg"]);
  assert.deepEqual(rows.map(({ terms }) => terms.map(({ symbol }) => symbol).join(" + ")), ["", "h_{1}\\,x", "h_{2}\\,\\sigma'(z)", "h_{3}\\,(y - t)", "h_{1}\\,w", "h_{4} + h_{5}\\,\\lambda"]);
  const sum = rows.at(-1)?.terms.map(({ contribution }) => contribution * first.h) ?? [];
  close(sum[0] ?? 0, -0.025);
  close(sum[1] ?? 0, 0.005);
  const found = rows.slice(1).map((row) => numbersOf(row, first));
  close(found.at(-1)?.predicted ?? 0, -0.02);
  assert.equal(found[0]?.residual, 0, "z is linear in w: what is left is rounding");
  for (const { predicted, change, residual } of found) close(predicted + residual, change);
});

test("a long derivative is named", () => {
  const long = { ...lecture, edges: lecture.edges.map((edge) => (edge.id === "y->L" ? { ...edge, term: `\\bar{L}${"x".repeat(50)}` } : edge)) };
  assert.equal(rowsOf(long, answer, signedTerm)[3]?.terms[0]?.symbol, "\\tfrac{\\partial L}{\\partial y}\\,h_{3}");
});

test("the output: predicted −0.02, and a residual that goes with h²", () => {
  const verdict = verdictOf(answer, first);
  close(verdict.predicted, -0.02);
  close(verdict.quadratic ?? 0, verdict.residual / 0.01);
  const [large, small] = [0.01, 0.001].map((h) => verdictOf(answer, /** @type {Pass} */ (curve.find((pass) => pass.h === h))));
  assert.ok(Math.abs((large?.residual ?? 0) / (small?.residual ?? 1) - 100) < 1);
  assert.equal(verdictOf(answer, { ...first, h: 0, predicted: 0, change: 0, residual: 0 }).quadratic, null);
});

test("what is not finite and what is rounding is not on the curve", () => {
  assert.equal(residualsOf(answer).length, 13);
  const odd = { ...answer, nudges: [first, { ...first, residual: "NaN" }, { ...first, residual: 1e-17 }] };
  assert.deepEqual(residualsOf(/** @type {any} */ (odd)), []);
  assert.equal(verdictOf(answer, /** @type {any} */ ({ ...first, residual: "Infinity" })).quadratic, null);
});

test("on two logarithmic axes the residual is a line of slope 2", () => {
  const box = { width: 200, height: 100 };
  const { points, across, up, slope, now } = drawn(residualsOf(answer), { h: 0.1, residual: 0.0018 }, box);
  assert.deepEqual(across, [-6, 0]);
  assert.ok(slope !== null && Math.abs(slope - 2) < 0.01);
  for (const { x, y } of [...points, ...(now ? [now] : [])]) assert.ok(x >= 0 && x <= 200 && y >= 0 && y <= 100);
  assert.ok(up[1] > up[0]);
  assert.deepEqual(drawn([], null, box), { points: [], now: null, across: [-1, 0], up: [-1, 0], slope: null });
});

test("it begins with a parameter of several children", () => {
  assert.equal(firstChoice(lecture), "w");
  const inputs = /** @type {any} */ ({ nodes: lecture.nodes.map((node) => ({ ...node, role: node.role === "parameter" ? "input" : node.role })) });
  assert.equal(firstChoice(inputs), lecture.nodes[0]?.id);
  assert.deepEqual([obstacle(lecture), obstacle(batch)], [null, "arrays"]);
});

test("one request at a time, then the newest wish alone", async () => {
  /** @type {(() => void)[]} */
  const frames = [];
  /** @type {number[]} */
  const asked = [];
  /** @type {(() => void)[]} */
  const answers = [];
  /** @type {[number, string | null][]} */
  const settled = [];
  const newest = createNewest(
    (/** @type {number} */ wish) => new Promise((resolve, reject) => { asked.push(wish); answers.push(() => (wish < 0 ? reject(new Error("no")) : resolve(`answer ${wish}`))); }),
    (wish, found) => settled.push([wish, found]),
    (callback) => frames.push(callback),
  );
  const frame = async () => { frames.splice(0).forEach((callback) => callback()); await null; };
  const reply = async () => { answers.splice(0).forEach((callback) => callback()); for (let k = 0; k < 5; k += 1) await null; };
  newest.want(1);
  newest.want(2);
  assert.equal(frames.length, 1);
  await frame();
  assert.deepEqual(asked, [2]);
  for (const wish of [3, 4, -5]) newest.want(wish);
  await frame();
  assert.deepEqual(asked, [2], "nothing is asked while an answer is awaited");
  await reply();
  assert.deepEqual(settled, [[2, "answer 2"]]);
  await frame();
  assert.deepEqual(asked, [2, -5]);
  await reply();
  assert.deepEqual(settled.at(-1), [-5, null]);
  newest.want(6);
  await frame();
  newest.want(null);
  await reply();
  assert.equal(settled.length, 2, "an answer that nobody waits for is dropped");
});
