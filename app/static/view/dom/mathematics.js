// LaTeX into an element. KaTeX is trusted with \htmlClass and nothing else, and bounded in work.

import katex from "../../vendor/katex.js";

/** @typedef {import("../../vendor/katex.js").KatexOptions} KatexOptions */

/** @type {KatexOptions} */
const OPTIONS = {
  throwOnError: false,
  trust: (context) => context.command === "\\htmlClass",
  strict: (/** @type {string} */ code) => (code === "htmlExtension" || code === "unicodeTextInMathMode" ? "ignore" : "error"),
  maxExpand: 1000,
  maxSize: 20,
  errorColor: "currentColor",
};

/** @type {WeakMap<Element, string>} */
const shown = new WeakMap();

/** Formulas come back with every step back and forth; a copy is much cheaper than typesetting. */
const KEPT = 600;
/** @type {Map<string, HTMLElement>} */
const typeset = new Map();

/**
 * Sets `latex` unless the element shows it already.
 * @param {HTMLElement} element
 * @param {string} latex
 * @param {{ large?: boolean }} [options] `large`: sums and fractions at full size, though in a line
 */
export function setMath(element, latex, { large = false } = {}) {
  const source = large ? `\\displaystyle ${latex}` : latex;
  if (shown.get(element) === source) return;
  shown.set(element, source);
  if (latex === "") element.replaceChildren();
  else element.replaceChildren(...copyOf(source).childNodes);
}

/** @param {string} source @returns {Node} */
function copyOf(source) {
  let original = typeset.get(source);
  if (original === undefined) {
    original = document.createElement("span");
    katex.render(source, original, OPTIONS);
    if (typeset.size >= KEPT) typeset.clear();
    typeset.set(source, original);
  }
  return original.cloneNode(true);
}

/** The fonts that KaTeX needs for ordinary formulas; sizes are measured only once they are here. */
export async function fontsReady() {
  await Promise.allSettled([document.fonts.load("16px KaTeX_Main"), document.fonts.load("italic 16px KaTeX_Math")]);
}
