import assert from "node:assert/strict";
import { test } from "node:test";

import { targetsOf } from "../../../app/static/core/walk/jump.js";
import { lecture } from "../lecture.js";

/** @param {string} text @returns {string[]} */
const found = (text) => targetsOf(lecture, text, 8).map(({ position, node, kind }) => `${kind} ${node?.id ?? "start"} ${position}`);

test("a number is a step of the walk, 0 its start, and nothing beyond its end", () => {
  assert.deepEqual(found("14"), ["step w 14"]);
  assert.deepEqual(found(" 0 "), ["step start 0"]);
  assert.deepEqual(found("16"), [`step ${lecture.steps[15]?.node} 16`]);
  assert.deepEqual(found("17"), []);
});

test("a name goes to its value, then to its finished adjoint; a leaf has no value step", () => {
  const z = lecture.steps.findIndex(({ kind, node }) => kind === "term" && node === "z") + 1;
  assert.deepEqual(found("z"), ["value z 1", `adjoint z ${z}`]);
  const closing = lecture.steps.findIndex(({ kind, node }) => kind === "adjoint" && node === "w") + 1;
  assert.deepEqual(found("w"), [`adjoint w ${closing}`]);
});

test("a barred name is the adjoint alone, however the bar is written", () => {
  const wanted = found("z").slice(1);
  for (const written of ["z̄", "z\u0305", "∂L/∂z", "z_bar", "z bar", "z.grad"]) assert.deepEqual(found(written), wanted, written);
  assert.deepEqual(found("ȳ"), found("y").slice(1, 2));
});

test("of several names the very one comes first, and only so many are listed", () => {
  assert.deepEqual(found("L").map((one) => one.split(" ").slice(0, 2).join(" ")), ["value L", "adjoint L", "value L_reg", "adjoint L_reg"]);
  assert.equal(targetsOf(lecture, "L", 3).length, 3);
  assert.deepEqual(found(""), []);
  assert.deepEqual(found("nowhere"), []);
});
