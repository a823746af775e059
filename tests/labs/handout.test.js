import assert from "node:assert/strict";
import { test } from "node:test";

import * as line from "../../app/static/core/walk/line.js";
import { inNotation } from "../../app/static/core/model/notation.js";
import { linesOf } from "../../app/static/labs/handout/model.js";
import { batch } from "../core/arraymodels.js";
import { lecture } from "../core/lecture.js";
import { waitForAll } from "./waitforall.js";

test("key steps are one line for each value and each adjoint", () => {
  for (const trace of [lecture, waitForAll]) {
    const lines = linesOf(trace, "key", line);
    const inner = trace.nodes.filter(({ parents }) => parents.length > 0).map(({ id }) => id);
    assert.deepEqual(lines.filter(({ phase }) => phase === "forward").map(({ node }) => node), inner);
    assert.deepEqual(lines.filter(({ phase }) => phase === "backward").map(({ node }) => node).sort(), trace.nodes.map(({ id }) => id).sort());
  }
});

test("every step is every step, in its order", () => {
  assert.deepEqual(linesOf(lecture, "every", line).map(({ node }) => node), lecture.steps.map(({ node }) => node));
});

test("the result is parted from its numbers, so that it can be left blank", () => {
  const lines = linesOf(lecture, "key", line);
  const of = (/** @type {string} */ node) => lines.find((line) => line.node === node && line.phase === "backward");
  assert.equal(of("w")?.result, "-0.2");
  const text = (/** @type {import("../../app/static/core/walk/line.js").Line} */ pieces) => inNotation(pieces, lecture, "bar");
  assert.equal(text(of("w")?.numbers ?? []), "\\bar{w} = -0.25 + 0.05 = ");
  assert.equal(text(of("w")?.left ?? []), "\\bar{w}");
  assert.equal(of("b")?.result, "-0.125");
  assert.equal(lines.find(({ node }) => node === "z")?.result, "0");
  for (const { numbers, result } of lines) assert.ok(result === null || /(?:=|\\approx) $/.test(text(numbers)));
});

test("a rounded result is parted at its own sign", () => {
  const seventh = { ...lecture, steps: lecture.steps.map((step) => (step.node !== "z" || step.kind !== "value" ? step : { ...step, substituted: "z = 1 / 7 \\approx 0.1429", text: { ...step.text, left: 1, relation: /** @type {const} */ ("\\approx"), result: 18 } })) };
  const [first] = linesOf(seventh, "key", line);
  assert.deepEqual([first?.left, first?.numbers, first?.sign, first?.result], [["z"], ["z", " = 1 / 7 \\approx "], "\\approx", "0.1429"]);
});

test("lines of arrays, which have no single number, stand without a result", () => {
  assert.ok(linesOf(batch, "key", line).length > 0);
  for (const { sign, result } of linesOf(batch, "key", line)) assert.ok(result !== null || sign === "" || sign === "\\in");
});
