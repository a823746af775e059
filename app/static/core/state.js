// The page's state: one frozen object, replaced whole. Views read it, actions and the session patch it.

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Store} Store */
/** @typedef {import("./types.js").Listener} Listener */

/** What a page shows before anything has been opened. @type {State} */
export const INITIAL = Object.freeze({
  source: "",
  inputs: {},
  roles: {},
  output: null,
  grain: "named",
  example: null,
  trace: null,
  traced: null,
  position: 0,
  unfolded: Object.freeze([]),
  notation: "bar",
  theme: "system",
  large: false,
  size: 0,
  playing: false,
  blank: false,
  editorOpen: true,
  helpOpen: false,
  jumpOpen: false,
  laser: false,
  problem: null,
  message: null,
  busy: false,
  inspected: null,
  modesOpen: false,
  checked: false,
  lab: null,
  labsOpen: false,
  lesson: null,
  given: null,
  lens: null,
});

/**
 * A patch that changes nothing tells nobody. A listener may patch in turn: everyone then hears of the
 * first change before anyone hears of the second, so all see the same history.
 * @param {Partial<State>} [initial]
 * @returns {Store}
 */
export function createStore(initial = {}) {
  /** @type {State} */
  let state = Object.freeze({ ...INITIAL, ...initial });
  /** @type {State} The last state that every listener has heard of. */
  let heard = state;
  let telling = false;
  /** @type {Set<Listener>} */
  const listeners = new Set();

  function tell() {
    if (telling) return;
    telling = true;
    try {
      while (heard !== state) {
        const [now, previous] = [state, heard];
        heard = state;
        for (const listener of [...listeners]) listener(now, previous);
      }
    } finally {
      telling = false;
    }
  }

  return {
    get: () => state,
    set(patch) {
      if (!changes(state, patch)) return;
      state = Object.freeze({ ...state, ...patch });
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** @param {State} state @param {Partial<State>} patch */
function changes(state, patch) {
  const keys = /** @type {(keyof State)[]} */ (Object.keys(patch));
  return keys.some((key) => !Object.is(state[key], patch[key]));
}
