import assert from "node:assert/strict";
import test from "node:test";

import { formulaOf, numbersOf } from "../../app/static/core/walk/line.js";
import { inNotation } from "../../app/static/core/model/notation.js";
import { byLot } from "../../app/static/labs/order/model-orders.js";
import { inOrder } from "../../app/static/labs/order/model.js";
import { gatherLines, scatterLines, scatterLive } from "../../app/static/labs/sweep/listings.js";
import { sumOf } from "../../app/static/labs/sweep/model-sums.js";
import { neededIn, onlyNeeded, savingsIn, scatterPlace, scattered } from "../../app/static/labs/sweep/model.js";
import { batch, elements, net } from "../core/arraymodels.js";
import { fan, lecture } from "../core/lecture.js";

/** @typedef {import("../../app/static/core/types.js").Step} Step */
/** @typedef {import("../../app/static/core/types.js").TermStep} TermStep */
/** @typedef {import("../../app/static/core/types.js").Trace} Trace */

/** @type {[string, Trace][]} */
const MODELS = [["lecture", lecture], ["net", net], ["batch", batch], ["elements", elements], ["fan", fan(12)]];

/** What arrives where, in order. @param {Trace} trace */
const walk = (trace) => trace.steps.filter(({ phase }) => phase === "backward").map((step) => (step.kind === "term" ? step.edge : `${step.node} ${step.kind}`)).join(" ");

/** @param {Trace} trace @param {string} id @returns {TermStep[]} */
const termsOf = (trace, id) => trace.steps.filter((step) => step.kind === "term" && step.node === id).map((step) => /** @type {TermStep} */ (step));

/** The adjoint that a walk ends with, node by node. @param {Trace} trace */
function ends(trace) {
  return new Map(trace.steps.flatMap((step) => (step.kind === "term" && step.remaining === 0 ? [[step.node, step.total]] : step.kind === "adjoint" || step.kind === "seed" ? [[step.node, step.adjoint]] : [])));
}

test("scattering the running example sends from each finished node to its parents", () => {
  assert.equal(walk(lecture), "L_reg seed R->L_reg L->L_reg y->L z->y t->L x->z b->z w->z w->R w adjoint");
  assert.equal(walk(scattered(lecture)), "L_reg seed L->L_reg R->L_reg w->R y->L t->L z->y w->z w adjoint x->z b->z");
});

test("w̄ is 0.05 first and −0.2 at last, as its terms arrive", () => {
  const [first, second] = termsOf(scattered(lecture), "w");
  assert.deepEqual([first?.total, first?.remaining, second?.total, second?.remaining], [0.05, 1, -0.2, 0]);
  const walked = scattered(lecture);
  const formula = (/** @type {Step | undefined} */ step) => (step ? inNotation(formulaOf(walked, step), walked, "bar") : "");
  assert.equal(formula(first), "\\bar{w} \\mathrel{+}= \\bar{R}\\,w");
  assert.equal(first?.substituted, "\\bar{R}\\,w = 0.1 \\cdot 0.5 = 0.05");
  const close = walked.steps.find(({ kind }) => kind === "adjoint");
  assert.equal(formula(close), "\\bar{w} = \\bar{R}\\,w + \\bar{z}\\,x");
  const { left, middle, result } = numbersOf(walked, /** @type {Step} */ (close));
  assert.equal(inNotation([...left, middle, result], walked, "bar"), "\\bar{w} = 0.05 - 0.25 = -0.2");
});

test("scattering keeps every number and adds no step, in every model and order", () => {
  for (const [name, plain] of MODELS) {
    for (const trace of [plain, inOrder(byLot(plain, 2))(plain), onlyNeeded(plain)]) {
      const walked = scattered(trace);
      assert.deepEqual(walked.steps.map(({ index }) => index), trace.steps.map((_, index) => index), name);
      assert.deepEqual(ends(walked), ends(trace), name);
      const key = (/** @type {Step} */ step) => (step.kind === "term" ? JSON.stringify([step.edge, step.upstream, step.local, step.product, step.substituted]) : JSON.stringify([step.kind, step.node]));
      assert.deepEqual(walked.steps.map(key).sort(), trace.steps.map(key).sort(), name);
    }
  }
});

test("nothing is sent before its sender is finished, and each fan-in closes at once", () => {
  for (const [name, plain] of MODELS) {
    const trace = scattered(inOrder(byLot(plain, 5))(plain));
    /** @type {Set<string>} */
    const finished = new Set([trace.output]);
    /** @type {string | null} */
    let sender = null;
    for (const [index, step] of trace.steps.entries()) {
      if (step.kind !== "term") continue;
      const child = trace.edges.find(({ id }) => id === step.edge)?.child ?? "";
      assert.ok(finished.has(child), `${name}: ${step.edge}`);
      if (child !== sender) assert.equal(new Set(trace.steps.slice(0, index).flatMap((other) => (other.kind === "term" ? [trace.edges.find(({ id }) => id === other.edge)?.child] : []))).has(child), false, `${name}: all of a node's terms go out together`);
      sender = child;
      if (step.remaining > 0) continue;
      finished.add(step.node);
      const next = trace.steps[index + 1];
      assert.equal(termsOf(trace, step.node).length > 1, next?.kind === "adjoint" && next.node === step.node, name);
    }
  }
});

test("sums on the way are those of what has arrived", () => {
  for (const [name, plain] of MODELS) {
    const trace = scattered(inOrder(byLot(plain, 1))(plain));
    for (const { id } of trace.nodes) {
      let sum = 0;
      for (const { total, product } of termsOf(trace, id)) {
        if (typeof total !== "number") continue;
        sum += Number(product);
        assert.ok(Math.abs(total - sum) <= 1e-12 * Math.abs(sum), `${name}: ${id}`);
      }
    }
  }
});

