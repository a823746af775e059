// The letters of a permalink: how text, names, numbers and small tables are spelled in a fragment.

/** @typedef {import("../types.js").Given} Given */
/** @typedef {import("../types.js").LeafRole} LeafRole */

const ROLES = new Set(["parameter", "input", "target", "constant"]);
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

// Escapes that a fragment does not need and that would only make the link harder to read, and
// characters that mail and chat programs take for the end of a link.
const PLAIN = new Map(Object.entries({
  "%20": "+", "%0A": ";", "%3D": "=", "%2C": ",", "%2F": "/", "%3A": ":",
  "'": "%27", "*": "%2A", "!": "%21", "~": "%7E",
}));

/**
 * `k=value` fields joined by `&`; empty and absent ones are left out, but never the source `s`.
 * Lines end in `;` and spaces are `+`, so that a link can be read.
 * @param {[string, string | null][]} fields
 * @returns {string}
 */
export function write(fields) {
  return fields
    .filter(([key, value]) => key === "s" || (value !== null && value !== ""))
    .map(([key, value]) => `${key}=${spelled(value ?? "")}`)
    .join("&");
}

/** A long source is asked for with every step. */
const LONG = 1_000;
let last = { plain: "", text: "" };

/** @param {string} plain */
function spelled(plain) {
  if (plain.length < LONG) return escaped(plain);
  if (plain !== last.plain) last = { plain, text: escaped(plain) };
  return last.text;
}

/** @param {string} plain */
function escaped(plain) {
  return encodeURIComponent(plain.replace(LONE_SURROGATE, "\uFFFD"))
    .replace(/%(?:20|0A|3D|2C|2F|3A)|['*!~]/g, (character) => PLAIN.get(character) ?? character);
}

/**
 * The fields of a fragment; the first of a name counts. Null when an escape is malformed.
 * @param {string} fragment
 * @returns {Map<string, string> | null}
 */
export function read(fragment) {
  /** @type {Map<string, string>} */
  const fields = new Map();
  for (const part of fragment.split("&")) {
    const [key = "", ...rest] = part.split("=");
    try {
      const value = decodeURIComponent(rest.join("=").replace(/\+/g, "%20").replace(/;/g, "%0A"));
      if (!fields.has(key)) fields.set(key, value);
    } catch {
      return null;
    }
  }
  return fields;
}

/**
 * @param {[string, string | Given][]} entries
 * @returns {string} `w:0.7,b:-1,v:[1,2]`
 */
export function pairs(entries) {
  return entries.map(([name, value]) => `${name}:${Array.isArray(value) ? JSON.stringify(value) : value}`).join(",");
}

/**
 * Reads `w:0.7,b:-1`; null when any part of it is not a name and a value.
 * @template T
 * @param {string} table
 * @param {(value: string) => T | null} valueOf
 * @returns {Record<string, T> | null}
 */
export function record(table, valueOf) {
  /** @type {[string, T][]} */
  const entries = [];
  for (const part of table === "" ? [] : table.split(/,(?=[^:,]*:)/)) {
    const [name = "", spelling = "", ...more] = part.split(":");
    const value = valueOf(spelling);
    if (value === null || more.length > 0 || !isName(name)) return null;
    entries.push([name, value]);
  }
  // fromEntries defines own properties, so no name can reach the prototype.
  return Object.fromEntries(entries);
}

/**
 * @param {string} spelling JavaScript's own spelling of a number
 * @returns {number | null} null unless it is finite
 */
export function numberOf(spelling) {
  const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(spelling) ? Number(spelling) : NaN;
  return Number.isFinite(number) ? number : null;
}

/**
 * @param {string} spelling of a number, or of an array of numbers
 * @returns {Given | null}
 */
export function givenOf(spelling) {
  if (!spelling.startsWith("[")) return numberOf(spelling);
  if (!/^[-+\d.eE,[\]]+$/.test(spelling)) return null;
  try {
    return JSON.parse(spelling);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @returns {boolean}
 */
export function isName(name) {
  return name.length <= 64 && /^[\p{L}_][\p{L}\p{M}\p{Nd}₀-₉_.]*$/u.test(name) && name !== "__proto__";
}

/**
 * @param {string} role
 * @returns {role is LeafRole}
 */
export function isRole(role) {
  return ROLES.has(role);
}
