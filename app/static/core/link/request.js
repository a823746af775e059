// The part of the page's state that decides the trace. Everything else is only a way of looking.

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

/** @param {Record<string, unknown>} record */
function sorted(record) {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}
