import assert from "node:assert/strict";
import { test } from "node:test";

import { moved, partsOf, stepAt } from "../../../app/static/core/walk/player.js";
import { lecture } from "../lecture.js";

test("the walk has a forward part, a seed, a backward part, and a mark at each fan-in", () => {
  assert.deepEqual(partsOf(lecture), { forward: 5, seed: 6, end: 16, marks: [{ node: "w", from: 14, to: 16 }] });
});

test("moving stays inside the walk", () => {
  assert.equal(moved(lecture, 0, -1), 0);
  assert.equal(moved(lecture, 16, 1), 16);
  assert.equal(moved(lecture, 3, Infinity), 16);
  assert.equal(moved(lecture, 3, -Infinity), 0);
  assert.equal(moved(null, 0, 1), 0);
});

test("the step at a position is the one done last", () => {
  assert.equal(stepAt(lecture, 0), null);
  assert.equal(stepAt(lecture, 1)?.node, "z");
  assert.equal(stepAt(lecture, 16)?.kind, "adjoint");
});
