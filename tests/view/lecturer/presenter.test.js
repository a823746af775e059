import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { elapsedText } from "../../../app/static/view/lecturer/presenter/clock.js";
import { readAddress } from "../../../app/static/view/lecturer/presenter/channel.js";

const ROOM = new URL("../../../app/static/view/lecturer/", import.meta.url);

/** @param {string} language @returns {Record<string, string>} */
const words = (language) => JSON.parse(readFileSync(new URL(`${language}.json`, ROOM), "utf8"));

test("each language has every word of the room, with the same gaps", () => {
  const [english, french] = [words("en"), words("fr")];
  assert.deepEqual(Object.keys(french), Object.keys(english));
  const gaps = (/** @type {string | undefined} */ text) => [...(text ?? "").matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();
  for (const [key, text] of Object.entries(english)) assert.deepEqual(gaps(french[key]), gaps(text), key);
});

test("every word that the room says is written, and none is left over", () => {
  const files = readdirSync(ROOM, { recursive: true }).map(String).filter((file) => file.endsWith(".js"));
  const code = [...files.map((file) => readFileSync(new URL(file, ROOM), "utf8")), readFileSync(new URL("../../presenter.js", ROOM), "utf8")].join("\n");
  const made = { jump: ["value", "adjoint", "start"], notes: ["previous", "next", "blank", "laser"], press: ["step", "answer", "point", "end"] };
  const said = new Set([...code.matchAll(/say\("([\w-]+)"/g)].map(([, key]) => key ?? ""));
  for (const [prefix, ends] of Object.entries(made)) for (const end of ends) said.add(`${prefix}-${end}`);
  assert.deepEqual(Object.keys(words("en")).filter((key) => !said.has(key) && !code.includes(`"${key}"`)), []);
  assert.deepEqual([...said].filter((key) => !(key in words("en"))), []);
});

test("a talk is timed in minutes, and in hours once it is that long", () => {
  assert.deepEqual([0, 999, 61_000, 754_000, 3_600_000, 3_847_500].map(elapsedText), ["0:00", "0:00", "1:01", "12:34", "1:00:00", "1:04:07"]);
});

test("the address of the notes says whose they are, and nothing else counts", () => {
  assert.deepEqual(readAddress("#s=1q2w3e4r5t&l=fr"), { id: "1q2w3e4r5t", language: "fr" });
  for (const hash of ["", "#", "#s=", "#s=short", "#s=../../etc/passwd", "#s=UPPERCASE99"]) assert.equal(readAddress(hash).id, null, hash);
});
