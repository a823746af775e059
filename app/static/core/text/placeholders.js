// The texts of a lesson: words, formulas between dollar signs, and gaps that the trace on screen fills.

/** @typedef {import("../types.js").Quantity} Quantity */
/** @typedef {import("../types.js").Trace} Trace */

/** @typedef {{ text: string } | { latex: string } | { gap: string }} Piece */

const PIECES = /\$([^$]*)\$|\{([^{}]*)\}/g;
const BARS = /[\u0304\u0305]/g;
const COUNTS = new Map([["#nodes", "nodes"], ["#edges", "edges"], ["#steps", "steps"]]);

/** @param {string} text @returns {Piece[]} */
export function piecesOf(text) {
  /** @type {Piece[]} */
  const pieces = [];
  let done = 0;
  for (const match of text.matchAll(PIECES)) {
    if (match.index > done) pieces.push({ text: text.slice(done, match.index) });
    pieces.push(match[1] === undefined ? { gap: match[2] ?? "" } : { latex: match[1] });
    done = match.index + match[0].length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done) });
  return pieces;
}

/**
 * What fills a gap: a value, an adjoint (`w̄`), a local derivative (`∂z/∂w`), a term (`w->z`), a count (`#steps`).
 * `kind` is the colour that it wears.
 * @param {Trace} trace
 * @param {string} gap
 * @returns {{ quantity: Quantity, kind: "value" | "adjoint" | "local" | "count" } | null} null where the trace has nothing of this name
 */
export function fillOf(trace, gap) {
  const count = COUNTS.get(gap);
  if (count !== undefined) return { quantity: trace[/** @type {"nodes" | "edges" | "steps"} */ (count)].length, kind: "count" };
  const [, child, parent] = /^∂(.+)\/∂(.+)$/.exec(gap) ?? [];
  if (child !== undefined) return filled(trace.edges.find(({ id }) => id === `${parent}->${child}`)?.local, "local");
  if (gap.includes("->")) {
    const term = trace.steps.find((step) => step.kind === "term" && step.edge === gap);
    return filled(term?.kind === "term" ? term.product : null, "adjoint");
  }
  const spelled = gap.normalize("NFD");
  const plain = spelled.replace(BARS, "");
  const isAdjoint = plain !== spelled;
  const table = isAdjoint ? trace.adjoints : trace.values;
  const name = plain.normalize("NFC");
  return filled(Object.hasOwn(table, name) ? table[name] : null, isAdjoint ? "adjoint" : "value");
}

/** @param {Quantity | null | undefined} quantity @param {"value" | "adjoint" | "local"} kind */
function filled(quantity, kind) {
  return quantity === null || quantity === undefined ? null : { quantity, kind };
}
