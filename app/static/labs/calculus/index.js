// How a calculus class would do it: the cost written out in its leaves and differentiated line by line, for two
// leaves side by side; what is computed again and again; and what is left when repeats are shared.

import { createGrowth } from "./growth.js";
import { createFolding } from "./folding.js";
import { grouped } from "./model.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Sharing} Sharing */

/**
 * @typedef {{ leaf: string, latex: string, left: string, lines: { rule: string, latex: string }[], result: string | null, value: import("../../core/types.js").Num, adjoint: import("../../core/types.js").Num, truncated: boolean }} Derivation
 * @typedef {{ key: number, latex: string | null, count: number | string, count_expanded: number | string, operations: number | string }} Part
 * @typedef {{ node: string, depth: number, formula: string, derivative: string, backprop: number }} Growth
 * @typedef {{ output: string, leaves: string[], expanded: string | null, derivations: Derivation[], parts: Part[], counts: { naive: number | string, expanded: number | string, shared: [number, number], backprop: number }, growth: Growth[] | null, sharing: Sharing | null }} Answer
 */

/** @type {import("../types.js").Place} */
export const place = "wide";

const TABS = /** @type {const} */ (["lines", "share", "growth"]);
const MOST_PARTS = 4;

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount({ kit, root, store, services, say }) {
  const { element: make, formatNumber, inNotation, mark, requestKey, requestOf, setMath } = kit;
  const pickers = [0, 1].map((at) => {
    const select = make("select", { class: "calculus-leaf", "aria-label": say("leaf", { number: at + 1 }), "data-calculus-leaf": String(at) });
    select.addEventListener("change", () => { chosen = pickers.map(({ value }) => value); void ask(store.get()); });
    return select;
  });
  /** @param {string} id @param {() => void} act */
  const button = (id, act) => {
    const made = make("button", { type: "button", class: "calculus-button", "data-calculus": id }, say(id));
    made.addEventListener("click", act);
    return made;
  };
  const next = button("next", () => { seen += 1; drawLines(); });
  const all = button("all", () => { seen = Infinity; drawLines(); });
  const tabs = TABS.map((tab) => {
    const made = make("button", { type: "button", class: "calculus-tab", role: "tab", id: `calculus-tab-${tab}`, "aria-controls": `calculus-${tab}`, "data-calculus-tab": tab }, say(`tab.${tab}`));
    made.addEventListener("click", () => { shown = tab; draw(); });
    return made;
  });
  const problem = make("p", { class: "calculus-problem", role: "status" });
  const expanded = make("p", { class: "calculus-expanded", tabindex: "0", role: "group", "aria-label": say("expanded") });
  const columns = [0, 1].map(() => make("div", { class: "calculus-column" }));
  const parts = make("ul", { class: "calculus-parts" });
  const bars = make("dl", { class: "calculus-bars" });
  const folding = createFolding(kit, say);
  const growth = createGrowth(kit, say);
  const panels = {
    lines: make("section", {}, make("div", { class: "calculus-columns" }, ...columns), make("div", { class: "calculus-counts" }, make("div", {}, make("h3", {}, say("repeated")), parts), make("div", {}, make("h3", {}, say("operations")), bars))),
    share: folding.root,
    growth: growth.root,
  };
  for (const [tab, panel] of Object.entries(panels)) for (const [name, value] of Object.entries({ class: "calculus-panel", role: "tabpanel", id: `calculus-${tab}`, "aria-labelledby": `calculus-tab-${tab}` })) panel.setAttribute(name, value);
  root.classList.add("calculus");
  root.append(make("div", { class: "calculus-bar" }, make("div", { class: "calculus-tabs", role: "tablist" }, ...tabs), make("label", {}, "∂ / ∂ ", ...pickers.slice(0, 1)), make("label", {}, "∂ / ∂ ", ...pickers.slice(1)), next, all), problem, expanded, ...Object.values(panels));

  /** @type {(typeof TABS)[number]} */
  let shown = "lines";
  /** @type {Answer | null} */
  let answer = null;
  /** What was asked last. */
  let asked = "";
  /** @type {string[]} */
  let chosen = [];
  /** How many lines of each derivation are written down. */
  let seen = 1;

  /** @param {State} state */
  async function ask(state) {
    const request = { ...requestOf(state), ...(chosen.length > 0 ? { leaves: [...new Set(chosen)] } : {}) };
    const key = requestKey(request) + chosen.join();
    if (key === asked) return;
    asked = key;
    try {
      const found = await services.api.ask("calculus", request);
      if (key !== asked) return;
      answer = found;
      problem.textContent = "";
    } catch (error) {
      if (key !== asked) return;
      const { detail = say("unanswered"), hint = "" } = /** @type {any} */ (error).problem ?? {};
      // Leaves that the changed model has no longer: it is asked again, with its own.
      if (chosen.length > 0) { chosen = []; return ask(store.get()); }
      answer = null;
      problem.textContent = `${detail} ${hint}`;
    }
    draw();
  }

  function draw() {
    mark(root, "data-unanswered", answer === null);
    for (const tab of tabs) tab.setAttribute("aria-selected", String(tab.dataset.calculusTab === shown));
    for (const [tab, panel] of Object.entries(panels)) panel.hidden = tab !== shown || answer === null;
    next.hidden = all.hidden = shown !== "lines" || answer === null;
    for (const picker of pickers) picker.hidden = answer === null;
    const { trace } = store.get();
    if (answer === null || trace === null) return;
    const leaves = trace.nodes.filter(({ parents }) => parents.length === 0).map(({ id }) => id);
    for (const [at, picker] of pickers.entries()) {
      picker.replaceChildren(...leaves.map((leaf) => make("option", { value: leaf }, leaf)));
      picker.value = answer.leaves[at] ?? answer.leaves[0] ?? "";
    }
    const output = trace.nodes.find(({ id }) => id === answer?.output);
    if (answer.expanded === null) expanded.textContent = say("too-long", { count: grouped(answer.growth?.at(-1)?.formula ?? "?") });
    else setMath(expanded, `${output?.latex} = ${answer.expanded}`, { large: true });
    drawLines();
    drawCounts(answer);
    folding.show(answer.sharing, answer.counts);
    growth.show(answer.growth);
  }

  function drawLines() {
    if (answer === null) return;
    const longest = Math.max(...answer.derivations.map(({ lines }) => lines.length));
    seen = Math.min(seen, longest);
    mark(next, "aria-disabled", seen >= longest ? "true" : null);
    mark(all, "aria-disabled", seen >= longest ? "true" : null);
    for (const [at, column] of columns.entries()) {
      const derivation = answer.derivations[at];
      column.hidden = derivation === undefined;
      if (derivation === undefined) continue;
      const { left, lines, result, value, adjoint, truncated, leaf } = derivation;
      const rows = lines.slice(0, seen).map(({ rule, latex }, index) => make("div", { class: "calculus-line", "data-calculus-line": leaf }, math(index === 0 ? left : "", "calculus-left"), make("span", { class: "calculus-equals" }, "="), math(latex, "calculus-right"), make("span", { class: "calculus-rule" }, say(`rule.${rule}`))));
      const isDone = seen >= lines.length && result !== null;
      const end = isDone ? [make("p", { class: "calculus-result", "data-calculus-result": leaf, "data-value": String(value) }, make("b", { class: "calculus-number" }, formatNumber(value)), ` ${say("same", { adjoint: formatNumber(adjoint) })}`)] : [];
      column.replaceChildren(...rows, ...(truncated ? [make("p", { class: "calculus-note" }, say("truncated"))] : []), ...end);
      column.scrollTop = column.scrollHeight;
    }
  }

  /** @param {Answer} found */
  function drawCounts({ parts: repeated, counts }) {
    parts.replaceChildren(...repeated.slice(0, MOST_PARTS).map(({ key, latex, count, count_expanded: more }) => {
      const words = [say(Number(count) === 1 ? "times.one" : "times.other", { count: grouped(String(count)) }), ...(String(more) === String(count) ? [] : [say("times.expanded", { count: grouped(String(more)) })])];
      const row = make("li", { class: "calculus-part", tabindex: "0", "data-part": String(key), "data-count": String(count), "data-count-expanded": String(more) }, math(latex ?? "", `part part-${key}`), make("span", {}, words.join(" ")));
      for (const [event, isLit] of /** @type {const} */ ([["pointerenter", true], ["focus", true], ["pointerleave", false], ["blur", false]])) row.addEventListener(event, () => light(key, isLit));
      return row;
    }), ...(repeated.length === 0 ? [make("li", {}, say("no-repeats"))] : []));
    const rows = /** @type {const} */ ([["naive", counts.naive], ["expanded", counts.expanded], ["shared", counts.shared[0]], ["shared-expanded", counts.shared[1]], ["backprop", counts.backprop]]);
    const longest = Math.max(...rows.map(([, count]) => Number(count)));
    bars.replaceChildren(...rows.flatMap(([name, count]) => {
      const bar = make("span", { class: "calculus-bar-length" });
      bar.style.inlineSize = `${Math.max(0.5, (100 * Number(count)) / longest)}%`;
      return [make("dt", {}, say(`count.${name}`)), make("dd", { "data-operations": name, "data-count": String(count) }, make("span", { class: "calculus-track" }, bar), make("b", {}, grouped(String(count))))];
    }));
  }

  /** All copies of a part at once. @param {number} key @param {boolean} isLit */
  function light(key, isLit) {
    for (const copy of root.querySelectorAll(`.part-${key}`)) copy.toggleAttribute("data-lit", isLit);
  }

  /** @param {string} latex @param {string} name */
  function math(latex, name) {
    const holder = make("span", { class: name });
    const { trace, notation } = store.get();
    setMath(holder, trace === null ? latex : inNotation(latex, trace, notation), { large: true });
    return holder;
  }

  return {
    show(state, previous) {
      if (state.trace !== null && (previous === null || state.trace !== previous.trace)) void ask(state);
    },
  };
}
