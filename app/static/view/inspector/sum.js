// The terms of one adjoint: those of a node, or, asked for where every entry is a node, those of an entry.

import { say } from "../../words/index.js";
import { termsOf } from "../../core/walk/sums.js";

/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../toolkit.js").Kit} Kit */

/** @param {Kit} kit @param {Store} store @param {Services} services */
export function createSum({ adjointOf, brief, element: make, equals, factors, formulaOf, inNotation, isArray, mark, requestKey, requestOf, setMath, termOf }, store, { api }) {
  const title = make("h3", {}, say("look.sum"));
  const line = make("div", { class: "look-line" });
  const body = make("tbody");
  const foot = make("tfoot");
  const note = make("p", { class: "look-note" });
  const root = make("div", { class: "look-sum" }, title, line, make("table", {}, body, foot), note);
  /** The last walk over single entries that was asked for. @type {{ key: string, trace: Trace } | null} */
  let unfolded = null;
  let asked = "";

  /**
   * The trace in which every entry is a node; null while it is on its way.
   * @param {State} state
   * @returns {Trace | null}
   */
  function entries(state) {
    const request = { ...requestOf(state), grain: /** @type {const} */ ("element") };
    const key = requestKey(request);
    if (unfolded?.key === key) return unfolded.trace;
    if (asked === key) return null;
    asked = key;
    api.trace(request).then((trace) => {
      unfolded = { key, trace };
      // The state may have moved on; what it asks for now decides what is shown.
      last?.();
    }).catch((error) => {
      note.textContent = error.problem?.detail ?? say("look.unavailable");
    });
    return null;
  }

  /** @type {(() => void) | null} */
  let last = null;

  /**
   * @param {State} state
   * @param {Node} node
   * @param {readonly number[] | null} at
   * @param {Quantity | null} adjoint as known at the step
   * @param {(entries: Set<string>) => void} light
   */
  function show(state, node, at, adjoint, light) {
    last = () => show(store.get(), node, at, adjoint, light);
    const { trace } = state;
    if (trace === null) return;
    if (node.shape.length > 0 && at !== null) {
      note.textContent = "";
      const single = entries(state);
      const id = `${node.id}[${at.join()}]`;
      const entry = single?.nodes.find((one) => one.tensor === node.id && one.at?.join() === at.join());
      if (single && entry) {
        table(single, entry, state, () => adjoint !== null, null);
        return light(new Set([`${node.id} ${at.join()}`, ...childrenOf(single, entry)]));
      }
      line.replaceChildren();
      body.replaceChildren();
      foot.replaceChildren();
      if (single || note.textContent === "") note.textContent = single ? say("look.no-node", { name: id }) : say("look.unfolding");
      return light(new Set());
    }
    light(new Set());
    const received = (/** @type {number} */ index) => index < state.position;
    note.textContent = node.shape.length > 0 && termsOf(trace, node.id).length > 0 ? say("look.choose") : "";
    table(trace, node, state, received, (index) => store.set({ position: index + 1, playing: false }));
  }

  /**
   * @param {Trace} trace
   * @param {Node} node
   * @param {State} state
   * @param {(index: number) => boolean} received
   * @param {((index: number) => void) | null} go  to a step
   */
  function table(trace, node, state, received, go) {
    const terms = termsOf(trace, node.id);
    const math = (/** @type {import("../../core/walk/line.js").Line | string} */ latex) => {
      const holder = make("span");
      setMath(holder, inNotation(latex, trace, state.notation));
      return holder;
    };
    const isKnown = terms.length > 0 && terms.every(({ step }) => received(step.index));
    const last = terms.at(-1)?.step;
    line.replaceChildren(last ? math(formulaOf(trace, last)) : make("span", {}, say(node.id === trace.output ? "look.seed" : "look.idle")));
    body.replaceChildren(...terms.map(({ edge, step }) => {
      const isIn = received(step.index);
      const label = go ? make("button", { type: "button", class: "look-go", title: say("look.go", { step: step.index + 1 }) }, math(termOf(trace, edge))) : math(termOf(trace, edge));
      if (go) label.addEventListener("click", () => go(step.index));
      const isPlain = step.local !== null && !isArray(step.product);
      const row = make("tr", { "data-sum-term": edge.id, "data-received": String(isIn) }, make("td", {}, label),
        make("td", {}, isIn ? (isPlain ? factors(step) : "") : say("ledger.awaited")), make("td", {}, isIn ? `${equals(step)} ${brief(step.product)}` : ""));
      mark(row, "data-current", go !== null && step.index === state.position - 1);
      return row;
    }));
    foot.replaceChildren(...(terms.length > 1 ? [make("tr", {}, make("td", {}, math(adjointOf(node))), make("td", {}, isKnown ? say("look.terms", { count: terms.length }) : ""), make("td", { class: "adjoint" }, isKnown ? brief(node.adjoint) : ""))] : []));
  }

  return { root, show };
}

/** The entries that the terms come from, as `y 0,1`. @param {Trace} trace @param {Node} node */
function childrenOf(trace, node) {
  const nodes = new Map(trace.nodes.map((one) => [one.id, one]));
  return termsOf(trace, node.id).map(({ edge }) => {
    const child = nodes.get(edge.child);
    return `${child?.tensor ?? edge.child} ${child?.at?.join() ?? ""}`;
  });
}
