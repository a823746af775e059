import assert from "node:assert/strict";
import test from "node:test";

import { countOrders, factorial, roundedDown } from "../../app/static/labs/order/model-count.js";
import { breadthFirst, byLot, depthFirst } from "../../app/static/labs/order/model-orders.js";
import { beginningOf, nextInLine, readinessOf } from "../../app/static/labs/order/model-readiness.js";
import { brokenBy, firstBroken, fitted, inOrder, moved, orderOf, rangeOf } from "../../app/static/labs/order/model.js";
import { batch, elements, net } from "../core/arraymodels.js";
import { fan, lecture } from "../core/lecture.js";

/** @typedef {import("../../app/static/core/types.js").Step} Step */
/** @typedef {import("../../app/static/core/types.js").Trace} Trace */

/** @type {[string, Trace][]} */
const MODELS = [["lecture", lecture], ["net", net], ["batch", batch], ["elements", elements], ["fan", fan(12)]];

/** A step without its number. @param {Step} step */
const bare = ({ index: _, ...step }) => step;

/** Every valid order, by the definition and nothing else. @param {Trace} trace @returns {Generator<string[]>} */
function* everyOrder(trace, /** @type {string[]} */ begun = []) {
  if (begun.length === trace.nodes.length) yield begun;
  for (const { id, parents } of trace.nodes) {
    if (!begun.includes(id) && parents.every((parent) => begun.includes(parent))) yield* everyOrder(trace, [...begun, id]);
  }
}

/** What must hold of a walk in any order. @param {Trace} plain @param {Trace} walk */
function isWalkOf(plain, walk) {
  assert.deepEqual(walk.steps.map(({ index }) => index), plain.steps.map((_, index) => index));
  const key = (/** @type {Step} */ step) => JSON.stringify(bare(step));
  assert.deepEqual(walk.steps.map(key).sort(), plain.steps.map(key).sort());
  const seed = walk.steps.findIndex(({ kind }) => kind === "seed");
  assert.ok(walk.steps.every(({ phase }, index) => phase === (index < seed ? "forward" : "backward")));
  const nodes = new Map(walk.nodes.map((node) => [node.id, node]));
  const edges = new Map(walk.edges.map((edge) => [edge.id, edge]));
  const valued = new Set(walk.nodes.filter(({ parents }) => parents.length === 0).map(({ id }) => id));
  /** @type {Set<string>} */
  const swept = new Set();
  for (const step of walk.steps) {
    if (step.kind === "value") {
      assert.ok(nodes.get(step.node)?.parents.every((parent) => valued.has(parent)));
      valued.add(step.node);
    } else if (step.kind === "term") {
      assert.ok(swept.has(edges.get(step.edge)?.child ?? ""), "a term is sent by a finished node");
      if (step.remaining === 0) swept.add(step.node);
    } else swept.add(step.node);
  }
  const own = (/** @type {Trace} */ trace, /** @type {string} */ id) => trace.steps.filter(({ node }) => node === id).map(bare);
  for (const { id } of plain.nodes) assert.deepEqual(own(walk, id), own(plain, id));
}

test("204 orders of the running example's nine nodes are counted, and there are as many", () => {
  assert.deepEqual(countOrders(lecture, 1000), { count: 204n, isExact: true });
  assert.equal([...everyOrder(lecture)].length, 204);
  assert.equal(factorial(9), 362_880n);
});

test("each of the 204 is a walk with the same numbers, and no other permutation by one move is valid", () => {
  for (const order of everyOrder(lecture)) {
    assert.equal(firstBroken(lecture, order), null);
    const walk = inOrder(order)(lecture);
    isWalkOf(lecture, walk);
    assert.deepEqual(orderOf(walk), order);
    assert.deepEqual([walk.adjoints, walk.values], [lecture.adjoints, lecture.values]);
  }
});

test("other graphs are counted as their orders are listed", () => {
  for (const [, trace] of [["batch", batch], ["fan", fan(5)]]) {
    assert.equal(countOrders(/** @type {Trace} */ (trace), 1000).count, BigInt([...everyOrder(/** @type {Trace} */ (trace))].length));
  }
  assert.deepEqual(countOrders(net, 1000), { count: 2268n, isExact: true });
  assert.deepEqual(countOrders(elements, 200_000), { count: 6_082_255_020_441_600n, isExact: true });
});

test("twins cost nothing to count: 40 copies of one node stand in 40! orders", () => {
  assert.deepEqual(countOrders(fan(40), 50), { count: factorial(40), isExact: true });
});

test("a count that is too much work says how many there are at least", () => {
  const { count, isExact } = countOrders(elements, 500);
  assert.equal(isExact, false);
  assert.ok(count < 6_082_255_020_441_600n);
  assert.ok(count >= factorial(14), "all fourteen leaves first, in any order");
});

test("a count of which there are at least so many is rounded down to its first digits", () => {
  for (const [count, told] of /** @type {const} */ ([[7n, 7n], [204n, 200n], [1_999_999_999_999_999_999_999n, 1_900_000_000_000_000_000_000n]])) assert.equal(roundedDown(count), told);
});

test("a node may move between its last parent and its first child, and not beyond", () => {
  const order = orderOf(lecture);
  assert.deepEqual(order, ["w", "b", "x", "t", "z", "y", "L", "R", "L_reg"]);
  assert.deepEqual(rangeOf(lecture, order, "R"), { first: 1, last: 7 });
  assert.deepEqual(rangeOf(lecture, order, "w"), { first: 0, last: 3 });
  for (const id of order) {
    const { first, last } = rangeOf(lecture, order, id);
    for (let to = 0; to < order.length; to += 1) {
      const isValid = firstBroken(lecture, moved(order, id, to)) === null;
      assert.equal(isValid, to >= first && to <= last, `${id} to ${to}`);
      assert.equal(brokenBy(lecture, order, id, to) === null, isValid);
    }
  }
});

