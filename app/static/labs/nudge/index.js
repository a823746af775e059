// Nudge: add h to any node and follow the ripple to the output, first-order prediction beside what happens.

import { LAST, firstChoice, hAt, obstacle, positionOf, residualsOf, rowsOf, scaled, sizesFor, verdictOf } from "./model.js";
import { createNewest } from "./newest.js";
import { createPlot } from "./plot.js";
import { createRipple } from "./ripple.js";
import { createTable } from "./table.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Answer} Answer */
/** What is asked, and of which trace. @typedef {{ trace: Trace, node: string, h: number }} Wish */

/** @type {import("../types.js").Place} */
export const place = "side";

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount(lab) {
  const { kit, root, store, services, say } = lab;
  const { brief, element: make, formatNumber, mark, nodeOf, readNumber, requestOf, setMath } = kit;
  let node = "";
  let h = 0.1;
  /** What is on screen. @type {{ trace: Trace, answer: Answer, rows: import("./model.js").Row[] } | null} */
  let shown = null;
  let isClosed = false;

  const choice = make("select", { class: "nudge-choice", "aria-label": say("node") });
  const slider = make("input", { class: "nudge-slider", type: "range", min: String(-LAST), max: String(LAST), step: "1", "aria-label": say("size") });
  const field = make("input", { class: "nudge-field", type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": say("exact") });
  const tenth = make("button", { type: "button", class: "nudge-button", title: say("tenth"), "data-nudge": "tenth" }, make("i", {}, "h"), " / 10");
  const tenfold = make("button", { type: "button", class: "nudge-button", title: say("tenfold"), "data-nudge": "tenfold" }, make("i", {}, "h"), " · 10");
  const equals = make("span", { class: "nudge-equals" }, make("i", {}, "h"), " =");
  const status = make("p", { class: "unseen", role: "status" });
  const why = make("p", { class: "nudge-why" });
  const verdict = make("dl", { class: "nudge-verdict" });
  const [table, plot, ripple] = [createTable(lab), createPlot(lab), createRipple(kit, lab.stage)];
  const answerOf = make("div", { class: "nudge-answer" }, verdict, plot.root, table.holder);
  root.classList.add("nudge");
  root.append(make("div", { class: "nudge-bar" }, make("span", {}, say("node")), choice, make("span", {}, say("by")), equals, field), make("div", { class: "nudge-bar" }, tenth, slider, tenfold), why, answerOf, status);

  const lines = ["predicted", "change", "residual"].map((key) => {
    const [symbol, numbers] = [make("span"), make("span")];
    verdict.append(make("dt", {}, say(key)), make("dd", { "data-verdict": key }, symbol, " ", numbers));
    return { symbol, numbers };
  });

  const newest = createNewest(
    ({ node: wanted, h: size }) => services.api.ask("nudge", { ...requestOf(store.get()), node: wanted, h: sizesFor(size) }),
    (/** @type {Wish} */ { trace }, /** @type {Answer | null} */ answer, error) => {
      if (isClosed || trace !== store.get().given) return;
      if (answer === null) return refuse(/** @type {any} */ (error)?.problem?.detail ?? say("unanswered"));
      draw(trace, answer);
    },
    (callback) => window.requestAnimationFrame(callback),
  );

  /** Another h, or the same one written anew. @param {number} next */
  function set(next) {
    h = next;
    write();
    ask();
  }

  function write() {
    const position = String(positionOf(h));
    if (slider.value !== position) slider.value = position;
    slider.setAttribute("aria-valuetext", formatNumber(h));
    if (document.activeElement !== field) field.value = plain(h);
    mark(field, "aria-invalid", null);
    mark(root, "data-h", h);
  }

  function ask() {
    const { given, problem } = store.get();
    if (given === null || problem !== null || obstacle(given) !== null) return;
    newest.want({ trace: given, node, h });
  }

  /** @param {string} what */
  function refuse(what) {
    shown = null;
    ripple.clear();
    why.textContent = what;
    answerOf.hidden = true;
  }

  /** @param {Trace} trace @param {Answer} answer */
  function draw(trace, answer) {
    const pass = answer.nudges[0];
    if (pass === undefined) return;
    const rows = rowsOf(trace, answer, kit.signedTerm);
    if (shown?.trace !== trace || shown.answer.node !== answer.node) table.show(rows);
    shown = { trace, answer, rows };
    table.paint(pass);
    ripple.paint(rows, pass);
    const isMoved = rows.some(({ id }) => id === answer.output);
    why.textContent = isMoved ? "" : say("still", { node: answer.node, output: answer.output });
    answerOf.hidden = false;
    mark(verdict, "hidden", !isMoved);
    mark(plot.root, "display", isMoved ? null : "none");
    if (isMoved) conclude(trace, answer, pass);
  }

  /** @param {Trace} trace @param {Answer} answer @param {import("./model.js").Pass} pass */
  function conclude(trace, answer, pass) {
    const { predicted, change, residual, quadratic } = verdictOf(answer, pass);
    const [output, nudged] = [nodeOf(trace, answer.output), nodeOf(trace, answer.node)];
    const slope = Number(answer.derivative);
    const factor = pass.h < 0 ? `(${brief(pass.h)})` : brief(pass.h);
    const rest = quadratic === null ? brief(residual) : brief(quadratic);
    /** @type {[string, string, string][]} */
    const said = [
      [`${kit.inNotation(kit.adjointOf(nudged), trace, store.get().notation)}\\,h =`, `${brief(slope)} · ${factor} =`, brief(predicted)],
      [`\\Delta ${output?.latex ?? ""} =`, "", brief(change)],
      ["", quadratic === null ? "" : `${brief(residual)} =`, rest],
    ];
    for (const [place, { symbol, numbers }] of lines.entries()) {
      const [latex, before, number] = said[place] ?? ["", "", ""];
      setMath(symbol, latex);
      numbers.replaceChildren(before === "" ? "" : `${before} `, make("b", {}, number), ...(place === 2 && quadratic !== null ? [" ", make("i", {}, "h"), "²"] : []));
    }
    for (const [name, value] of Object.entries({ predicted, change, residual, quadratic })) mark(verdict, `data-${name}`, value);
    plot.show(residualsOf(answer), residual !== 0 && Number.isFinite(residual) && pass.h !== 0 ? { h: Math.abs(pass.h), residual: Math.abs(residual) } : null);
    status.textContent = say("status", { h: brief(pass.h), output: answer.output, predicted: brief(predicted), change: brief(change), residual: brief(residual) });
  }

  choice.addEventListener("change", () => {
    node = choice.value;
    ask();
  });
  slider.addEventListener("input", () => set(hAt(Number(slider.value))));
  field.addEventListener("input", () => {
    const read = readNumber(field.value);
    mark(field, "aria-invalid", read === null ? "true" : null);
    mark(field, "title", read === null ? say("no_number") : null);
    if (read !== null) set(read);
  });
  field.addEventListener("change", () => write());
  field.addEventListener("blur", () => write());
  tenth.addEventListener("click", () => set(scaled(h, 0.1)));
  tenfold.addEventListener("click", () => set(scaled(h, 10)));

  /** @param {Trace} trace */
  function offer(trace) {
    if (!trace.nodes.some(({ id }) => id === node)) node = firstChoice(trace);
    const ids = trace.nodes.map(({ id }) => id);
    if ([...choice.options].map(({ value }) => value).join(" ") !== ids.join(" ")) choice.replaceChildren(...ids.map((id) => make("option", { value: id }, id)));
    choice.value = node;
  }

  write();
  return {
    pick(id) {
      if (store.get().given === null) return false;
      node = id;
      choice.value = id;
      ask();
      return true;
    },
    show(state, previous) {
      const { given } = state;
      if (given === null) return;
      if (previous === null || given !== previous.given) {
        offer(given);
        const hindrance = obstacle(given);
        if (hindrance === null) return ask();
        newest.want(null);
        return refuse(say(hindrance));
      }
      if (state.problem !== previous.problem) return ask();
      const pass = shown?.answer.nudges[0];
      if (shown === null || pass === undefined) return;
      if (state.notation !== previous.notation) conclude(shown.trace, shown.answer, pass);
      if (state.unfolded !== previous.unfolded || state.trace !== previous.trace) ripple.paint(shown.rows, pass);
    },
    close() {
      isClosed = true;
      newest.want(null);
      ripple.clear();
    },
  };
}

/** A number as it is typed. @param {number} number */
function plain(number) {
  return String(number).replace("-", "−").replace(/e−?/, (power) => power.replace("−", "-"));
}
