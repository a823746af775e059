// Completion: `\la` becomes λ, functions come with what they do, names are those of the program.

import { say } from "../../words/index.js";
import { autocompletion } from "../../vendor/codemirror.js";
import { KEYWORDS, namesIn } from "../../core/text/tokens.js";
import { SYMBOLS } from "../../core/text/symbols.js";

/** @typedef {import("../../vendor/codemirror.js").Completion} Completion */
/** @typedef {import("../../vendor/codemirror.js").CompletionContext} CompletionContext */
/** @typedef {import("../../vendor/codemirror.js").CompletionResult} CompletionResult */
/** @typedef {import("../../core/types.js").Primitive} Primitive */


/** @type {Completion[]} */
const symbols = SYMBOLS.map(({ command, symbol }) => ({ label: command, detail: symbol, apply: symbol, type: "symbol" }));

/** @returns {Completion[]} */
const keywords = () => KEYWORDS.map((label) => ({ label, apply: `${label} `, detail: say(`keyword.${/** @type {"param" | "input" | "target" | "const"} */ (label)}`), type: "keyword" }));

/**
 * @param {() => readonly Primitive[]} primitives those known so far
 */
export function completion(primitives) {
  return autocompletion({
    override: [(context) => symbolsFor(context) ?? wordsFor(context, primitives())],
    icons: false,
    defaultKeymap: false,
    aboveCursor: false,
    tooltipClass: () => "editor-completion",
  });
}

/** @param {CompletionContext} context @returns {CompletionResult | null} */
function symbolsFor(context) {
  const command = context.matchBefore(/\\[A-Za-z]*\d?/);
  return command && { from: command.from, options: symbols, validFor: /^\\[A-Za-z]*\d?$/ };
}

/** @param {CompletionContext} context @param {readonly Primitive[]} primitives @returns {CompletionResult | null} */
function wordsFor(context, primitives) {
  const word = context.matchBefore(/[\p{L}_][\p{L}\p{M}\p{Nd}₀-₉_]*/u);
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, (word?.from ?? context.pos) - line.from);
  // One letter is usually a whole name here: it must not open a list under every line typed.
  if (before.includes("#") || (!context.explicit && (word?.text.length ?? 0) < 2)) return null;
  const isStart = /(^|;)\s*$/.test(before);
  const names = namesIn(context.state.doc.toString()).filter((name) => name !== word?.text);
  return {
    from: word?.from ?? context.pos,
    options: [
      ...(isStart ? keywords() : functions(primitives)),
      ...names.map((label) => ({ label, type: "name", boost: -1 })),
    ],
    validFor: /^[\p{L}\p{M}\p{Nd}₀-₉_]*$/u,
  };
}

/** @param {readonly Primitive[]} primitives @returns {Completion[]} */
function functions(primitives) {
  return primitives.flatMap(({ name, aliases, summary }) =>
    [name, ...aliases].filter((label) => /^\p{L}[\p{L}\p{N}_]*$/u.test(label)).map((label) => ({
      label, detail: summary, type: "function", boost: label === name ? 1 : 0,
      apply: `${label}(`,
    })));
}
