// The one place that asks for traces. It watches the part of the state that decides the trace, waits
// until typing rests, lets only the latest answer count, keeps the last good trace when the service
// refuses, and keeps the reader's place in the walk.

import { say } from "./words/index.js";
import { clamp, keepStep } from "./core/walk/keep_position.js";
import { requestKey, requestOf, withoutUnknown } from "./core/link/request.js";
import { Refusal, isAbort } from "./io/api.js";

/** @typedef {import("./core/types.js").Api} Api */
/** @typedef {import("./core/types.js").Problem} Problem */
/** @typedef {import("./core/types.js").Session} Session */
/** @typedef {import("./core/types.js").State} State */
/** @typedef {import("./core/types.js").Store} Store */
/** @typedef {import("./core/types.js").Trace} Trace */

const TYPING_RESTS = 250;

/** @type {(keyof import("./core/types.js").TraceRequest)[]} */
const DECISIVE = ["source", "inputs", "roles", "output", "grain"];

/**
 * @typedef {object} Clock  timers as the browser has them; tests bring their own
 * @property {(callback: () => void, milliseconds: number) => number} setTimeout
 * @property {(timer: number) => void} clearTimeout
 * @property {(callback: () => void) => number} requestAnimationFrame
 */

/**
 * @param {Store} store
 * @param {Api} api
 * @param {Clock} [clock]
 * @returns {Session}
 */
export function createSession(store, api, clock = browserClock()) {
  /** @type {string | null} The request that the trace on screen answers. */
  let answered = store.get().trace === null ? null : requestKey(requestOf(store.get()));
  /** @type {{ key: string, controller: AbortController } | null} */
  let asking = null;
  /** @type {number | null} */
  let typing = null;
  let framed = false;
  let stale = false;

  const unsubscribe = store.subscribe((state, previous) => {
    if (state.lens !== previous.lens && state.given !== null) showGiven(state.given, state.trace, state.position, state.traced);
    if (DECISIVE.every((field) => state[field] === previous[field])) return;
    if (requestKey(requestOf(state)) === asking?.key) return;
    if (state.source !== previous.source) whenTypingRests();
    else if (state.inputs !== previous.inputs) onNextFrame();
    else askNow();
  });

  /** @param {Trace} given @param {Trace | null} before @param {number} position in the trace before @param {string | null} traced */
  function showGiven(given, before, position, traced) {
    const trace = throughLens(given);
    store.set({ given, trace, traced, position: keepStep(before, position, trace), problem: null });
  }

  /** @param {Trace} given */
  function throughLens(given) {
    return store.get().lens?.(given) ?? given;
  }

  function whenTypingRests() {
    if (typing !== null) clock.clearTimeout(typing);
    typing = clock.setTimeout(askNow, TYPING_RESTS);
  }

  // A drag changes a leaf many times a second. One request is under way at a time and the newest value
  // follows it, so the numbers move with the finger even when an answer takes longer than a frame.
  function onNextFrame() {
    if (asking !== null) stale = true;
    if (framed || asking !== null || typing !== null) return;
    framed = true;
    clock.requestAnimationFrame(() => {
      framed = false;
      if (asking === null && typing === null) askNow();
    });
  }

  function askNow() {
    if (typing !== null) clock.clearTimeout(typing);
    typing = null;
    const request = requestOf(store.get());
    const key = requestKey(request);
    if (key === answered) {
      asking?.controller.abort();
      asking = null;
      store.set({ problem: null, busy: false });
      return;
    }
    ask(key, request, (trace, kept) => {
      const { trace: before, position } = store.get();
      answered = requestKey(kept);
      if (kept !== request) store.set({ inputs: kept.inputs });
      showGiven(trace, before, position, request.source);
    }, (problem) => store.set({ problem }));
  }

  /**
   * The trace, and the request that it answers. A slider's value outlives the name that it was given for: where the
   * text no longer has the name, the value is let go.
   * @param {import("./core/types.js").TraceRequest} request
   * @param {AbortSignal} signal
   */
  async function answerTo(request, signal) {
    for (let kept = request; ;) {
      try {
        return { trace: await api.trace(kept, signal), kept };
      } catch (error) {
        const inputs = error instanceof Refusal ? withoutUnknown(kept.inputs, error.problem) : null;
        if (inputs === null) throw error;
        kept = { ...kept, inputs };
      }
    }
  }

  /**
   * @param {string} key
   * @param {import("./core/types.js").TraceRequest} request
   * @param {(trace: Trace, kept: import("./core/types.js").TraceRequest) => void} onTrace
   * @param {(problem: Problem) => void} onProblem
   * @returns {Promise<void>}
   */
  async function ask(key, request, onTrace, onProblem) {
    asking?.controller.abort();
    stale = false;
    const mine = { key, controller: new AbortController() };
    asking = mine;
    store.set({ busy: true });
    /** @type {() => void} */
    let settle;
    try {
      const { trace, kept } = await answerTo(request, mine.controller.signal);
      settle = () => onTrace(trace, kept);
    } catch (error) {
      if (isAbort(error)) return;
      settle = () => onProblem(problemFrom(error));
    }
    if (asking !== mine) return;
    settle();
    asking = null;
    store.set({ busy: false });
    if (stale) onNextFrame();
  }

  /** @param {Partial<State>} patch */
  async function open(patch) {
    if (typing !== null) clock.clearTimeout(typing);
    typing = null;
    const wanted = { ...store.get(), ...patch };
    const request = requestOf(wanted);
    const key = requestKey(request);
    if (patch.trace) {
      answered = key;
      asking?.controller.abort();
      asking = null;
      const trace = throughLens(patch.trace);
      return store.set({ ...patch, given: patch.trace, trace, traced: wanted.source, position: clamp(patch.position ?? 0, trace), problem: null, busy: false });
    }
    await ask(key, request, (given, kept) => {
      answered = requestKey(kept);
      const trace = throughLens(given);
      store.set({ ...patch, inputs: kept.inputs, given, trace, traced: wanted.source, position: clamp(patch.position ?? 0, trace), problem: null });
    }, (problem) => {
      // A model the service refuses is still shown, with its error; without an answer nothing changes.
      if (problem.status < 400 || problem.status >= 500) return store.set({ problem });
      answered = null;
      store.set({ ...patch, given: null, trace: null, traced: null, position: 0, problem });
    });
  }

  return {
    open,
    stop() {
      unsubscribe();
      if (typing !== null) clock.clearTimeout(typing);
      asking?.controller.abort();
    },
  };
}

/** @param {unknown} error @returns {Problem} */
function problemFrom(error) {
  if (error instanceof Refusal) return error.problem;
  return {
    title: say("answer.unexpected"),
    status: 0,
    detail: say("answer.unexpected.is"),
    hint: say("answer.unexpected.do"),
  };
}

/** @returns {Clock} */
function browserClock() {
  return {
    setTimeout: (callback, milliseconds) => window.setTimeout(callback, milliseconds),
    clearTimeout: (timer) => window.clearTimeout(timer),
    requestAnimationFrame: (callback) => window.requestAnimationFrame(callback),
  };
}
