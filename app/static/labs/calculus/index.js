// How a calculus class would do it: the cost written out in its leaves and differentiated line by line, for two
// leaves side by side; what is computed again and again; and what is left when repeats are shared.

import { createBoard } from "./board.js";
import { createCounts } from "./counts.js";
import { createFolding } from "./folding.js";
import { createGrowth } from "./growth.js";
import { createLights } from "./lights.js";
import { isSameWork } from "./model.js";
import { createTabs } from "./tabs.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Cost} Cost */

/** @type {import("../types.js").Place} */
export const place = "wide";

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount(lab) {
  const { kit, root, store, services, say } = lab;
  const { element: make, mark, requestKey, requestOf, setMath } = kit;
  const pickers = [0, 1].map((at) => {
    const select = make("select", { class: "calculus-leaf", "aria-label": say("leaf", { number: at + 1 }), "data-calculus-leaf": String(at) });
    select.addEventListener("change", () => pick(at));
    return select;
  });
  const [next, all, back] = /** @type {const} */ ([["next", () => seen + 1], ["all", () => Infinity], ["back", () => seen - 1]]).map(([id, to]) => {
    const made = make("button", { type: "button", class: "calculus-button", "data-calculus": id }, say(id));
    made.addEventListener("click", () => write(to()));
    return made;
  });
  const writing = make("div", { class: "calculus-writing" }, ...[next, all, back].flatMap((one) => one ?? []));
  const problem = make("p", { class: "calculus-problem", role: "status" });
  const voice = make("p", { class: "unseen", role: "status" });
  const expanded = make("p", { class: "calculus-expanded", role: "group", "aria-label": say("expanded") });
  const board = createBoard(lab);
  const counts = createCounts(lab, (key) => lights.pin(key));
  const folding = createFolding(lab);
  const growth = createGrowth(lab);
  const lights = createLights(root, counts.pin);
  const panels = { lines: make("section", {}, board.root, counts.root), share: folding.root, growth: growth.root };
  const tabs = createTabs(lab, panels, (tab) => {
    isChosen = true;
    show(tab);
  });
  root.classList.add("calculus");
  root.append(make("div", { class: "calculus-bar" }, tabs.list, ...pickers.map((picker) => make("label", {}, "∂ / ∂ ", picker)), writing), problem, voice, expanded, ...Object.values(panels));
  const watch = new ResizeObserver(() => board.fit());
  watch.observe(board.root);

  /** Whether a person has chosen the tab. */
  let isChosen = false;
  /** @type {Answer | null} */
  let answer = null;
  /** What the costs panel says. @type {Cost | null} */
  let cost = null;
  /** What was asked last. */
  let asked = "";
  /** @type {string[]} */
  let chosen = [];
  /** How many lines of each derivation are written down. */
  let seen = 1;

  /** @param {number} at */
  function pick(at) {
    const was = answer?.leaves ?? [];
    chosen = pickers.map(({ value }) => value);
    // The leaf of the other column was chosen: the two change places.
    if (chosen[0] === chosen[1]) chosen[1 - at] = was[at] ?? "";
    void ask(store.get());
  }

  /** @param {State} state */
  async function ask(state) {
    const leaves = chosen.filter((leaf) => state.trace?.nodes.some(({ id, parents }) => id === leaf && parents.length === 0));
    const request = { ...requestOf(state), ...(leaves.length > 0 ? { leaves } : {}) };
    const key = requestKey(request) + leaves.join();
    if (key === asked) return;
    asked = key;
    try {
      /** @type {[Answer, Cost | null]} */
      const [found, counted] = await Promise.all([services.api.ask("calculus", request), services.api.ask("cost", requestOf(state)).catch(() => null)]);
      if (key !== asked) return;
      if (answer !== null && !isSameWork(answer, found)) seen = 1;
      [answer, cost] = [found, counted];
      problem.textContent = "";
    } catch (error) {
      if (key !== asked) return;
      const { detail = say("unanswered"), hint = "" } = /** @type {any} */ (error).problem ?? {};
      answer = null;
      problem.textContent = `${detail} ${hint}`;
    }
    draw();
  }

  function draw() {
    const { trace } = store.get();
    mark(root, "data-unanswered", answer === null);
    if (answer === null || trace === null) return;
    const leaves = trace.nodes.filter(({ parents }) => parents.length === 0).map(({ id }) => id);
    for (const [at, picker] of pickers.entries()) {
      picker.replaceChildren(...leaves.map((leaf) => make("option", { value: leaf }, leaf)));
      picker.value = answer.leaves[at] ?? "";
      picker.closest("label")?.toggleAttribute("hidden", answer.leaves[at] === undefined);
    }
    const output = trace.nodes.find(({ id }) => id === answer?.output);
    if (answer.expanded === null) expanded.replaceChildren(say("too-long", { count: kit.formatFigure(answer.growth?.at(-1)?.formula ?? answer.counts.naive) }));
    else {
      const formula = make("span", { class: "calculus-cost" });
      setMath(formula, `${output?.latex} = ${answer.expanded}`, { large: true });
      expanded.replaceChildren(formula);
    }
    counts.show(answer, cost, trace);
    folding.show(answer, trace);
    growth.show(answer);
    write(seen, { isSpoken: false });
    // Of formulas that no board holds, their length is the first thing to see.
    if (!isChosen) show(answer.growth !== null && answer.derivations.every(({ lines }) => lines.length === 0) ? "growth" : "lines");
  }

  /** @param {import("./tabs.js").Tab} tab */
  function show(tab) {
    tabs.show(tab);
    writing.hidden = tab !== "lines";
    if (tab === "lines") board.fit();
    mark(expanded, "tabindex", expanded.scrollWidth > expanded.clientWidth ? "0" : null);
  }

  /** So many lines in each column. @param {number} count */
  function write(count, { isSpoken = true } = {}) {
    if (answer === null) return;
    const longest = board.longest(answer);
    const was = seen;
    seen = Math.min(Math.max(1, count), Math.max(1, longest));
    for (const [button, isOver] of /** @type {const} */ ([[next, seen >= longest], [all, seen >= longest], [back, seen === 1]])) if (button) mark(button, "aria-disabled", isOver ? "true" : null);
    if (isSpoken && seen === was) return;
    board.show(answer, seen, store.get());
    lights.refresh();
    if (isSpoken) voice.textContent = board.spoken(answer, seen);
  }

  return {
    show(state, previous) {
      if (state.given !== null && (previous === null || state.given !== previous.given)) return void ask(state);
      if (previous !== null && (state.notation !== previous.notation || state.size !== previous.size || state.large !== previous.large)) draw();
    },
    close() {
      watch.disconnect();
      folding.close();
      growth.close();
    },
  };
}