test("the parameters of the running example need neither the input's adjoint nor the target's", () => {
  assert.deepEqual([...neededIn(lecture)].sort(), ["L", "L_reg", "R", "b", "w", "y", "z"]);
  assert.deepEqual(savingsIn(lecture), { nodes: ["x", "t"], edges: ["t->L", "x->z"], all: { terms: 9, products: 7 }, spared: { terms: 2, products: 2 } });
  assert.equal(walk(onlyNeeded(lecture)), "L_reg seed R->L_reg L->L_reg y->L z->y b->z w->z w->R w adjoint");
  assert.equal(onlyNeeded(lecture).steps.length, 14);
});

test("what the parameters get is what they got", () => {
  for (const [name, trace] of MODELS) {
    const less = ends(onlyNeeded(trace));
    for (const { id, role } of trace.nodes) if (role === "parameter") assert.deepEqual(less.get(id), ends(trace).get(id), name);
  }
});

test("between arrays terms are counted, and multiplications only where every Jacobian is formed", () => {
  assert.deepEqual(savingsIn(batch).spared, { terms: savingsIn(batch).edges.length, products: null });
  assert.notEqual(savingsIn(elements).all.products, null);
});

test("without a parameter nothing is left out", () => {
  const none = { ...lecture, nodes: lecture.nodes.map((node) => (node.role === "parameter" ? { ...node, role: /** @type {const} */ ("input") } : node)) };
  assert.equal(onlyNeeded(none), none);
  assert.deepEqual(savingsIn(none).nodes, []);
});

test("the two lenses and an order make the same walk, whichever lens comes first", () => {
  for (const [name, plain] of MODELS) {
    const trace = inOrder(byLot(plain, 7))(plain);
    assert.deepEqual(scattered(onlyNeeded(trace)), onlyNeeded(scattered(trace)), name);
  }
});

test("a node that leads nowhere is closed at its turn, and sends nothing", () => {
  const unused = /** @type {Trace} */ ({
    ...lecture,
    nodes: [...lecture.nodes, { ...lecture.nodes[0], id: "q", index: 10, children: [], parents: [] }],
    steps: [...lecture.steps, { index: 16, phase: "backward", kind: "adjoint", node: "q", adjoint: 0, latex: "", substituted: "" }],
  });
  assert.match(walk(scattered(unused)), /^L_reg seed q adjoint L->L_reg/);
  assert.equal(scatterPlace(scattered(unused), 7)?.line, "loop");
});

test("a long sum is shortened round the term that arrived last", () => {
  const walked = scattered(fan(12));
  const close = /** @type {Step} */ (walked.steps.at(-1));
  assert.equal(inNotation(formulaOf(walked, close), walked, "bar"), "\\bar{w} = \\cdots + \\bar{a2} + \\bar{a1}");
});

test("numbers, arrays, infinities and summaries add up", () => {
  assert.equal(sumOf(1, -3), -2);
  assert.deepEqual(sumOf([[1, 2], [3, 4]], [[1, 1], [1, "Infinity"]]), [[2, 3], [4, "Infinity"]]);
  assert.equal(sumOf("Infinity", "-Infinity"), "NaN");
  const summary = { shape: [100], min: -1, max: 2, mean: 0.5, norm: 3, preview: [1, 2] };
  assert.deepEqual(sumOf(summary, summary), { shape: [100], min: -2, max: 4, mean: 1, norm: 6, preview: [2, 4] });
});

test("the place in the listing is the sender's, and the receiver is lit", () => {
  const trace = scattered(lecture);
  const at = trace.steps.findIndex((step) => step.kind === "term" && step.edge === "w->z") + 1;
  const place = scatterPlace(trace, at);
  assert.deepEqual([place?.line, place?.i.id, place?.j?.id], ["send", "z", "w"]);
  assert.deepEqual(scatterLive(place), ["i = 5,\\; v_{5} = z,\\quad j = 1,\\; v_{1} = w", "\\mathrm{Pa}(v_{5}) = \\{\\htmlClass{lit}{w},\\, x,\\, b\\}"]);
  const closed = scatterPlace(trace, at + 1);
  assert.deepEqual([closed?.line, closed?.i.id, closed?.j?.id], ["send", "z", "w"]);
  assert.equal(scatterPlace(trace, 0), null);
  assert.equal(scatterPlace(trace, 6)?.line, "seed");
  assert.equal(scatterPlace(trace, 1)?.line, "value");
});

test("both listings are written in every notation, with the words of the language", () => {
  const words = { title: "", hint: "", for: "pour", compute: "calculer", from: "à partir de" };
  for (const notation of /** @type {const} */ (["bar", "partial", "code", "grad"])) {
    assert.equal(gatherLines(words, notation).length, 5);
    assert.equal(scatterLines(words, notation).length, 6);
    assert.ok([...gatherLines(words, notation), ...scatterLines(words, notation)].every(({ latex }) => !latex.includes("undefined")));
  }
  assert.match(scatterLines(words, "bar").at(-1)?.latex ?? "", /^\\bar\{v\}_\{j\} \\mathrel\{\+\}= \\bar\{v\}_\{i\}/);
  assert.match(scatterLines(words, "code").at(-1)?.latex ?? "", /\\texttt\{\\_bar\} \\mathrel\{\+\}=/);
  assert.match(gatherLines(words, "bar")[0]?.latex ?? "", /pour/);
});
