// What is typed in answer, and when it means a number.

/**
 * `digits` are the significant ones that were typed, none counted before the first that is not 0; `unit` is what
 * the last of them stands for. A fraction is exact: it has no digits to round.
 * @typedef {{ value: number, digits: number, unit: number }} Answer
 */

/** So far an answer may be off, relatively. */
const CLOSE = 1e-3;
/** Fewer digits are a rounded answer, these and more an answer. */
const ENOUGH_DIGITS = 3;

/**
 * @param {string} text
 * @param {(text: string) => number | null} readNumber  the page's way of reading numbers
 * @returns {Answer | null} null for what is no number
 */
export function readAnswer(text, readNumber) {
  const plain = text.replace(/\s+/g, "");
  // `2½` is no number that the page knows: its digits and those of ½ would run together.
  if (/\d[¼-¾⅐-⅞]/.test(plain)) return null;
  const value = readNumber(plain);
  if (value === null) return null;
  const decimal = /^[-+−–]?(\d*)[.,]?(\d*)(?:e([-+−–]?\d+))?$/i.exec(plain);
  if (!decimal) return { value, digits: Infinity, unit: 0 };
  const [, whole = "", decimals = "", exponent = "0"] = decimal;
  const digits = `${whole}${decimals}`.replace(/^0+/, "").length;
  return { value, digits, unit: Number(`1e${Number(exponent.replace(/[−–]/, "-")) - decimals.length}`) };
}

/** Whether two numbers are one, as far as anybody works by hand. @param {number} one @param {number} other */
export function isClose(one, other) {
  if (one === 0 || other === 0) return Math.abs(one - other) < 1e-12;
  return Math.abs(one - other) <= CLOSE * Math.max(Math.abs(one), Math.abs(other));
}

/** Whether a number rounds to what was typed. @param {Answer} answer @param {number} number */
function rounds({ value, unit }, number) {
  return value !== 0 && Math.abs(value - number) <= 0.5 * unit * (1 + 1e-9);
}

/** Whether an answer is a number, or what is left of it after rounding to enough digits. @param {Answer} answer @param {number} number */
export function means(answer, number) {
  return isClose(answer.value, number) || (answer.digits >= ENOUGH_DIGITS && rounds(answer, number));
}

/**
 * To how many digits an answer is right, where they are too few; 0 where it is not, and where the one digit that was
 * typed is more than a twentieth off.
 * @param {Answer} answer
 * @param {number} number
 */
export function rightDigits(answer, number) {
  const isFew = answer.digits > 0 && answer.digits < ENOUGH_DIGITS;
  return isFew && rounds(answer, number) && Math.abs(answer.value - number) <= 0.05 * Math.abs(number) * (1 + 1e-9) ? answer.digits : 0;
}

/** Whether an answer is a hundredth off at most. @param {Answer} answer @param {number} number */
export function isNear({ value }, number) {
  return Math.abs(value - number) <= 0.01 * Math.abs(number);
}
