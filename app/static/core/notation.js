// The notation switch: the lecture's bar, or ∂L/∂v written out. Adjoints are numbers under either.

import { barsIn, nodeOf } from "./lookup.js";

/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Notation} Notation */

/** @type {WeakMap<Trace, Map<string, string>>} One dictionary a trace: traces are never changed. */
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
  const written = dictionaryOf(trace);
  return latex.replace(barsIn(trace, latex, "(\\^)?"), (bar, power) => {
    const fraction = written.get(power ? bar.slice(0, -power.length) : bar) ?? bar;
    return power ? `\\left(${fraction}\\right)${power}` : fraction;
  });
}

/** @param {Trace} trace */
function dictionaryOf(trace) {
  const known = dictionaries.get(trace);
  if (known) return known;
  const output = nodeOf(trace, trace.output)?.latex ?? trace.output;
  const written = new Map(trace.nodes.map((node) => [node.bar, `\\frac{\\partial ${output}}{\\partial ${node.latex}}`]));
  dictionaries.set(trace, written);
  return written;
}
