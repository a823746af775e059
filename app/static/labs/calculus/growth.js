// How long the formulas grow, with depth, and how many operations backpropagation takes: a chart with a
// logarithmic scale, and the last count in full.

import { grouped, log10 } from "./model.js";

/** @typedef {import("./index.js").Growth} Growth */

const SVG = "http://www.w3.org/2000/svg";
const BOX = { width: 640, height: 300 };

/** @param {import("../types.js").Kit} kit @param {import("../types.js").LabContext["say"]} say */
export function createGrowth({ element: make }, say) {
  const chart = document.createElementNS(SVG, "svg");
  chart.setAttribute("class", "calculus-chart");
  chart.setAttribute("role", "img");
  chart.setAttribute("viewBox", `-76 -24 ${BOX.width + 230} ${BOX.height + 80}`);
  const exact = make("p", { class: "calculus-exact" });
  const root = make("section", {}, chart, exact);

  /** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [text] */
  function drawn(tag, attributes, text) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
    if (text !== undefined) made.textContent = text;
    return made;
  }

  return {
    root,
    /** @param {Growth[] | null} growth */
    show(growth) {
      const points = (growth ?? []).filter(({ derivative }) => derivative !== "0");
      chart.toggleAttribute("hidden", points.length < 2);
      const last = points.at(-1);
      if (points.length < 2 || last === undefined) return exact.replaceChildren(say("shallow"));
      const deepest = Math.max(...points.map(({ depth }) => depth));
      const top = Math.max(1, Math.ceil(Math.max(...points.map(({ derivative }) => log10(derivative)), ...points.map(({ backprop }) => log10(String(backprop))))));
      const x = (/** @type {number} */ depth) => (depth / deepest) * BOX.width;
      const y = (/** @type {number} */ power) => BOX.height - (power / top) * BOX.height;
      const every = Math.max(1, Math.ceil(top / 6));
      const powers = Array.from({ length: Math.floor(top / every) + 1 }, (_, index) => index * every);
      const line = (/** @type {string} */ name, /** @type {(point: Growth) => number} */ power, /** @type {string} */ words) => {
        const path = points.map((point, index) => `${index === 0 ? "M" : "L"}${x(point.depth).toFixed(1)} ${y(power(point)).toFixed(1)}`).join("");
        const end = y(power(last));
        return [drawn("path", { class: `calculus-curve calculus-curve-${name}`, d: path }), drawn("text", { class: `calculus-name calculus-name-${name}`, x: BOX.width + 10, y: end + 5 }, words)];
      };
      chart.replaceChildren(
        ...powers.flatMap((power) => [drawn("path", { class: "calculus-grid", d: `M0 ${y(power)}H${BOX.width}` }), drawn("text", { class: "calculus-tick", x: -10, y: y(power) + 5, "text-anchor": "end" }, power > 3 ? `10${raised(power)}` : String(10 ** power))]),
        drawn("text", { class: "calculus-tick", x: 0, y: BOX.height + 24, "text-anchor": "middle" }, "0"), drawn("text", { class: "calculus-tick", x: BOX.width, y: BOX.height + 24, "text-anchor": "middle" }, String(deepest)),
        drawn("text", { class: "calculus-tick", x: BOX.width / 2, y: BOX.height + 44, "text-anchor": "middle" }, say("depth")), drawn("text", { class: "calculus-tick", x: -66, y: -10 }, say("operations")),
        ...line("formula", ({ derivative }) => log10(derivative), say("curve.formula")), ...line("backprop", ({ backprop }) => log10(String(backprop)), say("curve.backprop")),
      );
      chart.setAttribute("aria-label", say("chart", { depth: deepest, formula: grouped(last.derivative), backprop: last.backprop }));
      exact.replaceChildren(say("exact", { node: last.node }), " ", make("b", { "data-exact": last.derivative }, grouped(last.derivative)), " ", say("against", { backprop: last.backprop }));
    },
  };
}

/** @param {number} power */
function raised(power) {
  return [...String(power)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
}
