import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { barLengths, breakable, log10, longestByDepth, movedApart, ticks } from "../../app/static/labs/calculus/model-numbers.js";
import { MOST, agreement, asTrees, costOf, counted, graphSize, isSameWork, primesOf, resultsOf, signOf, treeSize, unfolded } from "../../app/static/labs/calculus/model.js";
import { lecture } from "../core/lecture.js";

/** @typedef {import("../../app/static/labs/calculus/model.js").Graph} Graph */

/** What the service answers of the running example. @type {import("../../app/static/labs/calculus/types.js").Answer} */
const answer = JSON.parse(readFileSync(new URL("fixtures/calculus.json", import.meta.url), "utf8"));
const sharing = /** @type {NonNullable<typeof answer.sharing>} */ (answer.sharing);
const results = resultsOf(sharing);
const cost = costOf(lecture);

/** What doubles at each level. @param {number} levels @returns {Graph} */
const doubling = (levels) => ({ nodes: Array.from({ length: levels }, (_, at) => ({ symbol: "v", isLeaf: at === 0, arguments: at === 0 ? [] : [at - 1, at - 1] })), roots: [levels - 1] });

/** @param {Graph} graph */
const copiesOf = (graph) => unfolded(graph) ?? [];

test("the tree of the cost has ten nodes, since w stands in it twice, and its graph the nine of the stage", () => {
  assert.deepEqual(counted(cost, copiesOf(cost)), { tree: { nodes: 10, operations: 5 }, graph: { nodes: 9, operations: 5 } });
  const twice = cost.nodes.flatMap(({ symbol }, of) => (copiesOf(cost).filter((copy) => copy.of === of).length > 1 ? [symbol] : []));
  assert.deepEqual(twice, ["w"]);
});

test("the trees of the results have the operations that were counted: 19, and 9 when each stands once", () => {
  const { tree, graph } = counted(results, copiesOf(results));
  assert.deepEqual([tree.operations, graph.operations], [answer.counts.naive, answer.counts.shared[0]]);
  assert.deepEqual([tree, graph], [{ nodes: 36, operations: 19 }, { nodes: 14, operations: 9 }]);
});

test("the size of a tree is known, exactly, without the tree", () => {
  for (const graph of [cost, results, doubling(5)]) {
    assert.equal(treeSize(graph), BigInt(copiesOf(graph).length));
    assert.equal(graphSize(graph), new Set(copiesOf(graph).map(({ of }) => of)).size);
  }
  assert.equal(treeSize(doubling(200)), 2n ** 200n - 1n);
  assert.equal(unfolded(doubling(200)), null);
  assert.equal(unfolded(doubling(5), 30), null);
  assert.equal(unfolded(doubling(5), 31)?.length, 31);
  assert.ok(MOST >= 36, "the results of the running example are drawn");
});

test("a copy has one copy of each of its arguments, in their order", () => {
  for (const graph of [cost, results]) {
    const copies = copiesOf(graph);
    for (const [at, { of }] of copies.entries()) {
      const used = copies.filter(({ user }) => user === at).sort((one, other) => one.argument - other.argument);
      assert.deepEqual(used.map((copy) => copy.of), graph.nodes[of]?.arguments);
    }
    assert.deepEqual(copies.flatMap(({ user, of }) => (user === null ? [of] : [])), graph.roots);
  }
});

test("as trees no two copies stand in one place, and each stands left of its user", () => {
  const copies = copiesOf(results);
  const points = asTrees(copies);
  assert.equal(new Set(points.map(({ x, y }) => `${x} ${y}`)).size, copies.length);
  for (const [at, { user }] of copies.entries()) if (user !== null) assert.ok((points[at]?.x ?? 0) < (points[user]?.x ?? 0));
  const rows = points.flatMap(({ y }, at) => (copies.some(({ user }) => user === at) ? [] : [y]));
  assert.equal(new Set(rows).size, rows.length, "each leaf has a row of its own");
});

test("operations are shown by their signs, derivatives with a prime", () => {
  assert.deepEqual(["add", "mul", "sigmoid", "sigmoid'", "tanh'", "leaky_relu"].map(signOf), ["+", "\\times", "\\sigma", "\\sigma'", "\\operatorname{tanh}'", "\\operatorname{leaky\\_relu}"]);
  assert.deepEqual(primesOf(answer), ["sigmoid'"]);
  assert.deepEqual(primesOf({ ...answer, sharing: null }), []);
});

test("lines stay where the work is the same, though its numbers are not", () => {
  const [first, ...others] = answer.derivations;
  assert.ok(first);
  assert.ok(isSameWork(answer, { ...answer, derivations: [{ ...first, value: 7 }, ...others] }));
  assert.ok(!isSameWork(answer, { ...answer, derivations: [{ ...first, leaf: "x" }, ...others] }));
  assert.ok(!isSameWork(answer, { ...answer, derivations: [{ ...first, lines: first.lines.slice(1) }, ...others] }));
});

test("two numbers are the same, the same but for rounding, or different", () => {
  assert.deepEqual([agreement(-0.2, -0.2), agreement(0.1 + 0.2, 0.3), agreement(Infinity, Infinity), agreement(NaN, NaN)], ["same", "same", "same", "same"]);
  assert.equal(agreement(1, 1 + 1e-9), "rounded");
  assert.deepEqual([agreement(1, 2), agreement(NaN, 1), agreement(Infinity, 1)], ["different", "different", "different"]);
});

test("exact integers of any length have a logarithm, and lines may break between their groups", () => {
  assert.ok(Math.abs(log10("603082127835140") - 14.780376) < 1e-6);
  assert.ok(Math.abs(log10(`1${"0".repeat(900)}`) - 900) < 1e-12);
  assert.deepEqual([log10("0"), log10("1")], [0, 0]);
  assert.deepEqual(breakable("4\u202f398,046").split("\u200b"), ["4\u202f", "398,", "046"]);
});

test("bars are as long as their counts, and by logarithms only where one would vanish", () => {
  const { lengths, isLogarithmic } = barLengths([19, 29, 9, 10, 9]);
  assert.ok(!isLogarithmic);
  for (const [at, count] of [19, 29, 9, 10, 9].entries()) assert.ok(Math.abs((lengths[at] ?? 0) - count / 29) < 1e-12);
  const long = barLengths([`1${"0".repeat(400)}`, 100, 0]);
  assert.deepEqual([long.isLogarithmic, ...long.lengths], [true, 1, 2 / 400, 0]);
  assert.deepEqual(barLengths([0, 0]).lengths, [0, 0]);
});

test("of each depth the longest formula is drawn", () => {
  const drawn = longestByDepth(answer.growth ?? []);
  assert.deepEqual(drawn.map(({ depth }) => depth), [1, 2, 3, 4]);
  const point = (/** @type {string} */ node, /** @type {string} */ formula) => ({ node, depth: 1, formula, derivative: "0", backprop: 1 });
  assert.deepEqual(longestByDepth([point("a", "99999999999999999999"), point("b", "100000000000000000000"), point("c", "3")]).map(({ node }) => node), ["b"]);
});

test("ticks are round, and labels keep apart in their order and above the floor", () => {
  assert.deepEqual(ticks(15, 6), [0, 3, 6, 9, 12, 15]);
  assert.deepEqual(ticks(40, 10), [0, 5, 10, 15, 20, 25, 30, 35, 40]);
  assert.ok(ticks(123_456, 8).length <= 9);
  assert.deepEqual(movedApart([10, 12, 100], 20, 200), [10, 30, 100]);
  assert.deepEqual(movedApart([95, 94, 100], 20, 100), [80, 60, 100]);
});
