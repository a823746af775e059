// The service's fixes, applied to the text they are about, and its refusals in another language than English.

import { fill } from "../../words/index.js";
import { offsetsIn } from "./text_offsets.js";

/** @typedef {import("../types.js").Edit} Edit */
/** @typedef {import("../types.js").Fix} Fix */
/** @typedef {import("../types.js").Problem} Problem */

/**
 * The text with all edits of a fix. Their places are those of the text before any of them.
 * @param {string} source
 * @param {{ edits: readonly Edit[] }} fix
 * @returns {string}
 */
export function applied(source, { edits }) {
  const changes = edits.map(({ span, text }) => ({ ...offsetsIn(source, span), text }));
  changes.sort((one, other) => one.from - other.from || one.to - other.to);
  let result = "";
  let done = 0;
  for (const { from, to, text } of changes) {
    result += source.slice(done, from) + text;
    done = to;
  }
  return result + source.slice(done);
}

/**
 * What a refusal says, made from its code; null where the words have no sentence for it.
 * @param {Problem} problem
 * @param {Record<string, string>} words
 * @returns {{ what: string, hint: string } | null}
 */
export function toldIn({ code, arguments: values = {} }, words) {
  const [what, hint] = [words[`${code}.what`], words[`${code}.hint`]];
  return what === undefined || hint === undefined ? null : { what: fill(what, values), hint: fill(hint, values) };
}

/**
 * What a fix does, as its button says it.
 * @param {Fix} fix
 * @param {Record<string, string> | null} words  null for English, which the service speaks itself
 */
export function labelIn({ kind, label, arguments: values }, words) {
  const sentence = words?.[`fix.${kind}`];
  return sentence === undefined ? label : fill(sentence, values);
}
