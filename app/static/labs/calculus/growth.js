// How long the formulas grow with depth, and how many operations backpropagation takes: a chart with a
// logarithmic scale, and the last counts in full.

import { breakable, log10, longestByDepth, movedApart, ticks } from "./model-numbers.js";

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Growth} Growth */

/** Digits that have room at the end of a curve. */
const LONGEST_END = 6;
const CURVES = /** @type {const} */ (["formula", "derivative", "backprop"]);

/** @param {import("../types.js").LabContext} lab */
export function createGrowth({ kit, say }) {
  const { element: make, formatFigure, svgElement: drawn, tenTo } = kit;
  const legend = make("ul", { class: "calculus-legend" }, ...CURVES.map((name) => {
    const sample = drawn("svg", { class: "calculus-sample", "aria-hidden": "true" }, drawn("path", { class: `calculus-curve calculus-curve-${name}`, d: "M0 8H40" }));
    return make("li", {}, sample, say(`curve.${name}`));
  }));
  const chart = drawn("svg", { class: "calculus-chart", role: "img" });
  const frame = make("div", { class: "calculus-frame" }, chart);
  const exact = make("div", { class: "calculus-exact", tabindex: "0", role: "group", "aria-label": say("exact.label") });
  const root = make("section", {}, legend, frame, exact);
  /** @type {Growth[]} */
  let points = [];
  const watch = new ResizeObserver(() => draw());
  watch.observe(frame);

  /** Drawn in pixels, so that its words have the size of all others. */
  function draw() {
    const { clientWidth: width, clientHeight: height } = frame;
    const last = points.at(-1);
    if (last === undefined || width === 0) return;
    const em = Number.parseFloat(getComputedStyle(chart).fontSize);
    const box = { left: 3.75 * em, right: width - 6 * em, top: 2.25 * em, bottom: height - 3.25 * em };
    const powers = points.map((point) => CURVES.map((name) => ({ isNone: Number(point[name]) === 0, power: log10(String(point[name])) })));
    const top = Math.max(1, Math.ceil(Math.max(...powers.flat().map(({ power }) => power))));
    const first = points[0]?.depth ?? 0;
    const span = Math.max(1, last.depth - first);
    const x = (/** @type {number} */ depth) => box.left + ((depth - first) / span) * (box.right - box.left);
    const y = (/** @type {number} */ power) => box.bottom - (power / top) * (box.bottom - box.top);
    const ends = movedApart(CURVES.map((_, curve) => y(powers.at(-1)?.[curve]?.power ?? 0)), 1.25 * em, box.bottom);
    const depths = ticks(last.depth, Math.max(2, Math.floor((box.right - box.left) / (6 * em)))).filter((depth) => depth >= first);
    chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
    chart.replaceChildren(
      ...ticks(top, Math.max(2, Math.floor((box.bottom - box.top) / (3 * em)))).flatMap((power) => [
        drawn("path", { class: "calculus-grid", d: `M${box.left} ${y(power)}H${box.right}` }),
        drawn("text", { class: "calculus-tick", x: box.left - 0.5 * em, y: y(power) + 0.35 * em, "text-anchor": "end" }, power <= 3 ? formatFigure(10 ** power) : tenTo(power)),
      ]),
      ...depths.map((depth) => drawn("text", { class: "calculus-tick", x: x(depth), y: box.bottom + 1.4 * em, "text-anchor": "middle" }, formatFigure(depth))),
      drawn("text", { class: "calculus-axis", x: (box.left + box.right) / 2, y: box.bottom + 2.7 * em, "text-anchor": "middle" }, say("depth")),
      drawn("text", { class: "calculus-axis", x: 0, y: em }, say("axis")),
      ...CURVES.flatMap((name, curve) => {
        const path = points.flatMap((point, at) => (powers[at]?.[curve]?.isNone ? [] : [`${x(point.depth).toFixed(1)} ${y(powers[at]?.[curve]?.power ?? 0).toFixed(1)}`]));
        return [
          drawn("path", { class: `calculus-curve calculus-curve-${name}`, d: path.length === 0 ? "" : `M${path.join("L")}` }),
          drawn("text", { class: `calculus-end calculus-end-${name}`, x: box.right + 0.5 * em, y: (ends[curve] ?? 0) + 0.35 * em }, formatFigure(last[name], LONGEST_END)),
        ];
      }),
    );
  }

  return {
    root,
    /** @param {Answer} answer */
    show({ growth }) {
      points = longestByDepth(growth ?? []);
      const last = points.at(-1);
      legend.hidden = frame.hidden = points.length < 2;
      if (last === undefined || points.length < 2) {
        points = [];
        return exact.replaceChildren(make("p", {}, say("shallow")));
      }
      chart.setAttribute("aria-label", say("chart", { depth: last.depth, formula: formatFigure(last.formula), derivative: formatFigure(last.derivative), backprop: last.backprop }));
      exact.replaceChildren(...CURVES.map((name) => make("p", {}, `${say(`exact.${name}`, { node: last.node })} `, make("b", { [`data-exact-${name}`]: String(last[name]) }, breakable(formatFigure(last[name], Infinity))))));
      draw();
    },
    close: () => watch.disconnect(),
  };
}
