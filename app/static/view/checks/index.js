// The verdict of the check beside each finished adjoint: ✓ agrees, ~ excused at a kink, ✗ differs.

import { say, sayCount } from "../../words/index.js";
import { verdictOf } from "../../core/model/verdicts.js";

/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../../core/model/verdicts.js").CheckRow} CheckRow */
/** @typedef {import("../toolkit.js").Kit} Kit */

/** @param {Kit} kit @param {HTMLElement} stage @param {Store} store @param {Services} services */
export async function mountChecks({ formatNumber, mark, requestKey, requestOf, styleSheet }, stage, store, { api }) {
  await styleSheet(new URL("./checks.css", import.meta.url).href);
  /** @type {AbortController | null} */
  let asking = null;
  let answered = "";
  /** @type {Map<string, CheckRow>} */
  let rows = new Map();

  /** @param {State} state */
  async function follow(state) {
    const key = state.checked && state.trace !== null ? requestKey(requestOf(state)) : "";
    if (key === answered) return;
    answered = key;
    asking?.abort();
    rows = new Map();
    paint();
    if (key === "") return;
    asking = new AbortController();
    try {
      const { checks } = await api.ask("check", requestOf(state), asking.signal);
      if (key !== answered) return;
      rows = new Map(checks.map((/** @type {CheckRow} */ row) => [row.node, row]));
      const verdicts = checks.map((/** @type {CheckRow} */ row) => verdictOf(row, formatNumber).mark);
      const count = (/** @type {string} */ wanted) => verdicts.filter((/** @type {string} */ one) => one === wanted).length;
      const parts = [sayCount("check.all", count("agrees"), { all: verdicts.length }), count("excused") ? sayCount("check.excused", count("excused")) : "", count("differs") ? sayCount("check.some", count("differs")) : ""];
      store.set({ message: `${parts.filter(Boolean).join(", ")}.` });
      paint();
    } catch (error) {
      if (key !== answered || /** @type {Error} */ (error).name === "AbortError") return;
      store.set({ checked: false, message: /** @type {any} */ (error).problem?.detail ?? say("check.unanswered") });
    }
  }

  function paint() {
    for (const node of stage.querySelectorAll(".node")) {
      const row = rows.get(node.getAttribute("data-node") ?? "");
      const verdict = row ? verdictOf(row, formatNumber) : null;
      mark(node, "data-check", verdict?.mark);
      mark(node, "aria-description", verdict && node.hasAttribute("data-adjoint") ? verdict.words : null);
      mark(node, "title", verdict && node.hasAttribute("data-adjoint") ? verdict.words : null);
    }
  }

  store.subscribe((state) => {
    void follow(state);
    if (rows.size > 0) paint();
  });
  await follow(store.get());
}
