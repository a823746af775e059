// How large a graph is drawn whole; a larger one opens folded into groups.

/** @typedef {import("../types.js").Trace} Trace */

const DRAWABLE = 60;

/** @param {Pick<Trace, "nodes"> | null} trace */
export function isLarge(trace) {
  return trace !== null && trace.nodes.length > DRAWABLE;
}
