// What a lecturer needs in the room, fetched when it is first asked for: the laser spot, the jump to a
// step, the tour, and the window of notes for the other screen.

import en from "./en.json";
import fr from "./fr.json";
import { mountJump } from "./jump.js";
import { mountLaser } from "./laser.js";
import { mountPresenter } from "./presenter/host.js";
import { mountTour } from "./tour/index.js";

/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("./types.js").Kit} Kit */

/** @param {Kit} kit @param {Store} store @param {Services} services */
export async function mountRoom(kit, store, services) {
  /** @type {Record<string, string>} */
  const words = { en, fr }[kit.language()];
  const room = { kit, store, services, say: (/** @type {string} */ key, /** @type {Record<string, string | number>} */ values = {}) => kit.fill(words[key] ?? key, values) };
  await kit.styleSheet(new URL("./lecturer.css", import.meta.url).href);
  mountLaser(room);
  mountJump(room);
  const tour = mountTour(room);
  leaveWithEscape(store);
  return mountPresenter(room, tour);
}

/** Escape ends what lies on top first; what has a field or a panel of its own closes itself. @param {Store} store */
function leaveWithEscape(store) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest("dialog, input, textarea, select, [data-lab], .cm-editor")) return;
    const { blank, laser, lesson } = store.get();
    if (blank) return; // the blanket is above everything
    if (laser) store.set({ laser: false });
    else if (lesson !== null) store.set({ lesson: null });
  }, { capture: true });
}
