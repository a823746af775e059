import assert from "node:assert/strict";
import { test } from "node:test";

import * as lines from "../../app/static/core/walk/line.js";
import { inNotation } from "../../app/static/core/model/notation.js";
import { readNumber } from "../../app/static/core/number/numbers.js";
import { readAnswer } from "../../app/static/labs/predict/model-answers.js";
import { candidatesFor } from "../../app/static/labs/predict/model-candidates.js";
import { choicesFor } from "../../app/static/labs/predict/model-choices.js";
import { entryOf, numberAt, placeFor } from "../../app/static/labs/predict/model-entries.js";
import { partsOf } from "../../app/static/labs/predict/model-parts.js";
import { valueRules } from "../../app/static/labs/predict/model-rules.js";
import { countsOf, rightInARow, toCsv, toJson } from "../../app/static/labs/predict/model-score.js";
import { judge } from "../../app/static/labs/predict/model-slips.js";
import { nameOf, questionAt } from "../../app/static/labs/predict/model.js";
import en from "../../app/static/labs/predict/en.json" with { type: "json" };
import { batch, elements, net } from "../core/arraymodels.js";
import { fan, lecture } from "../core/lecture.js";
import { waitForAll } from "./waitforall.js";

/** @typedef {import("../../app/static/core/types.js").Trace} Trace */
/** @typedef {import("../../app/static/labs/predict/model.js").Question} Question */
/** @typedef {import("../../app/static/labs/predict/model.js").Rung} Rung */
/** @typedef {import("../../app/static/labs/predict/model-score.js").Entry} Entry */

const TRACES = [lecture, waitForAll, net, batch, elements];
/** @type {Record<string, string>} */
const WORDS = en;

/** Everything that is asked of a trace on a rung: also the terms of sums that were missed. @param {Trace} trace @param {Rung} [rung] @returns {Question[]} */
function questionsOf(trace, rung = "all") {
  /** @type {Map<string, Question>} */
  const found = new Map();
  for (let position = 0; position <= trace.steps.length; position += 1) {
    for (const missed of [undefined, new Set(trace.nodes.map(({ id }) => `adjoint ${id}`))]) {
      const question = questionAt(trace, position, rung, missed);
      if (typeof question !== "string" && !found.has(nameOf(question))) found.set(nameOf(question), question);
    }
  }
  return [...found.values()];
}

/** @param {string} name @param {Trace} [trace] @returns {Question} */
function questionOf(name, trace = lecture) {
  const question = questionsOf(trace).find((one) => nameOf(one) === name);
  assert.ok(question, `nobody asks for ${name}`);
  return question;
}

/** An exact answer, as a fraction is. @param {number} value */
const exactly = (value) => ({ value, digits: Infinity, unit: 0 });

/** @param {string} text @param {string} name @param {readonly Trace[]} [stale] */
function judged(text, name, stale) {
  const answer = readAnswer(text, readNumber);
  assert.ok(answer, text);
  return judge(answer, questionOf(name), lecture, stale);
}

test("the published answers to the running example's w", () => {
  assert.deepEqual(judged("-0.2", "adjoint w"), { verdict: "right", slip: null });
  assert.deepEqual(judged("-0.25", "adjoint w"), { verdict: "wrong", slip: "path", child: "z", rest: ["R"] });
  assert.deepEqual(judged("0.05", "adjoint w"), { verdict: "wrong", slip: "path", child: "R", rest: ["z"] });
  assert.deepEqual(judged("0.2", "adjoint w"), { verdict: "wrong", slip: "sign" });
});

