import assert from "node:assert/strict";
import test from "node:test";

import { createStore } from "../../app/static/core/state.js";
import { Refusal } from "../../app/static/io/api.js";
import { createSession } from "../../app/static/session.js";
import { smallTrace, someState } from "./fixture.js";

/** @typedef {import("../../app/static/core/types.js").Trace} Trace */
/** @typedef {import("../../app/static/core/types.js").State} State */
/** @typedef {import("../../app/static/core/types.js").TraceRequest} TraceRequest */
/** @typedef {{ request: TraceRequest, signal: AbortSignal | undefined, answer: (trace: Trace) => Promise<void>, refuse: (problem?: object) => Promise<void> }} Call */

const PROBLEM = { title: "No", status: 422, detail: "'v' is not defined here.", hint: "Did you mean 'w'?", span: null, limit: null };

/** @param {Partial<State>} [rest] */
function desk(rest = {}) {
  const store = createStore(someState({ trace: smallTrace(), position: 7, ...rest }));
  /** @type {Call[]} */
  const calls = [];
  /** @type {Map<number, () => void>} */
  const timers = new Map();
  /** @type {(() => void)[]} */
  const frames = [];
  const settled = () => new Promise((resolve) => setImmediate(resolve)).then(() => {});
  const api = /** @type {any} */ ({
    trace: (/** @type {TraceRequest} */ request, /** @type {AbortSignal} */ signal) => new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      calls.push({
        request,
        signal,
        answer: (trace) => { resolve(trace); return settled(); },
        refuse: (problem = PROBLEM) => { reject(new Refusal(/** @type {any} */ (problem))); return settled(); },
      });
    }),
  });
  let ids = 0;
  const session = createSession(store, api, {
    setTimeout: (callback) => { timers.set(++ids, callback); return ids; },
    clearTimeout: (timer) => timers.delete(timer),
    requestAnimationFrame: (callback) => frames.push(callback),
  });
  return {
    store, session, calls,
    /** @param {number} index */
    call: (index) => /** @type {Call} */ (calls[index]),
    rest: () => { const due = [...timers.values()]; timers.clear(); for (const run of due) run(); },
    frame: () => { for (const run of frames.splice(0)) run(); },
  };
}

test("nothing is asked while typing goes on, and once when it rests", () => {
  const { store, calls, rest } = desk();
  store.set({ source: "a" });
  store.set({ source: "ab" });
  assert.equal(calls.length, 0);
  rest();
  assert.deepEqual(calls.map(({ request }) => request.source), ["ab"]);
  assert.ok(store.get().busy);
});

test("an error keeps the last good trace and the step", async () => {
  const { store, call, rest } = desk();
  const { trace } = store.get();
  store.set({ source: "L = v" });
  rest();
  await call(0).refuse();
  const state = store.get();
  assert.equal(state.trace, trace);
  assert.equal(state.position, 7);
  assert.equal(state.problem?.hint, "Did you mean 'w'?");
  assert.equal(state.busy, false);
});

test("the value of a leaf whose name is gone is let go, and the rest is asked for again", async () => {
  const { store, call, calls, rest } = desk({ inputs: { w: 3, b: 1 } });
  store.set({ source: "L = b" });
  rest();
  const stray = { ...PROBLEM, code: "unknown-input", arguments: { name: "w" } };
  await call(0).refuse(stray);
  assert.deepEqual(call(1).request.inputs, { b: 1 });
  await call(1).answer(smallTrace());
  assert.deepEqual(store.get().inputs, { b: 1 });
  assert.equal(store.get().problem, null);
  rest();
  assert.equal(calls.length, 2, "what was answered is not asked again");
});

test("a link with a value for a name that is nowhere opens the rest, and another refusal stays one", async () => {
  const { store, session, call } = desk();
  const opened = session.open({ source: "L = b", inputs: { b: 1, w: 3 } });
  await call(0).refuse({ ...PROBLEM, code: "misspelled-input", arguments: { name: "w", nearest: "v" } });
  await call(1).answer(smallTrace());
  await opened;
  assert.deepEqual(store.get().inputs, { b: 1 });
  const again = session.open({ source: "L = c", inputs: { b: 2 } });
  await call(2).refuse({ ...PROBLEM, code: "undefined-name", arguments: { name: "b" } });
  await again;
  assert.deepEqual(store.get().inputs, { b: 2 });
  assert.equal(store.get().problem?.code, "undefined-name");
});

