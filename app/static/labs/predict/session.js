// What is kept while the page lives: the rung, the predictions of each model, and the traces from before the last
// change of a value.

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").Kit} Kit */
/** @typedef {import("./log.js").Kept} Kept */

/** @typedef {Map<string, Kept>} Predictions  by the names of their questions */

/** @param {Pick<Kit, "requestKey" | "requestOf">} kit */
export function createSession({ requestKey, requestOf }) {
  /** @type {Map<string, Predictions>} */
  const models = new Map();
  /** @type {Trace | null} */
  let trace = null;
  let family = "";
  /** @type {Predictions} */
  let predictions = new Map();
  /** @type {readonly Trace[]} */
  let stale = [];
  /** Whether anybody stepped or answered since the last change: a slider passes through many values on its way. */
  let isUsed = false;

  return {
    rung: /** @type {import("./model.js").Rung} */ ("all"),
    isRule: false,
    get predictions() { return predictions; },
    get stale() { return stale; },
    used() { isUsed = true; },

    /** In the order of the walk. */
    inOrder() {
      return [...predictions.values()].sort((one, other) => one.entry.step - other.entry.step);
    },

    /** Takes up the trace that is shown; a model that comes back finds its predictions again. @param {State} state @returns {boolean} whether it is another one */
    follow(state) {
      if (state.trace === null || state.trace === trace) return false;
      const request = requestOf(state);
      const [key, relatives] = [requestKey(request), requestKey({ ...request, inputs: {} })];
      if (trace === null || relatives !== family) stale = [];
      else stale = isUsed || stale.length === 0 ? [trace] : [...stale.slice(0, 1), trace];
      [trace, family, isUsed] = [state.trace, relatives, false];
      predictions = models.get(key) ?? new Map();
      models.set(key, predictions);
      for (const [other, kept] of models) if (other !== key && kept.size === 0) models.delete(other);
      return true;
    },
  };
}
