// The notation switch: the lecture's bar, or ∂L/∂v written out. Adjoints are numbers under either.

/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Notation} Notation */

/** @typedef {{ pattern: RegExp, written: Map<string, string> }} Dictionary */

/** @type {WeakMap<Trace, Dictionary>} One dictionary a trace: traces are never changed. */
const dictionaries = new WeakMap();

/**
 * `latex` with every adjoint of the trace in the notation asked for.
 * @param {string} latex
 * @param {Trace} trace
 * @param {Notation} notation
 * @returns {string}
 */
export function inNotation(latex, trace, notation) {
  if (notation === "bar" || trace.nodes.length === 0) return latex;
  const { pattern, written } = dictionaryOf(trace);
  return latex.replace(pattern, (bar, power) => {
    const fraction = written.get(power ? bar.slice(0, -power.length) : bar) ?? bar;
    return power ? `\\left(${fraction}\\right)${power}` : fraction;
  });
}

/** @param {Trace} trace @returns {Dictionary} */
function dictionaryOf(trace) {
  const known = dictionaries.get(trace);
  if (known) return known;
  const output = trace.nodes.find((node) => node.id === trace.output)?.latex ?? trace.output;
  const written = new Map(
    trace.nodes.map((node) => [node.bar, `\\frac{\\partial ${output}}{\\partial ${node.latex}}`]),
  );
  // Longest first, in one pass: \bar{L} must not eat the beginning of \bar{L}_{\mathrm{reg}}.
  const longestFirst = [...written.keys()].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(`(?:${longestFirst.map(escaped).join("|")})(\\^)?`, "g");
  const dictionary = { pattern, written };
  dictionaries.set(trace, dictionary);
  return dictionary;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
