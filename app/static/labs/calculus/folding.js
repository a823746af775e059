// "Share repeats": the results as trees, and how they fold into a graph when equal parts are laid on one another.

import { MOST, asGraph, asTrees, grouped, operations, signOf, unfolded } from "./model.js";

/** @typedef {import("./model.js").Point} Point */
/** @typedef {import("./model.js").Sharing} Sharing */

const SVG = "http://www.w3.org/2000/svg";
const COLUMN = 110;
const ROW = 24;
const RADIUS = 15;
const TAKES = 900;

/** @param {import("../types.js").Kit} kit @param {import("../types.js").LabContext["say"]} say */
export function createFolding({ element: make, mark }, say) {
  const toggle = make("button", { type: "button", class: "calculus-button", "data-calculus": "share", "aria-pressed": "false" }, say("share"));
  const count = make("p", { class: "calculus-fold-count", role: "status" });
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "calculus-fold");
  picture.setAttribute("role", "img");
  const root = make("section", {}, make("div", { class: "calculus-fold-bar" }, toggle, count), picture);
  let isFolded = false;
  let frame = 0;
  /** @type {{ now: Point[], trees: Point[], graph: Point[], place: (points: Point[]) => void, counted: { trees: number, graph: number }, nodes: number, copies: number } | null} */
  let scene = null;

  toggle.addEventListener("click", () => {
    isFolded = !isFolded;
    toggle.setAttribute("aria-pressed", String(isFolded));
    toggle.textContent = say(isFolded ? "unshare" : "share");
    move();
  });

  function move() {
    if (scene === null) return;
    cancelAnimationFrame(frame);
    const { now: from, place } = scene;
    const to = isFolded ? scene.graph : scene.trees;
    tell();
    const started = performance.now();
    const lasts = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : TAKES;
    const step = () => {
      if (scene === null) return;
      const part = lasts === 0 ? 1 : Math.min(1, (performance.now() - started) / lasts);
      const eased = part * part * (3 - 2 * part);
      scene.now = to.map(({ x, y }, at) => ({ x: (from[at]?.x ?? x) + eased * (x - (from[at]?.x ?? x)), y: (from[at]?.y ?? y) + eased * (y - (from[at]?.y ?? y)) }));
      place(scene.now);
      if (part < 1) frame = requestAnimationFrame(step);
    };
    step();
  }

  function tell() {
    if (scene === null) return;
    const { counted, nodes, copies } = scene;
    const operationsNow = isFolded ? counted.graph : counted.trees;
    count.textContent = say(isFolded ? "folded" : "unfolded", { count: operationsNow, nodes: isFolded ? nodes : copies });
    mark(picture, "data-folded", isFolded);
    mark(picture, "data-operations", operationsNow);
    picture.setAttribute("aria-label", count.textContent ?? "");
  }

  return {
    root,
    /** @param {Sharing | null} sharing @param {{ naive: number | string, shared: [number, number] }} counts */
    show(sharing, counts) {
      cancelAnimationFrame(frame);
      const copies = sharing === null ? null : unfolded(sharing);
      toggle.hidden = copies === null;
      picture.toggleAttribute("hidden", copies === null);
      if (sharing === null || copies === null) {
        scene = null;
        count.textContent = say("unfoldable", { most: MOST, count: grouped(String(counts.naive)), shared: grouped(String(counts.shared[0])) });
        return;
      }
      const trees = asTrees(copies);
      const graph = asGraph(copies, trees);
      const width = (Math.max(...trees.map(({ x }) => x)) + 1) * COLUMN;
      const height = (Math.max(...trees.map(({ y }) => y)) + 1.5) * ROW;
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      const uses = copies.map(({ of }) => copies.filter((other) => other.of === of).length);
      const lines = copies.map(() => drawn("path", { class: "calculus-edge" }));
      const marks = copies.map(({ of }, at) => {
        const { op, latex } = sharing.nodes[of] ?? { op: null, latex: "" };
        const group = drawn("g", { class: "calculus-node", "data-of": of, "data-leaf": op === null ? "" : null, "data-shared": (uses[at] ?? 1) > 1 ? "" : null });
        const label = drawn("text", { "text-anchor": "middle", "dominant-baseline": "central" });
        label.textContent = op === null ? nameOf(latex) : signOf(op);
        group.append(drawn("circle", { r: op === null ? RADIUS - 3 : RADIUS }), label);
        return group;
      });
      picture.replaceChildren(...lines, ...marks);
      const at = (/** @type {Point} */ { x, y }) => ({ x: (x + 0.5) * COLUMN, y: (y + 0.75) * ROW });
      const place = (/** @type {Point[]} */ points) => {
        for (const [index, point] of points.entries()) {
          const { x, y } = at(point);
          marks[index]?.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
          const user = copies[index]?.user;
          const goal = user === null || user === undefined ? null : points[user];
          if (!goal) continue;
          const end = at(goal);
          const middle = (x + end.x) / 2;
          lines[index]?.setAttribute("d", `M${x} ${y}C${middle} ${y} ${middle} ${end.y} ${end.x} ${end.y}`);
        }
      };
      scene = { now: isFolded ? graph : trees, trees, graph, place, counted: operations(copies, sharing), nodes: new Set(copies.map(({ of }) => of)).size, copies: copies.length };
      place(scene.now);
      tell();
    },
  };

  /** @param {string} tag @param {Record<string, string | number | null>} attributes */
  function drawn(tag, attributes) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, String(value));
    return made;
  }
}

const GREEK = new Map([["lambda", "λ"], ["alpha", "α"], ["beta", "β"], ["gamma", "γ"], ["eta", "η"], ["theta", "θ"], ["mu", "μ"], ["sigma", "σ"], ["tau", "τ"], ["phi", "φ"], ["pi", "π"], ["tfrac{1}{2}", "½"]]);

/** A leaf's name without LaTeX. @param {string} latex */
function nameOf(latex) {
  const plain = latex.replace(/^\\/, "");
  return GREEK.get(plain) ?? plain.replace(/\\(?:mathrm|text|operatorname)\{([^}]*)\}/g, "$1").replace(/[{}\\]/g, "").replace("_", "");
}
