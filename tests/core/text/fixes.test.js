import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { changeBetween } from "../../../app/static/core/number/change.js";
import { applied, labelIn, toldIn } from "../../../app/static/core/text/fixes.js";
import { commandAtEnd } from "../../../app/static/core/text/symbols.js";
import { refusalWords, speak } from "../../../app/static/words/index.js";

/** @type {Record<string, string>} */
const FRENCH = JSON.parse(readFileSync(new URL("../../../app/static/words/refusals/fr.json", import.meta.url), "utf8"));

/**
 * @param {number} line
 * @param {number} column
 * @param {number} end
 * @param {string} text
 * @param {number} [last]
 */
const edit = (line, column, end, text, last) => ({ span: { line, column, end_column: end, ...(last === undefined ? {} : { end_line: last }) }, text });

test("edits are put in at their places, in whichever order they come", () => {
  const edits = [edit(3, 1, 2, "D"), edit(1, 2, 3, "+", 2), edit(1, 1, 1, "<")];
  assert.equal(applied("a\r\nbc\nd", { edits }), "<a+\nD");
  assert.equal(applied("a\r\nbc\nd", { edits: edits.toReversed() }), "<a+\nD");
});

test("places are counted in characters, also beyond the basic plane", () => {
  assert.equal(applied("𝓛 = 1\ny = 𝓛 + vv", { edits: [edit(2, 9, 11, "w")] }), "𝓛 = 1\ny = 𝓛 + w");
});

test("a line is moved, the last one too", () => {
  assert.equal(applied("x = 1\ny = z\nz = 2x", { edits: [edit(2, 1, 1, "z = 2x\n"), edit(2, 6, 7, "", 3)] }), "x = 1\nz = 2x\ny = z");
  assert.equal(applied("a\nb\nc\nd", { edits: [edit(2, 1, 1, "c\n"), edit(3, 1, 1, "", 4)] }), "a\nc\nb\nd");
});

test("text may be added behind the last line", () => {
  assert.equal(applied("a = 1", { edits: [edit(1, 6, 6, "\nb = a")] }), "a = 1\nb = a");
  assert.equal(applied("", { edits: [edit(1, 1, 1, "L = 1")] }), "L = 1");
});

const PROBLEM = { title: "", status: 422, detail: "line 1, column 5: 'sigmod' is no function here.", hint: "Did you mean 'sigmoid'?", code: "misspelled-function", arguments: { function: "sigmod", nearest: "sigmoid" } };

test("a refusal is told in another language from its code and arguments", () => {
  assert.deepEqual(toldIn(PROBLEM, FRENCH), { what: "«\u00a0sigmod\u00a0» n’est pas une fonction ici.", hint: "Vouliez-vous dire «\u00a0sigmoid\u00a0»\u00a0?" });
  assert.equal(toldIn({ ...PROBLEM, code: "a-code-of-tomorrow" }, FRENCH), null);
  assert.equal(toldIn({ title: "", status: 0, detail: "No answer.", hint: "" }, FRENCH), null);
});

test("an argument is put in as it is, whatever stands in it", () => {
  const odd = { ...PROBLEM, arguments: { function: "$&{nearest}", nearest: "s" } };
  assert.match(toldIn(odd, FRENCH)?.what ?? "", /\$&\{nearest\}/);
});

test("a fix is labelled in English by the service, else from its kind", () => {
  const fix = { kind: "instead", label: "Write sigmoid instead", arguments: { text: "sigmoid" }, edits: [] };
  assert.equal(labelIn(fix, null), "Write sigmoid instead");
  assert.equal(labelIn(fix, FRENCH), "Écrire plutôt sigmoid");
  assert.equal(labelIn({ ...fix, kind: "a-kind-of-tomorrow" }, FRENCH), "Write sigmoid instead");
});

test("the sentences are fetched in the language in use, and English needs none", async () => {
  assert.equal(refusalWords(), null);
  await speak("fr");
  assert.deepEqual(await refusalWords(), FRENCH);
  await speak("en");
});

test("the smallest change between two texts", () => {
  assert.deepEqual(changeBetween("w = 0.5, b", "w = 0.75, b"), { from: 6, to: 6, insert: "7" });
  assert.deepEqual(changeBetween("aa", "aaa"), { from: 2, to: 2, insert: "a" });
  assert.deepEqual(changeBetween("abc", ""), { from: 0, to: 3, insert: "" });
  assert.equal(changeBetween("same", "same"), null);
});

test("a LaTeX command becomes its symbol only when it is complete", () => {
  assert.deepEqual(commandAtEnd("L + \\lambda"), { from: 4, symbol: "λ" });
  assert.deepEqual(commandAtEnd("\\half"), { from: 0, symbol: "½" });
  assert.equal(commandAtEnd("\\lamb"), null);
  assert.equal(commandAtEnd("lambda"), null);
});
