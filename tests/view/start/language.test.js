import assert from "node:assert/strict";
import { test } from "node:test";

import { instead } from "../../../app/static/view/start/language.js";

const PLAIN = { search: "", hash: "#v=1&k=3" };

test("a language chosen before opens the same screen in it", () => {
  assert.equal(instead("fr", "en", PLAIN), "?lang=fr#v=1&k=3");
  assert.equal(instead("fr", "en", { search: "?a=1", hash: "" }), "?a=1&lang=fr");
});

test("the page stays where it speaks so, where nothing was chosen, and where the address chooses", () => {
  assert.equal(instead("fr", "fr", PLAIN), null);
  assert.equal(instead(null, "fr", PLAIN), null);
  assert.equal(instead("fr", "en", { search: "?lang=en", hash: "" }), null);
  assert.equal(instead("tlh", "en", { search: "?lang=tlh", hash: "" }), null, "what nobody wrote is asked for once");
});

test("what was kept cannot lead anywhere else", () => {
  assert.equal(instead("//elsewhere.example/?x#y&", "en", PLAIN), "?lang=%2F%2Felsewhere.example%2F%3Fx%23y%26#v=1&k=3");
});
