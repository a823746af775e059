// The help sheet: every key, from the table of actions, and what the signs on the graph mean.

/** @typedef {import("../core/types.js").Store} Store */
/** @typedef {import("../core/types.js").Services} Services */
/** @typedef {import("../core/actions.js").Group} Group */
/** @typedef {import("./kit.js").Kit} Kit */

/** @type {[Group, string][]} */
const GROUPS = [["walk", "Walk"], ["look", "View"], ["model", "Model"]];

const SIGNS = [
  ["value", "above a node", "its value, from the forward pass"],
  ["adjoint", "below a node", "its adjoint: how the output moves when the node is raised"],
  ["fan-in", "a double line", "fan-in: the node has several children, and its adjoint sums a term from each"],
  ["array", "a grid", "an array: its entries on a scale of its own, blue below 0 and vermillion above; a short bar is a minus"],
  ["fan-in", "Σ on an edge", "the parent was used once for every row: its terms are summed"],
  ["check", "✓ ~ ✗", "the check by differences agrees, is excused at a kink, or differs"],
  ["leaf", "a square", "an input or target; a bold ring is a parameter, a double ring the output"],
];

/** @param {Kit} kit @param {HTMLElement} root @param {Store} store @param {Services} services */
export async function mountHelp(kit, root, store, services) {
  const { element: make, styleSheet } = kit;
  if (!(root instanceof HTMLDialogElement)) throw new Error("the help sheet must be a dialog");
  const close = make("button", { type: "button", class: "button help-close", "aria-label": "Close" }, "×");
  close.addEventListener("click", () => store.set({ helpOpen: false }));
  const groups = GROUPS.map(([group, title]) => make("section", {}, make("h3", {}, title), keyTable(kit, group)));
  const signs = make("dl", { class: "help-signs" }, ...SIGNS.flatMap(([sign = "", term = "", meaning = ""]) => [make("dt", { "data-sign": sign }, term), make("dd", {}, meaning)]));
  root.append(make("header", {}, make("h2", { id: "help-title" }, "Keys and signs"), close),
    make("div", { class: "help-columns" }, ...groups), make("h3", {}, "Signs"), signs);
  root.addEventListener("close", () => store.set({ helpOpen: false }));
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

/** @param {Kit} kit @param {Group} group */
function keyTable({ ACTIONS, element: make, printed }, group) {
  const rows = ACTIONS.filter((action) => action.group === group).map((action) => {
    const keys = action.keys.map((key) => make("kbd", {}, printed(key)));
    return [make("dt", {}, ...keys), make("dd", {}, action.label)];
  });
  return make("dl", { class: "help-keys" }, ...rows.flat());
}