const SLIPS = /** @type {const} */ ([
  ["-0.3", "adjoint w", "term-sign"], ["0.3", "adjoint w", "term-sign"], ["0.25", "adjoint w", "path-sign"], ["-0.05", "adjoint w", "path-sign"],
  ["-0.0125", "adjoint w", "multiplied"], ["0.5", "adjoint w", "forward"], ["-0.4", "adjoint w", "factor"], ["-0.1", "adjoint w", "factor"],
  ["-0.15", "adjoint w", "no-local"], ["2.05", "adjoint w", "no-upstream"], ["-0.45", "adjoint w", "term-factor"], ["0.1", "adjoint w", "no-local"],
  ["-0.5", "adjoint z", "no-local"], ["0.25", "adjoint z", "no-upstream"], ["0.5", "adjoint z", "no-local-sign"], ["-0.25", "adjoint x", "swapped"],
  ["0.25", "adjoint x", "swapped-sign"], ["0.5", "adjoint y", "sign"], ["-1/16", "adjoint y", "upstream-value"], ["0.1375", "seed L_reg", "forward"],
  ["0", "seed L_reg", "unseeded"], ["-1", "seed L_reg", "sign"], ["-0.2", "term w->R", "whole"], ["-0.25", "term w->R", "other-term"], ["0.1", "term w->R", "no-local"],
  ["1", "value z", "left-out"], ["-1", "value z", "left-out"], ["-0.5", "value z", "no-factor"], ["1.5", "value z", "added"], ["0", "value y", "not-applied"],
  ["0.25", "value R", "factor"], ["0.25", "value L_reg", "no-coefficient"], ["0.125", "value L_reg", "left-out"], ["-0.125", "value L", "sign"], ["-1/2", "value L", "derivative"],
]);

for (const [text, name, slip] of SLIPS) {
  test(`${text} for the ${name} is ${slip}`, () => {
    const found = name.startsWith("seed") ? judge(exactly(Number(text)), questionOf("adjoint L_reg"), lecture) : judged(text, name);
    assert.deepEqual([found.verdict, found.slip], ["wrong", slip]);
  });
}

test("what nothing explains is not explained", () => {
  for (const text of ["7", "-31", "0.77"]) assert.deepEqual(judged(text, "adjoint w"), { verdict: "wrong", slip: null });
});

test("what was so before the last change is called stale, and so is what was made with one number from before", () => {
  const before = structuredClone(lecture);
  for (const step of before.steps) {
    if (step.kind !== "term" || step.node !== "w") continue;
    [step.upstream, step.product] = [Number(step.upstream) * 3, Number(step.product) * 3];
  }
  const w = before.nodes.find(({ id }) => id === "w");
  assert.ok(w);
  w.adjoint = -0.6;
  assert.equal(judged("-0.6", "adjoint w", [before]).slip, "stale");
  assert.equal(judged("-0.7", "adjoint w", [before]).slip, "stale", "3 times z's adjoint from before, the rest from now");
  assert.equal(judged("-0.7", "adjoint w").slip, null);
  assert.equal(judged("-0.2", "adjoint w", [before]).verdict, "right");
  assert.equal(judged("7", "adjoint w", [waitForAll]).slip, null, "of another model nothing is stale");
});

test("the truth is right at every step, however many digits of it are typed", () => {
  for (const trace of [...TRACES, fan(5)]) {
    for (const rung of /** @type {const} */ (["last", "all"])) {
      for (const question of questionsOf(trace, rung)) {
        if (question.shape !== null) continue;
        assert.equal(judge(exactly(question.truth * (1 + 1e-6)), question, trace).verdict, "right");
        for (const digits of [3, 4, 6, 15]) {
          const answer = readAnswer(question.truth.toPrecision(digits), readNumber);
          assert.ok(answer);
          assert.equal(judge(answer, question, trace).verdict, "right", `${question.truth.toPrecision(digits)} of ${nameOf(question)}`);
        }
      }
    }
  }
});

test("each term alone is one path, unless it is the truth", () => {
  let count = 0;
  for (const trace of TRACES) {
    for (const question of questionsOf(trace).filter(({ kind, terms }) => kind === "adjoint" && terms.length > 1)) {
      for (const { product, edge } of question.terms) {
        if (product === 0 || Math.abs(product - question.truth) < 1e-3 * Math.abs(question.truth)) continue;
        const found = judge(exactly(product), question, trace);
        assert.deepEqual([found.verdict, found.slip], ["wrong", "path"], `${edge.id} of ${nameOf(question)}`);
        assert.ok(question.terms.find((term) => term.edge.child === found.child && Math.abs(term.product - product) < 1e-3 * Math.abs(product)));
        assert.equal(found.rest?.length, question.terms.length - 1);
        count += 1;
      }
    }
  }
  assert.ok(count > 10);
});

