// A formula as a label, read from its MathML: screen readers say a button's name and no formula in it.

/** Over a letter, combined with it: a macron is an adjoint's bar. */
const ACCENTS = new Map([["ˉ", "\u0304"], ["¯", "\u0304"], ["‾", "\u0304"], ["^", "\u0302"], ["~", "\u0303"]]);

/** @param {Element} formula  that holds mathematics */
export function spoken(formula) {
  const math = formula.querySelector("semantics > :first-child");
  return math === null ? "" : said(math).replace(/\s+/g, " ");
}

/** @param {Element} part @returns {string} */
function said(part) {
  const [first = "", second = "", third = ""] = [...part.children].map(said);
  switch (part.localName) {
    case "mi": case "mn": case "mo": case "mtext": return part.textContent ?? "";
    case "mfrac": return `${first}${second}`.includes(" ") ? `(${first} / ${second})` : `${first}/${second}`;
    case "msup": return raised(first, second);
    case "msubsup": return raised(`${first} ${second}`, third);
    case "mover": return `${first}${ACCENTS.get(second.trim()) ?? ` ${second}`}`;
  }
  return [...part.children].map((child, place) => `${isUpright(part.children[place - 1]) && isUpright(child) ? "" : " "}${said(child)}`).join("").trim();
}

/** @param {string} base @param {string} above */
function raised(base, above) {
  return above === "′" ? `${base}′` : `${base}^${above}`;
}

/** Whether it is a letter of an upright word: each is an element of its own. @param {Element | undefined} part */
function isUpright(part) {
  return part?.localName === "mi" && part.getAttribute("mathvariant") === "normal" && /^\p{L}$/u.test(part.textContent ?? "");
}
