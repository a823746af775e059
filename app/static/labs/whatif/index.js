// What if? The model as it was when the lab was opened, and as it is now: changed backward rules and changed
// numbers are told apart, on the graph and in a list. The walk keeps its step.

import { difference, exchanges } from "./model.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Rule} Rule */

/** @type {import("../types.js").Place} */
export const place = "under";

const MOST_RULES = 6;

/** @typedef {Pick<State, "source" | "inputs" | "roles" | "output" | "grain" | "example"> & { trace: Trace }} Model */

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount({ kit, root, stage, store, services, say }) {
  const { element: make, mark, setMath } = kit;
  const choices = make("div", { class: "whatif-choices" });
  const verdict = make("p", { class: "whatif-verdict", role: "status", "data-rules-changed": "" });
  const list = make("div", { class: "whatif-rules" });
  const aside = make("p", { class: "whatif-aside" });
  root.classList.add("whatif");
  root.append(choices, verdict, list, aside);
  /** @type {Model | null} */
  let before = null;

  /** @param {State} state @returns {Model | null} */
  function modelNow({ source, inputs, roles, output, grain, example, trace, problem, busy }) {
    return trace === null || problem !== null || busy ? null : { source, inputs, roles, output, grain, example, trace };
  }

  /** @param {string} id @param {string} label @param {() => void} act */
  function button(id, label, act) {
    const made = make("button", { type: "button", class: "whatif-button", "data-whatif": id }, label);
    made.addEventListener("click", act);
    return made;
  }

  /** @param {State} state */
  function offer(state) {
    if (state.trace === null) return;
    const offered = exchanges(state.source, state.trace).map(({ id, source }) => button(id, say(id), () => store.set({ source })));
    const isOther = before !== null && (before.source !== state.source || before.inputs !== state.inputs);
    // Asked by its key, focus stays on the row of buttons though they are made anew.
    const focused = choices.contains(document.activeElement);
    choices.replaceChildren(...offered, ...(isOther ? [
      button("back", say("back"), () => before && void services.session.open({ ...before, position: store.get().position })),
      button("keep", say("keep"), () => { before = null; show(store.get()); }),
    ] : [make("span", { class: "whatif-hint" }, say(offered.length > 0 ? "either" : "edit"))]));
    if (focused) choices.querySelector("button")?.focus();
  }

  /** @param {Rule} rule @param {Trace} was @param {Trace} now */
  function ruleOf({ node, before: old, after }, was, now) {
    const { notation } = store.get();
    const row = make("div", { class: "whatif-rule", "data-rule-changed": node.id });
    const math = (/** @type {import("../../core/types.js").Step | null} */ step, /** @type {Trace} */ trace, /** @type {string} */ kind) => {
      const holder = make(kind === "old" ? "s" : "span", { class: `whatif-${kind}` });
      if (step === null) holder.textContent = say("none");
      else setMath(holder, kit.inNotation(kit.formulaOf(trace, step), trace, notation), { large: false });
      return holder;
    };
    row.append(math(old, was, "old"), make("span", { class: "whatif-arrow" }, "→"), math(after, now, "new"));
    return row;
  }

  /** @param {State} state */
  function show(state) {
    const now = modelNow(state);
    if (now === null) return;
    before ??= now;
    offer(state);
    const { changes, edges, rules, aside: others, total, gone } = difference(before.trace, now.trace);
    for (const holder of stage.querySelectorAll("[data-node]")) {
      const change = changes.get(holder.getAttribute("data-node") ?? "") ?? "same";
      mark(holder, "data-changed", change === "same" ? null : change);
    }
    for (const holder of stage.querySelectorAll("[data-edge], [data-label]")) {
      mark(holder, "data-changed", edges.has(holder.getAttribute("data-edge") ?? holder.getAttribute("data-label") ?? "") ? "rule" : null);
    }
    const numbers = [...changes.values()].filter((change) => change === "number").length;
    mark(verdict, "data-rules-changed", rules.length);
    verdict.textContent = before.trace === now.trace || (rules.length === 0 && numbers === 0 && gone.length === 0)
      ? say("same")
      : [say(rules.length === 1 ? "rule.one" : "rule.other", { count: rules.length, total }), say(numbers === 1 ? "number.one" : "number.other", { count: numbers })].join(" ");
    const was = before.trace;
    list.replaceChildren(...rules.slice(0, MOST_RULES).map((rule) => ruleOf(rule, was, now.trace)), ...(rules.length > MOST_RULES ? [make("p", {}, say("more", { count: rules.length - MOST_RULES }))] : []));
    const apart = others.filter(({ node }) => now.trace.nodes.some(({ id, parents }) => id === node.id && parents.length === 0));
    aside.replaceChildren(...(apart.length === 0 ? [] : [say("aside", { names: apart.map(({ node }) => `∂/∂${node.id}`).join(", ") })]));
  }

  return {
    show(state, previous) {
      const keys = /** @type {const} */ (["trace", "busy", "problem", "notation", "source", "unfolded"]);
      if (previous === null || keys.some((key) => state[key] !== previous[key])) show(state);
    },
    close() {
      for (const holder of stage.querySelectorAll("[data-changed]")) holder.removeAttribute("data-changed");
    },
  };
}