test("any few terms of more are paths, and name what they leave out", () => {
  const many = fan(5);
  const whole = questionsOf(many).find(({ kind, terms }) => kind === "adjoint" && terms.length === 5);
  assert.ok(whole);
  // The fixture's node has no adjoint of its own: its truth is the sum.
  const found = judge(exactly(2), { ...whole, truth: 5 }, many);
  assert.deepEqual([found.slip, found.rest], ["paths", ["a3", "a4", "a5"]]);
  assert.equal(judge(exactly(-5), { ...whole, truth: 5 }, many).slip, "sign");
  const hundred = fan(100);
  const long = questionsOf(hundred).find(({ terms }) => terms.length === 100);
  assert.ok(long);
  assert.ok(candidatesFor({ ...long, truth: 100 }, hundred).length < 2000, "not every one of so many subsets is tried");
});

test("every number that is known gets a name, and each name has words", () => {
  for (const trace of TRACES) {
    for (const question of questionsOf(trace).filter(({ shape }) => shape === null)) {
      for (const { number, slip } of candidatesFor(question, trace)) {
        assert.ok(Number.isFinite(number), slip);
        const found = judge(exactly(number), question, trace);
        if (Math.abs(number - question.truth) > 0.011 * Math.abs(question.truth)) assert.ok(found.verdict === "wrong" && found.slip !== null, `${slip} of ${nameOf(question)}`);
        const base = slip.replace(/-sign$/, "");
        for (const family of ["slip", "kind"]) assert.ok(WORDS[`${family}.${slip}`] ?? WORDS[`${family}.${base}`], `${family}.${slip}`);
      }
    }
  }
});

test("each finished adjoint is asked on the last-blanks rung, and every step where all is blank", () => {
  const first = lecture.steps.findIndex((step) => step.kind === "term" && step.node === "w");
  const end = lecture.steps.length;
  for (const rung of /** @type {const} */ (["last", "all"])) {
    const whole = questionAt(lecture, first, rung);
    assert.ok(typeof whole !== "string");
    assert.deepEqual([whole.kind, whole.truth, whole.to], ["adjoint", -0.2, end]);
    assert.equal(questionAt(lecture, end - 1, rung), "shown", "both terms are in, and their sum with them");
    assert.equal(questionAt(lecture, end, rung), "over");
  }
  assert.equal(questionAt(lecture, 0, "last"), "below");
  assert.equal(questionAt(lecture, 5, "last"), "below", "the seed is no blank");
  assert.equal(questionAt(lecture, first, "worked"), "worked");
  const still = questionAt(lecture, first + 1, "last");
  assert.ok(typeof still !== "string" && still.kind === "adjoint");
});

test("a sum that was missed is taken apart, and so is one whose first term was shown", () => {
  const first = lecture.steps.findIndex((step) => step.kind === "term" && step.node === "w");
  for (const [position, missed, truth] of /** @type {const} */ ([[first, new Set(["adjoint w"]), -0.25], [first + 1, new Set(), 0.05]])) {
    const term = questionAt(lecture, position, "all", missed);
    assert.ok(typeof term !== "string");
    assert.deepEqual([term.kind, term.truth, term.to], ["term", truth, position + 1]);
  }
});

test("of a small array one entry is asked, always the same, and the truth is what stands there", () => {
  for (const trace of [net, batch]) {
    const asked = questionsOf(trace).filter(({ at }) => at !== null);
    assert.ok(asked.length > 5);
    for (const { node, at, truth, kind, terms } of asked) {
      if (kind !== "term") assert.equal(truth, numberAt(kind === "value" ? node.value : node.adjoint, node.shape, at));
      for (const { upstream, local, product } of terms) if (upstream !== null && local !== null) assert.ok(Math.abs(upstream * local - product) < 1e-9);
      assert.deepEqual(at, placeFor(node.shape, nameOf({ kind, node, edge: terms.length === 1 && kind === "term" ? terms[0]?.edge ?? null : null })));
    }
  }
});

