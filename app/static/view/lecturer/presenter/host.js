// The page's side of the window of notes: opens it, tells it what is on screen, does what it asks for.
// Either may be closed, reloaded or opened again; the other goes on.

import { rowsOf } from "../jump.js";
import { addressOf, newId, openChannel } from "./channel.js";
import { sheetOf } from "./sheet.js";

/** @typedef {import("../../../core/types.js").State} State */
/** @typedef {import("./channel.js").Message} Message */

/** What the notes may ask for. */
const ALLOWED = new Set(["next", "previous", "first", "last", "play", "blank", "laser", "tour"]);
/** The changes that the notes would show. @type {readonly (keyof State)[]} */
const SHOWN = ["trace", "position", "notation", "example", "source", "inputs", "lesson", "blank", "laser", "theme"];
/** Under this name the tab remembers its notes, so that both survive a reload. */
const KEPT = "presenter";
/** Milliseconds in which the tab that this one is a copy of objects. */
const OBJECTION = 250;

/**
 * @param {import("../types.js").Room} room
 * @param {ReturnType<typeof import("../tour/index.js").mountTour>} tour
 * @returns {{ present: () => void }}
 */
export function mountPresenter(room, tour) {
  const { kit, store, services, say } = room;
  const { element: make } = kit;
  let id = kit.recall(KEPT, "sessionStorage");
  /** @type {ReturnType<typeof openChannel> | null} */
  let channel = null;
  let isHeard = false;
  let isDue = false;
  let settling = 0;
  let windows = 0;

  /** @param {Message} message */
  function hear(message) {
    if (message.kind === "hello" && settling === 0) {
      isHeard = true;
      tell();
    } else if (message.kind === "gone") {
      isHeard = false;
      back(); // there may be a second window
    }
    else if (message.kind === "run" && ALLOWED.has(message.id)) services.actions.run(message.id);
    else if (message.kind === "find") channel?.say({ kind: "found", ask: message.ask, rows: rowsOf(kit, store.get(), message.text) });
    else if (message.kind === "go") go(message.position);
    else if (message.kind === "claim") channel?.say({ kind: "taken" });
    else if (message.kind === "taken" && settling !== 0) {
      window.clearTimeout(settling); // this tab is a copy of another one
      settling = 0;
      connect(newId());
    }
  }

  /** @param {number} position */
  function go(position) {
    const steps = store.get().trace?.steps.length ?? 0;
    if (Number.isInteger(position) && position >= 0 && position <= steps) store.set({ position, playing: false, blank: false });
  }

  /** The notes may be waiting while this page is reloaded. */
  function claim() {
    settling = window.setTimeout(back, OBJECTION);
    channel?.say({ kind: "claim" });
  }

  function back() {
    settling = 0;
    channel?.say({ kind: "back" });
  }

  function tell() {
    isDue = false;
    if (isHeard) channel?.say({ kind: "sheet", sheet: sheetOf(room, tour.now()) });
  }

  /** @param {string} wanted */
  function connect(wanted) {
    channel?.close();
    isHeard = false;
    id = wanted;
    kit.remember(KEPT, wanted, "sessionStorage");
    channel = openChannel(wanted, hear);
  }

  /** The window is opened within the key press: browsers open none later. */
  function present() {
    if (channel === null) connect(id ?? newId());
    const address = addressOf(id ?? "", kit.language());
    if (!isHeard) windows += 1; // a window that is just being closed may still answer to its name
    const opened = window.open(address, `backsweep-${id}-${windows}`, "popup,width=1280,height=720");
    if (opened === null) return notice(address);
    opened.focus();
    void toOtherScreen(opened);
  }

  /** @param {string} address  the browser opened no window by itself */
  function notice(address) {
    const link = make("a", { href: address, target: "_blank" }, say("presenterLink"));
    const close = make("button", { type: "button", class: "button", "aria-label": say("close") }, "×");
    const box = make("div", { class: "presenter-notice", role: "alert" }, make("p", {}, `${say("presenterBlocked")} `, link), close);
    for (const one of [link, close]) one.addEventListener("click", () => box.remove());
    document.querySelector(".presenter-notice")?.remove();
    document.body.append(box);
  }

  store.subscribe((state, previous) => {
    if (!isHeard || isDue || !SHOWN.some((key) => state[key] !== previous[key])) return;
    isDue = true;
    queueMicrotask(tell);
  });
  window.addEventListener("pagehide", () => channel?.say({ kind: "bye" }));
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) back();
  });
  if (id !== null) {
    connect(id);
    claim();
  }
  return { present };
}

/** With two screens, and if the browser may know of them, the notes go to the one that the page is not on. @param {Window} opened */
async function toOtherScreen(opened) {
  const { screen } = /** @type {{ screen: Screen & { isExtended?: boolean } }} */ (window);
  const ask = /** @type {Window & { getScreenDetails?: () => Promise<{ screens: any[], currentScreen: any }> }} */ (window).getScreenDetails;
  if (!screen.isExtended || ask === undefined) return;
  try {
    const { screens, currentScreen } = await ask.call(window);
    const other = screens.find((one) => one !== currentScreen);
    if (other === undefined) return;
    opened.moveTo(other.availLeft, other.availTop);
    opened.resizeTo(other.availWidth, other.availHeight);
  } catch {
    // It may not: the window is moved by hand.
  }
}
