// The stage: puts nodes, edges and labels where the layout says, and paints a snapshot on them. The
// layout is asked again only when names, edges, size or direction change, never for a step or a number.

import { say } from "../../words/index.js";
import { stepAt } from "../../core/walk/player.js";
import { isFanIn } from "../../core/number/quantity.js";
import { mark } from "../dom/attributes.js";
import { createCamera } from "./camera.js";
import { edgeLine, joinEdges, paintEdges, placeEdges } from "./edges.js";
import { element, svgElement } from "../dom/element.js";
import { createFlight } from "./messenger.js";
import { joinLabels, paintLabels, placeLabels } from "./labels.js";
import { joinNodes, paintNodes, placeNodes } from "./nodes.js";
import { createArranger } from "./arrange.js";
import { createScene } from "./scene.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @returns {{ fit: () => void, closer: (factor: number) => void, find: () => void, unfold: () => void }}
 */
export function mountStage(root, store) {
  const svg = svgElement("svg", { class: "stage-edges", "aria-hidden": "true" });
  const lines = svgElement("g");
  const labels = element("div", { class: "stage-labels" });
  const legend = element("p", { class: "stage-legend" }, element("span", {}, element("i"), say("legend.fan-in")));
  root.dataset.words = say("stage.unready");
  svg.append(lines);
  root.append(svg, labels, legend);

  const camera = createCamera(root, lines, labels, () => Math.max(legend.hidden ? 0 : legend.offsetHeight, scene.foot()));
  const flight = createFlight(root, labels);
  const arranger = createArranger(root, labels, camera.scaleOf, camera.room);
  const narrow = window.matchMedia("screen and (max-width: 56rem)");
  const scene = createScene({ root, labels, store, camera }, () => {
    arrange(store.get());
    paint(store.get(), null);
  });

  /** @param {State} state */
  function arrange(state) {
    const view = scene.view(state);
    if (view === null) return;
    const { trace } = view;
    joinEdges(lines, trace);
    joinLabels(labels, view.labelled);
    joinNodes(labels, trace);
    view.dress?.();
    legend.hidden = !trace.edges.some(isFanIn);
    const picture = arranger.arrange(trace, narrow.matches ? "down" : "right", `${state.large} ${state.size}`);
    if (picture === null) return;
    placeNodes(labels, picture.scene.nodes);
    placeLabels(labels, picture.scene.edges);
    placeEdges(lines, picture.paths);
    camera.frame(view.framed?.(picture) ?? picture.bounds);
  }

  /** @param {State} state @param {State | null} previous */
  function paint(state, previous) {
    const { position, problem } = state;
    const view = scene.view(state);
    flight.cancel();
    mark(root, "data-unready", view === null && (problem === null || state.trace !== null ? "waiting" : "problem"));
    if (view === null) return;
    const now = view.at(position);
    mark(root, "data-phase", now.phase);
    paintNodes(labels, now.nodes);
    paintEdges(lines, now.edges);
    paintLabels(labels, now.edges);
    view.paint?.(position);
    camera.follow(arranger.spotOf(now.active));
    const isNext = previous !== null && previous.trace === state.trace && position === previous.position + 1;
    const step = isNext && state.trace ? stepAt(state.trace, position) : null;
    const path = step?.kind === "term" ? edgeLine(lines, view.lineOf(step.edge)) : null;
    if (step?.kind === "term" && path) flight.start(step, path);
  }

  store.subscribe((state, previous) => {
    if (state.trace !== previous.trace && state.example !== previous.example) arranger.forget();
    const isOther = state.trace !== previous.trace || state.unfolded !== previous.unfolded;
    if (isOther || state.large !== previous.large || state.size !== previous.size) arrange(state);
    if (isOther || state.position !== previous.position || state.problem !== previous.problem) paint(state, previous);
  });
  narrow.addEventListener("change", () => arrange(store.get()));
  arrange(store.get());
  paint(store.get(), null);
  return { fit: camera.fit, closer: camera.closer, find: scene.find, unfold: scene.unfold };
}
