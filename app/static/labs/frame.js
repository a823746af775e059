// Opens and closes labs: fetches one with its words and its sheet, gives it a panel in its place, tells it
// of every change, and clears up after it. One lab is open at a time.

import { createMenu } from "./menu.js";
import frameEn from "./en.json";
import frameFr from "./fr.json";
import { sentence } from "./sentence.js";
import { LABS } from "./table.js";

/** @typedef {import("../core/types.js").Services} Services */
/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Store} Store */
/** @typedef {import("./types.js").Kit} Kit */
/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Words} Words */

/** @typedef {{ id: string, place: import("./types.js").Place, panel: HTMLElement, view: View }} Open */

/** @param {Kit} kit @param {HTMLElement} stage @param {HTMLElement} side @param {Store} store @param {Services} services */
export async function mountLabs(kit, stage, side, store, services) {
  const { element: make, fill, mark, styleSheet } = kit;
  const language = kit.language();
  /** @type {Words} */
  const own = { en: frameEn, fr: frameFr }[language];
  const main = side.parentElement ?? document.body;
  /** @type {Open | null} */
  let open = null;
  /** The lab that is being fetched or shown. @type {string | null} */
  let wanted = null;
  /** @type {Map<string, Words>} */
  const words = new Map();
  /** @type {Map<string, Promise<unknown>>} */
  const sheets = new Map();
  const menu = createMenu(kit, own, store, wordsOf);

  /** @param {string} file */
  function sheet(file) {
    const loaded = sheets.get(file) ?? styleSheet(new URL(`./${file}.css`, import.meta.url).href);
    sheets.set(file, loaded);
    return loaded;
  }

  /** @param {import("./types.js").Row} row */
  async function wordsOf({ id, words: languages }) {
    const known = words.get(id) ?? (await languages[language]()).default;
    words.set(id, known);
    return known;
  }

  /** @param {string} id @returns {Promise<void>} until the lab stands */
  async function start(id) {
    const row = LABS.find((one) => one.id === id);
    if (row === undefined) return store.set({ lab: null, message: fill(own.unknown ?? "", { id }) });
    try {
      const [lab, said] = await Promise.all([row.load(), wordsOf(row), sheet(`labs-${id}`)]);
      if (wanted !== id) return;
      const root = make("div", { class: "lab-body" });
      const close = make("button", { type: "button", class: "button lab-close", "aria-label": own.close ?? "", title: own.close ?? "" }, "×");
      const panel = make("section", { class: "lab", "data-lab": id, "data-place": lab.place, "aria-label": said.title }, make("header", { class: "lab-header" }, make("h2", {}, said.title), close), root);
      close.addEventListener("click", () => store.set({ lab: null }));
      panel.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !event.defaultPrevented) store.set({ lab: null });
      });
      if (lab.place === "side") side.prepend(panel);
      else main.insertBefore(panel, stage.nextSibling);
      mark(document.body, "data-lab-place", lab.place);
      if (lab.place === "side") store.set({ inspected: null, modesOpen: false });
      const view = await lab.mount({ kit, root, stage, store, services, words: said, say: (key, values) => fill(said[key] ?? key, values), sentence: (key, values) => sentence(kit, said[key] ?? key, values) });
      if (wanted !== id) {
        view.close?.();
        return panel.remove();
      }
      open = { id, place: lab.place, panel, view };
      view.show(store.get(), null);
    } catch (error) {
      if (wanted !== id) return;
      stop();
      store.set({ lab: null, message: own.failed ?? "" });
      throw error; // the keys that wait for the lab go nowhere
    }
  }

  function stop() {
    const focused = open?.panel.contains(document.activeElement) ?? false;
    open?.view.close?.();
    for (const panel of main.querySelectorAll(".lab")) panel.remove();
    open = null;
    mark(document.body, "data-lab-place", null);
    if (store.get().lens !== null) store.set({ lens: null });
    // What had the focus is gone; the menu's button is where the lab was opened.
    if (focused) /** @type {HTMLElement | null} */ (document.querySelector("[data-action=labs]"))?.focus();
  }

  /** @param {State} state @param {State | null} previous */
  function follow(state, previous) {
    menu.show(state);
    if (state.lab !== wanted) {
      stop();
      wanted = state.lab;
      if (wanted !== null) void kit.keysWaitFor(start(wanted)).catch(() => null);
      return;
    }
    if (open === null || previous === null) return;
    // The side column shows one thing at a time: what was asked for last.
    const isAsked = (state.inspected !== null && state.inspected !== previous.inspected) || (state.modesOpen && !previous.modesOpen);
    if (open.place === "side" && (isAsked || state.editorOpen !== previous.editorOpen)) {
      return store.set({ lab: null, ...(isAsked ? {} : { editorOpen: true }) });
    }
    open.view.show(state, previous);
  }

  await Promise.all([sheet("labs"), menu.ready]);
  stage.addEventListener("pick", (event) => {
    const { node, at } = /** @type {CustomEvent<{ node: string, at: number[] | null }>} */ (event).detail;
    if (open?.view.pick?.(node, at)) event.preventDefault();
  });
  store.subscribe(follow);
  follow(store.get(), null);
}