test("an entry is written below its array's symbol, and below its adjoint in every notation", () => {
  const W = questionOf("adjoint W", net).node;
  const written = (/** @type {Partial<typeof W>} */ change, /** @type {"value" | "adjoint"} */ side, /** @type {number[] | null} */ at, /** @type {import("../../app/static/core/types.js").Notation} */ notation = "bar") => inNotation(entryOf({ ...W, ...change }, side, at), net, notation);
  assert.equal(written({}, "adjoint", [0, 1]), "\\bar{W}_{12}");
  assert.equal(written({}, "adjoint", null), "\\bar{W}");
  assert.equal(written({}, "adjoint", [0, 1], "partial"), "\\left(\\frac{\\partial L}{\\partial W}\\right)_{12}");
  assert.equal(written({}, "adjoint", [0, 1], "grad"), "\\left(\\texttt{W.grad}\\right)_{12}");
  assert.equal(written({ latex: "b" }, "value", [10]), "b_{11}");
  assert.equal(written({ latex: "{W^{(1)}}" }, "value", [0, 9]), "{W^{(1)}}_{1,10}");
  const indexed = { latex: "W_{1}", bar: "\\bar{W}_{1}", stem: "W" };
  assert.equal(written(indexed, "value", [0, 9]), "\\left(W_{1}\\right)_{1,10}");
  assert.equal(written(indexed, "adjoint", [0, 1]), "\\left(\\bar{W}_{1}\\right)_{12}");
  assert.equal(written(indexed, "adjoint", [0, 1], "partial"), "\\left(\\frac{\\partial L}{\\partial W_{1}}\\right)_{12}");
});

test("of a large array the shape is asked, and the right one stands once among others", () => {
  const large = structuredClone(net);
  for (const node of large.nodes) if (node.id === "W") [node.shape, node.adjoint] = [[30, 20], { shape: [30, 20], min: 0, max: 1, mean: 0, norm: 1, preview: [] }];
  const question = questionOf("adjoint W", large);
  assert.deepEqual(question.shape, [30, 20]);
  const choices = choicesFor(question, large, lines);
  assert.equal(choices?.find(({ slip }) => slip === null)?.latex, "30 \\times 20");
  assert.deepEqual(choices?.find(({ slip }) => slip === null)?.answer, "30x20");
  assert.ok(choices?.some(({ latex }) => latex === "20 \\times 30"), "turned over");
});

test("an array under a function is no number that somebody forgot to put through it", () => {
  const reduced = structuredClone(net);
  for (const node of reduced.nodes) if (node.id === "L") node.parents = ["y"];
  for (const { number, slip } of candidatesFor(questionOf("value L", reduced), reduced)) assert.ok(Number.isFinite(number), slip);
});

test("what is no ordinary number is not asked", () => {
  const odd = structuredClone(lecture);
  for (const step of odd.steps) if (step.kind === "value" && step.node === "z") step.value = "Infinity";
  assert.equal(questionAt(odd, 0, "all"), "unasked");
});

test("numbers are read as people type them", () => {
  for (const [text, value] of /** @type {const} */ ([["-0.2", -0.2], ["−0,2", -0.2], [" -1/5 ", -0.2], ["- 1 / 5", -0.2], ["1e-3", 0.001], ["1e−3", 0.001], [".5", 0.5], ["+3", 3], ["½", 0.5], ["-½", -0.5]])) assert.equal(readAnswer(text, readNumber)?.value, value, text);
  for (const text of ["", "  ", "abc", "1/0", "1.2.3", "0x10", "1,000.5", "Infinity", "1e999", "--1", "2½", "NaN", "1/2/3"]) assert.equal(readAnswer(text, readNumber), null, text);
});

test("digits are counted from the first that is not 0", () => {
  const digits = (/** @type {string} */ text) => [readAnswer(text, readNumber)?.digits, readAnswer(text, readNumber)?.unit];
  assert.deepEqual(digits("0.0250"), [3, 1e-4]);
  assert.deepEqual(digits("2.5e-2"), [2, 1e-3]);
  assert.deepEqual(digits("1/4"), [Infinity, 0]);
  assert.deepEqual(digits("0"), [0, 1]);
});

