// The help sheet: every key, from the table of actions, and what the signs on the graph mean.

import { say } from "../../words/index.js";

/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/actions.js").Group} Group */
/** @typedef {import("../toolkit.js").Kit} Kit */

/** Each by its own name. */
const LANGUAGES = /** @type {const} */ ([["en", "English"], ["fr", "Français"]]);

/** @type {readonly Group[]} */
const GROUPS = ["walk", "look", "model"];

const SIGNS = /** @type {const} */ ([
  ["value", "above"], ["adjoint", "below"], ["fan-in", "double"], ["array", "grid"], ["fan-in", "sigma"], ["check", "marks"], ["leaf", "square"],
]);

/** @param {Kit} kit @param {HTMLElement} root @param {Store} store @param {Services} services */
export async function mountHelp(kit, root, store, services) {
  const { element: make, styleSheet } = kit;
  if (!(root instanceof HTMLDialogElement)) throw new Error("the help sheet must be a dialog");
  const close = make("button", { type: "button", class: "button help-close", "aria-label": say("help.close") }, "×");
  close.addEventListener("click", () => store.set({ helpOpen: false }));
  const groups = GROUPS.map((group) => make("section", {}, make("h3", {}, say(`help.${group}`)), keyTable(kit, group)));
  const signs = make("dl", { class: "help-signs" }, ...SIGNS.flatMap(([sign, term]) => [make("dt", { "data-sign": sign }, say(`help.${term}`)), make("dd", {}, say(`help.${term}.is`))]));
  root.append(make("header", {}, make("h2", { id: "help-title" }, say("help.help")), close),
    make("div", { class: "help-columns" }, ...groups), make("h3", {}, say("help.signs")), signs, languages(kit));
  // "close" comes a moment after Escape, and the next key may be quicker.
  for (const event of ["cancel", "close"]) root.addEventListener(event, () => store.set({ helpOpen: false }));
  root.addEventListener("click", (event) => {
    if (event.target === root) services.actions.run("help");
  });
  await styleSheet(new URL("./help.css", import.meta.url).href);
  const show = () => {
    const { helpOpen } = store.get();
    if (helpOpen === root.open) return;
    if (helpOpen) root.showModal();
    else root.close();
  };
  store.subscribe(show);
  show();
}

/** The languages of the page: each opens the same screen, and counts from then on. @param {Kit} kit */
function languages({ element: make, language, mark, remember }) {
  const links = LANGUAGES.map(([id, name]) => {
    const link = make("a", { lang: id, hreflang: id, "data-language": id, href: `?lang=${id}` }, name);
    mark(link, "aria-current", language() === id ? "true" : null);
    link.addEventListener("click", () => {
      remember("language", id);
      link.href = `?lang=${id}${location.hash}`;
    });
    return link;
  });
  return make("p", { class: "help-languages" }, say("help.language"), ...links.flatMap((link, at) => (at === 0 ? [link] : [" · ", link])));
}

/** @param {Kit} kit @param {Group} group */
function keyTable({ ACTIONS, element: make, labelOf, printed }, group) {
  const rows = ACTIONS.filter((action) => action.group === group).map((action) => {
    const keys = action.keys.map((key) => make("kbd", {}, printed(key)));
    return [make("dt", {}, ...keys), make("dd", {}, labelOf(action))];
  });
  return make("dl", { class: "help-keys" }, ...rows.flat());
}