test("an invalid move names the edge that it meets first", () => {
  const order = orderOf(lecture);
  assert.equal(brokenBy(lecture, order, "w", 8)?.id, "w->z");
  assert.equal(brokenBy(lecture, order, "y", 0)?.id, "z->y");
  assert.equal(brokenBy(lecture, order, "L_reg", 0)?.id, "R->L_reg");
});

test("named orders and any number of lots are valid walks of every model", () => {
  for (const [name, trace] of MODELS) {
    const tickets = Array.from({ length: 20 }, (_, ticket) => byLot(trace, ticket));
    for (const order of [depthFirst(trace), breadthFirst(trace), ...tickets]) {
      assert.equal(firstBroken(trace, order), null, name);
      isWalkOf(trace, inOrder(order)(trace));
    }
    assert.deepEqual(tickets[3], byLot(trace, 3));
    assert.ok(new Set(tickets.map(String)).size > 1, name);
  }
  assert.deepEqual(depthFirst(lecture), ["w", "x", "b", "z", "y", "t", "L", "R", "L_reg"]);
  assert.deepEqual(breadthFirst(lecture), ["w", "b", "x", "t", "z", "R", "y", "L", "L_reg"]);
});

test("a lens fits any trace: what it does not know stands where it stood", () => {
  const order = ["x", "t", "w", "R", "b", "z", "y", "L", "L_reg"];
  assert.deepEqual(fitted(lecture, order), order);
  const without = { ...lecture, nodes: lecture.nodes.filter(({ id }) => id !== "t").map((node) => ({ ...node, parents: node.parents.filter((id) => id !== "t") })) };
  assert.deepEqual(fitted(without, order), order.filter((id) => id !== "t"));
  assert.deepEqual(fitted(lecture, order.filter((id) => id !== "t")), ["x", "t", "w", "R", "b", "z", "y", "L", "L_reg"]);
  for (const [name, trace] of MODELS) {
    assert.equal(firstBroken(trace, fitted(trace, order)), null, name);
    assert.deepEqual(fitted(trace, []), orderOf(trace), name);
  }
});

test("the drawn positions do not depend on the order: the list of nodes stays", () => {
  const walk = inOrder(depthFirst(lecture))(lecture);
  assert.deepEqual(walk.nodes.map(({ id }) => id), lecture.nodes.map(({ id }) => id));
  assert.equal(walk.nodes.find(({ id }) => id === "t")?.index, 6);
});

test("going forward, a node asked too early names the parents without a value", () => {
  assert.deepEqual(readinessOf(lecture, 1, "L"), { phase: "forward", node: "L", verdict: "early", needs: ["y", "t"], missing: ["y"], received: 0, expected: 0 });
  assert.equal(readinessOf(lecture, 1, "y").verdict, "ready");
  assert.equal(readinessOf(lecture, 1, "R").verdict, "ready");
  assert.equal(readinessOf(lecture, 1, "z").verdict, "known");
  assert.equal(readinessOf(lecture, 1, "w").verdict, "given");
});

test("going back, it names the children without an adjoint", () => {
  const asked = (/** @type {number} */ position, /** @type {string} */ id) => {
    const { verdict, needs, missing } = readinessOf(lecture, position, id);
    return [verdict, needs.join(), missing.join()];
  };
  assert.deepEqual(asked(5, "L_reg"), ["seed", "", ""]);
  assert.deepEqual(asked(5, "w"), ["early", "z,R", "z,R"]);
  assert.deepEqual(asked(6, "L_reg"), ["known", "", ""]);
  assert.deepEqual(asked(7, "w"), ["early", "z,R", "z"]);
  assert.deepEqual(asked(7, "L"), ["ready", "L_reg", ""]);
  assert.deepEqual(asked(7, "t"), ["early", "L", "L"]);
  assert.deepEqual(asked(14, "w"), ["open", "z,R", ""]);
  assert.deepEqual(asked(16, "w"), ["known", "z,R", ""]);
});

test("a node that leads nowhere may be closed at any time after the seed", () => {
  const unused = /** @type {Trace} */ ({
    ...lecture,
    nodes: [{ ...lecture.nodes[0], id: "q", children: [], parents: [] }, ...lecture.nodes],
    steps: [...lecture.steps, { index: 16, phase: "backward", kind: "adjoint", node: "q", adjoint: 0, latex: "", substituted: "" }],
  });
  assert.equal(readinessOf(unused, 8, "q").verdict, "nothing");
});

test("whatever is ready can come next, in a valid order, and this pass's steps before it stay", () => {
  for (const [name, trace] of MODELS) {
    for (const walk of [trace, inOrder(byLot(trace, 4))(trace)]) {
      for (let position = 0; position < walk.steps.length; position += 1) {
        for (const { id } of walk.nodes) {
          const { verdict, phase } = readinessOf(walk, position, id);
          if (verdict !== "ready") continue;
          const order = nextInLine(walk, position, id);
          assert.equal(firstBroken(walk, order), null, `${name}: ${id} after ${position}`);
          const now = inOrder(order)(walk);
          const begins = beginningOf(now, phase, id);
          const before = (/** @type {Trace} */ { steps }, /** @type {number} */ end) => steps.slice(0, end).filter((step) => step.phase === phase).map(bare);
          const isStarted = (/** @type {Step} */ step) => step.node === walk.steps[position - 1]?.node && step.phase === phase;
          const finishing = walk.steps.slice(position).findIndex((step) => !isStarted(step));
          assert.deepEqual(before(now, begins - 1), before(walk, position + finishing), `${name}: ${id} after ${position}`);
        }
      }
    }
  }
});
