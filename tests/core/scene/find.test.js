import assert from "node:assert/strict";
import test from "node:test";

import { findNodes } from "../../../app/static/core/scene/find.js";
import { sums } from "../fold/graphs.js";

const trace = sums(Object.fromEntries(["λ_h", "hh", "layer2_h", "h", "h_2", "h_10", "W[1,0]", "Wh"].map((id) => [id, []])));
const found = (/** @type {string} */ text, most = 9) => findNodes(trace, text, most).nodes.map(({ id }) => id);

test("the very name first, then beginnings, then parts, then the rest", () => {
  assert.deepEqual(found("h"), ["h", "hh", "h_2", "h_10", "λ_h", "layer2_h", "Wh"]);
});

test("case, underscores and the spelling of Greek make no difference", () => {
  assert.deepEqual(found(" H 2 "), ["h_2"]);
  assert.deepEqual(found("h10"), ["h_10"]);
  assert.deepEqual(found("lambda"), ["λ_h"]);
  assert.deepEqual(found("w[1,0]"), ["W[1,0]"]);
  assert.deepEqual(found("w 1 0"), ["W[1,0]"]);
});

test("only so many are listed, but all are counted; nothing is found for nothing", () => {
  const { nodes, count } = findNodes(trace, "h", 2);
  assert.deepEqual([nodes.length, count], [2, 7]);
  assert.deepEqual(findNodes(trace, "  ", 9), { nodes: [], count: 0 });
  assert.deepEqual(found("q"), []);
});
