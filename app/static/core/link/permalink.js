// The same link is the same screen. A link is readable (`#v=1&s=param+w=0.5;…`), holds everything the
// screen depends on, and is read with suspicion: decode never throws and says in words what is wrong.

import { say } from "../../words/index.js";
import { isNotation } from "../model/notation.js";
import { givenOf, isName, isRole, pairs, read, record, write } from "./fragment.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").LeafRole} LeafRole */

/**
 * What a link holds. `example` names the example the model was taken from, for its narration only.
 * @typedef {Pick<State, "source" | "inputs" | "roles" | "output" | "grain" | "position" | "notation">
 *   & { example: string | null, unfolded?: readonly string[], lab?: string | null,
 *   lesson?: import("../types.js").AtPoint | null }} Link
 */
/** @typedef {{ ok: true, link: Link | null } | { ok: false, message: string }} Decoded */

export const VERSION = 1;
const LONGEST = 1_000_000;
const LONGEST_SOURCE = 262_144;

/** More groups are never open at a time. */
const MOST_OPEN = 200;

/**
 * @param {Link} link
 * @returns {string} the fragment, without `#`
 */
export function encode(link) {
  const inputs = Object.entries(link.inputs).filter(([, value]) => numbersIn(value).every(Number.isFinite));
  return write([
    ["v", String(VERSION)],
    ["s", link.source],
    ["i", pairs(inputs)],
    ["r", pairs(Object.entries(link.roles))],
    ["o", link.output],
    ["g", link.grain === "named" ? null : link.grain],
    ["n", link.notation === "bar" ? null : link.notation],
    ["e", link.example],
    ["k", String(link.position)],
    ["u", link.unfolded?.join("|") ?? null],
    ["l", link.lab ?? null],
    ["t", link.lesson?.id ? `${link.lesson.id}.${link.lesson.point}${link.lesson.answered ? "a" : ""}` : null],
  ]);
}

/**
 * @param {string} fragment with or without its `#`
 * @returns {Decoded} `link` is null when there is no link at all
 */
export function decode(fragment) {
  const bare = fragment.replace(/^#/, "");
  if (bare === "") return { ok: true, link: null };
  if (bare.length > LONGEST) return refuse(say("link.long"));
  const fields = read(bare);
  const version = fields?.get("v") ?? "";
  if (fields === null || !/^[1-9]\d{0,8}$/.test(version)) return refuse(say("link.broken"));
  if (Number(version) > VERSION) {
    return refuse(say("link.newer"));
  }
  return linkFrom(fields);
}

/** @param {import("../types.js").Given} value @returns {number[]} */
function numbersIn(value) {
  return Array.isArray(value) ? value.flatMap(numbersIn) : [value];
}

/** @param {ReadonlyMap<string, string>} fields @returns {Decoded} */
function linkFrom(fields) {
  const source = fields.get("s");
  const inputs = record(fields.get("i") ?? "", givenOf);
  const roles = record(fields.get("r") ?? "", (role) => (isRole(role) ? role : null));
  const output = fields.get("o") ?? null;
  const grain = fields.get("g") ?? "named";
  const notation = fields.get("n") ?? "bar";
  const example = fields.get("e") ?? null;
  const step = fields.get("k") ?? "0";
  const open = fields.get("u") ?? "";
  const opened = fields.get("l");
  const told = /^([a-z0-9-]{1,64})\.(\d{1,4})(a?)$/.exec(fields.get("t") ?? "");
  const unfolded = open === "" ? {} : { unfolded: open.split("|").slice(0, MOST_OPEN) };
  if (source === undefined || source.length > LONGEST_SOURCE) return refuse(say("link.broken"));
  if (inputs === null) return unreadable("number");
  if (roles === null) return unreadable("role");
  if (output !== null && !isName(output)) return unreadable("output");
  if (grain !== "named" && grain !== "primitive" && grain !== "element") return unreadable("grain");
  if (!isNotation(notation)) return unreadable("notation");
  if (example !== null && !/^[\w-]{1,64}$/.test(example)) return unreadable("example");
  if (!/^\d{1,7}$/.test(step)) return unreadable("step");
  if (opened !== undefined && !/^[a-z]{1,32}$/.test(opened)) return unreadable("lab");
  if (fields.has("t") && told === null) return unreadable("lesson");
  const lesson = told && { id: told[1] ?? "", point: Number(told[2]), answered: told[3] === "a" };
  return { ok: true, link: { source, inputs, roles, output, grain, notation, example, position: Number(step), ...unfolded, ...(opened ? { lab: opened } : {}), ...(lesson ? { lesson } : {}) } };
}

/** @param {"number" | "role" | "output" | "grain" | "notation" | "example" | "step" | "lab" | "lesson"} what @returns {Decoded} */
function unreadable(what) {
  return refuse(say("link.unreadable", { what: say(`link.${what}`) }));
}

/** @param {string} reason @returns {Decoded} */
function refuse(reason) {
  return { ok: false, message: say("link.instead", { reason }) };
}
