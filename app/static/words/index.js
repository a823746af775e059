// The words of the page and the writing of its figures, in one language, chosen once before anything is shown.
// English comes with the page; another language is fetched in its place.

import english from "./en.json" with { type: "json" };

/** @typedef {"en" | "fr"} Language */
/** @typedef {keyof typeof english} Key */
/** A word with a form for one and a form for more. @template K @typedef {K extends `${infer Base}.one` ? Base : never} Counted */
/** @typedef {Record<string, string | number>} Values */

/** @type {Record<string, () => Promise<{ default: Record<Key, string> }>>} */
const OTHERS = { fr: () => import("./fr.json", { with: { type: "json" } }) };

/** A count of any length travels as a bigint or as its digits. @typedef {number | bigint | string} Figure */

/** So many digits are read at a glance. */
const MOST_DIGITS = 15;
const ROUNDED_DIGITS = 3;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** The sentences of the service's refusals. It speaks English itself. @type {Record<string, () => Promise<{ default: Record<string, string> }>>} */
const REFUSALS = { fr: () => import("./refusals/fr.json", { with: { type: "json" } }) };

/** @type {Language} */
let spoken = "en";
let [whole, rounded] = writers("en");
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
  [whole, rounded] = writers(spoken);
}

/** @param {Language} language */
function writers(language) {
  return [new Intl.NumberFormat(language), new Intl.NumberFormat(language, { maximumSignificantDigits: ROUNDED_DIGITS })];
}

/**
 * A number that is said of a model (how many, how many times as much, how many per cent), as the language writes it:
 * `1,234` and `1 234`, `2.5` and `2,5`. The model's own numbers are written as its text writes them: formatNumber.
 * @param {Figure} figure  digits are those of a count
 * @param {number} [most]  a count of more digits is told by its first ones and a power of ten
 * @returns {string}
 */
export function formatFigure(figure, most = MOST_DIGITS) {
  if (typeof figure === "number" && !Number.isInteger(figure)) return fraction(figure);
  const count = BigInt(figure);
  const digits = String(count < 0n ? -count : count);
  if (digits.length <= most) return whole.format(count).replace("-", "−");
  const power = digits.length - 1;
  return powered(Math.round(Number(digits.slice(0, 4)) / 10) / 100, power, count < 0n);
}

/** @param {number} number  not whole */
function fraction(number) {
  const size = Math.abs(number);
  if (!Number.isFinite(number) || (size >= 1e-4 && size < 1e15)) return rounded.format(number).replace("-", "−");
  const [head = "", tail = "0"] = size.toExponential(ROUNDED_DIGITS - 1).split("e");
  return powered(Number(head), Number(tail), number < 0);
}

/** @param {number} lead  from 1 to 10 @param {number} power @param {boolean} isNegative */
function powered(lead, power, isNegative) {
  const [first, raised] = lead === 10 ? [1, power + 1] : [lead, power];
  return `${isNegative ? "−" : ""}${rounded.format(first)} · ${tenTo(raised)}`;
}

/** `10⁻⁷` @param {number} power */
export function tenTo(power) {
  return `10${String(power).replace("-", "⁻").replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit)}`;
}

/**
 * What the service's refusals are in the language in use: fetched with the first of them, null where they are
 * English. What cannot be fetched is English too.
 * @returns {Promise<Record<string, string> | null> | null}
 */
export function refusalWords() {
  return REFUSALS[spoken]?.().then((fetched) => fetched.default, () => null) ?? null;
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
  return sentence.replace(/\{([\w-]+)\}/g, (gap, name) => inText(values[name] ?? gap));
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
    return Array.isArray(value) ? value : [typeof value === "number" ? inText(value) : /** @type {T | string} */ (value)];
  });
}

/** What fills a gap. @param {string | number} value */
function inText(value) {
  return typeof value === "number" ? formatFigure(value) : value;
}
