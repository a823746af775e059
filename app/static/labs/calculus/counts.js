// What the results repeat, and how many operations they take: every number comes from the answer.

import { barLengths } from "./model-numbers.js";
import { primesOf, signOf } from "./model.js";

/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Cost} Cost */
/** @typedef {import("./types.js").Part} Part */

/** So many parts have a wash and a line of their own. */
const MOST_PARTS = 4;

/** @param {LabContext} lab @param {(key: number) => void} onPin */
export function createCounts({ kit, say, sentence }, onPin) {
  const { element: make, formatFigure, mark, setMath } = kit;
  const parts = make("ul", { class: "calculus-parts", "aria-label": say("repeated") });
  const bars = make("dl", { class: "calculus-bars" });
  const scale = make("p", { class: "calculus-scale" }, say("logarithmic"));
  // Two numbers on one page answer what backpropagation costs: this one, and that of the costs panel.
  const [here, panel] = [make("span", { "data-told": "here" }), make("span", { "data-told": "panel" })];
  const root = make("div", { class: "calculus-counts" }, make("div", {}, parts, make("p", { class: "calculus-told" }, here, " ", panel)), make("div", {}, bars, scale));

  /** @param {Part} part @param {import("../sentence.js").Values} primes */
  function row({ key, latex, count, count_expanded: more, operations }, primes) {
    const formula = make("span", { class: `part part-${key}` });
    if (latex === null) formula.textContent = say("part", { operations });
    else setMath(formula, latex, { large: true });
    const one = String(count) === "1" ? "times.one" : "times";
    const words = [...sentence(one, { count: formatFigure(count) }).nodes];
    if (String(more) !== String(count)) words.push(...sentence("copies", { ...primes, count: formatFigure(more) }).nodes);
    const button = make("button", { type: "button", class: "calculus-part", "data-part": String(key), "data-count": String(count), "data-count-expanded": String(more), "aria-pressed": "false" }, formula, make("span", { class: "calculus-times" }, ...words));
    button.addEventListener("click", () => onPin(key));
    return make("li", {}, button);
  }

  /** @param {string} name @param {number | string} count @param {number} length @param {import("../sentence.js").Values} primes */
  function bar(name, count, length, primes) {
    const shape = make("span", { class: "calculus-bar-length" });
    shape.style.inlineSize = `${(100 * length).toFixed(2)}%`;
    return [make("dt", {}, ...sentence(`count.${name}`, primes).nodes), make("dd", { "data-operations": name, "data-count": String(count) }, make("span", { class: "calculus-track" }, shape), make("b", {}, formatFigure(count)))];
  }

  /** @param {Answer["counts"]} counts @param {Cost | null} cost @param {Trace} trace */
  function tell({ backprop: count, backprop_values: values }, cost, { nodes }) {
    here.textContent = say("told", { count, values, sweep: count - values });
    panel.hidden = cost === null;
    if (cost === null) return;
    const [forward, backprop, parameters] = [cost.forward.operations, cost.backprop.operations, cost.parameters.operations];
    const which = say(nodes.some(({ role }) => role === "parameter") ? "of-parameters" : "of-leaves");
    panel.textContent = say("told.panel", { forward, backprop, parameters, which, total: forward + parameters, whole: forward + backprop });
  }

  return {
    root,
    /** @param {Answer} answer @param {Cost | null} cost @param {Trace} trace */
    show(answer, cost, trace) {
      const { parts: repeated, counts } = answer;
      const [prime, ...others] = primesOf(answer);
      // One derivative is named; several are "every derivative".
      const primes = { primes: prime !== undefined && others.length === 0 ? { latex: signOf(prime), text: prime.replace("'", "′") } : say("primes") };
      parts.replaceChildren(...repeated.slice(0, MOST_PARTS).map((part) => row(part, primes)), ...(repeated.length === 0 ? [make("li", { class: "calculus-none" }, say("no-repeats"))] : []));
      /** @type {[string, number | string][]} */
      const rows = [["naive", counts.naive], ["expanded", counts.expanded], ["shared", counts.shared[0]], ["shared-expanded", counts.shared[1]], ["backprop", counts.backprop]];
      const isPlain = String(counts.naive) === String(counts.expanded) && counts.shared[0] === counts.shared[1];
      const shown = rows.filter(([name]) => !isPlain || !name.endsWith("expanded"));
      const { lengths, isLogarithmic } = barLengths(shown.map(([, count]) => count));
      bars.replaceChildren(...shown.flatMap(([name, count], at) => bar(name, count, lengths[at] ?? 0, primes)));
      mark(bars, "data-logarithmic", isLogarithmic);
      scale.hidden = !isLogarithmic;
      tell(counts, cost, trace);
    },
    /** @param {number | null} key */
    pin(key) {
      for (const button of parts.querySelectorAll(".calculus-part")) mark(button, "aria-pressed", String(button.getAttribute("data-part") === String(key)));
    },
  };
}
