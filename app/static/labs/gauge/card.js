// One gauge: the curve with its point and its tangent, the slope as a bar and in words.

import { drawn, entryOf, flatOf, judged, numbersIn, percentOf } from "./model.js";

/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Gauge} Gauge */
/** @typedef {import("./model.js").Point} Point */
/** @typedef {import("./model.js").Span} Span */

/** Units of which 16 are a letter's height: the sheet sets the picture in rem. */
const BOX = { width: 128, height: 88 };
/** More than so many entries are not drawn as points. */
const MOST_POINTS = 64;
const LONGEST = 26;

/** @param {Pick<LabContext, "kit" | "say">} lab */
export function createCard({ kit, say }) {
  const { brief, element: make, mark, setMath, svgElement: draw } = kit;
  const [line, slope, words, more] = [make("p", { class: "gauge-line" }), make("p", { class: "gauge-slope" }), make("p", { class: "gauge-words" }), make("p", { class: "gauge-more" })];
  const [symbol, number, fill] = [make("span"), make("b"), make("i")];
  const bar = make("div", { class: "gauge-bar", "aria-hidden": "true" }, fill);
  const picture = draw("svg", { class: "gauge-picture", viewBox: `0 0 ${BOX.width} ${BOX.height}`, role: "img" });
  slope.append(symbol, " = ", number);
  const holder = make("li", { class: "gauge-card" });
  holder.append(picture, make("div", { class: "gauge-said" }, line, slope, bar, words, more));

  /** @param {Gauge} gauge @param {number} size @param {ReturnType<typeof judged>} judgement */
  function meaning({ name }, size, { verdict }) {
    const what = name === null ? say("it") : name;
    const times = kit.formatFigure(Math.abs(size));
    const percent = kit.formatFigure(percentOf(size));
    const said = verdict === "most" ? say(Math.abs(size) > 1 ? "most_more" : "most", { percent, times, what }) : say(verdict, { percent, times });
    return size < 0 ? say("turned", { said }) : said;
  }

  return {
    holder,
    /** @param {Gauge} gauge @param {Span | null} span @param {readonly number[]} at @param {readonly Point[] | null} curve */
    show(gauge, span, at, curve) {
      const { node, parent, edge } = gauge;
      const [x, y] = [entryOf(parent.value, at), entryOf(node.value, at)];
      // An elementwise edge of one number for all entries travels as this number.
      const own = typeof edge.local === "object" ? entryOf(edge.local, at) : edge.local === null ? null : Number(edge.local);
      const found = judged(own, curve ?? []);
      mark(holder, "data-gauge", node.id);
      mark(holder, "data-slope", own);
      // Before the curve is there, nobody knows what is steep.
      mark(holder, "data-verdict", curve === null && found.verdict !== "none" ? null : found.verdict);
      setMath(line, `${node.latex} = ${node.definition ?? ""}`);
      setMath(symbol, edge.latex.length > LONGEST ? `\\tfrac{\\partial ${node.latex}}{\\partial ${parent.latex}}` : edge.latex);
      number.textContent = own === null ? "?" : brief(own);
      fill.style.width = `${(100 * found.share).toFixed(1)}%`;
      words.textContent = own === null ? say("large") : curve === null && found.verdict !== "none" ? "" : meaning(gauge, own, found);
      const slopes = numbersIn(edge.local);
      more.textContent = at.length === 0 ? "" : [say("entry", { at: at.map((place) => place + 1).join(", ") }), ...(slopes.length > 1 && curve ? [say("flats", { count: flatOf(slopes, found.steepest), total: slopes.length })] : [])].join(" ");
      paint(gauge, span, x, y, own, curve);
    },
  };

  /** @param {Gauge} gauge @param {Span | null} span @param {number | null} x @param {number | null} y @param {number | null} own @param {readonly Point[] | null} curve */
  function paint({ node, parent }, span, x, y, own, curve) {
    if (span === null || x === null || y === null || !Number.isFinite(x) || !Number.isFinite(y)) return picture.replaceChildren();
    const { path, at, tangent } = drawn(curve ?? [], { x, y }, own ?? NaN, span, BOX);
    const [origin, spot] = [at({ x: 0, y: 0 }), at({ x, y })];
    const [xs, ys] = [numbersIn(parent.value), numbersIn(node.value)];
    const others = xs.length > 1 && xs.length <= MOST_POINTS ? xs.map((one, k) => at({ x: one, y: ys[k] ?? NaN })).filter((one) => Number.isFinite(one.y)) : [];
    picture.setAttribute("aria-label", say("picture", { node: node.id, parent: parent.id, x: brief(x), y: brief(y), slope: own === null ? "?" : brief(own) }));
    picture.replaceChildren(
      draw("path", { class: "gauge-axis", d: `M0 ${origin.y.toFixed(1)}H${BOX.width}M${origin.x.toFixed(1)} 0V${BOX.height}` }),
      draw("path", { class: "gauge-curve", d: path }),
      ...others.map((one) => draw("circle", { class: "gauge-other", cx: one.x.toFixed(1), cy: one.y.toFixed(1), r: 3 })),
      ...(tangent ? [draw("path", { class: "gauge-tangent", d: `M${tangent.map((end) => `${end.x.toFixed(1)} ${end.y.toFixed(1)}`).join("L")}` })] : []),
      draw("circle", { class: "gauge-point", cx: spot.x.toFixed(1), cy: spot.y.toFixed(1), r: 5 }),
      draw("text", { class: "gauge-end", x: 2, y: BOX.height - 3 }, kit.formatNumber(span.from)),
      draw("text", { class: "gauge-end", x: BOX.width - 2, y: BOX.height - 3, "text-anchor": "end" }, kit.formatNumber(span.to)),
    );
  }
}
