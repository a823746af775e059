// The V-curve: too large a step h and the difference bends away, too small and rounding takes over.

import { say } from "../../words/index.js";
import { logLog } from "../../core/number/loglog.js";

/** @typedef {import("../../core/model/verdicts.js").CheckRow} CheckRow */

const SIZE = { width: 280, height: 176 };
const FRAME = { left: 40, top: 10, width: 230, height: 126 };

/** @param {import("../toolkit.js").Kit} kit @returns {(row: CheckRow) => SVGElement} */
export function createCurve({ formatNumber: format, svgElement: draw }) {
  /** 10 with a raised exponent. @param {number} x @param {number} y @param {number} power @param {string} anchor */
  const tick = (x, y, power, anchor) => draw("text", { x, y, "text-anchor": anchor }, "10", draw("tspan", { dy: -5, "font-size": "0.75em" }, String(power).replace("-", "−")));

  return ({ curve, step }) => {
    const { points, across, up } = logLog(curve ?? [], FRAME);
    const best = points.reduce((least, point) => (point.error < least.error ? point : least), points[0] ?? { x: 0, y: 0, step: 0, error: 0 });
    const { left, top, width, height } = FRAME;
    const svg = draw("svg", {
      class: "curve", viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img",
      "aria-label": say("look.curve", { error: format(Number(best.error.toPrecision(2))), step: format(best.step) }),
    });
    svg.append(
      ...across.map(({ at }) => draw("line", { class: "curve-rule", x1: at, x2: at, y1: top, y2: top + height })),
      ...up.map(({ at }) => draw("line", { class: "curve-rule", x1: left, x2: left + width, y1: at, y2: at })),
      ...across.map(({ at, power }) => tick(at, top + height + 18, power, "middle")),
      ...up.map(({ at, power }) => tick(left - 5, at + 4, power, "end")),
      draw("text", { x: left + width, y: SIZE.height - 4, "text-anchor": "end" }, say("look.step")),
      draw("text", { x: left + width / 2, y: top + 12, "text-anchor": "middle" }, say("look.error")),
      draw("polyline", { class: "curve-line", points: points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ") }),
      ...points.map((point) => draw("circle", { class: point.step === step ? "curve-used" : "curve-point", cx: point.x.toFixed(1), cy: point.y.toFixed(1), r: point.step === step ? 5 : 2.5 })),
    );
    return svg;
  };
}
