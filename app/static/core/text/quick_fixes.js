// From a problem to edits the page can make with one click. The service explains mistakes in sentences
// of a few known shapes; each row below knows one of them. An unknown sentence simply has no button.

import { say } from "../../words/index.js";
import { declarations, statements } from "./declarations.js";
import { declarationsFor, missingNames } from "./missing_names.js";
import { offsetsOf } from "./text_offsets.js";

/** @typedef {import("../types.js").Problem} Problem */
/** @typedef {{ label: string, source: string }} Remedy  `source` is the mended text */

/**
 * What a row may know: the text, the place of the problem, what is written there, and the matches.
 * @typedef {object} Case
 * @property {string} source
 * @property {number} from
 * @property {number} to
 * @property {string} written
 * @property {number} line
 * @property {RegExpExecArray} match
 */

/** @type {readonly { part: "detail" | "hint", shape: RegExp, mend: (found: Case) => Remedy[] }[]} */
const ROWS = [
  { part: "detail", shape: /is not defined here/, mend: declareAll },
  { part: "hint", shape: /Did you mean '([^']+)'\?/, mend: (found) => [write(found, word(found.match), firstWord(found), say("remedy.instead", { text: word(found.match) }))] },
  { part: "hint", shape: /such as: (input \S+ = \S+?)\.?$/, mend: (found) => [addLine(found, word(found.match))] },
  { part: "hint", shape: /^Move line (\d+) above/, mend: moveLine },
  { part: "hint", shape: /^Close it with (\S+) on the same line/, mend: (found) => [close(found, word(found.match))] },
  { part: "detail", shape: /(bracket|bar) closes nothing/, mend: (found) => [write(found, "", found, say(word(found.match) === "bar" ? "remedy.delete-bar" : "remedy.delete-bracket"))] },
  { part: "hint", shape: /^Write ·\S+ to multiply, \^\S+ for a power/, mend: (found) => [write(found, `·${found.written}`), write(found, `^${found.written}`)] },
  { part: "hint", shape: /^Write ((?:\S+) or (?:\S+?))\.$/, mend: choose },
  { part: "hint", shape: /^Write (\w+)\( \) for the function/, mend: (found) => [write(found, word(found.match))] },
  { part: "hint", shape: /\S·\( \) for the product/, mend: (found) => [write(found, `${found.written}·`)] },
  { part: "detail", shape: /only looks like the Latin (\w)/, mend: (found) => [write(found, word(found.match))] },
  { part: "detail", shape: /^An invisible character/, mend: (found) => [write(found, "", found, say("remedy.delete"))] },
  { part: "hint", shape: /^Use round brackets/, mend: (found) => [write(found, found.written === "{" ? "(" : ")")] },
  { part: "hint", shape: /^Write (?:\* or )?· (?:or \* )?for a product/, mend: (found) => [write(found, "·")] },
  { part: "detail", shape: /^@ multiplies arrays/, mend: (found) => [write(found, found.written.replace("@", "·"), found, say("remedy.dot"))] },
  { part: "detail", shape: /gives its value no name/, mend: nameIt },
];

/**
 * @param {Problem} problem
 * @param {string} source the text the problem is about
 * @returns {Remedy[]} each with a label of its own; none where the page cannot help
 */
export function remediesFor(problem, source) {
  const place = problem.span ? offsetsOf(source, problem.span) : null;
  if (!problem.span || place === null) return [];
  const base = { source, ...place, written: source.slice(place.from, place.to), line: problem.span.line };
  const detail = problem.detail.replace(/^line \d+, column \d+: /, "");
  /** @type {Map<string, Remedy>} */
  const remedies = new Map();
  for (const { part, shape, mend } of ROWS) {
    const match = shape.exec(part === "detail" ? detail : problem.hint);
    for (const remedy of match ? mend({ ...base, match }) : []) {
      if (remedy.source !== source && !remedies.has(remedy.source)) remedies.set(remedy.source, remedy);
    }
  }
  return [...remedies.values()];
}

/** @param {RegExpExecArray} match */
function word(match) {
  return match[1] ?? "";
}

/**
 * @param {Case} found
 * @param {string} insert
 * @param {{ from: number, to: number }} [place]
 * @param {string} [label]
 * @returns {Remedy}
 */
function write({ source, from, to }, insert, place = { from, to }, label = say("remedy.write", { text: insert })) {
  return { label, source: source.slice(0, place.from) + insert + source.slice(place.to) };
}

/** A misspelled keyword is underlined together with its name. @param {Case} found */
function firstWord({ from, written }) {
  return { from, to: from + (/^\S+/.exec(written)?.[0].length ?? written.length) };
}

/**
 * Below the declarations that stand above the problem, else on top.
 * @param {Case} found
 * @param {string} line
 * @param {string} [label]
 * @returns {Remedy}
 */
function addLine({ source, line: before }, line, label = say("remedy.add", { text: line })) {
  const lines = source.split("\n");
  const above = declarations(source).map((leaf) => leaf.line).filter((number) => number < before);
  lines.splice(Math.max(0, ...above), 0, line);
  return { label, source: lines.join("\n") };
}

/** Several names missing, or a factor of what was written: all at once. @param {Case} found @returns {Remedy[]} */
function declareAll(found) {
  const names = missingNames(found.source);
  if (names.length === 0 || (names.length === 1 && names[0] === found.written)) return [];
  const label = names.length > 6 ? say("remedy.declare-all", { count: names.length }) : say("remedy.declare", { names: names.join(", ") });
  return [addLine(found, declarationsFor(names).join("\n"), label)];
}

/** @param {Case} found @returns {Remedy[]} */
function moveLine({ source, line, match }) {
  const lines = source.split("\n");
  const number = Number(match[1]);
  const [moved] = number > line && number <= lines.length ? lines.splice(number - 1, 1) : [];
  if (moved === undefined) return [];
  lines.splice(line - 1, 0, moved);
  return [{ label: say("remedy.move", { number }), source: lines.join("\n") }];
}

/** @param {Case} found @param {string} bracket @returns {Remedy} */
function close(found, bracket) {
  const statement = statements(found.source).findLast(({ start }) => start <= found.from);
  const end = statement ? statement.start + statement.code.trimEnd().length : found.to;
  return write(found, bracket, { from: end, to: end }, say("remedy.add", { text: bracket }));
}

/**
 * Two readings of the same text, offered as they were explained.
 * @param {Case} found
 * @returns {Remedy[]}
 */
function choose(found) {
  const bare = (/** @type {string} */ text) => text.replace(/[\s()·^]/g, "");
  return word(found.match).split(" or ")
    .map((reading) => reading.replace(/^\^/, ""))
    .filter((reading) => bare(reading) === bare(found.written))
    .map((reading) => write(found, reading));
}

/** @param {Case} found @returns {Remedy[]} */
function nameIt(found) {
  const free = ["L", "y", "z", "u"].find((name) => !new RegExp(`(?<!\\w)${name}(?!\\w)`).test(found.source));
  return free ? [write(found, `${free} = ${found.written}`, found, say("remedy.name", { name: free }))] : [];
}
