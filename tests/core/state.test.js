import assert from "node:assert/strict";
import { test } from "node:test";

import { createStore } from "../../app/static/core/state.js";

test("a listener hears the new state and the one before it", () => {
  const store = createStore({ position: 2 });
  /** @type {number[][]} */
  const heard = [];
  store.subscribe((state, previous) => heard.push([previous.position, state.position]));
  store.set({ position: 3 });
  assert.deepEqual(heard, [[2, 3]]);
});

test("a patch that changes nothing tells nobody", () => {
  const store = createStore({ position: 2 });
  store.subscribe(() => assert.fail("nothing changed"));
  store.set({ position: 2 });
  store.set({});
});

test("a listener that patches in turn does not hide a change from the others", () => {
  const store = createStore();
  /** @type {string[]} */
  const heard = [];
  store.subscribe((state) => {
    if (state.position === 1) store.set({ position: 2 });
  });
  store.subscribe((state, previous) => heard.push(`${previous.position}→${state.position}`));
  store.set({ position: 1 });
  assert.deepEqual(heard, ["0→1", "1→2"]);
});

test("a listener that was taken away hears no more, and states cannot be changed from outside", () => {
  const store = createStore();
  store.subscribe(() => assert.fail("unsubscribed"))();
  store.set({ blank: true });
  assert.throws(() => { store.get().position = 7; }, TypeError);
});
