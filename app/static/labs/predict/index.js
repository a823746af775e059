// Predict, then reveal: what the next step comes to is asked before it is shown. A wrong answer is told what
// it is, and the prediction stays beside the truth. Keys that step reveal as ever: a clicker is never held up.

import { choicesFor } from "./model-choices.js";
import { countsOf, rightInARow, toCsv, toJson } from "./model-score.js";
import { judge } from "./model-slips.js";
import { RUNGS, nameOf, questionAt, readAnswer } from "./model.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Question} Question */
/** @typedef {import("./model.js").Rung} Rung */
/** @typedef {import("./model-score.js").Entry} Entry */
/** @typedef {import("./model-slips.js").Judgement} Judgement */

/** @type {import("../types.js").Place} */
export const place = "under";

const TRIES = 2;
const ENOUGH = 5;
/** @type {Record<string, string>} */
const SIGN = { right: "✓", near: "≈", wrong: "✗", skipped: "–" };

/** Kept while the page lives. */
let rung = /** @type {Rung} */ ("last");
let isRule = false;
let model = "";
/** What was predicted of this model, by question. @type {Map<string, Entry>} */
let entries = new Map();
/** What the same questions came to before the last change. @type {Map<string, number>} */
let stale = new Map();

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount({ kit, root, stage, store, say, sentence }) {
  const { element: make, formatNumber, inNotation, mark, requestKey, requestOf, setMath } = kit;
  const asked = make("span", { class: "predict-asked", id: "predict-asked" });
  const field = make("input", { class: "predict-field", type: "text", autocomplete: "off", spellcheck: "false", "aria-labelledby": "predict-asked" });
  const check = make("button", { type: "submit", class: "predict-button" }, say("check"));
  const choices = make("div", { class: "predict-choices", role: "group", "aria-labelledby": "predict-asked" });
  const form = make("form", { class: "predict-form" }, asked, field, check, choices);
  const verdict = make("p", { class: "predict-verdict", role: "status", "data-verdict": "" });
  const rungs = RUNGS.map((one) => {
    const input = make("input", { type: "radio", name: "predict-rung", value: one, "data-rung": one });
    input.checked = one === rung;
    input.addEventListener("change", () => { rung = one; ask(store.get()); });
    return make("label", {}, input, say(`rung.${one}`));
  });
  const rule = make("input", { type: "checkbox", "data-rule-mode": "" });
  rule.checked = isRule;
  rule.addEventListener("change", () => { isRule = rule.checked; ask(store.get()); });
  const score = make("span", { class: "predict-score", "data-score": "" });
  const files = /** @type {const} */ (["json", "csv"]).map((kind) => {
    const button = make("button", { type: "button", class: "predict-button", "data-export": kind }, say(kind));
    button.addEventListener("click", () => save(kind));
    return button;
  });
  root.classList.add("predict");
  root.append(form, verdict, make("div", { class: "predict-foot" }, make("fieldset", { class: "predict-rungs" }, make("legend", { class: "unseen" }, say("ladder")), ...rungs), make("label", {}, rule, say("rules")), score, ...files));

  /** @type {Question | null} */
  let question = null;
  let tries = 0;
  /** The slip of the first try. @type {string | null} */
  let slipped = null;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer();
  });

  function answer() {
    const { trace } = store.get();
    if (question === null || trace === null) return;
    const read = readAnswer(field.value);
    if (read === null) return tell("refused", say(field.value.trim() === "" ? "empty" : "unread", { text: field.value.trim() }));
    const judged = judge(read, question, trace, stale);
    tries += 1;
    if (tries === 1) slipped = judged.slip;
    const words = explain(judged, question);
    if (judged.verdict === "wrong" && tries < TRIES) {
      field.select();
      return tell("again", ...words, ` ${say("again")}`);
    }
    const shown = formatNumber(question.truth);
    const [asked, typed] = [question, field.value.trim()];
    conclude(asked, typed, judged.verdict);
    tell(judged.verdict, ...(judged.verdict === "right" ? [say("right", { typed, truth: shown })] : [...words, ` ${say("truth", { truth: shown })}`]));
  }

  /** @param {Question} asked @param {string} typed @param {Entry["verdict"]} outcome */
  function conclude(asked, typed, outcome) {
    entries.set(nameOf(asked), { step: asked.to, node: asked.node.id, kind: asked.kind, asked: isRule ? "rule" : "number", answered: typed, truth: asked.truth, verdict: outcome, slip: outcome === "right" && tries === 1 ? null : slipped, tries });
    store.set({ position: asked.to, playing: false });
  }

  /** @param {string} kind @param {...(Node | string)} words */
  function tell(kind, ...words) {
    mark(verdict, "data-verdict", kind);
    verdict.replaceChildren(...(SIGN[kind] ? [make("b", {}, `${SIGN[kind]} `)] : []), ...words);
  }

  /** @param {Judgement} judged @param {Question} asked @returns {(Node | string)[]} */
  function explain({ slip, child, rest }, asked) {
    const trace = store.get().trace;
    const named = (/** @type {string | undefined} */ id) => ({ latex: trace?.nodes.find((node) => node.id === id)?.latex ?? "", text: id ?? "" });
    const self = { latex: trace === null ? asked.node.bar : inNotation(asked.node.bar, trace, store.get().notation), text: asked.node.id };
    return sentence(`slip.${slip ?? "none"}`, { child: named(child), rest: (rest ?? []).map(named), adjoint: self, node: named(asked.node.id) }).nodes;
  }

  /** @param {State} state */
  function ask(state) {
    const { trace, position, notation } = state;
    const next = trace === null ? null : questionAt(trace, position, rung);
    const isSame = next !== null && question !== null && nameOf(next) === nameOf(question) && next.truth === question.truth;
    question = next;
    if (!isSame) {
      [tries, slipped] = [0, null];
      field.value = "";
    }
    const options = isRule && next !== null && trace !== null ? choicesFor(next, trace) : null;
    const isTyped = next !== null && options === null;
    field.hidden = check.hidden = !isTyped;
    choices.replaceChildren(...(options ?? []).map(({ latex, isRight }) => option(latex, isRight)));
    if (next === null || trace === null) return asked.replaceChildren(say(trace !== null && position === trace.steps.length ? "over" : rung === "worked" ? "worked" : "unasked"));
    const math = (/** @type {string} */ latex) => ({ latex: inNotation(latex, trace, notation), text: next.node.id });
    const childOf = trace.nodes.find(({ id }) => id === next.edge?.child);
    asked.replaceChildren(...sentence(options === null ? `ask.${next.kind}` : "ask.rule", {
      node: math(next.kind === "value" ? next.node.latex : next.node.bar), child: { latex: childOf?.latex ?? "", text: childOf?.id ?? "" },
    }).nodes);
  }

  /** @param {string} latex @param {boolean} isRight */
  function option(latex, isRight) {
    const { trace, notation } = store.get();
    const button = make("button", { type: "button", class: "predict-choice", "data-choice": isRight ? "right" : "wrong" }, make("span", { class: "unseen" }, spoken(latex)));
    const formula = make("span", { "aria-hidden": "true" });
    setMath(formula, trace === null ? latex : inNotation(latex, trace, notation));
    button.append(formula);
    button.addEventListener("click", () => {
      if (question === null) return;
      const asked = question;
      [tries, slipped] = [1, isRight ? null : "rule"];
      conclude(asked, latex, isRight ? "right" : "wrong");
      tell(isRight ? "right" : "wrong", say(isRight ? "rule.right" : "rule.wrong"));
    });
    return button;
  }

  /** Predictions stay on their nodes once they are revealed. @param {State} state */
  function badge({ position }) {
    const revealed = [...entries.values()].filter(({ step, verdict: outcome, kind }) => step <= position && outcome !== "skipped" && kind !== "term");
    const newest = new Map(revealed.sort((one, other) => one.step - other.step).map((entry) => [entry.node, entry]));
    for (const holder of stage.querySelectorAll("[data-node]")) {
      const entry = newest.get(holder.getAttribute("data-node") ?? "");
      mark(holder, "data-predicted", entry ? `${SIGN[entry.verdict]} ${entry.asked === "rule" ? "" : entry.answered.replace("-", "−")}`.trim() : null);
    }
  }

  function count() {
    const counted = countsOf([...entries.values()]);
    score.textContent = entries.size === 0 ? "" : say("score", { right: counted.right, near: counted.near, wrong: counted.wrong, skipped: counted.skipped });
    for (const button of files) button.hidden = entries.size === 0;
    const higher = RUNGS[RUNGS.indexOf(rung) + 1];
    if (higher !== undefined && rightInARow([...entries.values()]) === ENOUGH) score.append(` ${say("higher", { count: ENOUGH, rung: say(`rung.${higher}`) })}`);
  }

  /** @param {"json" | "csv"} kind */
  function save(kind) {
    const { source, example, grain } = store.get();
    const rows = [...entries.values()];
    const text = kind === "json" ? toJson({ source, example: example?.id ?? null, grain, rung }, rows) : toCsv(rows);
    const address = URL.createObjectURL(new Blob([text], { type: kind === "json" ? "application/json" : "text/csv" }));
    make("a", { href: address, download: `predictions.${kind}` }).click();
    URL.revokeObjectURL(address);
  }

  /** @param {State} state @param {State | null} previous */
  function show(state, previous) {
    const { trace } = state;
    if (trace !== null && previous?.trace !== trace) {
      const key = requestKey(requestOf(state));
      if (key !== model) {
        const before = previous?.trace ?? null;
        stale = before === null ? new Map() : new Map(before.steps.flatMap((_, position) => {
          const was = questionAt(before, position, "all");
          return was ? [[nameOf(was), was.truth]] : [];
        }));
        model = key;
        entries = new Map();
        tell("");
      }
    }
    if (previous !== null && question !== null && state.trace === previous.trace && state.position >= question.to && previous.position === question.from && !entries.has(nameOf(question))) {
      [tries, slipped] = [0, null];
      entries.set(nameOf(question), { step: question.to, node: question.node.id, kind: question.kind, asked: isRule ? "rule" : "number", answered: "", truth: question.truth, verdict: "skipped", slip: null, tries: 0 });
      tell("skipped", say("skipped", { truth: formatNumber(question.truth) }));
    }
    ask(state);
    badge(state);
    count();
  }

  return {
    show(state, previous) {
      if (previous !== null && state.trace === previous.trace && state.position === previous.position && state.notation === previous.notation) return;
      show(state, previous);
      if (previous === null && field.isConnected && !field.hidden) field.focus();
    },
    close() {
      for (const holder of stage.querySelectorAll("[data-predicted]")) holder.removeAttribute("data-predicted");
    },
  };
}

/** A formula as a label: screen readers say a button's name and no formula in it. @param {string} latex */
function spoken(latex) {
  return latex.replace(/\\(?:left|right|,|;|:|!)/g, " ").replace(/[\\{}]/g, " ").replace(/\s+/g, " ").trim();
}
