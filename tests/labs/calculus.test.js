import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { MOST, asGraph, asTrees, grouped, log10, operations, signOf, unfolded } from "../../app/static/labs/calculus/model.js";

/** The running example's two results, as the service shares them. */
const { sharing, counts } = JSON.parse(readFileSync(new URL("fixtures/calculus.json", import.meta.url), "utf8"));
const copies = unfolded(sharing) ?? [];

test("unfolded and shared, the operations are those that were counted", () => {
  assert.deepEqual(operations(copies, sharing), { trees: counts.naive, graph: counts.shared[0] });
  assert.deepEqual(operations(copies, sharing), { trees: 19, graph: 9 });
});

test("a copy has as many copies of what it uses as its node has arguments", () => {
  for (const [at, { of }] of copies.entries()) assert.equal(copies.filter(({ user }) => user === at).length, sharing.nodes[of].arguments.length);
  assert.equal(copies.filter(({ user }) => user === null).length, 2);
});

test("as trees no two copies stand in one place, and each stands left of its user", () => {
  const points = asTrees(copies);
  assert.equal(new Set(points.map(({ x, y }) => `${x} ${y}`)).size, copies.length);
  for (const [at, { user }] of copies.entries()) if (user !== null) assert.ok((points[at]?.x ?? 0) < (points[user]?.x ?? 0));
});

test("as a graph all copies of a node are in one place of their own, left of every user", () => {
  const points = asGraph(copies, asTrees(copies));
  /** @type {Map<number, string>} */
  const places = new Map();
  for (const [at, { of, user }] of copies.entries()) {
    const place = `${points[at]?.x} ${points[at]?.y}`;
    assert.equal(places.get(of) ?? place, place);
    places.set(of, place);
    if (user !== null) assert.ok((points[at]?.x ?? 0) < (points[user]?.x ?? 0));
  }
  assert.equal(new Set(places.values()).size, places.size);
});

test("what doubles at every level is not unfolded", () => {
  const nodes = Array.from({ length: 40 }, (_, index) => ({ op: index === 0 ? null : "mul", latex: "v", arguments: index === 0 ? [] : [index - 1, index - 1] }));
  assert.equal(unfolded({ nodes, results: [39] }), null);
  assert.ok((unfolded({ nodes, results: [4] })?.length ?? MOST + 1) <= MOST);
});

test("exact integers of any length have a logarithm and groups of digits", () => {
  assert.ok(Math.abs(log10("603082127835140") - 14.780376) < 1e-6);
  assert.ok(Math.abs(log10(`1${"0".repeat(900)}`) - 900) < 1e-12);
  assert.deepEqual([log10("0"), log10("1")], [0, 0]);
  assert.equal(grouped("4398046511100").replace(/\u202f/g, " "), "4 398 046 511 100");
  assert.equal(grouped("999"), "999");
});

test("operations are shown by their signs", () => {
  assert.deepEqual(["add", "mul", "sigmoid", "sigmoid'", "tanh'"].map(signOf), ["+", "·", "σ", "σ′", "tanh′"]);
});
