// Sums in another order than the trace has them: their numbers, and how they are written.

/** @typedef {import("../../core/types.js").AdjointStep} AdjointStep */
/** @typedef {import("../../core/types.js").Entries} Entries */
/** @typedef {import("../../core/types.js").Num} Num */
/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/types.js").TermStep} TermStep */

/**
 * The sum after one more term: where everything has arrived the trace's own, to its last digit, and where the
 * same terms had been gathered in the trace, that one.
 * @param {readonly TermStep[]} gathered  all terms of the node, in the trace's order
 * @param {readonly TermStep[]} before  those that have arrived
 * @param {TermStep} step  the one that arrives
 * @returns {Quantity}
 */
export function arrived(gathered, before, step) {
  const edges = new Set([...before, step].map(({ edge }) => edge));
  const isBeginning = gathered.slice(0, edges.size).every(({ edge }) => edges.has(edge));
  const known = isBeginning ? gathered[edges.size - 1] : undefined;
  const so = before.at(-1);
  return known?.total ?? (so ? sumOf(so.total, step.product) : step.product);
}

/**
 * Two quantities of one shape. Of large arrays only summaries are known: of their sum the mean and the preview
 * are exact, the extremes and the norm are bounds.
 * @param {Quantity} one
 * @param {Quantity} other
 * @returns {Quantity}
 */
export function sumOf(one, other) {
  if (isSummary(one) && isSummary(other)) {
    const field = (/** @type {"min" | "max" | "mean" | "norm"} */ name) => /** @type {Num} */ (sumOf(one[name], other[name]));
    return { shape: one.shape, min: field("min"), max: field("max"), mean: field("mean"), norm: field("norm"), preview: /** @type {Entries[]} */ (sumOf(one.preview, other.preview)) };
  }
  if (Array.isArray(one) && Array.isArray(other)) return one.map((entry, place) => /** @type {Entries} */ (sumOf(entry, other[place] ?? 0)));
  const sum = Number(one) + Number(other);
  return Number.isFinite(sum) ? sum : /** @type {Num} */ (String(sum));
}

/** @param {Quantity} quantity @returns {quantity is import("../../core/types.js").Summary} */
function isSummary(quantity) {
  return typeof quantity === "object" && !Array.isArray(quantity);
}

/**
 * The closing step of a fan-in, its sum in numbers written in the order in which the terms arrived.
 * @param {AdjointStep} close
 * @param {readonly TermStep[]} terms
 * @returns {AdjointStep}
 */
export function inOrder(close, terms) {
  const [from, to] = close.text.shown ?? [0, terms.length];
  const written = terms.slice(from, to).map(({ product, substituted, text }) => ({ isNegative: Number(product) < 0, number: substituted.slice(text.result) }));
  const sum = written.map(({ isNegative, number }, place) => (place === 0 && from === 0 ? number : isNegative ? `- ${number.slice(1)}` : `+ ${number}`)).join(" ");
  return { ...close, sum: from > 0 ? `\\cdots ${sum}` : sum };
}
