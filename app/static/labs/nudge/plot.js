// The curve of the residual: |residual| against |h|, both logarithmic, and where h is now.

import { drawn } from "./model-curve.js";

/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model-curve.js").Residual} Residual */

/** Units of which 16 are a letter's height: the sheet sets the picture in rem. */
const BOX = { width: 270, height: 52 };

/** @param {LabContext} lab */
export function createPlot({ kit, say }) {
  const { svgElement: make } = kit;
  const root = make("svg", { class: "nudge-plot", viewBox: `-54 -10 ${BOX.width + 74} ${BOX.height + 36}`, role: "img" });

  /** A power of ten. @param {number} power @param {number} x @param {number} y @param {string} anchor */
  function tick(power, x, y, anchor) {
    return make("text", { class: "nudge-tick", x, y, "text-anchor": anchor }, kit.formatNumber(10 ** power));
  }

  return {
    root,
    /** @param {readonly Residual[]} residuals @param {Residual | null} now */
    show(residuals, now) {
      const { points, now: spot, across, up, slope } = drawn(residuals, now, BOX);
      kit.mark(root, "data-slope", slope === null ? null : slope.toFixed(3));
      root.setAttribute("aria-label", points.length === 0 ? say("plot_none") : say("plot", { slope: slope === null ? "?" : kit.formatFigure(slope) }));
      root.replaceChildren(
        make("path", { class: "nudge-axis", d: `M0 0V${BOX.height}H${BOX.width}` }),
        tick(up[1], -6, 5, "end"), tick(up[0], -6, BOX.height + 3, "end"),
        tick(across[0], 0, BOX.height + 20, "middle"), tick(across[1], BOX.width, BOX.height + 20, "middle"),
        make("text", { class: "nudge-tick", x: BOX.width / 2, y: BOX.height + 20, "text-anchor": "middle" }, "|h|"),
        make("path", { class: "nudge-curve", d: points.map(({ x, y }, place) => `${place === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("") }),
        ...(slope === null ? [] : [make("text", { class: "nudge-slope", x: 10, y: 8 }, say("slope", { slope: kit.formatFigure(slope) }))]),
        ...(points.length === 0 ? [make("text", { class: "nudge-slope", x: BOX.width / 2, y: BOX.height / 2, "text-anchor": "middle" }, say("plot_none"))] : []),
        ...(spot === null ? [] : [make("circle", { class: "nudge-now", cx: spot.x.toFixed(1), cy: spot.y.toFixed(1), r: 5.5 })]),
      );
    },
  };
}
