import assert from "node:assert/strict";
import { test } from "node:test";

import { createTypeahead } from "../../../app/static/core/walk/typeahead.js";

/** A part that is being fetched. */
function part() {
  let stand = () => {};
  let fail = () => {};
  const fetched = /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
    stand = resolve;
    fail = () => reject(new Error("it is gone"));
  }));
  return { fetched, stand, fail };
}

/** @param {(key: string, keys: ReturnType<typeof createTypeahead<string>>) => void} [does]  what a key does beside being noted */
function keyboard(does = () => {}) {
  /** @type {string[]} */
  const seen = [];
  /** @type {(() => void)[]} */
  const ends = [];
  /** @type {ReturnType<typeof createTypeahead<string>>} */
  const keys = createTypeahead((key) => {
    seen.push(key);
    does(key, keys);
  }, (end) => ends.push(end));
  return { keys, seen, endPatience: () => ends.forEach((end) => end()) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("nothing waits while nothing is fetched", () => {
  assert.equal(keyboard().keys.waits(), false);
});

test("keys come in their order once the part stands, and not before", async () => {
  const { keys, seen } = keyboard();
  const help = part();
  keys.await(help.fetched);
  for (const key of "abc") keys.keep(key);
  await turn();
  assert.deepEqual(seen, []);
  assert.equal(keys.waits(), true);
  help.stand();
  await turn();
  assert.deepEqual(seen, ["a", "b", "c"]);
  assert.equal(keys.waits(), false);
});

test("a key that asks for another part makes the ones after it wait for that", async () => {
  const [menu, lab] = [part(), part()];
  const { keys, seen } = keyboard((key) => { if (key === "Enter") keys.await(lab.fetched); });
  keys.await(menu.fetched);
  for (const key of ["ArrowDown", "Enter", "5", "Enter"]) keys.keep(key);
  menu.stand();
  await turn();
  assert.deepEqual(seen, ["ArrowDown", "Enter"]);
  assert.equal(keys.waits(), true);
  lab.stand();
  await turn();
  assert.deepEqual(seen, ["ArrowDown", "Enter", "5", "Enter"]);
});

test("of two parts that are fetched at once the later one is waited for", async () => {
  const { keys, seen } = keyboard();
  const [one, other] = [part(), part()];
  keys.await(one.fetched);
  keys.await(other.fetched);
  keys.keep("a");
  other.stand();
  await turn();
  assert.deepEqual(seen, []);
  one.stand();
  await turn();
  assert.deepEqual(seen, ["a"]);
});

test("what was typed for a part that never stands goes nowhere, and the next key works", async () => {
  for (const end of ["fail", "hang"]) {
    const { keys, seen, endPatience } = keyboard();
    const jump = part();
    keys.await(jump.fetched);
    keys.keep("w");
    if (end === "fail") jump.fail();
    else endPatience();
    await turn();
    assert.equal(keys.waits(), false, end);
    jump.stand(); // too late
    await turn();
    assert.deepEqual(seen, [], end);
  }
});

test("patience that ends after the part stands ends nothing", async () => {
  const { keys, seen, endPatience } = keyboard();
  const [early, late] = [part(), part()];
  keys.await(early.fetched);
  early.stand();
  await turn();
  endPatience();
  keys.await(late.fetched);
  keys.keep("a");
  assert.equal(keys.waits(), true);
  late.stand();
  await turn();
  assert.deepEqual(seen, ["a"]);
});
