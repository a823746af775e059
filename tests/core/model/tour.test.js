import assert from "node:assert/strict";
import { test } from "node:test";

import { fillOf, piecesOf } from "../../../app/static/core/text/placeholders.js";
import { backward, onward, positionOf, rangeOf, stopsOf } from "../../../app/static/core/model/tour.js";
import { lecture } from "../lecture.js";

/** @typedef {import("../../../app/static/core/model/tour.js").Point} Point */

/** @param {Partial<Point>} rest @returns {Point} */
function point(rest = {}) {
  return {
    caption: "Look.", bullets: [], question: null, answer: null, notes: null, example: null, source: null, inputs: {}, roles: {}, output: null,
    grain: "named", step: 0, to: null, notation: "bar", lab: null, check: false, ...rest,
  };
}

test("a step is found by its number, by its end, and by what it is about", () => {
  assert.equal(positionOf(lecture, 3), 3);
  assert.equal(positionOf(lecture, "end"), 16);
  assert.equal(positionOf(lecture, 17), null);
  assert.equal(positionOf(lecture, { node: "z", kind: "value", child: null }), 1);
  assert.equal(positionOf(lecture, { node: "L_reg", kind: "seed", child: null }), 6);
  assert.equal(positionOf(lecture, { node: "w", kind: "adjoint", child: null }), 16);
  assert.equal(positionOf(lecture, { node: "w", kind: "term", child: "z" }), 14);
  assert.equal(positionOf(lecture, { node: "w", kind: "value", child: null }), null);
  assert.equal(positionOf(lecture, { node: "v", kind: "adjoint", child: null }), null);
});

test("the adjoint of a node with one child is complete with its term", () => {
  const term = lecture.steps.findIndex(({ kind, node }) => kind === "term" && node === "y") + 1;
  assert.equal(positionOf(lecture, { node: "y", kind: "adjoint", child: null }), term);
});

test("a point that names a step which is not there plays nothing, and says so", () => {
  assert.deepEqual(rangeOf(lecture, point({ step: { node: "v", kind: "adjoint", child: null } })), { from: 0, to: 0, isWhole: false });
  assert.deepEqual(rangeOf(lecture, point({ step: 14, to: "end" })), { from: 14, to: 16, isWhole: true });
  assert.deepEqual(rangeOf(lecture, point({ step: 14, to: 2 })), { from: 14, to: 14, isWhole: true });
});

test("back takes exactly what onward did: steps, the answer, the point", () => {
  const stop = point({ step: 14, to: "end", question: "?", answer: "!" });
  const range = rangeOf(lecture, stop);
  let now = { position: 14, answered: false };
  /** @type {[string, typeof now][]} */
  const forth = [];
  for (;;) {
    const does = onward(range, stop, now);
    if (does === "point") break;
    forth.push([does, now]);
    now = does === "step" ? { ...now, position: now.position + 1 } : { ...now, answered: true };
  }
  assert.deepEqual(forth.map(([does]) => does), ["step", "step", "answer"]);
  for (const [did, before] of forth.reverse()) {
    const does = backward(range, now);
    assert.equal(does, did);
    now = does === "step" ? { ...now, position: now.position - 1 } : { ...now, answered: false };
    assert.deepEqual(now, before);
  }
  assert.equal(backward(range, now), "point");
});

test("without a question the key goes from the last step to the next point", () => {
  assert.equal(onward({ from: 3, to: 3 }, point(), { position: 3, answered: false }), "point");
  assert.equal(onward({ from: 3, to: 3 }, point(), { position: 1, answered: false }), "step");
});

test("a point without a model shows that of the one before it, across sections", () => {
  const [first, second, third] = stopsOf({
    id: "talk", title: "", summary: "", reference: "",
    sections: [{ title: "One", points: [point({ example: "lecture" }), point()] }, { title: "Two", points: [point({ caption: "Last." })] }],
  });
  assert.equal(second?.model, first?.point);
  assert.equal(third?.model, first?.point);
  assert.deepEqual([third?.index, third?.section, third?.title, third?.inSection, third?.ofSection], [2, 1, "Two", 0, 1]);
});

test("a text is taken apart into words, formulas and gaps", () => {
  assert.deepEqual(piecesOf("Here $\\frac{1}{2}$ is {w̄}."), [{ text: "Here " }, { latex: "\\frac{1}{2}" }, { text: " is " }, { gap: "w̄" }, { text: "." }]);
  assert.deepEqual(piecesOf(""), []);
});

test("gaps are filled from the trace: values, adjoints however barred, local derivatives, terms, counts", () => {
  /** @type {[string, number, string][]} */
  const wanted = [["w", 0.5, "value"], ["lambda", 0.1, "value"], ["w̄", -0.2, "adjoint"], ["y\u0304", -0.5, "adjoint"], ["ȳ", -0.5, "adjoint"], ["L̄_reg", 1, "adjoint"],
    ["∂z/∂w", 2, "local"], ["w->z", -0.25, "adjoint"], ["w->R", 0.05, "adjoint"], ["#steps", 16, "count"], ["#nodes", 9, "count"]];
  for (const [gap, quantity, kind] of wanted) {
    const found = fillOf(lecture, gap);
    assert.ok(Math.abs(Number(found?.quantity) - quantity) < 1e-9, gap);
    assert.equal(found?.kind, kind, gap);
  }
  for (const gap of ["v", "v̄", "∂w/∂z", "z->w", "#others", "", "constructor"]) assert.equal(fillOf(lecture, gap), null, gap);
});
