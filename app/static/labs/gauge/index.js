// A slope gauge at each nonlinearity: curve, point and tangent, how much of an adjoint passes, and the chain of
// slopes from the output to a leaf. The curves are the engine's.

import { createCard } from "./card.js";
import { createChain } from "./chain.js";
import { createCurves } from "./curves.js";
import { gaugeOf, gaugesIn, spanOf } from "./model.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Gauge} Gauge */

/** @type {import("../types.js").Place} */
export const place = "under";

/** So many gauges stand side by side; of more, those around the one that is looked at. */
const MOST = 12;
const PRESETS = /** @type {const} */ (["dead-relu", "vanishing"]);

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount(lab) {
  const { kit, root, store, services, say } = lab;
  const { element: make, mark, stepAt } = kit;
  const list = make("ol", { class: "gauge-list", tabindex: "0", "aria-label": say("gauges") });
  const [none, status] = [make("p", { class: "gauge-none" }), make("p", { class: "unseen", role: "status" })];
  const chain = createChain(lab);
  const presets = PRESETS.map((id) => {
    const button = make("button", { type: "button", class: "gauge-preset", "data-gauge-preset": id }, say(id));
    button.addEventListener("click", () => void open(id));
    return button;
  });
  root.classList.add("gauge");
  root.append(list, none, chain.holder, make("div", { class: "gauge-presets" }, ...presets), status);

  const curves = createCurves(lab, () => draw());
  /** @type {ReturnType<typeof createCard>[]} */
  const cards = [];
  /** @type {Gauge[]} */
  let gauges = [];
  let first = 0;
  /** @type {Map<string, number[]>} */
  const entries = new Map();
  let picked = "";

  /** @param {string} id */
  async function open(id) {
    try {
      await services.session.open(kit.modelOf(await services.api.example(id)));
      store.set({ position: store.get().trace?.steps.length ?? 0 });
    } catch {
      store.set({ message: say("unanswered") });
    }
  }

  /** @param {Gauge} gauge */
  const atOf = ({ node }) => (entries.get(node.id)?.length === node.shape.length ? entries.get(node.id) ?? [] : node.shape.map(() => 0));
  const shown = () => gauges.slice(first, first + MOST);

  function draw() {
    const { trace } = store.get();
    if (trace === null) return;
    const now = shown();
    while (cards.length < now.length) cards.push(createCard(lab));
    if (list.childElementCount !== now.length) list.replaceChildren(...cards.slice(0, now.length).map(({ holder }) => holder));
    const wishes = now.flatMap((gauge) => {
      const span = spanOf(gauge);
      return span === null || Array.isArray(gauge.parent.value) !== gauge.parent.shape.length > 0 ? [] : [{ gauge, span, at: atOf(gauge) }];
    });
    curves.want(trace, wishes);
    for (const [k, gauge] of now.entries()) {
      const wish = wishes.find((one) => one.gauge === gauge);
      cards[k]?.show(gauge, wish?.span ?? null, atOf(gauge), wish ? curves.of(trace, wish) : null);
    }
    mark(list, "hidden", now.length === 0);
    none.textContent = now.length === 0 ? say("nowhere") : gauges.length > MOST ? say("range", { first: first + 1, last: first + now.length, total: gauges.length }) : "";
    chain.show(trace);
    light();
  }

  function light() {
    const { trace, position } = store.get();
    if (trace === null) return;
    const step = position > 0 ? stepAt(trace, position) : null;
    const at = gaugeOf(gauges, step);
    if (at >= 0 && (at < first || at >= first + MOST)) return turn(at);
    for (const [k, gauge] of shown().entries()) {
      const holder = cards[k]?.holder;
      if (holder === undefined) continue;
      const isCurrent = first + k === at;
      if (isCurrent && !holder.hasAttribute("data-current")) holder.scrollIntoView({ block: "nearest", inline: "nearest" });
      mark(holder, "data-current", isCurrent);
      mark(holder, "data-picked", gauge.node.id === picked);
    }
    chain.light(step?.kind === "term" ? step.edge : step?.kind === "seed" ? step.node : null);
  }

  /** Shows the gauges around one of them. @param {number} at */
  function turn(at) {
    first = MOST * Math.floor(at / MOST);
    draw();
  }

  return {
    pick(id, at) {
      const found = gauges.findIndex(({ node }) => node.id === id);
      const place = found >= 0 ? found : gauges.findIndex(({ parent }) => parent.id === id);
      const gauge = gauges[place];
      if (gauge === undefined) return false;
      picked = gauge.node.id;
      if (at !== null && at.length === gauge.node.shape.length) entries.set(gauge.node.id, at);
      turn(place);
      const holder = cards[place - first]?.holder;
      holder?.scrollIntoView({ block: "nearest", inline: "nearest" });
      status.textContent = [...(holder?.querySelectorAll(".gauge-slope b, .gauge-words") ?? [])].map((one) => one.textContent).join(" : ");
      return true;
    },
    show(state, previous) {
      const { trace } = state;
      if (trace === null) return;
      if (previous === null || trace !== previous.trace || state.problem !== previous.problem) {
        gauges = gaugesIn(trace);
        if (first >= gauges.length) first = 0;
        draw();
      } else if (state.position !== previous.position) light();
    },
    close: () => curves.close(),
  };
}
