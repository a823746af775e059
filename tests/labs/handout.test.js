import assert from "node:assert/strict";
import { test } from "node:test";

import { leftOf, linesOf } from "../../app/static/labs/handout/model.js";
import { batch } from "../core/arraymodels.js";
import { lecture } from "../core/lecture.js";
import { waitForAll } from "./waitforall.js";

test("key steps are one line for each value and each adjoint", () => {
  for (const trace of [lecture, waitForAll]) {
    const lines = linesOf(trace, "key");
    const inner = trace.nodes.filter(({ parents }) => parents.length > 0).map(({ id }) => id);
    assert.deepEqual(lines.filter(({ phase }) => phase === "forward").map(({ node }) => node), inner);
    assert.deepEqual(lines.filter(({ phase }) => phase === "backward").map(({ node }) => node).sort(), trace.nodes.map(({ id }) => id).sort());
  }
});

test("every step is every step, in its order", () => {
  assert.deepEqual(linesOf(lecture, "every").map(({ node }) => node), lecture.steps.map(({ node }) => node));
});

test("the result is parted from its numbers, so that it can be left blank", () => {
  const lines = linesOf(lecture, "key");
  const of = (/** @type {string} */ node) => lines.find((line) => line.node === node && line.phase === "backward");
  assert.equal(of("w")?.result, "-0.2");
  assert.equal(of("w")?.numbers, "\\bar{w} = -0.25 + 0.05 =");
  assert.equal(of("b")?.result, "-0.125");
  assert.equal(lines.find(({ node }) => node === "z")?.result, "0");
  for (const { numbers, result } of lines) assert.ok(result === null || numbers.endsWith("=") || numbers.endsWith("\\approx"));
});

test("what a blank keeps is the left side", () => {
  assert.equal(leftOf("\\bar{w} = -0.25 + 0.05 ="), "\\bar{w} =");
  assert.equal(leftOf("x"), "x");
});

test("lines of arrays, which have no single number, stand without a result", () => {
  assert.ok(linesOf(batch, "key").length > 0);
  for (const { numbers, result } of linesOf(batch, "key")) assert.ok(result !== null || !numbers.endsWith("="));
});
