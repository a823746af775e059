// The stage: puts nodes, edges and labels where the layout says, and paints a snapshot on them. The
// layout is asked again only when names, edges, sizes or the direction change, never for a step.

import { layout } from "../core/layout.js";
import { stepAt } from "../core/player.js";
import { reaching } from "../core/reach.js";
import { snapshot } from "../core/snapshot.js";
import { mark } from "./attributes.js";
import { createCamera } from "./camera.js";
import { edgeLine, joinEdges, paintEdges, placeEdges } from "./edges.js";
import { element } from "./element.js";
import { createFlight } from "./flight.js";
import { joinLabels, paintLabels } from "./labels.js";
import { measure } from "./measure.js";
import { joinNodes, paintNodes } from "./nodes.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Store} Store */
/** @typedef {import("../core/types.js").Trace} Trace */

const SVG = "http://www.w3.org/2000/svg";
const NOWHERE = { x: 0, y: 0, width: 0, height: 0, radius: 0 };

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @returns {{ fit: () => void }}
 */
export function mountStage(root, store) {
  const svg = document.createElementNS(SVG, "svg");
  const lines = document.createElementNS(SVG, "g");
  const labels = element("div", { class: "stage-labels" });
  const legend = element("p", { class: "stage-legend" }, element("span", {}, element("i"), "fan-in: several terms are summed"));
  svg.setAttribute("class", "stage-edges");
  svg.setAttribute("aria-hidden", "true");
  svg.append(lines);
  root.append(svg, labels, legend);

  const camera = createCamera(root, lines, labels, () => (legend.hidden ? 0 : legend.offsetHeight));
  const flight = createFlight(root, labels);
  const narrow = window.matchMedia("(max-width: 56rem)");
  /** @type {ReturnType<typeof layout> | null} */
  let scene = null;
  let arranged = "";
  let drawn = "";

  /** @param {State} state */
  function arrange({ trace, large }) {
    if (trace === null) return;
    joinEdges(lines, trace);
    joinLabels(labels, trace);
    joinNodes(labels, trace);
    const direction = narrow.matches ? "down" : "right";
    mark(root, "data-direction", direction);
    const measures = measure(labels, trace, direction);
    legend.hidden = !trace.edges.some((edge) => edge.fan_out);
    const key = JSON.stringify([direction, measures]);
    if (key === arranged) return;
    const { nodes, edges, gap, margin } = measures;
    // Positions are kept while the scale of things is; another direction or size is another picture.
    const kind = `${direction} ${large}`;
    scene = layout({ nodes, edges, direction, gap, previous: scene !== null && kind === drawn ? scene.nodes : null });
    [arranged, drawn] = [key, kind];
    place(scene, measures, direction);
    camera.frame({
      left: -margin.left, top: -margin.top,
      width: scene.width + margin.left + margin.right, height: scene.height + margin.top + margin.bottom,
    });
  }

  /** @param {ReturnType<typeof layout>} placed @param {import("./measure.js").Measures} measures @param {"right" | "down"} direction */
  function place(placed, { rings, edges }, direction) {
    for (const holder of labels.querySelectorAll(".node")) {
      if (!(holder instanceof HTMLElement)) continue;
      const spot = placed.nodes[holder.dataset.node ?? ""];
      if (!spot) continue;
      holder.style.transform = `translate(${spot.x}px, ${spot.y}px) translate(-50%, -50%)`;
    }
    for (const label of labels.querySelectorAll(".edge-label")) {
      const spot = placed.edges[label.getAttribute("data-label") ?? ""]?.label;
      if (label instanceof HTMLElement && spot) label.style.transform = `translate(${spot.x}px, ${spot.y}px) translate(-50%, -50%)`;
    }
    const ringOf = (/** @type {string} */ id) => ({ ...NOWHERE, ...placed.nodes[id], ...rings[id] });
    placeEdges(lines, new Map(edges.flatMap(({ id, parent, child }) => {
      const edge = placed.edges[id];
      return edge ? [[id, reaching(edge, ringOf(parent), ringOf(child), direction)]] : [];
    })));
  }

  /** @param {State} state @param {State | null} previous */
  function paint({ trace, position }, previous) {
    mark(root, "data-unready", trace === null);
    if (trace === null) return;
    const now = snapshot(trace, position);
    mark(root, "data-phase", now.phase);
    paintNodes(labels, now.nodes);
    paintEdges(lines, now.edges);
    paintLabels(labels, now.edges);
    flight.cancel();
    const isNext = previous !== null && previous.trace === trace && position === previous.position + 1;
    const step = isNext ? stepAt(trace, position) : null;
    const path = step?.kind === "term" ? edgeLine(lines, step.edge) : null;
    if (step?.kind === "term" && path) flight.start(step, path);
  }

  store.subscribe((state, previous) => {
    if (state.trace !== previous.trace) arrange(state);
    if (state.trace !== previous.trace || state.position !== previous.position) paint(state, previous);
    if (state.large !== previous.large) arrange(state);
  });
  narrow.addEventListener("change", () => arrange(store.get()));
  arrange(store.get());
  paint(store.get(), null);
  return { fit: camera.fit };
}
