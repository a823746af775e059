// Which part of the scene is seen: all of it at first, then what wheel, drag, pinch or keys choose. Who
// has come closer is taken along: the current node stays in view.

import { select, zoom, zoomIdentity } from "../vendor/d3.js";

/** @typedef {{ left: number, top: number, width: number, height: number }} Bounds */

/** What is seen of the scene. @typedef {{ bounds: Bounds, x: number, y: number, k: number, width: number, height: number }} Look */

const LARGEST_FIT = 2;
/** A node that was looked for is shown at least so large; */
const LEGIBLE = 0.9;
/** and what was opened at least so, if the whole cannot be. */
const READABLE = 0.7;
/** So much of the stage, on each side, counts as out of view. */
const EDGE = 0.15;

/**
 * @param {HTMLElement} stage
 * @param {SVGGElement} edges
 * @param {HTMLElement} labels
 * @param {() => number} below  how much of the stage's foot to leave free, in pixels of the screen
 */
export function createCamera(stage, edges, labels, below) {
  /** @type {Bounds} */
  let bounds = { left: 0, top: 0, width: 1, height: 1 };
  let isMoved = false;
  /** @type {(look: Look) => void} */
  let onLook = () => undefined;
  let now = zoomIdentity;
  /** Where the current node is, in the scene. @type {{ x: number, y: number } | null} */
  let subject = null;

  const behaviour = zoom()
    .scaleExtent([0.08, 4])
    // One finger scrolls the page of a phone; two move the graph.
    .filter((event) => !event.button && (!event.type.startsWith("touch") || event.touches.length > 1))
    .on("zoom", (event) => {
      now = event.transform;
      const { x, y, k } = now;
      edges.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
      labels.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
      if (event.sourceEvent) isMoved = true;
      look();
    });
  const selection = select(/** @type {Element} */ (stage)).call(behaviour).on("dblclick.zoom", null);

  const room = () => ({ width: stage.clientWidth, height: stage.clientHeight - below() });
  /** The scale at which all of it is seen. @param {Bounds} all */
  const scaleOf = (all) => Math.min(LARGEST_FIT, room().width / all.width, room().height / all.height);

  function look() {
    const { x, y, k } = now;
    onLook({ bounds, x, y, k, ...room() });
  }

  function fit() {
    const { width, height } = room();
    if (width <= 0 || height <= 0) return;
    isMoved = false;
    const scale = scaleOf(bounds);
    const x = width / 2 - scale * (bounds.left + bounds.width / 2);
    const y = height / 2 - scale * (bounds.top + bounds.height / 2);
    behaviour.transform(selection, zoomIdentity.translate(Math.round(x), Math.round(y)).scale(scale));
  }

  new ResizeObserver(() => { if (!isMoved) fit(); }).observe(stage);

  /** @param {number} factor */
  function closer(factor) {
    behaviour.scaleBy(selection, factor, subject ? now.apply([subject.x, subject.y]) : undefined);
    isMoved = true;
    keepInView();
  }

  function keepInView() {
    if (!isMoved || subject === null) return;
    const { width, height } = room();
    const [x, y] = now.apply([subject.x, subject.y]);
    const isSeen = x > width * EDGE && x < width * (1 - EDGE) && y > height * EDGE && y < height * (1 - EDGE);
    if (!isSeen) behaviour.translateTo(selection, subject.x, subject.y, [width / 2, height / 2]);
  }

  return {
    fit,
    closer,
    room,
    scaleOf,
    /** @param {{ x: number, y: number } | null} node */
    follow(node) {
      subject = node;
      keepInView();
    },
    /** Brings a spot to the middle. @param {{ x: number, y: number }} spot @param {number} [least] scale */
    centre(spot, least = LEGIBLE) {
      const { width, height } = room();
      isMoved = true;
      if (now.k < least) behaviour.scaleTo(selection, least);
      behaviour.translateTo(selection, spot.x, spot.y, [width / 2, height / 2]);
    },
    /** Shows all where it can be read, else a part of it, if need be only round a spot. @param {Bounds} part @param {{ x: number, y: number }} spot */
    show(part, spot) {
      if (scaleOf(bounds) >= READABLE) return fit();
      const { width, height } = room();
      const scale = Math.min(1, width / part.width, height / part.height);
      const middle = scale < READABLE ? spot : { x: part.left + part.width / 2, y: part.top + part.height / 2 };
      isMoved = true;
      const k = Math.max(scale, READABLE);
      behaviour.transform(selection, zoomIdentity.translate(width / 2 - k * middle.x, height / 2 - k * middle.y).scale(k));
    },
    /** Tells now and whenever it changes what is seen. @param {(look: Look) => void} listener */
    watch(listener) {
      onLook = listener;
      look();
    },
    /** @param {Bounds} next */
    frame(next) {
      const isSame = next.width === bounds.width && next.height === bounds.height && next.left === bounds.left && next.top === bounds.top;
      bounds = next;
      if (!isSame || !isMoved) fit();
      else look();
    },
  };
}
