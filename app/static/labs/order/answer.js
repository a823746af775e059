// What the lab says about a node's turn, as a word of its own and what fills the gaps.

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../sentence.js").Formula} Formula */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model-readiness.js").Readiness} Readiness */

/** More names than this are not listed. */
const MOST_NAMES = 6;

/** @param {LabContext} lab @param {Trace} trace @param {State["notation"]} notation */
export function namesIn({ kit, say }, trace, notation) {
  const { adjointOf, inNotation, nodeOf } = kit;
  return {
    /** @param {string} id @returns {Formula} */
    node: (id) => ({ latex: nodeOf(trace, id)?.latex ?? "", text: id }),
    /** @param {string} id @returns {Formula} */
    adjoint: (id) => ({ latex: inNotation(adjointOf(nodeOf(trace, id)), trace, notation), text: say("adjoint", { node: id }) }),
  };
}

/**
 * The key of the sentence that answers, and its gaps.
 * @param {LabContext} lab
 * @param {Trace} trace
 * @param {State["notation"]} notation
 * @param {Readiness} readiness
 * @returns {{ key: string, values: import("../sentence.js").Values }}
 */
export function answerTo(lab, trace, notation, { phase, node, verdict, needs, missing, received, expected }) {
  const names = namesIn(lab, trace, notation);
  const name = phase === "forward" ? names.node : names.adjoint;
  const named = (/** @type {string[]} */ ids) => (ids.length <= MOST_NAMES ? ids.map(name) : [...ids.slice(0, MOST_NAMES - 2).map(name), { latex: "\\ldots", text: "…" }, name(ids.at(-1) ?? "")]);
  const many = { ready: needs.length, early: missing.length }[/** @type {"ready" | "early"} */ (verdict)];
  const number = many === undefined ? "" : many === 0 ? "_none" : many === 1 ? "_one" : "_many";
  return {
    key: `${phase}_${verdict}${number}`,
    values: { node: names.node(node), subject: name(node), needs: named(needs), missing: named(missing), received, expected },
  };
}
