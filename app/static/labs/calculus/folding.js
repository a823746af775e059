// "Share repeats": an expression as a tree, and how the tree folds into a graph when equal parts are laid on one
// another.

import { breakable } from "./model-numbers.js";
import { MOST, costOf, counted, graphSize, resultsOf, treeSize, unfolded } from "./model.js";
import { graphPlaces, middle, roomFor, treePlaces, useOf, zoomFor } from "./scene.js";

/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Copy} Copy */
/** @typedef {import("./model.js").Graph} Graph */
/** @typedef {import("./model.js").Point} Point */
/** Something between the two pictures; or one of them, whose lines are smooth. @typedef {{ points: Point[], lines: Point[][], paths?: string[], by?: Point }} Picture */

const SAMPLES = 40;
const WHOLES = /** @type {const} */ (["cost", "results"]);

/** @param {LabContext} lab */
export function createFolding({ kit, say }) {
  const { element: make, layout, mark, setMath, svgElement } = kit;
  const toggle = make("button", { type: "button", class: "calculus-button", "data-calculus": "share" });
  const wholes = WHOLES.map((one) => {
    const button = make("button", { type: "button", class: "calculus-button", "data-calculus-whole": one }, say(`whole.${one}`));
    button.addEventListener("click", () => {
      whole = one;
      isFolded = false;
      begin();
    });
    return button;
  });
  const said = make("p", { class: "calculus-fold-said", role: "status" });
  const lines = svgElement("svg");
  const paper = make("div", { class: "calculus-paper", "aria-hidden": "true" });
  const picture = make("div", { class: "calculus-fold", role: "img" }, paper);
  paper.append(lines);
  const root = make("section", {}, make("div", { class: "calculus-fold-bar" }, make("div", { class: "calculus-wholes", role: "group", "aria-label": say("whole") }, ...wholes), toggle, said), picture);

  /** @type {(typeof WHOLES)[number]} */
  let whole = "cost";
  let isFolded = false;
  let frame = 0;
  /** @type {Record<(typeof WHOLES)[number], Graph | null>} */
  let graphs = { cost: null, results: null };
  let operations = { naive: /** @type {number | string} */ (0), shared: 0 };
  /** @type {Copy[]} */
  let copies = [];
  /** @type {HTMLElement[]} */
  let marks = [];
  /** @type {SVGPathElement[]} */
  let strokes = [];
  /** @type {{ tree: Picture, graph: Picture, now: Picture } | null} */
  let scene = null;

  toggle.addEventListener("click", () => {
    isFolded = !isFolded;
    tell();
    move();
  });
  const watch = new ResizeObserver(() => place());
  watch.observe(picture);

  /** Another expression: its marks, not yet in their places. */
  function begin() {
    cancelAnimationFrame(frame);
    const graph = graphs[whole];
    copies = (graph && unfolded(graph)) ?? [];
    marks = copies.map(({ of }) => {
      const { symbol = "", isLeaf = false } = graph?.nodes[of] ?? {};
      const label = make("span", { class: "calculus-node", "data-of": String(of) });
      mark(label, "data-leaf", isLeaf);
      mark(label, "data-shared", copies.filter((other) => other.of === of).length > 1);
      setMath(label, symbol);
      return label;
    });
    strokes = copies.map(() => svgElement("path"));
    lines.replaceChildren(...strokes);
    paper.replaceChildren(lines, ...marks);
    for (const button of wholes) mark(button, "aria-pressed", String(button.dataset.calculusWhole === whole));
    toggle.hidden = picture.hidden = copies.length === 0;
    tell();
    place();
  }

  function place() {
    cancelAnimationFrame(frame);
    const around = { width: picture.clientWidth, height: picture.clientHeight };
    if (copies.length === 0 || around.width === 0) return;
    for (const one of marks) one.hidden = false;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const measured = () => marks.map(({ offsetWidth: width, offsetHeight: height }) => ({ width, height }));
    paper.style.fontSize = "";
    const zoom = zoomFor(copies, measured(), around, rem);
    paper.style.fontSize = `${zoom.toFixed(2)}rem`;
    const [sizes, em] = [measured(), zoom * rem];
    const both = [treePlaces(copies, sizes, around, em), graphPlaces(layout, copies, sizes, around, em)];
    const room = roomFor(around, both, em);
    [paper.style.width, paper.style.height] = [`${room.width}px`, `${room.height}px`];
    lines.setAttribute("viewBox", `0 0 ${room.width} ${room.height}`);
    mark(picture, "tabindex", room.width > around.width || room.height > around.height ? "0" : null);
    const [tree, graph] = both.map(({ points, paths, size }) => {
      const by = middle(size, room);
      return { points: points.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })), lines: paths.map((path) => sampled(path, by)), paths, by };
    });
    if (tree === undefined || graph === undefined) return;
    scene = { tree, graph, now: isFolded ? graph : tree };
    settle();
  }

  /** From where it is to where it should be, along the way; at once for those who prefer no motion. */
  function move() {
    if (scene === null) return;
    cancelAnimationFrame(frame);
    for (const one of [...marks, ...strokes]) one.removeAttribute("hidden");
    const { now: from } = scene;
    const to = isFolded ? scene.graph : scene.tree;
    const lasts = 1000 * Number.parseFloat(getComputedStyle(picture).transitionDuration);
    const started = performance.now();
    const step = () => {
      if (scene === null) return;
      const part = lasts > 0 ? Math.min(1, (performance.now() - started) / lasts) : 1;
      const eased = part * part * (3 - 2 * part);
      const between = (/** @type {Point} */ one, /** @type {Point | undefined} */ other) => (other === undefined ? one : { x: other.x + eased * (one.x - other.x), y: other.y + eased * (one.y - other.y) });
      scene.now = { points: to.points.map((one, at) => between(one, from.points[at])), lines: to.lines.map((line, at) => line.map((one, index) => between(one, from.lines[at]?.[index]))) };
      draw(scene.now);
      if (part < 1) frame = requestAnimationFrame(step);
      else settle();
    };
    step();
  }

  /** @param {Picture} picture */
  function draw({ points, lines: drawn }) {
    for (const [at, { x, y }] of points.entries()) {
      const one = marks[at];
      if (one) one.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
      const line = drawn[at] ?? [];
      strokes[at]?.setAttribute("d", line.length === 0 ? "" : `M${line.map((point) => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join("L")}`);
      strokes[at]?.removeAttribute("transform");
    }
  }

  /** The picture that it has come to; of what lies on one another one is left. */
  function settle() {
    if (scene === null) return;
    scene.now = isFolded ? scene.graph : scene.tree;
    draw(scene.now);
    const { paths = [], by = { x: 0, y: 0 } } = scene.now;
    for (const [at, stroke] of strokes.entries()) {
      stroke.setAttribute("d", paths[at] ?? "");
      stroke.setAttribute("transform", `translate(${by.x} ${by.y})`);
    }
    mark(picture, "data-folded", isFolded);
    if (!isFolded) return;
    const seen = new Set();
    for (const [at, copy] of copies.entries()) {
      for (const [key, drawn] of /** @type {const} */ ([[copy.of, marks[at]], [useOf(copy, copies), strokes[at]]])) {
        if (drawn && key !== null && seen.has(key)) drawn.setAttribute("hidden", "");
        seen.add(key);
      }
    }
  }

  function tell() {
    const graph = graphs[whole];
    toggle.textContent = say(isFolded ? "unshare" : "share");
    if (graph === null) said.textContent = say("unwritten", { count: breakable(kit.formatFigure(operations.naive, Infinity)), shared: operations.shared });
    else if (copies.length === 0) said.textContent = say("unfoldable", { most: MOST, size: breakable(kit.formatFigure(treeSize(graph), Infinity)), shared: graphSize(graph) });
    else {
      const sizes = counted(graph, copies)[isFolded ? "graph" : "tree"];
      said.textContent = say(`${isFolded ? "graph" : "tree"}.${whole}`, sizes);
      for (const [name, value] of Object.entries(sizes)) mark(picture, `data-${name}`, value);
    }
    picture.setAttribute("aria-label", said.textContent ?? "");
  }

  /** @param {string} path @param {Point} by */
  function sampled(path, by) {
    if (path === "") return [];
    const line = svgElement("path", { d: path });
    const length = line.getTotalLength();
    return Array.from({ length: SAMPLES + 1 }, (_, at) => {
      const { x, y } = line.getPointAtLength((length * at) / SAMPLES);
      return { x: x + by.x, y: y + by.y };
    });
  }

  return {
    root,
    /** @param {import("./types.js").Answer} answer @param {import("../../core/types.js").Trace} trace */
    show({ sharing, counts }, trace) {
      const fresh = { cost: costOf(trace), results: sharing === null ? null : resultsOf(sharing) };
      operations = { naive: counts.naive, shared: counts.shared[0] };
      // Other numbers in the same expressions leave the picture as it is.
      if (JSON.stringify(fresh) === JSON.stringify(graphs)) return;
      graphs = fresh;
      isFolded = false;
      begin();
    },
    close() {
      cancelAnimationFrame(frame);
      watch.disconnect();
    },
  };
}
