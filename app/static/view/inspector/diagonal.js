// The diagonal Jacobian beside the product that avoids it: why the lecture writes ∘.

import { pieces, say } from "../../words/index.js";
import { diagonalOf } from "../../core/walk/sums.js";

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../toolkit.js").Kit} Kit */

/** @param {Kit} kit */
export function createDiagonals({ adjointOf, arrayViews, element: make, inNotation, setMath, snapshot, termOf }) {
  const root = make("div", { class: "look-diagonals" });
  /** Which ones the reader has opened. @type {Set<string>} */
  const open = new Set();

  /** @param {State} state @param {Node} node */
  function show(state, node) {
    const { trace, position, notation } = state;
    const views = arrayViews();
    if (trace === null || views === null) return;
    const states = snapshot(trace, position).nodes;
    root.replaceChildren(...trace.edges.filter(({ parent }) => parent === node.id).flatMap((edge) => {
      const found = diagonalOf(trace, edge);
      const child = trace.nodes.find(({ id }) => id === edge.child);
      if (found === null || !child) return [];
      const math = (/** @type {import("../../core/walk/line.js").Line | string} */ latex, /** @type {string} */ kind) => {
        const holder = make("span", { class: kind });
        setMath(holder, inNotation(latex, trace, notation));
        return holder;
      };
      const isKnown = (states.get(child.id)?.adjoint ?? null) !== null;
      const size = found.local.length;
      const column = (/** @type {import("../../core/types.js").Num[]} */ entries, /** @type {"value" | "adjoint"} */ kind) => views.grid(entries, kind, { numbers: size <= 4 });
      const first = make("div", { class: "look-product" }, math("J", "value"), views.grid(found.diagonal, "value", { numbers: size <= 3 }), ...(isKnown ? [make("span", {}, "·"), column(found.upstream, "adjoint"), make("span", {}, "="), column(found.product, "adjoint")] : []));
      const second = make("div", { class: "look-product" }, ...(isKnown ? [column(found.upstream, "adjoint"), make("span", {}, "∘")] : []), column(found.local, "value"), ...(isKnown ? [make("span", {}, "="), column(found.product, "adjoint")] : []));
      const details = make("details", { "data-diagonal": edge.id },
        make("summary", {}, ...pieces(say("look.jacobian"), { sign: math("\\circ", "") }), math(termOf(trace, edge), "")),
        make("p", {}, math(`J = \\operatorname{diag}(${edge.latex})`, ""), say("look.products", { count: size * size, zeros: size * size - size })), first,
        make("p", {}, math(termOf(trace, edge), ""), say("look.few", { count: size })), second,
        ...(isKnown ? [] : [make("p", { class: "look-note" }, math(adjointOf(child), "adjoint"), say("look.later"))]));
      details.open = open.has(edge.id);
      details.addEventListener("toggle", () => (details.open ? open.add(edge.id) : open.delete(edge.id)));
      return [details];
    }));
  }

  return { root, show };
}
