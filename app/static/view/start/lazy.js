// Parts of the page that are fetched when they are first asked for: the help sheet, the closer
// look, the checks, the other modes, the labs, what a lecturer needs in the room.

import { say } from "../../words/index.js";
import { recall } from "../../io/memory.js";
import { drawable } from "../arrays/load.js";
import { mark, region } from "../dom/attributes.js";
import { kit } from "../toolkit.js";
import { mountStage } from "../stage/stage.js";
import { keysWaitFor } from "./typeahead.js";

/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */

/** @param {HTMLElement} stage @param {HTMLElement} side @param {Store} store @param {Services} services @returns {{ present: () => Promise<void> }} */
export function mountLater(stage, side, store, services) {
  const look = once(store, { inspected: null }, async () => {
    const [{ mountInspector }] = await Promise.all([import("../inspector/index.js"), drawable(null)]);
    await mountInspector(kit, side, store, services);
  });
  const check = once(store, { checked: false }, async () => (await import("../checks/index.js")).mountChecks(kit, stage, store, services));
  const modes = once(store, { modesOpen: false }, async () => (await import("../modes/index.js")).mountModes(kit, side, store, services));
  const labs = once(store, { lab: null, labsOpen: false }, withKeys(async () => (await import("../../labs/frame.js")).mountLabs({ ...kit, mountStage }, stage, side, store, services)));
  let present = () => {};
  const room = once(store, { jumpOpen: false, laser: false, lesson: null }, withKeys(async () => {
    ({ present } = await (await import("../lecturer/index.js")).mountRoom(kit, store, services));
  }));
  const help = once(store, { helpOpen: false }, withKeys(async () => (await import("../panels/help.js")).mountHelp(kit, region("#help"), store, services)));

  stage.addEventListener("click", ({ target }) => {
    const node = target instanceof Element ? target.closest("[data-node]")?.getAttribute("data-node") : null;
    if (!(target instanceof Element) || !node || !store.get().trace?.nodes.some(({ id }) => id === node)) return;
    const at = target.closest("[data-at]")?.getAttribute("data-at")?.split(",").map(Number) ?? null;
    // An open lab may want the node for itself.
    if (stage.dispatchEvent(new CustomEvent("pick", { cancelable: true, detail: { node, at } }))) store.set({ inspected: { node, at }, modesOpen: false });
  });

  store.subscribe((state) => {
    mark(document.body, "data-aside", state.inspected || state.modesOpen ? "open" : null);
    if (state.inspected !== null) look();
    if (state.modesOpen) modes();
    if (state.checked) check();
    if (state.labsOpen || state.lab !== null) labs();
    if (state.jumpOpen || state.laser || state.lesson !== null) room();
    if (state.helpOpen) help();
  });
  if (recall("presenter", "sessionStorage") !== null) void room(); // its notes are waiting while it was reloaded
  return { present: async () => (await room(), present()) };
}

/** Of a part that will take the next keys itself. @param {() => Promise<void>} fetchPart */
function withKeys(fetchPart) {
  return () => keysWaitFor(fetchPart());
}

/**
 * What fetches a part the first time it is called. A part that cannot be fetched may be asked for again.
 * @param {Store} store
 * @param {Partial<State>} without  the state in which it is not wanted
 * @param {() => Promise<void>} fetchPart
 */
function once(store, without, fetchPart) {
  /** @type {Promise<void> | null} */
  let asked = null;
  return () => asked ??= fetchPart().catch(() => {
    asked = null;
    store.set({ ...without, message: say("part.missing") });
  });
}
