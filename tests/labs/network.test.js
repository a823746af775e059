import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST, placed } from "../../app/static/labs/network/model-layout.js";
import { isActivation, pairOf } from "../../app/static/labs/network/model-lines.js";
import { networkOf, partOf } from "../../app/static/labs/network/model.js";
import { fan, lecture } from "../core/lecture.js";
import { graphOf } from "./networks.js";

/** @typedef {import("../../app/static/labs/network/model.js").Unit} Unit */

const named = (/** @type {Unit} */ { id, nodes, links, biases, count, depth }) =>
  ({ id, nodes: nodes.map((node) => node.id), links: links.map(({ weight, source }) => `${weight?.id ?? "+"} ${source}`), biases: biases.map((bias) => bias.id), count, depth });

test("the lecture's network: one unit, one weight, one bias, beside nine nodes", () => {
  const network = networkOf(lecture);
  assert.deepEqual(network.units.map(named), [{ id: "y", nodes: ["z", "y"], links: ["w x"], biases: ["b"], count: 1, depth: 1 }]);
  assert.deepEqual(network.totals, { units: 1, weights: 1, biases: 1, nodes: 9 });
  assert.deepEqual(network.sources.map(({ id }) => id), ["x"]);
  assert.deepEqual(network.apart.map(({ id }) => id), ["t", "L", "R", "L_reg"]);
  assert.deepEqual(["z", "w", "b", "x", "R", "t"].map((id) => partOf(network, id)), [{ kind: "unit", id: "y" }, { kind: "weight", id: "w" }, { kind: "bias", id: "b" }, { kind: "source", id: "x" }, null, null]);
});

test("a model without a weight times anything has no unit", () => {
  const { units, sources, apart } = networkOf(fan(3));
  assert.deepEqual([units, sources, apart.length], [[], [], 5]);
});

test("products of their own are taken into the sum that nothing else uses", () => {
  const network = networkOf(graphOf({
    leaves: { w1: "parameter", w2: "parameter", b: "parameter", x1: "input", x2: "input" },
    lines: [
      ["p", "mul", { x1: "w1", w1: "x1" }], ["q", "mul", { x2: "w2", w2: "x2" }],
      ["s", "add", { p: "1", q: "1" }], ["n", "add", { s: "1", b: "1" }], ["o", "tanh", { n: "\\tanh'(n)" }],
    ],
  }));
  assert.deepEqual(network.units.map(named), [{ id: "o", nodes: ["p", "q", "s", "n", "o"], links: ["w1 x1", "w2 x2"], biases: ["b"], count: 1, depth: 1 }]);
});

test("what goes around a layer is added as it is, and a square of the output is a loss", () => {
  const network = networkOf(graphOf({
    leaves: { w1: "parameter", w2: "parameter", h: "input" },
    lines: [
      ["u", "mul", { w1: "h", h: "w1" }], ["v", "tanh", { u: "\\tanh'(u)" }], ["F", "mul", { w2: "v", v: "w2" }],
      ["y", "add", { h: "1", F: "1" }], ["L", null, { y: "y" }],
    ],
  }));
  assert.deepEqual(network.units.map(named), [
    { id: "v", nodes: ["u", "v"], links: ["w1 h"], biases: [], count: 1, depth: 1 },
    { id: "y", nodes: ["F", "y"], links: ["+ h", "w2 v"], biases: [], count: 1, depth: 2 },
  ]);
  assert.deepEqual(network.apart.map(({ id }) => id), ["L"]);
});

test("a logistic written out belongs to its unit; a line with a target never does", () => {
  const written = networkOf(graphOf({
    leaves: { w: "parameter", x: "input", t: "target" },
    lines: [
      ["z", "mul", { w: "x", x: "w" }], ["n", "neg", { z: "-1" }], ["e", "exp", { n: "e^{n}" }], ["q", "add", { e: "1" }],
      ["f", "div", { q: "-\\frac{1}{q^{2}}" }], ["L", null, { f: "f - t", t: "-(f - t)" }],
    ],
  }));
  assert.deepEqual(written.units.map(({ nodes }) => nodes.map(({ id }) => id)), [["z", "n", "e", "q", "f"]]);
  const loss = networkOf(graphOf({ leaves: { w: "parameter", x: "input", t: "target" }, lines: [["L", null, { w: "x\\,(w\\,x - t)", x: "w\\,(w\\,x - t)", t: "-(w\\,x - t)" }]] }));
  assert.deepEqual(loss.units, []);
});