test("the step is kept when the leaf's new value arrives", async () => {
  const { store, call, frame } = desk();
  store.set({ inputs: { w: 2 } });
  frame();
  const [, ...later] = smallTrace().steps;
  await call(0).answer(smallTrace({ steps: later }));
  assert.equal(store.get().position, 6);
});

test("only the latest request counts", async () => {
  const { store, calls, call, rest } = desk();
  store.set({ source: "a" });
  rest();
  store.set({ source: "ab" });
  rest();
  assert.equal(call(0).signal?.aborted, true);
  const newest = smallTrace();
  await call(1).answer(newest);
  await call(0).answer(smallTrace());
  assert.equal(store.get().trace, newest);
  assert.equal(calls.length, 2);
});

test("a drag asks once a frame, never twice at a time, and ends on its last value", async () => {
  const { store, calls, call, frame } = desk();
  for (const w of [1, 2, 3]) store.set({ inputs: { w } });
  frame();
  assert.deepEqual(calls.map(({ request }) => request.inputs), [{ w: 3 }]);
  for (const w of [4, 5]) store.set({ inputs: { w } });
  frame();
  assert.equal(calls.length, 1);
  await call(0).answer(smallTrace());
  frame();
  assert.deepEqual(call(1).request.inputs, { w: 5 });
  await call(1).answer(smallTrace());
  frame();
  assert.equal(calls.length, 2);
});

test("a grain is switched at once", () => {
  const { store, calls } = desk();
  store.set({ grain: "primitive" });
  assert.deepEqual(calls.map(({ request }) => request.grain), ["primitive"]);
});

test("looking differently asks for nothing", () => {
  const { store, calls, rest, frame } = desk();
  store.set({ position: 3, notation: "partial", theme: "dark", large: true });
  rest();
  frame();
  assert.equal(calls.length, 0);
});

test("typing back to the text that was answered clears the error without asking", async () => {
  const { store, session, calls, call, rest } = desk();
  const opening = session.open({ source: "w = 1\nL = w" });
  await call(0).answer(smallTrace());
  await opening;
  store.set({ source: "L = v" });
  rest();
  await call(1).refuse();
  store.set({ source: "w = 1\nL = w" });
  rest();
  assert.equal(store.get().problem, null);
  assert.equal(calls.length, 2);
});

test("opening a model changes the screen in one step, at the position asked for", async () => {
  const { store, session, calls, call, rest } = desk();
  const opening = session.open({ source: "L = 1", inputs: {}, position: 5 });
  assert.equal(store.get().source, "w = 1\nL = w");
  const trace = smallTrace();
  await call(0).answer(trace);
  await opening;
  const state = store.get();
  assert.deepEqual([state.source, state.position, state.trace === trace], ["L = 1", 5, true]);
  rest();
  assert.equal(calls.length, 1);
});

test("a model that brings its trace along is shown without asking", async () => {
  const { store, session, calls, rest } = desk();
  const trace = smallTrace();
  await session.open({ source: "L = 1", trace });
  rest();
  assert.deepEqual([store.get().source, store.get().trace === trace, store.get().position], ["L = 1", true, 0]);
  assert.equal(calls.length, 0);
});

test("a model that is refused is shown with its error; without an answer nothing changes", async () => {
  const { store, session, calls, call, frame } = desk();
  const opening = session.open({ source: "L = v" });
  await call(0).refuse({ ...PROBLEM, status: 0 });
  await opening;
  assert.equal(store.get().source, "w = 1\nL = w");
  assert.equal(store.get().problem?.status, 0);
  const again = session.open({ source: "L = v" });
  await call(1).refuse();
  await again;
  assert.deepEqual([store.get().source, store.get().trace, store.get().problem?.status], ["L = v", null, 422]);
  frame();
  assert.equal(calls.length, 2);
});

test("stopped, it asks no more and lets go of what it asked", () => {
  const { store, session, call, calls } = desk();
  store.set({ grain: "primitive" });
  session.stop();
  store.set({ grain: "named" });
  assert.equal(call(0).signal?.aborted, true);
  assert.equal(calls.length, 1);
});
