// Puts the page together: the state, what may change it, and the views that show it.

import { say, speak } from "./words/index.js";
import { actionOf } from "./core/actions.js";
import { createStore } from "./core/state.js";
import { createApi } from "./io/api.js";
import { createSession } from "./session.js";
import { boot, copyLink } from "./view/start/address.js";
import { mountAnnouncer } from "./view/panels/announcer.js";
import { mountAppearance } from "./view/start/appearance.js";
import { drawable } from "./view/arrays/load.js";
import { region } from "./view/dom/attributes.js";
import { mountControls, mountTools } from "./view/panels/controls.js";
import { mountEditor } from "./view/editor/index.js";
import { mountExamples } from "./view/panels/examples.js";
import { mountFormula } from "./view/panels/formula.js";
import { listenToKeys } from "./view/start/keyboard.js";
import { inKeptLanguage } from "./view/start/language.js";
import { mountLeaves } from "./view/panels/leaves.js";
import { mountLater } from "./view/start/lazy.js";
import { mountLedger } from "./view/panels/ledger.js";
import { mountListing } from "./view/panels/listing.js";
import { fontsReady } from "./view/dom/mathematics.js";
import { mountMessage } from "./view/panels/message.js";
import { startPlayback } from "./view/start/playback.js";
import { mountStage } from "./view/stage/stage.js";
import { mountTimeline } from "./view/panels/timeline.js";
import { keepKeys, keysWaitFor } from "./view/start/typeahead.js";

/** @typedef {import("./core/types.js").Services} Services */
/** @typedef {import("./core/types.js").Store} Store */

const CLOSER = 1.4;

keepKeys();
let started = () => {};
keysWaitFor(/** @type {Promise<void>} */ (new Promise((resolve) => { started = resolve; })));

await inKeptLanguage();
await speak(document.documentElement.lang);

const store = createStore();
const api = withArrays(createApi());
const session = createSession(store, api);
/** @type {Services} */
const services = { api, session, actions: { run } };

mountAppearance(document.body, store);
mountTools(region("#tools"), store, services);
mountControls(region("#controls"), store, services);
mountTimeline(region("#timeline"), store);
mountMessage(region("#message"), store);
mountAnnouncer(document.body, store);
mountListing(region("#listing"), store);
mountEditor(region("#editor"), store, services);
mountLeaves(region("#leaves"), store, services);
mountExamples(region("#examples"), store, services);
listenToKeys(store, services);
startPlayback(store);

await fontsReady();
mountFormula(region("#formula"), store);
mountLedger(region("#ledger"), store);
const stage = mountStage(region("#stage"), store);
const later = mountLater(region("#stage"), region(".side"), store, services);
await boot(store, services, startData());
started();

/** @param {string} id of an action */
function run(id) {
  const action = actionOf(id);
  const state = store.get();
  if (!action.enabled(state)) return;
  // While a lesson is told, it decides what the next step is.
  if (state.lesson !== null && !document.dispatchEvent(new CustomEvent("walk", { cancelable: true, detail: id }))) return;
  store.set(action.effect(state, { dark: window.matchMedia("(prefers-color-scheme: dark)").matches }));
  if (action.command === "fit") stage.fit();
  if (action.command === "closer") stage.closer(CLOSER);
  if (action.command === "farther") stage.closer(1 / CLOSER);
  if (action.command === "find") stage.find();
  if (action.command === "unfold") stage.unfold();
  if (action.command === "fullscreen") toggleFullscreen();
  if (action.command === "share") void copyLink(store);
  if (action.command === "presenter") void later.present();
}

/** A trace counts as answered when it can be drawn. @param {import("./core/types.js").Api} plain @returns {import("./core/types.js").Api} */
function withArrays(plain) {
  return { ...plain, trace: async (request, signal) => drawable(await plain.trace(request, signal)) };
}

function toggleFullscreen() {
  const change = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  change.catch(() => store.set({ message: say("answer.fullscreen") }));
}

/** What the page was delivered with, so that the first screen needs no request. */
function startData() {
  const text = document.querySelector("#start")?.textContent?.trim() ?? "";
  const { example = null, trace = null } = text === "" ? {} : JSON.parse(text);
  return example !== null && trace !== null ? { example, trace } : null;
}
