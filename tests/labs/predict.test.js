import assert from "node:assert/strict";
import { test } from "node:test";

import { choicesFor } from "../../app/static/labs/predict/model-choices.js";
import { countsOf, rightInARow, toCsv, toJson } from "../../app/static/labs/predict/model-score.js";
import { judge } from "../../app/static/labs/predict/model-slips.js";
import { nameOf, questionAt, readAnswer } from "../../app/static/labs/predict/model.js";
import { batch } from "../core/arraymodels.js";
import { fan, lecture } from "../core/lecture.js";
import { waitForAll } from "./waitforall.js";

/** @typedef {import("../../app/static/labs/predict/model.js").Question} Question */
/** @typedef {import("../../app/static/labs/predict/model-score.js").Entry} Entry */

/** @param {string} name @param {import("../../app/static/labs/predict/model.js").Rung} [rung] @returns {Question} */
function questionOf(name, rung = "last") {
  for (let position = 0; position < lecture.steps.length; position += 1) {
    const question = questionAt(lecture, position, rung);
    if (question && nameOf(question) === name) return question;
  }
  throw new Error(`nobody asks for ${name}`);
}

/** @param {string} text @param {string} name @param {import("../../app/static/labs/predict/model.js").Rung} [rung] */
function judged(text, name, rung = "last") {
  const answer = readAnswer(text);
  assert.ok(answer, text);
  return judge(answer, questionOf(name, rung), lecture);
}

test("the published answers to the running example's w", () => {
  assert.deepEqual(judged("-0.2", "adjoint w"), { verdict: "right", slip: null });
  assert.deepEqual(judged("-0.25", "adjoint w"), { verdict: "wrong", slip: "path", child: "z", rest: ["R"] });
  assert.deepEqual(judged("0.05", "adjoint w"), { verdict: "wrong", slip: "path", child: "R", rest: ["z"] });
  assert.equal(judged("0.2", "adjoint w").slip, "sign");
});

test("other slips have names too", () => {
  assert.deepEqual(judged("-0.3", "adjoint w"), { verdict: "wrong", slip: "term-sign", child: "R" });
  assert.equal(judged("0.25", "adjoint w").slip, "path-sign");
  assert.equal(judged("-0.0125", "adjoint w").slip, "multiplied");
  assert.equal(judged("0.5", "adjoint w").slip, "forward");
  assert.equal(judged("-0.5", "adjoint z").slip, "no-local");
  assert.equal(judged("0.25", "adjoint z").slip, "no-upstream");
  assert.equal(judged("-0.25", "adjoint x").slip, "swapped", "x is multiplied with w, not with x");
  assert.equal(judged("-0.2", "term w->R", "all").slip, "whole");
  assert.equal(judged("1", "value z").slip, "left-out", "the bias");
  assert.deepEqual(judged("0", "value y"), { verdict: "wrong", slip: "not-applied", child: "z" });
  assert.equal(judged("0.25", "value R").slip, "factor");
  assert.equal(judged("7", "adjoint w").slip, null);
});

test("the truth is right at every step, however many digits of it are typed", () => {
  for (const trace of [lecture, waitForAll, fan(5)]) {
    for (const rung of /** @type {const} */ (["last", "all"])) {
      for (let position = 0; position < trace.steps.length; position += 1) {
        const question = questionAt(trace, position, rung);
        if (question === null) continue;
        for (const value of [question.truth, question.truth * (1 + 1e-6)]) assert.equal(judge({ value, decimals: null }, question, trace).verdict, "right");
      }
    }
  }
});

test("each term alone is one path, and any few of them are", () => {
  const question = questionAt(waitForAll, waitForAll.steps.findIndex((step) => step.kind === "term" && step.node === "b"), "last");
  assert.ok(question);
  for (const { product, edge } of question.terms) {
    const found = judge({ value: Number(product), decimals: null }, question, waitForAll);
    assert.deepEqual([found.slip, found.child], ["path", edge.split("->")[1]]);
  }
  const many = fan(5);
  const whole = questionAt(many, many.steps.findIndex((step) => step.kind === "term" && step.node === "w"), "last");
  assert.ok(whole);
  // The fixture's node has no adjoint of its own: its truth is the sum.
  assert.equal(judge({ value: 2, decimals: 0 }, { ...whole, truth: 5 }, many).slip, "paths");
});

