import assert from "node:assert/strict";
import { test } from "node:test";

import { between, edgesOf, firstChoice, formula, obstacle, preparedHold, shortestWay, variables, waysOf } from "../../app/static/labs/holding/model.js";
import { batch } from "../core/arraymodels.js";
import { fan, lecture } from "../core/lecture.js";
import { waitForAll } from "./waitforall.js";

/** @typedef {import("../../app/static/core/types.js").Trace} Trace */

const ids = (/** @type {readonly { id: string }[]} */ nodes) => nodes.map(({ id }) => id).join(" ");
const none = new Set();

test("what can be varied leads to the output, and what can be held lies between", () => {
  assert.equal(ids(variables(lecture)), "w b x t z y L R");
  assert.equal(firstChoice(lecture), "w");
  assert.equal(ids(between(lecture, "w")), "z y L R");
  assert.equal(ids(between(lecture, "t")), "L");
  assert.equal(ids(between(lecture, "L")), "");
});

test("the shortest way of the lecture's w is its direct use, and L is all that must be held for it", () => {
  assert.deepEqual(shortestWay(lecture, "w"), ["w", "R", "L_reg"]);
  assert.deepEqual(preparedHold(lecture, "w"), ["L"]);
  assert.deepEqual(preparedHold(lecture, "b"), [], "one way only");
  assert.deepEqual(shortestWay(lecture, "L_reg"), ["L_reg"]);
});

test("the prepared hold leaves one way, in every model and for every variable", () => {
  for (const trace of [lecture, waitForAll, fan(5)]) {
    for (const { id } of variables(trace)) {
      const hold = new Set(preparedHold(trace, id));
      assert.equal(waysOf(trace, id, hold), 1n, id);
      if (hold.size === 0) assert.equal(waysOf(trace, id, none), 1n, id);
    }
  }
});

test("ways are counted, and each held node takes its own", () => {
  assert.equal(waysOf(lecture, "w", none), 2n);
  assert.equal(waysOf(lecture, "w", new Set(["y"])), 1n);
  assert.equal(waysOf(lecture, "w", new Set(["y", "R"])), 0n);
  assert.equal(waysOf(fan(12), "w", new Set(["a1", "a2"])), 10n);
});

test("a held node cuts the edge into it; what comes before and after is without effect", () => {
  const edges = edgesOf(lecture, "w", new Set(["y"]));
  assert.deepEqual(Object.fromEntries(edges), { "w->z": "still", "z->y": "cut", "y->L": "still", "w->R": "open", "L->L_reg": "still", "R->L_reg": "open" });
  assert.ok([...edgesOf(lecture, "w", none).values()].every((way) => way === "open"));
  assert.equal(edges.has("x->z"), false, "x does not move");
});

test("what is held stands under the bracket; leaves only where nothing else is", () => {
  const fraction = "\\frac{\\partial L_{\\mathrm{reg}}}{\\partial w}";
  assert.equal(formula(lecture, "w", none), `\\left(${fraction}\\right)_{\\!b,\\,x,\\,t}`);
  assert.equal(formula(lecture, "w", new Set(["L", "y"])), `\\left(${fraction}\\right)_{\\!y,\\,L}`);
  assert.match(formula(fan(9), "w", new Set(["a1", "a2", "a3", "a4", "a5", "a6"])), /a_5,\\,\\ldots|a5,\\,\\ldots/);
  const alone = /** @type {Trace} */ (/** @type {any} */ ({ output: "L", nodes: [{ id: "w", latex: "w", parents: [], children: ["L"] }, { id: "L", latex: "L", parents: ["w"], children: [] }], edges: [] }));
  assert.equal(formula(alone, "w", none), "\\frac{\\partial L}{\\partial w}");
});

test("arrays are not held", () => {
  assert.deepEqual([obstacle(lecture), obstacle(batch)], [null, "arrays"]);
});
