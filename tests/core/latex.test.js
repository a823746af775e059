import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

const STATIC = new URL("../../app/static/", import.meta.url);
const FILES = readdirSync(STATIC, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".js") && !path.startsWith("vendor"));

/** What holds LaTeX of the engine. */
const LATEX = "(?:latex|substituted|symbolic|bar|term|definition|identity|stem|result)";
const LOOKS = "(?:match|matchAll|replace|replaceAll|search|split|indexOf|lastIndexOf|includes|startsWith|endsWith)";
/** @type {readonly RegExp[]} */
const READS = [
  new RegExp(`\\b${LATEX}\\??\\.${LOOKS}\\(`),
  new RegExp(`\\.(?:test|exec)\\((?:\\w+\\??\\.)*${LATEX}\\b`),
  // A pattern with a command of LaTeX in it: two backslashes and a letter, in a regular expression.
  /(?:^|[=(,:?&|!]\s*|return )\/(?![/*])(?:[^/\n\\]|\\[^\\\n])*\\\\[A-Za-z](?:[^/\n\\]|\\.)*\//,
  // A command of LaTeX that is looked for.
  new RegExp(`\\.${LOOKS}\\(\\s*["'\`](?:\\\\\\\\[A-Za-z,])`),
];

/** The lines of code that look for something in LaTeX. @param {string} code */
function readers(code) {
  return code.split("\n").filter((line) => !/^\s*(?:\/\/|\*|\/\*\*)/.test(line) && READS.some((pattern) => pattern.test(line)));
}

test("nobody looks for anything in LaTeX: where its parts are, the engine says", () => {
  assert.ok(FILES.length > 150);
  const found = FILES.flatMap((path) => readers(readFileSync(new URL(path, STATIC), "utf8")).map((line) => `${path}: ${line.trim()}`));
  assert.deepEqual(found, []);
});

test("who does is found", () => {
  for (const line of [
    'const at = step.latex.indexOf("=");', "if (edge.term.startsWith(bar)) return;", "return node.definition?.replace(x, y);", "if (WRITTEN.test(node.definition)) return;",
    String.raw`const parts = /^(.*?)\s*(=|\\approx)$/.exec(line);`, String.raw`if (member.startsWith("\\htmlClass")) return;`, String.raw`return words.split("\\,");`,
  ]) assert.equal(readers(line).length, 1, line);
  for (const line of ["setMath(name, node.latex);", "const [x] = source.split(/;/);", String.raw`setMath(holder, "\\bar{v}");`, "// latex.split(x)"]) assert.deepEqual(readers(line), [], line);
});
