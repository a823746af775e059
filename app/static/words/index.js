// The language that the page speaks, chosen once before anything is shown, and sentences with gaps.

/** @typedef {"en" | "fr"} Language */

/** @type {readonly Language[]} */
export const LANGUAGES = ["en", "fr"];

/** @type {Language} */
let spoken = "en";

/** The language in use. */
export function language() {
  return spoken;
}

/** @param {string} wanted  one that nobody wrote is English */
export function speak(wanted) {
  spoken = LANGUAGES.find((one) => one === wanted) ?? "en";
}

/**
 * A sentence with its gaps `{name}` filled.
 * @param {string} sentence
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function fill(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (gap, name) => String(values[name] ?? gap));
}
