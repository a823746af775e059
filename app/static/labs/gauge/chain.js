// The chain as bars: what is left of the seed after each slope. Beneath each bar its factor.

import { chainTo, leavesOf } from "./model-chain.js";

/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */

/** Longer chains are cut in the middle of their bars, not of their product. */
const MOST_LINKS = 40;

/** @param {Pick<LabContext, "kit" | "say" | "store">} lab */
export function createChain({ kit, say, store }) {
  const { brief, element: make, mark } = kit;
  const choice = make("select", { class: "gauge-leaf", "aria-label": say("leaf"), "data-gauge-leaf": "" });
  const bars = make("ol", { class: "gauge-bars", tabindex: "0", "aria-label": say("bars") });
  const product = make("p", { class: "gauge-product", "data-chain": "" });
  const holder = make("div", { class: "gauge-chain" }, make("span", { class: "gauge-to" }, say("to")), choice, bars, product);
  let leaf = "";

  /** @param {string} id @param {number} left @param {number} most @param {string} under */
  function bar(id, left, most, under) {
    const fill = make("i");
    const size = Math.min(1, Math.abs(left) / most);
    fill.style.height = `${Number.isFinite(size) ? (100 * size).toFixed(2) : 100}%`;
    return make("li", { "data-link": id, "data-product": String(left), title: say("left", { left: brief(left) }) }, make("span", { class: "gauge-left", "aria-hidden": "true" }, fill), make("span", {}, under));
  }

  /** @param {Trace} trace */
  function show(trace) {
    const { leaves, longest } = leavesOf(trace);
    if (!leaves.some(({ id }) => id === leaf)) leaf = longest ?? "";
    const ids = leaves.map(({ id }) => id);
    if ([...choice.options].map(({ value }) => value).join(" ") !== ids.join(" ")) choice.replaceChildren(...ids.map((id) => make("option", { value: id }, id)));
    choice.value = leaf;
    const chain = leaf === "" ? null : chainTo(trace, leaf);
    mark(holder, "hidden", chain === null);
    if (chain === null) return;
    const { links, paths, isWhole } = chain;
    const most = Math.max(1, ...links.map((link) => Math.abs(link.product)).filter(Number.isFinite));
    // Two digits: the bars are to stand close together, the exact slopes are in the gauges.
    const signed = (/** @type {number} */ factor) => (factor < 0 ? `(${brief(Number(factor.toPrecision(2)))})` : brief(Number(factor.toPrecision(2))));
    const drawn = links.length > MOST_LINKS ? [...links.slice(0, MOST_LINKS - 1), ...links.slice(-1)] : links;
    bars.replaceChildren(...(isWhole ? [bar(trace.output, 1, most, "1"), ...drawn.map((link) => bar(link.edge.id, link.product, most, `· ${signed(link.factor)}`))] : []));
    const left = links.at(-1)?.product ?? 1;
    mark(product, "data-chain", isWhole ? left : null);
    mark(product, "data-paths", paths);
    product.replaceChildren(...(isWhole ? ["= ", make("b", {}, brief(left)), make("small", {}, paths === 1 ? say("whole", { leaf }) : say("part", { leaf, paths }))] : [make("small", {}, say("arrays"))]));
  }

  choice.addEventListener("change", () => {
    leaf = choice.value;
    const { trace } = store.get();
    if (trace !== null) show(trace);
  });

  return {
    holder,
    show,
    /** The link that the step passes. @param {string | null} edge */
    light(edge) {
      for (const item of bars.children) {
        const isLit = edge !== null && item.getAttribute("data-link") === edge;
        mark(item, "data-current", isLit);
        if (isLit) item.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    },
  };
}
