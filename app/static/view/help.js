// The help sheet: every key, from the table of actions, and what the signs on the graph mean.

import { ACTIONS, printed } from "../core/actions.js";
import { element as make } from "./element.js";

/** @typedef {import("../core/types.js").Store} Store */
/** @typedef {import("../core/types.js").Services} Services */
/** @typedef {import("../core/actions.js").Group} Group */

/** @type {[Group, string][]} */
const GROUPS = [["walk", "Walk"], ["look", "View"], ["model", "Model"]];

const SIGNS = [
  ["value", "above a node", "its value, from the forward pass"],
  ["adjoint", "below a node", "its adjoint: how the output moves when the node is raised"],
  ["fan-in", "a double line", "fan-in: the node has several children, and its adjoint sums a term from each"],
  ["leaf", "a square", "an input or target; a bold ring is a parameter, a double ring the output"],
];

/** @param {HTMLElement} root @param {Store} store @param {Services} services */
export function mountHelp(root, store, services) {
  if (!(root instanceof HTMLDialogElement)) throw new Error("the help sheet must be a dialog");
  const close = make("button", { type: "button", class: "button help-close", "aria-label": "Close" }, "×");
  close.addEventListener("click", () => store.set({ helpOpen: false }));
  const groups = GROUPS.map(([group, title]) => make("section", {}, make("h3", {}, title), keyTable(group)));
  const signs = make("dl", { class: "help-signs" }, ...SIGNS.flatMap(([sign = "", term = "", meaning = ""]) => [make("dt", { "data-sign": sign }, term), make("dd", {}, meaning)]));
  root.append(make("header", {}, make("h2", { id: "help-title" }, "Keys and signs"), close),
    make("div", { class: "help-columns" }, ...groups), make("h3", {}, "Signs"), signs);
  root.addEventListener("close", () => store.set({ helpOpen: false }));
  root.addEventListener("click", (event) => {
    if (event.target === root) services.actions.run("help");
  });
  store.subscribe((state) => {
    if (state.helpOpen === root.open) return;
    if (state.helpOpen) root.showModal();
    else root.close();
  });
}

/** @param {Group} group */
function keyTable(group) {
  const rows = ACTIONS.filter((action) => action.group === group).map((action) => {
    const keys = action.keys.map((key) => make("kbd", {}, printed(key)));
    return [make("dt", {}, ...keys), make("dd", {}, action.label)];
  });
  return make("dl", { class: "help-keys" }, ...rows.flat());
}
