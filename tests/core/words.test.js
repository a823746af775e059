import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { ACTIONS, printed } from "../../app/static/core/actions.js";
import { formatNumber } from "../../app/static/core/number/numbers.js";
import { fill, formatFigure, language, pieces, say, sayCount, speak, tenTo } from "../../app/static/words/index.js";
import { literalsOf } from "./literals.js";

const STATIC = fileURLToPath(new URL("../../app/static/", import.meta.url));

/** Every folder that holds words, found and not listed: a new lab is held to this too. */
const FOLDERS = readdirSync(STATIC, { recursive: true, encoding: "utf8" })
  .filter((file) => !/^vendor/.test(file) && /(^|[\\/])en\.json$/.test(file)).map((file) => join(STATIC, file, "..")).concat(join(STATIC, "..", "templates"));

/** @param {string} folder @param {string} name @returns {Record<string, string>} */
const read = (folder, name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));

/** @param {string} sentence */
const gaps = (sentence) => (sentence.match(/\{[\w-]+\}/g) ?? []).sort();

/** Every language but English, as the page's own folder has them. */
const OTHERS = readdirSync(join(STATIC, "words")).filter((file) => /^[a-z]{2}\.json$/.test(file)).map((file) => file.slice(0, 2)).filter((name) => name !== "en");

/** What French writes as English does: the same word, a name, a format, or nothing but gaps and signs. */
const SAME = new Set(["adjoint", "direct", "quotient", "Version", "JSON", "CSV", "notes", "Notes", "Question", "Laser", "tanh", "axis", "hint"]);

/** @param {string} sentence  without its gaps */
const bare = (sentence) => sentence.replace(/\{[\w-]+\}/g, " ").trim();

test("the words are in their folders: the page's, the labs', the room's", () => {
  assert.ok(FOLDERS.length >= 10, `${FOLDERS.length} folders`);
  assert.ok(OTHERS.includes("fr"));
});

for (const folder of FOLDERS) {
  const name = relative(join(STATIC, ".."), folder);
  test(`every language has every word of ${name}, with the same gaps`, () => {
    const english = read(folder, "en");
    for (const language of OTHERS) {
      const other = read(folder, language);
      assert.deepEqual(Object.keys(other).sort(), Object.keys(english).sort(), language);
      for (const [key, sentence] of Object.entries(english)) assert.deepEqual([...new Set(gaps(other[key] ?? ""))], [...new Set(gaps(sentence))], `${language}: ${key}`);
    }
  });

  test(`nothing of ${name} was left in English, and French is set as French is`, () => {
    const [english, french] = [read(folder, "en"), read(folder, "fr")];
    for (const other of OTHERS.map((language) => read(folder, language))) {
      const left = Object.entries(english).filter(([key, sentence]) => other[key] === sentence && /\p{L}{2,}/u.test(bare(sentence)) && !SAME.has(bare(sentence)));
      assert.deepEqual(left, []);
    }
    assertSet(french);
  });
}

/** @param {Record<string, string>} french */
function assertSet(french) {
  for (const [key, sentence] of Object.entries(french)) {
    assert.doesNotMatch(sentence, / [;!?»%]|« | :(?!\/)/, `${key}: the space before a sign is one that does not break`);
    assert.doesNotMatch(sentence, /[\p{L})}][;!?»]|\p{L}:(?!\/)|«\S(?<!\u00a0)/u, `${key}: there is a space before a double sign`);
    assert.doesNotMatch(sentence, /'|\.\.\./, `${key}: the apostrophe is ’, and dots are one sign`);
  }
}

test("the refusals that the service says in English are set as French is", () => assertSet(read(join(STATIC, "words", "refusals"), "fr")));

test("a word that has a form for one has a form for more, in each language", () => {
  for (const language of ["en", ...OTHERS]) {
    const keys = Object.keys(read(join(STATIC, "words"), language));
    const counted = keys.filter((key) => key.endsWith(".one")).map((key) => key.replace(/one$/, "other"));
    assert.ok(counted.length > 0);
    assert.deepEqual(counted.filter((key) => !keys.includes(key)), [], language);
  }
});

test("every action has its label", () => {
  for (const { id } of ACTIONS) assert.ok(say(/** @type {any} */ (`action.${id}`)).length > 0, id);
});

