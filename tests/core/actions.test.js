import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ACTIONS, labelOf, actionForKey, actionOf, printed } from "../../app/static/core/actions.js";
import { INITIAL } from "../../app/static/core/state.js";
import { lecture } from "./lecture.js";

const state = { ...INITIAL, trace: lecture, position: 3 };
const bright = { dark: false };

test("no key belongs to two actions, and no action is without a key or a label", () => {
  const keys = ACTIONS.flatMap((action) => action.keys);
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(new Set(ACTIONS.map(({ id }) => id)).size, ACTIONS.length);
  for (const { id, keys: own } of ACTIONS) assert.ok(labelOf({ id }).length > 0 && own.length > 0, id);
});

test("the page contract's keys do what it says", () => {
  const wanted = {
    next: ["ArrowRight", "PageDown", " "], previous: ["ArrowLeft", "PageUp"], first: ["Home"], last: ["End"],
    play: ["p"], fullscreen: ["f"], blank: [".", "b"], help: ["?"],
  };
  for (const [id, keys] of Object.entries(wanted)) for (const key of keys) assert.equal(actionForKey({ key })?.id, id, key);
});

test("a letter counts in either case, a modifier asks for something else", () => {
  assert.equal(actionForKey({ key: "P" })?.id, "play");
  assert.equal(actionForKey({ key: "p", ctrlKey: true }), null);
  assert.equal(actionForKey({ key: "ArrowLeft", altKey: true }), null);
  assert.equal(actionForKey({ key: "ö" }), null);
});

test("a step forward and a step back is where one was, and moving shows a blanked screen again", () => {
  const forth = { ...state, blank: true, ...actionOf("next").effect({ ...state, blank: true }, bright) };
  assert.deepEqual([forth.position, forth.blank], [4, false]);
  assert.equal(actionOf("previous").effect(forth, bright).position, 3);
});

test("at the ends there is nowhere to go", () => {
  assert.equal(actionOf("previous").enabled({ ...state, position: 0 }), false);
  assert.equal(actionOf("next").enabled({ ...state, position: lecture.steps.length }), false);
  assert.equal(actionOf("next").enabled({ ...state, trace: null, position: 0 }), false);
});

test("playing at the end begins anew", () => {
  assert.deepEqual(actionOf("play").effect({ ...state, position: lecture.steps.length }, bright), { playing: true, blank: false, position: 0 });
  assert.deepEqual(actionOf("play").effect({ ...state, playing: true }, bright), { playing: false });
});

test("the editor comes back in place of what stood before it, and only then closes", () => {
  const looked = { ...state, editorOpen: true, inspected: { node: "w", at: null } };
  const back = { ...looked, ...actionOf("editor").effect(looked, bright) };
  assert.deepEqual([back.editorOpen, back.inspected], [true, null]);
  assert.deepEqual(actionOf("editor").effect(back, bright), { editorOpen: false });
});

test("the first press of the theme key always changes what is seen", () => {
  assert.equal(actionOf("theme").effect(state, { dark: true }).theme, "light");
  assert.equal(actionOf("theme").effect(state, { dark: false }).theme, "dark");
});

test("keys are printed as they stand on a keyboard", () => {
  assert.deepEqual(["ArrowRight", " ", "p", "Home", "?"].map(printed), ["→", "Space", "P", "Home", "?"]);
});

test("docs/page.md lists every action's keys", () => {
  const page = readFileSync(new URL("../../docs/page.md", import.meta.url), "utf8");
  const listed = new Set([...page.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, keys = ""]) => [...keys.matchAll(/`([^`]+)`/g)].map(([, key]) => key)));
  for (const { keys } of ACTIONS) for (const key of keys) if (key !== "=") assert.ok(listed.has(printed(key)), `${printed(key)} is not in docs/page.md`);
});
