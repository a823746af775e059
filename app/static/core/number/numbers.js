// How the whole page writes and reads a model's numbers: as the notation does, in every language. A short decimal is shown in full, to six significant
// digits; anything longer is rounded to four, which is what a blackboard has room for.

import { say, tenTo } from "../../words/index.js";

/** @typedef {import("../types.js").Num} Num */

const EXACT_DIGITS = 6;
const ROUNDED_DIGITS = 4;
/** Relative difference that the rounding of a short computation explains: 0.1 + 0.2 is shown as 0.3. */
const SAME = 1e-13;

/**
 * The JavaScript number behind a JSON one ("NaN" and the infinities travel as strings).
 * @param {Num} value
 * @returns {number}
 */
export function toNumber(value) {
  return typeof value === "number" ? value : Number(value);
}

/**
 * A number in plain text: `−0.0625`, `1.2·10⁻⁷`, `∞`, `not a number`.
 * @param {Num} value
 * @returns {string}
 */
export function formatNumber(value) {
  const number = toNumber(value);
  if (Number.isNaN(number)) return say("number.none");
  if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
  const { sign, mantissa, exponent } = parts(number);
  const minus = sign ? "−" : "";
  if (exponent === null) return minus + mantissa;
  const power = tenTo(exponent);
  return minus + (mantissa === "1" ? power : `${mantissa}·${power}`);
}

/**
 * The same number as LaTeX, for use inside a formula.
 * @param {Num} value
 * @returns {string}
 */
export function latexNumber(value) {
  const number = toNumber(value);
  if (Number.isNaN(number)) return `\\text{${say("number.none")}}`;
  if (!Number.isFinite(number)) return number > 0 ? "\\infty" : "-\\infty";
  const { sign, mantissa, exponent } = parts(number);
  const minus = sign ? "-" : "";
  if (exponent === null) return minus + mantissa;
  return minus + (mantissa === "1" ? "" : `${mantissa} \\cdot `) + `10^{${exponent}}`;
}

/**
 * Sign, digits and, for the very large and the very small, a power of ten.
 * @param {number} number finite
 * @returns {{ sign: boolean, mantissa: string, exponent: number | null }}
 */
function parts(number) {
  if (number === 0) return { sign: false, mantissa: "0", exponent: null };
  const sign = number < 0;
  const size = Math.abs(number);
  // The same rule as the engine's, so that a node and the formula below it never disagree.
  const short = Number(size.toPrecision(EXACT_DIGITS));
  const digits = Math.abs(short - size) <= SAME * Math.max(short, size) ? EXACT_DIGITS : ROUNDED_DIGITS;
  const [head = "", tail = "0"] = size.toExponential(digits - 1).split("e");
  const exponent = Number(tail);
  if (exponent >= digits || exponent < -4) return { sign, mantissa: trimmed(head), exponent };
  return { sign, mantissa: trimmed(size.toFixed(digits - 1 - exponent)), exponent: null };
}

/** @param {string} digits */
function trimmed(digits) {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

/**
 * Reads what a person types into a number field: `-0.5`, `−0,5`, `1e-3`, `½`, `1/3`. Null when it is
 * no finite number.
 * @param {string} text
 * @returns {number | null}
 */
export function readNumber(text) {
  const plain = text.trim().normalize("NFKC").replace(/[−–]/g, "-").replace("⁄", "/").replace(/^([^.,]*),([^.,]*)$/, "$1.$2");
  const fraction = /^([^/]+)\/([^/]+)$/.exec(plain);
  if (fraction) {
    const [above, below] = [readNumber(fraction[1] ?? ""), readNumber(fraction[2] ?? "")];
    return above === null || below === null || below === 0 ? null : above / below;
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}

/**
 * Where a leaf's slider runs: symmetric about zero so that the sign can flip, wide enough for the
 * declared and the current value, with a step that is round and leaves the declared value reachable.
 * @param {number} declared
 * @param {number} [current]
 * @returns {{ min: number, max: number, step: number }}
 */
export function sliderRange(declared, current = declared) {
  const size = Number.isFinite(declared) ? Math.abs(declared) : 0;
  const usual = size > 0 && size < 0.05 ? 20 * size : Math.max(2, 2 * size);
  const wanted = Number.isFinite(current) ? Math.max(usual, Math.abs(current)) : usual;
  const max = roundUp(Math.min(wanted, 1e300), [1, 2, 3, 4, 5, 6, 8, 10]);
  return { min: -max, max, step: roundUp(max / 200, [1, 2, 5, 10]) };
}

/**
 * A slider's raw position as the decimal the reader expects: 0.30000000000000004 is 0.3.
 * @param {number} raw
 * @param {number} step
 * @returns {number}
 */
export function snapped(raw, step) {
  const snappedValue = tidy(Math.round(raw / step) * step);
  return snappedValue === 0 ? 0 : snappedValue;
}

/**
 * The next round number that is not smaller.
 * @param {number} size positive
 * @param {number[]} leads the first digits that count as round
 */
function roundUp(size, leads) {
  const power = 10 ** Math.floor(Math.log10(size));
  const lead = leads.find((candidate) => candidate * power >= size * (1 - 1e-9)) ?? 10;
  return tidy(lead * power);
}

/** @param {number} value */
function tidy(value) {
  return Number(value.toPrecision(12));
}
