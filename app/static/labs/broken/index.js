// Two engines side by side, in step: the right one on the page's stage, and beside it one with a known fault.

import { FAULTS, differs, disagreements, faulty, inStep, obstacle } from "./model.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Fault} Fault */

/** @type {import("../types.js").Place} */
export const place = "beside";

/** The preset on which each fault is easiest to see. @type {Record<Fault, { id: string, grain: import("../../core/types.js").Grain }>} */
const SHOWN_BY = {
  overwrite: { id: "same-twice", grain: "primitive" },
  early: { id: "wait-for-all", grain: "named" },
  unreset: { id: "lecture", grain: "named" },
};

/** A stage lives as long as the page: it watches the window's size. @type {{ root: HTMLElement, store: import("../../core/types.js").Store } | null} */
let second = null;

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount({ kit, root, stage, store, services, say }) {
  const { brief, createStore, element: make, mark, modelOf, mountStage, setMath } = kit;
  /** @type {Fault} */
  let fault = "overwrite";
  /** @type {Trace | null} */
  let wrong = null;

  const choices = FAULTS.map((one) => {
    const input = make("input", { type: "radio", name: "broken-fault", value: one, "data-fault": one });
    input.checked = one === fault;
    input.addEventListener("change", () => {
      fault = one;
      compare(store.get());
    });
    return make("label", { class: "broken-choice" }, input, say(`${one}.name`));
  });
  const what = make("p", { class: "broken-what" });
  const preset = make("button", { type: "button", class: "broken-preset" });
  const why = make("p", { class: "broken-why" });
  const wrongSign = make("p", { class: "broken-sign", "data-engine": "wrong" }, say("wrong"));
  const rightSign = make("p", { class: "broken-sign", "data-engine": "right" }, say("right"));
  const table = make("div", { class: "broken-table", role: "status" });
  const beside = second?.root ?? make("div", { class: "stage broken-stage" });
  root.classList.add("broken");
  root.append(make("fieldset", { class: "broken-choices" }, make("legend", { class: "unseen" }, say("choose")), ...choices), what, make("div", { class: "broken-half" }, wrongSign, beside, why), table, preset);
  stage.append(rightSign);

  preset.addEventListener("click", async () => {
    const { id, grain } = SHOWN_BY[fault];
    try {
      await services.session.open({ ...modelOf(await services.api.example(id)), grain, lab: "broken" });
    } catch (error) {
      store.set({ message: /** @type {any} */ (error).problem?.detail ?? say("unanswered") });
    }
  });

  /** @param {State} state */
  function compare(state) {
    const { trace } = state;
    const hindrance = trace === null ? "numbers" : obstacle(trace);
    wrong = trace === null || hindrance !== null ? null : faulty(trace, fault);
    what.textContent = say(`${fault}.what`);
    why.textContent = wrong !== null ? "" : say(hindrance ?? "paths");
    mark(root, "data-hindered", wrong === null);
    preset.textContent = say(`${fault}.preset`);
    preset.hidden = state.example?.id === SHOWN_BY[fault].id && state.grain === SHOWN_BY[fault].grain;
    follow(state);
  }

  /** @param {State} state */
  function follow(state) {
    const { trace, position } = state;
    if (trace === null || wrong === null) return table.replaceChildren();
    const patch = { trace: wrong, position: inStep(trace, wrong, position), large: state.large, notation: state.notation, example: state.example };
    if (second === null) {
      second = { root: beside, store: createStore({ ...state, ...patch, lens: null }) };
      mountStage(beside, second.store);
    } else second.store.set(patch);
    markDifferences(state, trace, wrong);
    const isOver = position === trace.steps.length;
    const found = disagreements(trace, wrong);
    if (!isOver) return table.replaceChildren(make("p", {}, say("running")));
    if (found.length === 0) return table.replaceChildren(make("p", {}, say("agree")));
    table.replaceChildren(...found.map(({ node, right, wrong: bad }) => {
      const name = make("span", { class: "adjoint" });
      setMath(name, node.bar);
      return make("p", { "data-disagrees": node.id, "data-right": String(right), "data-wrong": String(bad) }, name, " = ", make("b", {}, brief(right)), ` ✓  ${say("not")} `, make("s", {}, brief(bad)), " ✗");
    }));
  }

  /** What this engine has wrong so far wears it. @param {State} state @param {Trace} right @param {Trace} wrong */
  function markDifferences({ position }, right, wrong) {
    const known = kit.snapshot(wrong, inStep(right, wrong, position)).nodes;
    for (const node of right.nodes) {
      const adjoint = known.get(node.id)?.adjoint ?? null;
      const holder = beside.querySelector(`[data-node="${CSS.escape(node.id)}"]`);
      if (holder) mark(holder, "data-wrong", adjoint !== null && differs(Number(node.adjoint), Number(adjoint)));
    }
  }

  return {
    show(state, previous) {
      if (previous === null || state.trace !== previous.trace || state.example !== previous.example) return compare(state);
      if (state.position !== previous.position || state.notation !== previous.notation || state.large !== previous.large) follow(state);
    },
    close: () => rightSign.remove(),
  };
}
