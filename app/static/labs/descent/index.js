// Taking a gradient step: the walk computes the gradient, and only then a second action moves the parameters.
// Each step leaves its loss on a curve.

import { curve, lossOf, obstacle, parametersOf, stepped } from "./model.js";

/** @typedef {import("../../core/types.js").Given} Given */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../types.js").LabContext} LabContext */

/** @type {import("../types.js").Place} */
export const place = "under";

const BOX = { width: 190, height: 96 };
/** The parameters that are shown; more do not fit, and are stepped all the same. */
const MOST = 4;
const ROUNDS = 10;

/** What is remembered of a model while the page lives: its losses, and the values before each step. */
let losses = /** @type {number[]} */ ([]);
let before = /** @type {Record<string, Given>[]} */ ([]);
let model = "";
let rate = 0.1;

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount({ kit, root, store, say }) {
  const { brief, element: make, latexNumber, mark, readNumber, setMath, snapshot, svgElement: drawn } = kit;
  const field = make("input", { class: "descent-rate", type: "text", inputmode: "decimal", "aria-label": say("rate"), value: String(rate), size: "6" });
  const eta = make("span");
  setMath(eta, "\\eta =");
  const step = make("button", { type: "button", class: "descent-button", "data-descent": "step" }, say("step"));
  const rounds = make("button", { type: "button", class: "descent-button", "data-descent": "rounds" }, say("rounds", { count: ROUNDS }));
  const back = make("button", { type: "button", class: "descent-button", "data-descent": "back" }, say("back"));
  const status = make("p", { class: "descent-status", role: "status" });
  const rules = make("div", { class: "descent-rules" });
  const plot = drawn("svg", { class: "descent-plot", viewBox: `-52 -14 ${BOX.width + 70} ${BOX.height + 40}`, role: "img" });
  root.classList.add("descent");
  root.append(make("div", { class: "descent-left" }, make("div", { class: "descent-bar" }, make("label", {}, eta, " ", field), step, rounds, back), rules, status), plot);
  /** How many rounds are still to be played by themselves. */
  let left = 0;
  /** The trace whose loss is the last on the curve. @type {State["trace"]} */
  let counted = null;

  field.addEventListener("change", () => {
    const read = readNumber(field.value);
    if (read !== null && Number.isFinite(read)) rate = read;
    field.value = String(rate);
    draw(store.get());
  });
  step.addEventListener("click", () => {
    if (step.getAttribute("aria-disabled") !== "true") take();
  });
  rounds.addEventListener("click", () => {
    if (rounds.getAttribute("aria-disabled") === "true") return;
    left = ROUNDS;
    take();
  });
  back.addEventListener("click", () => {
    const values = before.pop();
    if (values === undefined) return;
    losses.pop();
    store.set({ inputs: { ...store.get().inputs, ...values }, position: 0 });
  });

  /** Moves the parameters. The gradient belongs to the old ones, so the walk starts again. */
  function take() {
    const { trace, inputs } = store.get();
    if (trace === null || obstacle(trace) !== null) return;
    left -= 1;
    before.push(stepped(trace, 0));
    store.set({ inputs: { ...inputs, ...stepped(trace, rate) }, position: 0 });
  }

  /** @param {State} state */
  function show(state) {
    const { trace } = state;
    if (trace === null || trace === counted) return draw(state);
    if (state.source + state.grain !== model) {
      model = state.source + state.grain;
      [losses, before] = [[], []];
    }
    counted = trace;
    // A slider moves the point that the curve has come to; a step adds one.
    losses = [...losses.slice(0, before.length), lossOf(trace)];
    if (left > 0 && obstacle(trace) === null) take();
    else draw(state);
  }

  /** @param {State} state */
  function draw(state) {
    const { trace, position } = state;
    const hindrance = trace === null ? "none" : obstacle(trace);
    const known = trace === null ? null : snapshot(trace, position).nodes;
    const isReady = trace !== null && hindrance === null && parametersOf(trace).every(({ id }) => (known?.get(id)?.adjoint ?? null) !== null);
    mark(step, "aria-disabled", isReady ? null : "true");
    mark(rounds, "aria-disabled", trace !== null && hindrance === null ? null : "true");
    mark(back, "aria-disabled", before.length > 0 ? null : "true");
    status.textContent = hindrance !== null ? say(hindrance) : isReady ? say("ready") : say("wait");
    if (trace !== null && hindrance === null) {
      const next = stepped(trace, rate);
      const shown = parametersOf(trace).slice(0, MOST);
      rules.replaceChildren(...shown.map((node) => {
        const line = make("p", { class: "descent-rule", "data-rule": node.id });
        const isKnown = (known?.get(node.id)?.adjoint ?? null) !== null;
        const isNumber = node.shape.length === 0 && typeof node.value === "number" && typeof node.adjoint === "number";
        const numbers = isKnown && isNumber ? ` = ${latex(node.value)} - ${latex(rate)} \\cdot ${latex(node.adjoint, true)} = \\htmlClass{value}{${latex(next[node.id])}}` : "";
        setMath(line, `${node.latex} \\leftarrow ${node.latex} - \\eta\\, ${kit.inNotation(kit.adjointOf(node), trace, state.notation)}${numbers}`);
        return line;
      }), ...(parametersOf(trace).length > MOST ? [make("p", { class: "descent-more" }, say("more", { count: parametersOf(trace).length - MOST }))] : []));
    } else rules.replaceChildren();
    drawCurve();
  }

  /** @param {unknown} value @param {boolean} [isFactor] */
  function latex(value, isFactor = false) {
    const number = /** @type {number} */ (value);
    return isFactor && number < 0 ? `(${latexNumber(number)})` : latexNumber(number);
  }

  function drawCurve() {
    const { points, top, bottom, steps } = curve(losses, BOX);
    const now = losses.at(-1);
    plot.setAttribute("aria-label", say("curve", { steps: losses.length - 1, loss: now === undefined ? "?" : brief(now) }));
    plot.setAttribute("data-losses", String(losses.length));
    const path = points.reduce((drawn, point, index) => (point === null ? drawn : `${drawn}${points[index - 1] ? "L" : "M"}${point.x.toFixed(2)} ${point.y.toFixed(2)}`), "");
    plot.replaceChildren(
      drawn("path", { class: "descent-axis", d: `M0 -6V${BOX.height}H${BOX.width + 6}` }),
      text(-6, 4, brief(top), "end"), ...(top > bottom ? [text(-6, BOX.height + 4, brief(bottom), "end")] : []),
      text(0, BOX.height + 18, "0", "middle"), text(BOX.width, BOX.height + 18, kit.formatFigure(steps), "middle"), text(BOX.width / 2, BOX.height + 18, say("axis"), "middle"),
      drawn("path", { class: "descent-line", d: path }),
      ...points.flatMap((point, index) => (point === null ? [] : [drawn("circle", { class: "descent-point", cx: point.x, cy: point.y, r: index === points.length - 1 ? 5 : 2.5, "data-last": index === points.length - 1 ? "" : null })])),
    );
  }

  /** @param {number} x @param {number} y @param {string} content @param {string} anchor */
  function text(x, y, content, anchor) {
    return drawn("text", { x, y, "text-anchor": anchor, class: "descent-label" }, content);
  }

  return { show };
}