test("a neuron on one line: the common slope is the nonlinearity's, and a bias has nothing else", () => {
  const slope = "\\sigma'(w\\,x + b)";
  const network = networkOf(graphOf({ leaves: { w: "parameter", b: "parameter", x: "input" }, lines: [["y", null, { w: ["x", slope], x: ["w", slope], b: slope }, ["σ"]]] }));
  assert.deepEqual(network.units.map(named), [{ id: "y", nodes: ["y"], links: ["w x"], biases: ["b"], count: 1, depth: 1 }]);
});

test("layers: which side of the matrix is the units' is told by the shapes", () => {
  const layer = (/** @type {number[]} */ shape, /** @type {string} */ term, /** @type {number[]} */ out) => networkOf(graphOf({
    leaves: { W: "parameter", x: "input", b: "parameter" }, shapes: { W: shape, x: [3], b: [2], z: out }, terms: { "W->z": term },
    lines: [["z", null, { W: ["x"], x: ["W"], b: "1" }]],
  }));
  const left = layer([2, 3], "\\bar{z}\\,x^{\\top}", [2]);
  const right = layer([3, 2], "x^{\\top}\\,\\bar{z}", [4, 2]);
  for (const network of [left, right]) {
    assert.deepEqual(network.totals, { units: 2, weights: 6, biases: 2, nodes: 4 });
    assert.deepEqual([network.units[0]?.links[0]?.ends, network.sources[0]?.count], [[3, 2], 3]);
  }
});

test("a parameter that scales each entry by itself makes no weighted sum", () => {
  const scaled = graphOf({ leaves: { g: "parameter", x: "input" }, shapes: { g: [3], x: [3], y: [3] }, lines: [["y", "mul", { g: "x", x: "g" }]] });
  assert.deepEqual(networkOf(scaled).units, []);
});

test("one weight in two units is one weight", () => {
  const network = networkOf(graphOf({
    leaves: { w: "parameter", x: "input" },
    lines: [["a", "mul", { w: "x", x: "w" }], ["h", "tanh", { a: "\\tanh'(a)" }], ["c", "mul", { w: "h", h: "w" }], ["o", "tanh", { c: "\\tanh'(c)" }]],
  }));
  assert.deepEqual([network.totals.units, network.totals.weights], [2, 1]);
});

test("pairs and activations", () => {
  const node = (/** @type {string} */ latex) => /** @type {any} */ ({ latex });
  const edge = (/** @type {string[]} */ ...factors) => /** @type {any} */ ({ latex: "", factors });
  assert.equal(pairOf(edge("x"), node("{W^{(1)}}"), edge("{W^{(1)}}"), node("x")), "");
  assert.equal(pairOf(edge("\\lambda", "x"), node("w"), edge("\\lambda", "w"), node("x")), "\\lambda");
  assert.equal(pairOf(edge("x"), node("w"), edge("v"), node("x")), null);
  assert.deepEqual([["sigmoid", []], ["pow", []], [null, ["σ"]], [null, []]].map(([op, functions]) => isActivation(/** @type {any} */ ({ op, functions }))), [true, false, true, false]);
});

test("the picture: inputs at the left, what they feed to the right, nothing on top of anything", () => {
  const network = networkOf(lecture);
  const { places, columns, height } = placed(network);
  assert.deepEqual([columns, height], [2, 1]);
  assert.ok((places.get("x")?.x ?? 1) < (places.get("y")?.x ?? 0));
  assert.deepEqual(places.get("y")?.spots, [0.5]);
  const wide = /** @type {any} */ ({ sources: [{ id: "x", count: 20 }, { id: "u", count: 1 }], units: [{ id: "h", count: 3, depth: 1, links: [{ source: "x" }] }, { id: "g", count: 1, depth: 1, links: [{ source: "u" }] }] });
  const layout = placed(wide);
  assert.deepEqual([layout.places.get("x")?.spots.length, layout.places.get("x")?.more], [MOST, 20 - MOST]);
  for (const column of [["x", "u"], ["h", "g"]]) {
    const spots = column.flatMap((id) => layout.places.get(id)?.spots ?? []);
    assert.ok(spots.every((y, k) => y > 0 && y < 1 && (k === 0 || (y - (spots[k - 1] ?? 0)) * layout.height >= 0.6)), column.join());
  }
});