test("gaps are filled with text, or with pieces in their order", () => {
  assert.equal(fill("{a} of {b}, {c}", { a: 1, b: 2 }), "1 of 2, {c}");
  assert.deepEqual(pieces("{a} is {b}.", { a: { n: 1 }, b: [{ n: 2 }, " and ", { n: 3 }] }), [{ n: 1 }, " is ", { n: 2 }, " and ", { n: 3 }, "."]);
  assert.deepEqual(pieces("none", {}), ["none"]);
});

test("figures are written as the language writes them, a model's numbers as its text does", async () => {
  const table = /** @type {const} */ ([
    [0, undefined, "0", "0"], [999, undefined, "999", "999"], [1234, undefined, "1,234", "1\u202f234"], [-1234, undefined, "−1,234", "−1\u202f234"],
    ["4398046511100", undefined, "4,398,046,511,100", "4\u202f398\u202f046\u202f511\u202f100"],
    ["24315332017625485376", undefined, "2.43 · 10¹⁹", "2,43 · 10¹⁹"], [24315332017625485376n, Infinity, "24,315,332,017,625,485,376", "24\u202f315\u202f332\u202f017\u202f625\u202f485\u202f376"],
    ["9996000", 6, "1 · 10⁷", "1 · 10⁷"], ["9994000", 6, "9.99 · 10⁶", "9,99 · 10⁶"], [1e300, undefined, "1 · 10³⁰⁰", "1 · 10³⁰⁰"],
    [1.2345, undefined, "1.23", "1,23"], [-0.5, undefined, "−0.5", "−0,5"], [1234.5, undefined, "1,230", "1\u202f230"], [0.000012345, undefined, "1.23 · 10⁻⁵", "1,23 · 10⁻⁵"], [9.999e-7, undefined, "1 · 10⁻⁶", "1 · 10⁻⁶"],
    [Infinity, undefined, "∞", "∞"], [NaN, undefined, "NaN", "NaN"],
  ]);
  for (const [at, wanted] of /** @type {const} */ (["en", "fr"]).entries()) {
    await speak(wanted);
    for (const [figure, most, ...told] of table) assert.equal(formatFigure(figure, most), told[at], `${figure} in ${wanted}`);
    assert.equal(fill("{count}; {text}", { count: 12345, text: "12345" }), `${formatFigure(12345)}; 12345`);
    assert.deepEqual(pieces("{count}", { count: 1.5 }), [formatFigure(1.5)]);
    assert.equal(formatNumber(-1234.5), "−1234.5");
  }
  await speak("en");
  assert.deepEqual([tenTo(0), tenTo(12), tenTo(-7)], ["10⁰", "10¹²", "10⁻⁷"]);
});