test("three digits are enough, fewer are nearly right, and say how many were", () => {
  const third = { ...questionOf("adjoint w"), truth: 1 / 3, terms: [] };
  const judgedThird = (/** @type {string} */ text) => judge(/** @type {any} */ (readAnswer(text, readNumber)), third, lecture);
  assert.equal(judgedThird("0.333").verdict, "right");
  assert.deepEqual(judgedThird("0.33"), { verdict: "near", slip: "rounding", count: 2 });
  assert.deepEqual(judge({ value: 0.7, digits: 1, unit: 0.1 }, { ...third, truth: 0.6999 - 0.02 }, lecture), { verdict: "near", slip: "rounding", count: 1 });
  assert.deepEqual(judgedThird("0.335"), { verdict: "near", slip: "close" });
  assert.equal(judgedThird("0.34").verdict, "wrong");
  assert.equal(judge(exactly(0), { ...third, truth: 0.001 }, lecture).verdict, "wrong", "0 is nobody's rounding");
});

test("the right rule stands once among two to four, in an order that never changes, and no two come to the same", () => {
  let asked = 0;
  for (const trace of TRACES) {
    for (const question of questionsOf(trace)) {
      const choices = choicesFor(question, trace, lines);
      if (choices === null) continue;
      asked += 1;
      assert.equal(choices.filter(({ slip }) => slip === null).length, 1);
      assert.ok(choices.length >= 2 && choices.length <= 4);
      assert.equal(new Set(choices.map(({ latex }) => latex.replace(/\\[,;:!]|\\left|\\right|\s/g, ""))).size, choices.length);
      const numbers = choices.flatMap(({ number }) => number ?? []);
      for (const [index, one] of numbers.entries()) for (const other of numbers.slice(index + 1)) assert.ok(Math.abs(one - other) > 1e-3 * Math.abs(one), `${one} and ${other} for ${nameOf(question)}`);
      assert.deepEqual(choices, choicesFor(question, trace, lines));
      for (const { latex, line, answer, slip } of choices) {
        assert.equal(inNotation(line, trace, "bar"), latex);
        assert.equal(answer, question.shape === null ? latex : latex.split(" \\times ").join("x"));
        assert.doesNotMatch(inNotation(line, trace, "grad"), /\\(?:bar|overline)\b/, "every adjoint in it follows the notation");
        assert.doesNotMatch(latex, /undefined|null|NaN/);
        assert.ok(slip === null || WORDS[`slip.${slip.slip}`], slip?.slip);
      }
    }
  }
  assert.ok(asked > 40);
  assert.equal(choicesFor(questionOf("adjoint w"), lecture, lines)?.find(({ slip }) => slip === null)?.latex, "\\bar{z}\\,x + \\bar{R}\\,w");
});

test("a line is read as a sum of parts by its local derivatives", () => {
  const parts = (/** @type {string} */ id, trace = lecture) => partsOf(/** @type {import("../../app/static/core/types.js").Node} */ (trace.nodes.find((node) => node.id === id)), trace)
    .map(({ parents, fixed, negative, number }) => [parents.map(({ node }) => node.id).join(" "), fixed.join(" "), negative, number]);
  assert.deepEqual(parts("z"), [["w x", "", false, 1], ["b", "", false, -1]]);
  assert.deepEqual(parts("L_reg"), [["L", "", false, 0.125], ["R", "\\lambda", false, 0.0125]]);
  for (const bent of ["y", "L", "R", "w"]) assert.deepEqual(parts(bent), [], bent);
  assert.deepEqual(parts("Z", batch), [], "of arrays none");
  for (const trace of [lecture, waitForAll, elements]) {
    for (const node of trace.nodes) {
      const found = partsOf(node, trace);
      if (found.length === 0) continue;
      const rest = node.definition === "b + 3" ? 3 : 0;
      assert.ok(Math.abs(found.reduce((sum, { number }) => sum + number, rest) - Number(node.value)) < 1e-9, node.id);
    }
  }
  const other = structuredClone(lecture);
  for (const edge of other.edges) if (edge.id === "x->z") edge.factors = ["w", "b"];
  assert.deepEqual(parts("z", other).map(([parents]) => parents), ["b"], "w and x do not speak of one product");
});

