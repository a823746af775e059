// The ripple as a table, two rows a node: local derivative × change of each parent, and below it the prediction,
// what really happened, and the rest. The rows are made once for a node; while h moves only numbers change.

import { numbersOf } from "./model.js";

/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Pass} Pass */
/** @typedef {import("./model.js").Row} Row */

/** A table of more nodes than this is read by nobody. */
const MOST_ROWS = 60;

/** @param {LabContext} lab */
export function createTable({ kit, say }) {
  const { brief, element: make, mark, setMath, summed } = kit;
  const heads = ["predicted", "change", "residual"].map((key) => make("th", { scope: "col", "data-column": key }, say(key)));
  const table = make("table", { class: "nudge-table", "aria-label": say("table") }, make("thead", {}, make("tr", {}, ...heads)));
  const more = make("p", { class: "nudge-more" });
  /** @type {{ row: Row, line: HTMLElement, cells: HTMLElement[] }[]} */
  let lines = [];

  /** @param {number} number */
  const bracketed = (number) => (number < 0 ? `(${brief(number)})` : brief(number));

  /** @param {Row} row */
  function lineOf(row) {
    const [name, rule, numbers] = [make("span"), make("span"), make("span", { class: "nudge-numbers" })];
    setMath(name, `h_{${row.number}} = \\Delta ${row.latex}`);
    setMath(rule, `\\approx ${summed(row.terms.map(({ symbol, negative }) => ({ negative, line: [symbol] }))).join("")}`);
    const results = ["predicted", "change", "residual"].map((key) => make("td", { "data-column": key }));
    const head = make("th", { scope: "rowgroup", colspan: "3" }, name, " ", rule, " ", numbers);
    if (row.terms.length > 1) head.append(" ", make("span", { class: "nudge-add" }, say(row.terms.length === 2 ? "add_two" : "add_many", { count: row.terms.length })));
    const line = make("tbody", { "data-ripple": row.id }, make("tr", {}, head), make("tr", {}, ...results));
    mark(line, "data-paths", row.terms.length > 1 ? row.terms.length : null);
    const cells = [numbers, ...results];
    return { row, line, cells };
  }

  /** What the row is the sum of: the factors of one term, or each of several contributions. @param {Row} row @param {number} h */
  function numbersIn({ terms }, h) {
    const [only] = terms;
    if (terms.length === 1 && only) return `= ${brief(only.local)} · ${bracketed(only.tangent * h)}`;
    return terms.map(({ contribution }, place) => (place === 0 ? `= ${brief(contribution * h)}` : contribution * h < 0 ? `− ${brief(-contribution * h)}` : `+ ${brief(contribution * h)}`)).join(" ");
  }

  return {
    holder: make("div", { class: "nudge-rows" }, table, more),
    /** Other rows. @param {readonly Row[]} rows */
    show(rows) {
      const moved = rows.slice(1);
      lines = moved.slice(0, MOST_ROWS).map(lineOf);
      table.replaceChildren(...[...table.children].slice(0, 1), ...lines.map(({ line }) => line));
      more.textContent = moved.length > MOST_ROWS ? say("more", { count: moved.length - MOST_ROWS }) : "";
      table.hidden = moved.length === 0;
    },
    /** Their numbers. @param {Pass} pass */
    paint(pass) {
      for (const { row, line, cells } of lines) {
        const { predicted, change, residual } = numbersOf(row, pass);
        const texts = [numbersIn(row, pass.h), brief(predicted), brief(change), brief(residual)];
        for (const [place, text] of texts.entries()) {
          const cell = cells[place];
          if (cell && cell.textContent !== text) cell.textContent = text;
        }
        mark(line, "data-predicted", predicted);
        mark(line, "data-change", change);
        mark(line, "data-residual", residual);
      }
    },
  };
}