test("one module alone writes numbers for a language", () => {
  const writes = (/** @type {string} */ code) => /toLocaleString|NumberFormat/.test(code);
  const files = readdirSync(STATIC, { recursive: true, encoding: "utf8" }).filter((file) => /\.js$/.test(file) && !/^vendor/.test(file));
  assert.deepEqual(files.filter((file) => writes(readFileSync(join(STATIC, file), "utf8"))), [join("words", "index.js")]);
  assert.ok(writes('count.toLocaleString("en")') && writes("new Intl.NumberFormat(language)"));
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

test("a number of things is said in the form that the language has for it", async () => {
  const passes = () => [0, 1, 2].map((count) => sayCount("modes.sweep", count));
  assert.deepEqual(passes(), ["0 sweeps", "1 sweep", "2 sweeps"]);
  await speak("fr");
  assert.deepEqual(passes(), ["0 passe", "1 passe", "2 passes"]);
  await speak("en");
});

test("the keys of a keyboard are called what is printed on them", async () => {
  assert.deepEqual(["PageDown", " ", "a", "ArrowLeft", "?"].map(printed), ["Page Down", "Space", "A", "←", "?"]);
  await speak("fr");
  assert.deepEqual(["PageDown", " ", "a", "ArrowLeft", "?"].map(printed), ["Page Suiv.", "Espace", "A", "←", "?"]);
  await speak("en");
});

test("a sentence has its gaps in French too, in French order", async () => {
  await speak("fr");
  assert.equal(formatNumber("NaN"), "pas un nombre");
  assert.equal(formatNumber(-0.25), "−0.25");
  assert.match(say("ledger.received", { received: 1, count: 2 }), /1 sur 2$/);
  await speak("en");
});

/** What stands before a text that nobody reads: a module, a place in the page, a class, a mistake of the programmer. */
const UNREAD = /(?:import|from|import\()\s*$|throw new \w+\([^)]*$|(?:class|className|d|points|transform|href|viewBox|part|key|rel)"?: $|"data-[\w-]+": $|"(?:aria-(?:controls|labelledby|hidden|live|haspopup|autocomplete|activedescendant)|transform|translate|style)"(?:: |, )$|\.(?:transform|font)\s*= $|(?:querySelector(?:All)?|closest|matches|region|part|matchMedia|add|toggle|fonts\.load|mark)\([^)]*$/;
/** What stands before a text that is read, whatever it is. */
const READ = /(?:title|"aria-(?:label|description|valuetext|roledescription)"|placeholder|alt|label|hint|detail|message)"?: $|(?:textContent|title|alt|placeholder) = $/;
/** Texts of which nobody reads anything. */
const MACHINE = [
  /\\|^[MLCQ][\d. -]/, // mathematics, and lines to draw
  /var\(--|^[.&:\w-]*\[|^\.cm-|, select\b|\bsolid\b|\bwavy\b|^min\(/, // styles, and places in the page
  /^(?:adjoint boxed|button [a-z]+-[a-z]+)$/, // classes
  /^(?:Retry-After|Content-Type|AbortError|Refusal|NaN|Escape|Enter|Tab|Space|Backspace|Home|End|Page(?:Up|Down)|Arrow\w+)$/, // names of the web
  /^(?:Xi|Pi|Gamma|Delta|Theta|Lambda|Sigma|Phi|Psi|Omega|Pa|Ch)$/, // names of the notation
  /^(?:English|Français|Backsweep)$/, // what is called so in every language
];

/** Texts in code that a reader would see: words in an attribute that is read, or a capital letter or two words anywhere. @param {string} code */
function spoken(code) {
  return literalsOf(code).filter(({ text, before }) => {
    if (UNREAD.test(before) || MACHINE.some((shape) => shape.test(text))) return false;
    const words = text.replace(/\{\}/g, " ").match(/\p{L}{2,}/gu) ?? [];
    return READ.test(before) ? words.length > 0 : /\p{L}{2,}[,;:]? (?:\{\} )?\p{L}{2,}/u.test(text) || /^\p{Lu}\p{Ll}+/u.test(text);
  }).map(({ line, text }) => `${line}: ${text}`);
}

test("no words stand in the code of the page, of a lab or of the lecture room", () => {
  const files = readdirSync(STATIC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js") && !/^vendor/.test(file));
  assert.ok(files.length > 150);
  assert.deepEqual(files.flatMap((file) => spoken(readFileSync(join(STATIC, file), "utf8")).map((found) => `${file}:${found}`)), []);
});

test("nor in a style sheet or a template", () => {
  const sheets = readdirSync(STATIC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".css") && !/^vendor/.test(file));
  for (const file of sheets) assert.doesNotMatch(readFileSync(join(STATIC, file), "utf8"), /content:\s*"[^"]*\p{L}{2,}/u, file);
  for (const name of ["index.html", "presenter.html", "docs.html"]) {
    const page = readFileSync(join(STATIC, "..", "templates", name), "utf8").replace(/\{[{%#][\s\S]*?[}%#]\}/g, "");
    assert.deepEqual([...page.matchAll(/(?:aria-label|title|placeholder|content)="([^"]*)"/g)].map(([, words]) => words?.trim()).filter((words) => words && !/^(width=device|light dark)/.test(words)), [], name);
    assert.deepEqual([...page.matchAll(/>([^<{]*\p{L}{2,}[^<{]*)</gu)].map(([, words]) => words?.trim()), name === "index.html" ? ["Backsweep"] : [], name);
  }
});

test("the search for words in code finds them, and nothing else", () => {
  for (const code of [
    'make("p", { "aria-label": "Close" });', "root.textContent = `Not ${here} either way`;", 'store.set({ message: "gone" });',
    'make("button", {}, "Next");', 'const HINTS = ["", "try it once more"];', 'note.title = isOpen ? "" : "press to open";',
  ]) assert.equal(spoken(code).length, 1, code);
  for (const code of [
    'make("p", { class: "two names" }); // append("a comment here")', 'throw new Error("a node without a name");', 'import x from "./some file.js";',
    'root.querySelector("ul li a");', "/* 'a comment too' */", 'text.replace(/"two words"/g, "");', "`translate(${x}px, ${y}px)`;", 'setMath(line, "\\\\frac{a b}{c d}");',
  ]) assert.deepEqual(spoken(code), [], code);
});