test("a wrong rule for a value says what it comes to", () => {
  const { line: [definition], ...right } = valueRules(questionOf("value z"), lecture, lines)[0] ?? assert.fail();
  assert.deepEqual([definition, right], ["w\\,x + b", { number: 0, slip: null }]);
  const rules = (/** @type {string} */ id) => Object.fromEntries(valueRules(questionOf(`value ${id}`), lecture, lines).slice(1).map(({ line, number, slip }) => [inNotation(line, lecture, "bar"), `${slip?.slip} ${number}`]));
  const z = rules("z");
  const expected = { "-\\left(w\\,x + b\\right)": "sign 0", "w\\,x - b": "rule-sign 2", "-w\\,x + b": "rule-sign -2", "b": "left-out -1", "w\\,x": "left-out 1", "w + x + b": "added 1.5", "w + b": "no-factor -0.5", "x + b": "no-factor 1" };
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((latex) => [latex, z[latex]])), expected);
  assert.equal(rules("L_reg")["L + R"], "no-coefficient 0.25");
  assert.deepEqual([rules("y")["z"], rules("y")["-\\sigma(z)"]], ["not-applied 0", "sign -0.5"]);
  assert.equal(rules("L")["y - t"], "derivative -0.5");
  const partly = valueRules(questionOf("value c", waitForAll), waitForAll, lines).map(({ slip }) => slip?.slip);
  assert.ok(!partly.includes("left-out"), "of b + 3 not all is known: nothing of it is changed");
  const ofArray = valueRules(questionOf("value h", net), net, lines).map(({ line, slip }) => `${inNotation(line, net, "bar")} ${slip?.slip}`);
  assert.deepEqual(ofArray.slice(0, 3), ["\\sigma(z) undefined", "-\\sigma(z) sign", "z not-applied"]);
});

test("a sibling's rule that comes to the same is not offered as wrong", () => {
  // e = c + d: the adjoint of each is that of e.
  const found = choicesFor(questionOf("adjoint d", waitForAll), waitForAll, lines);
  assert.deepEqual(found?.filter(({ latex }) => /^\\bar\{e\}(\\,1)?$/.test(latex)).length, 1);
});

/** @type {Entry} */
const ENTRY = { step: 1, node: "z", kind: "value", edge: null, entry: null, asked: "number", answered: "0", truth: 0, verdict: "right", slip: null, tries: 1, rung: "all" };
const ABOUT = { source: 'w = 1; # "one", or so', inputs: { w: 2 }, example: null, grain: "named", rung: "all" };

test("the score counts verdicts and slips, and what was right in a row on one rung", () => {
  const entries = [{ ...ENTRY, verdict: /** @type {const} */ ("wrong"), slip: "path" }, ENTRY, ENTRY];
  assert.deepEqual(countsOf(entries), { right: 2, near: 0, wrong: 1, skipped: 0, slips: { path: 1 } });
  assert.equal(rightInARow(entries, "all"), 2);
  assert.equal(rightInARow(entries, "last"), 0);
  assert.equal(rightInARow([], "all"), 0);
});

test("it travels as JSON and CSV, with what it is about", () => {
  const entries = [{ ...ENTRY, answered: "1,5", entry: [0, 1] }, ENTRY];
  const lines = toCsv(ABOUT, entries).trimEnd().split("\r\n");
  assert.equal(lines[0], "step,node,kind,edge,entry,asked,answered,truth,verdict,slip,tries,rung,example,grain,source,inputs");
  assert.equal(lines[1], '1,z,value,,"[0,1]",number,"1,5",0,right,,1,all,,named,"w = 1; # ""one"", or so","{""w"":2}"');
  assert.equal(lines.length, 3);
  const read = JSON.parse(toJson(ABOUT, entries));
  assert.deepEqual([read.version, read.rung, read.inputs.w, read.score.right, read.steps.length], [1, "all", 2, 2, 2]);
  assert.deepEqual(Object.keys(read.steps[0]), lines[0]?.split(",").slice(0, 12));
});
