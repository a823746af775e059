// ∂E/∂w, holding what fixed? Nodes between a variable and the output are pinned, and the derivative that is left
// is written with them under its bracket. Two prepared answers stand side by side.

import { between, edgesOf, firstChoice, formula, fraction, obstacle, preparedHold, shortestWay, variables, waysOf } from "./model.js";
import { createPins } from "./pins.js";

/** @typedef {import("../../core/types.js").Num} Num */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */
/** What POST /api/nudge answers, as far as it is read here. @typedef {{ derivative: Num, edges: { parent: string, child: string, contribution: Num }[] }} Answer */
/** @typedef {{ root: HTMLButtonElement, symbol: HTMLElement, number: HTMLElement, caption: HTMLElement }} Card */

/** @type {import("../types.js").Place} */
export const place = "side";

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount(lab) {
  const { kit, root, store, services, say, sentence } = lab;
  const { brief, element: make, mark, nodeOf, requestOf, setMath } = kit;
  let variable = "";
  /** @type {Set<string>} */
  let held = new Set();
  /** Answers about the trace that is shown, by what is held. @type {Map<string, Answer>} */
  let known = new Map();
  /** @type {Trace | null} */
  let trace = null;
  let isClosed = false;

  const choice = make("select", { class: "holding-choice", "aria-label": say("variable") });
  const question = make("p", { class: "holding-question" });
  const why = make("p", { class: "holding-why" });
  const hindered = make("p", { class: "holding-hindered" });
  const symbol = make("span", { class: "holding-symbol" });
  const number = make("b", { class: "holding-number" });
  const ways = make("p", { class: "holding-ways" });
  const through = make("ul", { class: "holding-through" });
  const status = make("p", { class: "unseen", role: "status" });
  const pins = make("fieldset", { class: "holding-pins" });
  const [total, direct] = [card("total", () => []), card("direct", () => (trace === null ? [] : preparedHold(trace, variable)))];
  const stage = createPins(lab);
  const body = make("div", { class: "holding-body" },
    make("p", { class: "holding-bar" }, make("span", {}, say("by")), choice), question,
    make("div", { class: "holding-cards" }, total.root, direct.root), pins,
    make("div", { class: "holding-answer" }, make("p", {}, symbol, " = ", number), ways, through), why, status);
  root.classList.add("holding");
  root.append(hindered, body);

  /** @param {string} name @param {() => string[]} wanted @returns {Card} */
  function card(name, wanted) {
    const [symbol, number, caption] = [make("span", { class: "holding-symbol" }), make("b", { class: "holding-number" }), make("span", { class: "holding-caption" })];
    const button = make("button", { type: "button", class: "holding-card", "data-answer": name }, symbol, make("span", {}, "= ", number), caption);
    button.addEventListener("click", () => hold(wanted()));
    return { root: button, symbol, number, caption };
  }

  /** @param {Iterable<string>} ids */
  function hold(ids) {
    held = new Set(ids);
    draw();
  }

  /** @param {string} id */
  function toggle(id) {
    hold(held.has(id) ? [...held].filter((one) => one !== id) : [...held, id]);
  }

  /** @param {Iterable<string>} ids */
  const keyOf = (ids) => [...ids].sort().join(" ");

  /** Asked once for a trace and a hold; h is 0, for only the tangents are wanted. @param {string[]} ids */
  async function ask(ids) {
    const [asked, key] = [trace, `${variable}|${keyOf(ids)}`];
    if (asked === null || known.has(key)) return;
    try {
      const answer = await services.api.ask("nudge", { ...requestOf(store.get()), node: variable, h: 0, held: ids });
      if (isClosed || trace !== asked) return;
      known.set(key, answer);
      fill();
    } catch (error) {
      if (!isClosed && trace === asked && store.get().problem === null) hinder(/** @type {any} */ (error).problem?.detail ?? say("unanswered"));
    }
  }

  /** @param {Iterable<string>} ids */
  const answerOf = (ids) => known.get(`${variable}|${keyOf(ids)}`) ?? null;

  /** @param {string} what */
  function hinder(what) {
    hindered.textContent = what;
    body.hidden = what !== "";
    if (what !== "") stage.clear();
  }

  /** A node in a sentence. @param {string} id */
  const named = (id) => ({ latex: trace === null ? id : nodeOf(trace, id)?.latex ?? id, text: id });

  /** What the graph alone says; the numbers follow. */
  function draw() {
    if (trace === null) return;
    hinder("");
    const [prepared, way] = [preparedHold(trace, variable), shortestWay(trace, variable)];
    question.replaceChildren(...sentence("question", { derivative: { latex: fraction(trace, variable), text: `∂${trace.output}/∂${variable}` } }).nodes);
    setMath(total.symbol, formula(trace, variable, new Set()), { large: true });
    total.caption.textContent = say("total");
    direct.root.hidden = prepared.length === 0;
    setMath(direct.symbol, formula(trace, variable, new Set(prepared)), { large: true });
    const left = way.slice(1, -1).map(named);
    direct.caption.replaceChildren(...sentence(left.length === 0 ? "direct_at_once" : "direct", { held: prepared.map(named), left }).nodes);
    mark(total.root, "aria-pressed", String(held.size === 0));
    mark(direct.root, "aria-pressed", String(prepared.length > 0 && keyOf(held) === keyOf(prepared)));
    drawChoices(trace);
    setMath(symbol, formula(trace, variable, held), { large: true });
    const [open, all] = [waysOf(trace, variable, held), waysOf(trace, variable, new Set())];
    ways.textContent = all === 1n ? say(open === 1n ? "way_only" : "way_only_cut") : say(open === 1n ? "ways_one" : "ways", { open: kit.formatFigure(open), all: kit.formatFigure(all) });
    stage.paint(variable, held, edgesOf(trace, variable, held));
    fill();
    for (const ids of [[], prepared, [...held]]) void ask(ids);
  }

  /** @param {Trace} shown */
  function drawChoices(shown) {
    const offered = between(shown, variable);
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.value : null;
    const boxes = offered.map(({ id, latex }) => {
      const [box, name] = [make("input", { type: "checkbox", value: id, "data-hold": id, "aria-label": id }), make("span")];
      box.checked = held.has(id);
      box.addEventListener("change", () => toggle(id));
      setMath(name, latex);
      return { box, label: make("label", { class: "holding-pick" }, box, name) };
    });
    pins.replaceChildren(make("legend", {}, offered.length > 0 ? say("hold") : say("hold_none")), ...boxes.map(({ label }) => label));
    boxes.find(({ box }) => box.value === focused && pins.dataset.focused === "")?.box.focus();
  }
  // The boxes are made anew with each change; who ticks them by key keeps the focus.
  pins.addEventListener("focusin", () => mark(pins, "data-focused", true));
  pins.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && mark(pins, "data-focused", null));

  function fill() {
    if (trace === null) return;
    const [whole, left, now] = [answerOf([]), answerOf(preparedHold(trace, variable)), answerOf(held)];
    for (const [holder, answer] of /** @type {const} */ ([[total.number, whole], [direct.number, left], [number, now]])) {
      holder.textContent = answer === null ? "…" : brief(answer.derivative);
      mark(holder, "data-derivative", answer?.derivative);
    }
    if (whole !== null) {
      why.replaceChildren(...sentence("why", { derivative: { latex: fraction(trace, variable), text: "" }, bar: { latex: nodeOf(trace, variable)?.bar ?? "", text: "" }, value: brief(whole.derivative) }).nodes);
    }
    if (now === null) return;
    const into = trace.edges.filter(({ child, parent }) => child === trace?.output && (parent === variable || between(trace, variable).some(({ id }) => id === parent)));
    through.replaceChildren(...(into.length < 2 ? [] : into.map(({ parent }) => {
      const share = now.edges.find((edge) => edge.parent === parent && edge.child === trace?.output);
      const words = sentence(parent === variable ? "through_itself" : "through", { node: named(parent) }).nodes;
      const said = held.has(parent) ? say("is_held") : brief(share?.contribution ?? 0);
      return make("li", { "data-through": parent, "data-contribution": String(share?.contribution ?? 0) }, ...words, " ", make("b", {}, said));
    })));
    status.textContent = say("status", { output: trace.output, variable, held: held.size > 0 ? [...held].join(", ") : say("leaves"), value: brief(now.derivative) });
  }

  choice.addEventListener("change", () => {
    variable = choice.value;
    hold([]);
  });

  /** @param {Trace} next */
  function offer(next) {
    const ids = variables(next).map(({ id }) => id);
    if (!ids.includes(variable)) variable = firstChoice(next) ?? "";
    const allowed = new Set(between(next, variable).map(({ id }) => id));
    held = new Set([...held].filter((id) => allowed.has(id)));
    choice.replaceChildren(...ids.map((id) => make("option", { value: id }, id)));
    choice.value = variable;
  }

  return {
    pick(id) {
      if (trace === null) return false;
      if (between(trace, variable).some((node) => node.id === id)) toggle(id);
      else if (variables(trace).some((node) => node.id === id && node.id !== variable)) {
        variable = choice.value = id;
        hold([]);
      }
      return true;
    },
    show({ given, unfolded, trace: seen }, previous) {
      if (given === null) return;
      if (given === trace) {
        if (previous !== null && (unfolded !== previous.unfolded || seen !== previous.trace)) stage.paint(variable, held, edgesOf(trace, variable, held));
        return;
      }
      const hindrance = obstacle(given) ?? (variables(given).length === 0 ? "alone" : null);
      trace = hindrance === null ? given : null;
      known = new Map();
      if (hindrance !== null) return hinder(say(hindrance));
      offer(given);
      draw();
    },
    close() {
      isClosed = true;
      stage.clear();
    },
  };
}
