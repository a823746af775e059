import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { ACTIONS } from "../../app/static/core/actions.js";
import { fill, language, pieces, say, speak } from "../../app/static/words/index.js";

const STATIC = fileURLToPath(new URL("../../app/static/", import.meta.url));

/** Every folder that holds words, found and not listed: a new lab is held to this too. */
const FOLDERS = readdirSync(STATIC, { recursive: true, encoding: "utf8" })
  .filter((file) => !/^vendor/.test(file) && /(^|[\\/])en\.json$/.test(file)).map((file) => join(STATIC, file, ".."));

/** @param {string} folder @param {string} name @returns {Record<string, string>} */
const read = (folder, name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));

/** @param {string} sentence */
const gaps = (sentence) => (sentence.match(/\{[\w-]+\}/g) ?? []).sort();

/** What is the same word, or no word, in both. */
const SAME = /^[^\p{L}]*$|^(adjoint|adjoints|opérations|constante?|intermédiaire|JSON|CSV|notes|tanh|arguments?)$|^\{[\w-]+\}|\{adjoint\}$/iu;

test("the words are in their folders: the page's, the labs', the room's", () => {
  assert.ok(FOLDERS.length >= 10, `${FOLDERS.length} folders`);
});

for (const folder of FOLDERS) {
  const name = folder.slice(STATIC.length);
  test(`every language has every word of ${name}, with the same gaps`, () => {
    const [english, french] = [read(folder, "en"), read(folder, "fr")];
    assert.deepEqual(Object.keys(french).sort(), Object.keys(english).sort());
    for (const [key, sentence] of Object.entries(english)) assert.deepEqual([...new Set(gaps(french[key] ?? ""))], [...new Set(gaps(sentence))], key);
  });

  test(`no sentence of ${name} was left in English`, () => {
    const [english, french] = [read(folder, "en"), read(folder, "fr")];
    const left = Object.entries(english).filter(([key, sentence]) => sentence.split(" ").length > 2 && french[key] === sentence && !SAME.test(sentence));
    assert.deepEqual(left, []);
    for (const [key, sentence] of Object.entries(french)) assert.doesNotMatch(sentence, / [;!?»]|« | :(?!\/)/, `${key}: the space before a sign is one that does not break`);
  });
}

test("every action has its label", () => {
  for (const { id } of ACTIONS) assert.ok(say(/** @type {any} */ (`action.${id}`)).length > 0, id);
});

test("gaps are filled with text, or with pieces in their order", () => {
  assert.equal(fill("{a} of {b}, {c}", { a: 1, b: 2 }), "1 of 2, {c}");
  assert.deepEqual(pieces("{a} is {b}.", { a: { n: 1 }, b: [{ n: 2 }, " and ", { n: 3 }] }), [{ n: 1 }, " is ", { n: 2 }, " and ", { n: 3 }, "."]);
  assert.deepEqual(pieces("none", {}), ["none"]);
});

test("a language nobody wrote is English", async () => {
  const before = say("action.next");
  await speak("fr");
  assert.equal(language(), "fr");
  assert.notEqual(say("action.next"), before);
  await speak("tlh");
  assert.equal(language(), "en");
  assert.equal(say("action.next"), before);
});

/** Sentences in code: two words or more where the reader would see them. @param {string} code */
const spoken = (code) => code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[\s;{}(),])\/\/.*$/gm, "$1").match(/(?:textContent = |title: |"aria-label": |placeholder: |message: |append\(|label: |hint: |detail: )["`](?=[^"`]*\p{L}{2,} \p{L}{2,})[^"`]*["`]/gu) ?? [];

test("no sentence stands in the code of the page or of a lab", () => {
  const files = readdirSync(STATIC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js") && !/^vendor/.test(file));
  assert.deepEqual(files.flatMap((file) => spoken(readFileSync(join(STATIC, file), "utf8")).map((found) => `${file}: ${found}`)), []);
});

test("the search for sentences in code finds one", () => {
  assert.equal(spoken('make("p", { "aria-label": "Not in a file of words" });').length, 1);
  assert.equal(spoken('root.textContent = `Not ${here} either way`;').length, 1);
  assert.equal(spoken('make("p", { class: "two names" }); // append("a comment here")').length, 0);
});
