// One tangent sweep step by step: v̇ goes the way of the forward pass, beside the v̄ of the walk. Each sweep
// finds one number of the gradient; the tally says how many are still to do.

import { say, sayCount } from "../../words/index.js";
import { MOST, directionsOf, oneHot } from "../../core/model/directions.js";

/** @typedef {import("../../core/types.js").Api} Api */
/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../toolkit.js").Kit} Kit */

/**
 * @typedef {{ kind: "seed" | "term" | "tangent", node: string, tangent?: Quantity, total?: Quantity, remaining?: number, latex: string, substituted: string }} TangentStep
 * @typedef {{ derivative: import("../../core/types.js").Num, sweeps: number, nodes: { id: string, dot: string }[], steps: TangentStep[] }} Tangent
 */

/** @param {Kit} kit @param {Store} store @param {Api} api */
export function createForward({ brief, element: make, mark, requestKey, requestOf, setMath, snapshot }, store, api) {
  const choice = make("select", { class: "modes-choice", "aria-label": say("modes.which") });
  const back = make("button", { type: "button", class: "button", "aria-label": say("modes.earlier") }, "←");
  const on = make("button", { type: "button", class: "button", "aria-label": say("modes.later") }, "→");
  const next = make("button", { type: "button", class: "modes-ask" }, say("modes.next"));
  const count = make("span", { class: "modes-count" });
  const line = make("div", { class: "modes-line" });
  const numbers = make("div", { class: "modes-line modes-numbers" });
  const body = make("tbody");
  const tally = make("p", { class: "modes-tally", "data-tally": "", role: "status" });
  const table = make("table", {}, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("modes.node")), make("th", { scope: "col" }, say("modes.forward")), make("th", { scope: "col" }, say("modes.reverse")))), body);
  const root = make("div", { class: "modes-forward" }, make("h3", {}, say("modes.beside")),
    make("div", { class: "modes-bar" }, make("label", {}, say("modes.raise"), choice), back, on, count), line, numbers, table, tally, next);

  /** @type {Tangent | null} */
  let sweep = null;
  let position = 0;
  let asked = "";
  let model = "";
  /** The numbers of the gradient found so far, by label. @type {Map<string, unknown>} */
  let found = new Map();

  /** The request in which arrays are whole. @param {State} state */
  const requestFor = (state) => ({ ...requestOf(state), grain: state.grain === "element" ? /** @type {const} */ ("named") : state.grain });

  choice.addEventListener("change", () => void ask(store.get()));
  back.addEventListener("click", () => go(position - 1));
  on.addEventListener("click", () => go(position + 1));
  next.addEventListener("click", () => {
    choice.selectedIndex = (choice.selectedIndex + 1) % choice.options.length;
    void ask(store.get(), true);
  });

  /** @param {number} to */
  function go(to) {
    position = Math.max(0, Math.min(sweep?.steps.length ?? 0, to));
    if (sweep && position === sweep.steps.length) found.set(choice.value, sweep.derivative);
    draw(store.get());
  }

  /** @param {State} state @param {boolean} [toEnd] a further sweep is shown whole */
  async function ask(state, toEnd = false) {
    const direction = directionsFor(state).find(({ label }) => label === choice.value);
    const request = requestFor(state);
    const key = `${requestKey(request)} ${choice.value}`;
    if (!direction || key === asked) return;
    asked = key;
    try {
      const answer = await api.ask("tangent", { ...request, direction: oneHot(direction) });
      if (key !== asked) return;
      sweep = answer;
      go(toEnd ? answer.steps.length : 0);
    } catch (error) {
      if (key !== asked) return;
      sweep = null;
      tally.textContent = /** @type {any} */ (error).problem?.detail ?? say("modes.unanswered");
    }
  }

  /** @param {State} state */
  function directionsFor({ trace }) {
    return trace === null ? [] : directionsOf(folded(trace));
  }

  /** @param {State} state */
  function draw(state) {
    const { trace } = state;
    if (sweep === null || trace === null) return;
    const { steps, nodes, sweeps } = sweep;
    const step = steps[position - 1];
    const known = new Map(steps.slice(0, position).map((one) => [one.node, one]));
    const states = snapshot(trace, state.position).nodes;
    const math = (/** @type {string} */ latex) => {
      const holder = make("span");
      setMath(holder, latex);
      return holder;
    };
    setMath(line, step?.latex ?? "\\dot{v}_j = \\sum_{i \\in \\mathrm{Pa}(v_j)} \\frac{\\partial v_j}{\\partial v_i}\\,\\dot{v}_i");
    setMath(numbers, step && step.substituted !== step.latex ? step.substituted : "");
    count.textContent = say("modes.step", { position, steps: steps.length });
    mark(back, "aria-disabled", position === 0 ? "true" : null);
    mark(on, "aria-disabled", position === steps.length ? "true" : null);
    const names = new Map(trace.nodes.map((node) => [node.id, node.latex]));
    const moving = new Set(steps.map(({ node }) => node));
    body.replaceChildren(...nodes.filter(({ id }) => moving.has(id)).map(({ id, dot }) => {
      const now = known.get(id);
      const isOpen = (now?.remaining ?? 0) > 0;
      const total = now?.tangent ?? now?.total;
      const adjoint = states.get(id)?.adjoint ?? null;
      const row = make("tr", { "data-tangent": id }, make("td", {}, math(names.get(id) ?? dot)), make("td", { class: "modes-dot" }, total === undefined ? "" : `${brief(total)}${isOpen ? " + ⋯" : ""}`), make("td", { class: "adjoint" }, adjoint === null ? "" : brief(adjoint)));
      mark(row, "data-current", id === step?.node);
      return row;
    }));
    const one = sayCount("modes.sweep", found.size);
    tally.textContent = say(sweeps === 1 ? "modes.tally.single" : "modes.tally.several", { found: found.size, sweeps, after: one });
    next.hidden = position < steps.length || choice.options.length < 2;
  }

  /** @param {State} state */
  function show(state) {
    const key = requestKey(requestFor(state));
    if (key !== model) {
      model = key;
      found = new Map();
      const labels = directionsFor(state).map(({ label }) => label);
      const before = choice.value;
      choice.replaceChildren(...labels.map((label) => make("option", { value: label }, label)), ...(labels.length === MOST ? [make("option", { disabled: "" }, say("modes.more"))] : []));
      choice.value = labels.includes(before) ? before : labels[0] ?? "";
      void ask(state);
    }
    draw(state);
  }

  return { root, show };
}

/** Arrays whole again, as they are declared. @param {Trace} trace @returns {Trace} */
function folded(trace) {
  if (trace.grain !== "element") return trace;
  /** @type {Map<string, number[]>} */
  const shapes = new Map();
  for (const { id, tensor, at = [] } of trace.nodes) shapes.set(tensor ?? id, at.map((index) => index + 1));
  const seen = new Set();
  const nodes = trace.nodes.flatMap((node) => {
    const id = node.tensor ?? node.id;
    if (seen.has(id)) return [];
    seen.add(id);
    return [{ ...node, id, shape: shapes.get(id) ?? [] }];
  });
  return { ...trace, nodes };
}
