// What the check of this adjoint says, and on demand its curve: the error for every size of the step h.

import { say } from "../../words/index.js";
import { createCurve } from "./curve.js";
import { verdictOf } from "../../core/model/verdicts.js";

/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../../core/model/verdicts.js").CheckRow} CheckRow */
/** @typedef {import("../toolkit.js").Kit} Kit */

/** @param {Kit} kit @param {Store} store @param {Services} services */
export function createCheckPart(kit, store, { api }) {
  const { element: make, formatNumber, mark, requestKey, requestOf } = kit;
  const button = make("button", { type: "button", class: "look-ask" }, say("look.ask"));
  const said = make("p", { class: "look-said", role: "status" });
  const chart = make("div", { class: "look-chart" });
  const root = make("div", { class: "look-check" }, make("h3", {}, say("look.checked")), button, said, chart);
  const curve = createCurve(kit);
  /** The last answer, and what it answers. @type {{ key: string, row: CheckRow | null } | null} */
  let answer = null;
  let now = "";

  button.addEventListener("click", async () => {
    const state = store.get();
    const node = state.inspected?.node;
    if (node === undefined) return;
    const key = now;
    said.textContent = say("look.checking");
    try {
      const { checks } = await api.ask("check", { ...requestOf(state), curve: node });
      answer = { key, row: checks.find((/** @type {CheckRow} */ row) => row.node === node) ?? null };
    } catch (error) {
      said.textContent = /** @type {any} */ (error).problem?.detail ?? say("check.unanswered");
      return;
    }
    if (key === now) draw();
  });

  function draw() {
    const row = answer?.key === now ? answer.row : null;
    button.hidden = row !== null;
    chart.replaceChildren();
    mark(said, "data-verdict", row && verdictOf(row, formatNumber).mark);
    said.textContent = row ? verdictOf(row, formatNumber).words : "";
    if (row?.curve?.length) chart.append(curve(row));
  }

  return {
    root,
    /** @param {State} state @param {Node} node @param {Quantity | null} adjoint as known at the step */
    show(state, node, adjoint) {
      root.hidden = adjoint === null;
      const key = `${requestKey(requestOf(state))} ${node.id}`;
      if (key === now) return;
      now = key;
      draw();
    },
  };
}
