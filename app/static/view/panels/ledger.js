// The ledger as a table: upstream × local = product, the running total, and what is still awaited.

import { say } from "../../words/index.js";
import { brief, briefTerm, equals, timesLocal } from "../../core/number/compact.js";
import { ledgerAt } from "../../core/walk/ledger.js";
import { adjointOf } from "../../core/walk/line.js";
import { inNotation } from "../../core/model/notation.js";
import { isArray } from "../../core/number/quantity.js";
import { arrayViews } from "../arrays/load.js";
import { mark } from "../dom/attributes.js";
import { element as make } from "../dom/element.js";
import { setMath } from "../dom/mathematics.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../../core/walk/ledger.js").Row} Row */
/** @typedef {import("../../core/walk/line.js").Line} Line */

/** Of a longer sum the terms round the current one are shown. */
const MOST = 24;

/** @param {HTMLElement} root @param {Store} store */
export function mountLedger(root, store) {
  /** @param {State} state */
  function draw({ trace, position, notation }) {
    const ledger = trace && ledgerAt(trace, position);
    const repeats = (!ledger && trace && arrayViews()?.repeats(trace, position)) || null;
    root.hidden = !ledger && !repeats;
    if (!trace || !ledger) {
      mark(root, "data-arrays", repeats !== null);
      root.replaceChildren(...(repeats ?? []));
      return;
    }
    const math = (/** @type {Line} */ latex) => {
      const element = make("span");
      setMath(element, inNotation(latex, trace, notation));
      return element;
    };
    const bar = make("span", { class: "adjoint" }, math(adjointOf(ledger.node)));
    mark(root, "data-arrays", ledger.node.shape.length > 0);
    const title = make("h2", {}, say("ledger.received", { received: ledger.received, count: ledger.rows.length }));
    title.dataset.received = String(ledger.received);
    const body = make("tbody", {}, ...near(ledger.rows).map((row) => line(trace, row, math)));
    const foot = make("tfoot", {}, make("tr", {},
      make("td", {}, bar, ledger.isClosed || ledger.received === ledger.rows.length ? "" : say("ledger.so-far")), make("td"),
      make("td", { "data-total": "" }, ledger.total === null ? "" : shown(ledger.total, ledger.node.id))));
    root.replaceChildren(title, make("table", {}, body, foot));
    // Only the ledger scrolls to its row: scrollIntoView would move the page of a phone as well.
    const current = root.querySelector("[data-current]");
    if (current instanceof HTMLElement) root.scrollTop = current.offsetTop - root.clientHeight / 2;
  }

  store.subscribe((state, previous) => {
    if (state.trace !== previous.trace || state.position !== previous.position || state.notation !== previous.notation) draw(state);
  });
  draw(store.get());
}

/** @param {Row[]} rows */
function near(rows) {
  const current = rows.findIndex((row) => row.current);
  const from = Math.max(0, Math.min(rows.length - MOST, (current < 0 ? rows.length : current) - MOST / 2));
  return rows.slice(from, from + MOST);
}

/** A number, or an array as its grid. @param {import("../../core/types.js").Quantity} quantity @param {string} node @returns {Node | string} */
function shown(quantity, node) {
  return arrayViews()?.inline(quantity, node) ?? brief(quantity);
}

/** The factors of a term; the upstream adjoint, a number, stands in a box. @param {import("../../core/types.js").TermStep} step */
function withUpstream(step) {
  return make("span", {}, make("span", { class: "boxed" }, brief(step.upstream)), timesLocal(step));
}

/** @param {Trace} trace @param {Row} row @param {(latex: Line) => HTMLElement} math */
function line(trace, { edge, step, received, current }, math) {
  /** @type {(Node | string)[]} */
  const product = !received ? [say("ledger.awaited"), ""] : isArray(step.product) ? ["", shown(step.product, step.node)] : [withUpstream(step), `${equals(step)} ${brief(step.product)}`];
  const row = make("tr", { "data-term": edge.id, "data-received": String(received) },
    make("td", {}, math(briefTerm(trace, edge))), ...product.map((content) => make("td", {}, content)));
  mark(row, "data-current", current);
  return row;
}
