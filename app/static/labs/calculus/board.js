// The blackboard: a column for each leaf, its derivation line by line, and under the last line its number
// beside the one that the sweep found.

import { agreement } from "./model.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Derivation} Derivation */

/** How much smaller than usual a line may be. */
const SMALLEST = 0.8;

/** @param {LabContext} lab */
export function createBoard({ kit, say, sentence }) {
  const { adjointOf, element: make, formatNumber, inNotation, mark, nodeOf, setMath } = kit;
  const columns = [0, 1].map(() => make("div", { class: "calculus-column", role: "group" }));
  const root = make("div", { class: "calculus-columns" }, ...columns);

  /** @param {string} name @param {string} latex */
  function math(name, latex) {
    const holder = make("span", { class: name });
    setMath(holder, latex, { large: true });
    return holder;
  }

  /** @param {Derivation} derivation @param {number} at */
  function line({ leaf, left, lines, result }, at) {
    const { rule, latex } = /** @type {Derivation["lines"][number]} */ (lines[at]);
    const isResult = at === lines.length - 1 && result !== null;
    const right = math("calculus-right", latex);
    const row = make("div", { class: "calculus-line", "data-calculus-line": leaf, "data-rule": rule }, math("calculus-left", at === 0 ? left : ""), make("span", { class: "calculus-equals" }, "="), right, make("span", { class: "calculus-rule" }, say(`rule.${rule}`)));
    mark(row, "data-result", isResult);
    return row;
  }

  /** What the last line comes to. @param {Derivation} derivation @param {State} state */
  function number({ leaf, value, adjoint }, { trace, notation }) {
    const bar = trace === null ? "" : inNotation(adjointOf(nodeOf(trace, leaf)), trace, notation);
    const words = sentence(`sweep.${agreement(Number(value), Number(adjoint))}`, {
      bar: { latex: bar, text: say("adjoint", { leaf }) },
      adjoint: formatNumber(adjoint),
    });
    const said = make("span", { class: "calculus-same" }, ...words.nodes);
    return make("div", { class: "calculus-line calculus-result", "data-calculus-result": leaf, "data-value": String(value), "data-adjoint": String(adjoint) },
      make("span"), make("span", { class: "calculus-equals" }, "="), make("span", { class: "calculus-answer" }, make("b", { class: "calculus-number" }, formatNumber(value)), said));
  }

  return {
    root,
    /** The most lines that a column has. @param {Answer} answer */
    longest: ({ derivations }) => Math.max(0, ...derivations.map(({ lines }) => lines.length)),
    /** @param {Answer} answer @param {number} seen  how many lines are written down @param {State} state */
    show({ derivations }, seen, state) {
      for (const [at, column] of columns.entries()) {
        const derivation = derivations[at];
        column.hidden = derivation === undefined;
        if (derivation === undefined) continue;
        const { leaf, lines, result, truncated } = derivation;
        const count = Math.min(seen, lines.length);
        const rows = lines.slice(0, count).map((_, row) => line(derivation, row));
        if (count > 1) mark(rows[count - 1] ?? column, "data-newest", seen <= lines.length);
        const isWhole = count === lines.length;
        column.setAttribute("aria-label", say("derivation", { leaf }));
        column.replaceChildren(...rows, ...(isWhole && result !== null ? [number(derivation, state)] : []), ...(isWhole && truncated ? [make("p", { class: "calculus-note" }, say("truncated"))] : []));
      }
      this.fit();
      for (const column of columns) column.scrollTop = column.scrollHeight;
    },
    /** Long lines are set smaller, in both columns alike; what is still too long scrolls, by keyboard as well. */
    fit() {
      root.style.removeProperty("--calculus-fit");
      const fits = columns.map((column) => {
        const over = column.scrollWidth - column.clientWidth;
        const widest = Math.max(1, ...[...column.querySelectorAll(".calculus-right")].map((right) => right.clientWidth));
        return over > 0 ? (widest - over) / widest : 1;
      });
      const fit = Math.min(...fits);
      if (fit < 1) root.style.setProperty("--calculus-fit", Math.max(SMALLEST, fit).toFixed(3));
      for (const column of columns) mark(column, "tabindex", column.scrollWidth > column.clientWidth || column.scrollHeight > column.clientHeight ? "0" : null);
    },
    /** What is said of the lines that were written last. @param {Answer} answer @param {number} seen */
    spoken({ derivations }, seen) {
      return derivations.flatMap(({ leaf, lines, value, result }) => {
        const written = lines[seen - 1];
        if (written === undefined) return [];
        const isLast = seen === lines.length && result !== null;
        return [say(isLast ? "spoken.last" : "spoken", { leaf, number: seen, lines: lines.length, rule: say(`rule.${written.rule}`), value: formatNumber(value) })];
      }).join(" ");
    },
  };
}
