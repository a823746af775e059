// Other readings of the same model, in place of its text: what the passes cost, forward mode beside
// reverse, the backward pass as a graph of its own and as code.

import { say } from "../../words/index.js";
import { costWords } from "../../core/model/directions.js";
import { createForward } from "./forward.js";

/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../toolkit.js").Kit} Kit */

/** @param {Kit} kit @param {HTMLElement} side @param {Store} store @param {Services} services */
export async function mountModes(kit, side, store, { api, session }) {
  const { element: make, requestKey, requestOf, styleSheet } = kit;
  await styleSheet(new URL("./modes.css", import.meta.url).href);
  const close = make("button", { type: "button", class: "button modes-close", "aria-label": say("modes.back"), title: say("modes.back") }, "×");
  const cost = make("div", { class: "modes-cost", "data-cost": "" });
  const forward = createForward(kit, store, api);
  const asGraph = make("button", { type: "button", class: "modes-ask" }, say("modes.graph"));
  const asCode = make("button", { type: "button", class: "modes-ask" }, say("modes.code"));
  const code = make("pre", { class: "modes-code", tabindex: "0", "aria-label": say("modes.routine") });
  const note = make("p", { class: "modes-note", role: "status" });
  const root = make("section", { class: "modes", id: "modes", "aria-label": say("modes.title") },
    make("header", {}, make("h2", {}, say("modes.title")), close), make("h3", {}, say("modes.cost")), cost,
    forward.root, make("h3", {}, say("modes.itself")), asGraph, asCode, note, code);
  side.prepend(root);
  /** The request that is shown. */
  let shown = "";

  close.addEventListener("click", () => store.set({ modesOpen: false }));
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") store.set({ modesOpen: false });
  });

  asGraph.addEventListener("click", () => attempt(async (request) => {
    const source = await api.ask("export/gradient", request);
    // The browser's Back returns to the model that this one is made of.
    history.pushState(history.state, "", location.href);
    await session.open({ source: String(source).trimEnd(), inputs: {}, roles: {}, output: null, grain: "named", example: null, position: 0, playing: false, modesOpen: false });
    store.set({ message: say("modes.opened") });
  }));
  asCode.addEventListener("click", () => attempt(async (request) => {
    const { source } = await api.ask("routine", request);
    code.textContent = source;
    code.hidden = false;
  }));

  /** @param {(request: object) => Promise<void>} action */
  async function attempt(action) {
    note.textContent = "";
    try {
      await action(requestOf(store.get()));
    } catch (error) {
      note.textContent = words(error);
    }
  }

  /** @param {State} state */
  async function show(state) {
    root.hidden = !state.modesOpen;
    if (!state.modesOpen || state.trace === null) return;
    forward.show(state);
    const { trace } = state;
    const key = requestKey(requestOf(state));
    if (key === shown) return;
    shown = key;
    code.hidden = true;
    note.textContent = "";
    try {
      const counted = await api.ask("cost", requestOf(state));
      if (key === shown) cost.replaceChildren(...costWords(counted, trace).map((sentence) => make("p", {}, sentence)));
    } catch (error) {
      if (key === shown) cost.replaceChildren(make("p", {}, words(error)));
    }
  }

  store.subscribe((state, previous) => {
    const keys = /** @type {const} */ (["modesOpen", "trace", "position", "notation"]);
    if (keys.some((key) => state[key] !== previous[key])) void show(state);
  });
  await show(store.get());
}

/** @param {unknown} error */
function words(error) {
  return /** @type {any} */ (error).problem?.detail ?? say("modes.unanswered");
}