test("what was so before the last change is called stale", () => {
  const question = questionOf("adjoint w");
  assert.equal(judge({ value: -0.77, decimals: 2 }, question, lecture, new Map([["adjoint w", -0.77]])).slip, "stale");
});

test("a sum is asked whole on the last-blanks rung, and term by term where all is blank", () => {
  const first = lecture.steps.findIndex((step) => step.kind === "term" && step.node === "w");
  const whole = questionAt(lecture, first, "last");
  assert.deepEqual([whole?.kind, whole?.truth, whole?.to], ["adjoint", -0.2, lecture.steps.length]);
  const term = questionAt(lecture, first, "all");
  assert.deepEqual([term?.kind, term?.truth, term?.to], ["term", -0.25, first + 1]);
  assert.equal(questionAt(lecture, first, "worked"), null);
  assert.equal(questionAt(lecture, lecture.steps.length, "all"), null);
});

test("arrays are not asked", () => {
  const asked = batch.steps.flatMap((_, position) => questionAt(batch, position, "all") ?? []);
  assert.deepEqual(asked.map(({ node }) => node.shape.length).filter((rank) => rank > 0), []);
});

test("numbers are read as people type them", () => {
  for (const [text, value] of /** @type {const} */ ([["-0.2", -0.2], ["−0,2", -0.2], [" -1/5 ", -0.2], ["1e-3", 0.001], [".5", 0.5], ["+3", 3]])) assert.equal(readAnswer(text)?.value, value, text);
  for (const text of ["", "  ", "abc", "1/0", "1.2.3", "0x10", "1,000.5", "Infinity", "1e999", "--1"]) assert.equal(readAnswer(text), null, text);
});

test("three digits are enough, two are nearly right", () => {
  const third = { ...questionOf("adjoint w"), truth: 1 / 3, terms: [] };
  assert.equal(judge({ value: 0.333, decimals: 3 }, third, lecture).verdict, "right");
  assert.deepEqual(judge({ value: 0.33, decimals: 2 }, third, lecture), { verdict: "near", slip: "rounding" });
});

test("the right rule stands once among others, in an order that never changes", () => {
  for (let position = 0; position < lecture.steps.length; position += 1) {
    const question = questionAt(lecture, position, "last");
    const choices = question && choicesFor(question, lecture);
    if (!choices) continue;
    assert.equal(choices.filter(({ isRight }) => isRight).length, 1);
    assert.ok(choices.length >= 2 && choices.length <= 4);
    assert.equal(new Set(choices.map(({ latex }) => latex.replace(/\\[,;:!]|\s/g, ""))).size, choices.length);
    assert.deepEqual(choices, choicesFor(/** @type {Question} */ (question), lecture));
  }
  assert.equal(choicesFor(questionOf("adjoint w"), lecture)?.find(({ isRight }) => isRight)?.latex, "\\bar{z}\\,x + \\bar{R}\\,w");
});

test("the score counts and travels as JSON and CSV", () => {
  /** @type {Entry} */
  const entry = { step: 1, node: "z", kind: "value", asked: "number", answered: "0", truth: 0, verdict: "right", slip: null, tries: 1 };
  const entries = [{ ...entry, verdict: /** @type {const} */ ("wrong"), slip: "path", answered: "1,5" }, entry, entry];
  assert.deepEqual(countsOf(entries), { right: 2, near: 0, wrong: 1, skipped: 0, slips: { path: 1 } });
  assert.equal(rightInARow(entries), 2);
  assert.equal(rightInARow([]), 0);
  const lines = toCsv(entries).trimEnd().split("\r\n");
  assert.equal(lines[0], "step,node,kind,asked,answered,truth,verdict,slip,tries");
  assert.equal(lines[1], '1,z,value,number,"1,5",0,wrong,path,1');
  const read = JSON.parse(toJson({ source: "w = 1", example: null, grain: "named", rung: "all" }, entries));
  assert.deepEqual([read.version, read.rung, read.score.right, read.steps.length], [1, "all", 2, 3]);
});
