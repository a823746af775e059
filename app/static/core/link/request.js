// The part of the page's state that decides the trace. Everything else is only a way of looking.

/** @typedef {import("../types.js").Problem} Problem */
/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").TraceRequest} TraceRequest */

/**
 * @param {Pick<State, "source" | "inputs" | "roles" | "output" | "grain">} state
 * @returns {TraceRequest}
 */
export function requestOf({ source, inputs, roles, output, grain }) {
  return { source, inputs, roles, output, grain };
}

/**
 * Equal keys, equal traces: the engine is a pure function of the request.
 * @param {TraceRequest} request
 * @returns {string}
 */
export function requestKey({ source, inputs, roles, output, grain }) {
  return JSON.stringify([source, sorted(inputs), sorted(roles), output, grain]);
}

/**
 * The overrides without the one that the service does not know, since its name is gone from the text.
 * @param {TraceRequest["inputs"]} inputs
 * @param {Problem} problem
 * @returns {TraceRequest["inputs"] | null} null where that is not what it refused
 */
export function withoutUnknown(inputs, problem) {
  const name = problem.arguments?.name;
  if (!["unknown-input", "misspelled-input"].includes(problem.code ?? "") || !(String(name) in inputs)) return null;
  return Object.fromEntries(Object.entries(inputs).filter(([other]) => other !== name));
}

/** @param {Record<string, unknown>} record */
function sorted(record) {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}
