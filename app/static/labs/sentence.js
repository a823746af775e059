// Sentences with mathematics in them: each gap is filled with words, with a formula, or with a list of
// formulas, on the screen as mathematics and for screen readers as words.

/** @typedef {import("./types.js").Kit} Kit */
/** A formula, and how it is said. @typedef {{ latex: string, text: string }} Formula */
/** @typedef {Record<string, string | number | Formula | readonly Formula[]>} Values */
/** What is shown, and what is said. @typedef {{ nodes: (Node | string)[], text: string }} Sentence */

/**
 * @param {Pick<Kit, "element" | "formatFigure" | "setMath" | "language">} kit
 * @param {string} words  with gaps `{name}`
 * @param {Values} [values]
 * @returns {Sentence}
 */
export function sentence({ element, formatFigure, setMath, language }, words, values = {}) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let text = "";
  const say = (/** @type {string} */ piece) => {
    nodes.push(piece);
    text += piece;
  };
  const write = (/** @type {Formula} */ formula) => {
    const holder = element("span");
    setMath(holder, formula.latex);
    nodes.push(holder);
    text += formula.text;
  };
  for (const [at, piece] of words.split(/\{(\w+)\}/).entries()) {
    const value = at % 2 === 0 ? piece : values[piece] ?? `{${piece}}`;
    if (typeof value === "string") say(value);
    else if (typeof value === "number") say(formatFigure(value));
    else if ("latex" in value) write(value);
    else inList(value, language(), write, say);
  }
  return { nodes, text };
}

/** `a, b and c`, as the language has it. @param {readonly Formula[]} formulas @param {string} language @param {(formula: Formula) => void} write @param {(words: string) => void} say */
function inList(formulas, language, write, say) {
  const places = formulas.map((_, place) => String(place));
  for (const { type, value } of new Intl.ListFormat(language === "en" ? "en-GB" : language).formatToParts(places)) {
    const formula = type === "element" ? formulas[Number(value)] : undefined;
    if (formula) write(formula);
    else say(value);
  }
}
