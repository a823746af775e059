// How a page and its windows of notes talk: a channel of the browser, named by an id of the page's own, so
// that two pages side by side never hear of each other. No code of the page's is sent, only what to show.

/** A piece of a text: words, a formula, a number in the colour of its kind. @typedef {string | { latex: string, kind: string } | { number: string, kind: string }} Piece */

/** A step as it is read. @typedef {{ position: number, symbolic: string, substituted: string, caption: Piece[], narration: string }} Shown */

/**
 * What a running tour says. `press` is what the next press does.
 * @typedef {object} Told
 * @property {string} title
 * @property {string} place
 * @property {Piece[]} caption
 * @property {Piece[][]} bullets
 * @property {Piece[] | null} question
 * @property {Piece[] | null} answer
 * @property {boolean} answered
 * @property {Piece[]} notes
 * @property {"step" | "answer" | "point" | "end"} press
 * @property {Piece[] | null} following  the caption of the next point
 */

/**
 * Everything that the notes show.
 * @typedef {object} Sheet
 * @property {string} title
 * @property {number} position
 * @property {number} steps
 * @property {Shown | null} now
 * @property {Shown | null} next
 * @property {Told | null} told
 * @property {boolean} blank
 * @property {boolean} laser
 * @property {import("../../../core/types.js").Theme} theme
 */

/** @typedef {import("../chooser.js").Row} Row */

/**
 * @typedef {{ kind: "sheet", sheet: Sheet } | { kind: "found", ask: number, rows: Row[] } | { kind: "back" } | { kind: "bye" } | { kind: "claim" } | { kind: "taken" }} FromPage
 * @typedef {{ kind: "hello" } | { kind: "gone" } | { kind: "run", id: string } | { kind: "find", ask: number, text: string } | { kind: "go", position: number }} FromNotes
 * @typedef {FromPage | FromNotes} Message
 */

/**
 * @param {string} id
 * @param {(message: Message) => void} hear
 * @returns {{ say: (message: Message) => void, close: () => void }}
 */
export function openChannel(id, hear) {
  const channel = new BroadcastChannel(`backsweep ${id}`);
  channel.addEventListener("message", ({ data }) => hear(data));
  return { say: (message) => channel.postMessage(message), close: () => channel.close() };
}

/** An id that no other page has; also without a secure context, where there is no randomUUID. */
export function newId() {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("");
}

/** The address of the notes of a page, beside its own. @param {string} id @param {string} language */
export function addressOf(id, language) {
  const address = new URL("presenter", location.href);
  address.search = "";
  address.hash = new URLSearchParams({ s: id, l: language }).toString();
  return address.href;
}

/** @param {string} hash @returns {{ id: string | null, language: string }} */
export function readAddress(hash) {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const id = fields.get("s") ?? "";
  return { id: /^[0-9a-z]{8,64}$/.test(id) ? id : null, language: fields.get("l") ?? "en" };
}
