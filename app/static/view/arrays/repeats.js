// The ledger of a term that is itself a sum: one term for every row that used the parent.

import { say } from "../../words/index.js";
import { repeatsOf } from "../../core/walk/repeats.js";

/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../toolkit.js").Kit} Kit */

/** More terms than this are counted, not shown. */
const MOST = 6;

/**
 * @param {Kit} kit
 * @param {(quantity: Quantity, node: string) => Node | string} inline
 */
export function createRepeats({ element: make, setMath }, inline) {
  /**
   * @param {Trace} trace
   * @param {number} position
   * @returns {HTMLElement[] | null} what to put into the ledger, null where the step is no such sum
   */
  return (trace, position) => {
    const step = trace.steps[position - 1];
    if (step?.kind !== "term") return null;
    const edge = trace.edges.find(({ id }) => id === step.edge);
    const node = trace.nodes.find(({ id }) => id === step.node);
    const child = trace.nodes.find(({ id }) => id === edge?.child);
    const terms = edge && child && repeatsOf(edge, step, child.shape);
    if (!terms || !edge || !node || !child) return null;
    const isRows = child.shape.length === 2 && edge.summed?.join() === "0";
    const name = say(isRows ? "repeat.row" : child.shape.length === 2 && edge.summed?.length === 1 ? "repeat.column" : "repeat.entry");
    const shown = terms.length > MOST ? terms.slice(0, MOST - 1) : terms;
    const column = (/** @type {Node | string} */ label, /** @type {Node | string} */ number) => make("tr", {}, make("td", {}, label), make("td", {}, number));
    const bar = make("span", { class: "adjoint" });
    setMath(bar, node.bar);
    const body = make("tbody", {}, ...shown.map((term, index) => column(`${name} ${index + 1}`, inline(term, node.id))),
      ...(shown === terms ? [] : [column("⋯", say("repeat.more", { count: terms.length - shown.length }))]));
    for (const row of body.children) row.setAttribute("data-repeat", "");
    const foot = make("tfoot", {}, make("tr", {}, make("td", {}, bar), make("td", { "data-total": "" }, inline(step.product, node.id))));
    return [make("h2", {}, say("repeat.title", { count: terms.length, name, child: child.id })), make("table", {}, body, foot)];
  };
}
