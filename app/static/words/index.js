// The words of the page, in one language, chosen once before anything is shown. English comes with the page;
// another language is fetched in its place.

import english from "./en.json" with { type: "json" };

/** @typedef {"en" | "fr"} Language */
/** @typedef {keyof typeof english} Key */
/** A word with a form for one and a form for more. @template K @typedef {K extends `${infer Base}.one` ? Base : never} Counted */
/** @typedef {Record<string, string | number>} Values */

/** @type {Record<string, () => Promise<{ default: Record<Key, string> }>>} */
const OTHERS = { fr: () => import("./fr.json", { with: { type: "json" } }) };

/** @type {Language} */
let spoken = "en";
/** @type {Record<Key, string>} */
let words = english;

/** The language in use. */
export function language() {
  return spoken;
}

/**
 * To be awaited before the first word is said. What nobody wrote, or what cannot be fetched, is English.
 * @param {string} wanted
 */
export async function speak(wanted) {
  const fetched = await OTHERS[wanted]?.().catch(() => null);
  [spoken, words] = fetched ? [/** @type {Language} */ (wanted), fetched.default] : ["en", english];
}

/**
 * A sentence of the page, with its gaps `{name}` filled.
 * @param {Key} key
 * @param {Values} [values]
 */
export function say(key, values) {
  return fill(words[key], values);
}

/**
 * The same for a number of things, `{count}`, in the form that the language has for it: French says 0 and 1
 * in one form, English only 1.
 * @param {Counted<Key>} key
 * @param {number} count
 * @param {Values} [values]
 */
export function sayCount(key, count, values) {
  const form = new Intl.PluralRules(spoken).select(count) === "one" ? "one" : "other";
  return say(/** @type {Key} */ (`${key}.${form}`), { count, ...values });
}

/**
 * @param {string} sentence
 * @param {Values} [values]
 * @returns {string}
 */
export function fill(sentence, values = {}) {
  return sentence.replace(/\{([\w-]+)\}/g, (gap, name) => String(values[name] ?? gap));
}

/**
 * A sentence in pieces: its gaps hold what is no text.
 * @template T
 * @param {string} sentence
 * @param {Record<string, T | readonly T[] | string | number>} values
 * @returns {(T | string)[]}
 */
export function pieces(sentence, values) {
  return sentence.split(/\{([\w-]+)\}/).flatMap((piece, at) => {
    if (at % 2 === 0) return piece === "" ? [] : [piece];
    const value = values[piece];
    if (value === undefined) return [`{${piece}}`];
    return Array.isArray(value) ? value : [typeof value === "number" ? String(value) : /** @type {T | string} */ (value)];
  });
}
