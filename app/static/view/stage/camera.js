// Which part of the scene is seen: all of it at first, then what wheel, drag, pinch or keys choose. Who
// has come closer is taken along: the current node stays in view.

import { AS_DRAWN, EXTENT, scaledTo, seenAt, showing } from "../../core/scene/zoom.js";

/** @typedef {import("../../core/scene/zoom.js").Point} Point */
/** @typedef {import("../../core/scene/zoom.js").Zoom} Zoom */
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
  let now = AS_DRAWN;
  /** Where the current node is, in the scene. @type {Point | null} */
  let subject = null;
  /** Tells the gestures what else moved the scene. */
  let tell = (/** @type {Zoom} */ _zoom) => {};

  const room = () => ({ width: stage.clientWidth, height: stage.clientHeight - below() });
  /** The scale at which all of it is seen. @param {Bounds} all */
  const scaleOf = (all) => Math.min(LARGEST_FIT, room().width / all.width, room().height / all.height);
  const middle = () => ({ x: room().width / 2, y: room().height / 2 });

  /** @param {Zoom} zoom */
  function show(zoom) {
    now = zoom;
    const { x, y, k } = now;
    edges.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    labels.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    look();
  }

  /** @param {Zoom} zoom  not of a gesture */
  function move(zoom) {
    show(zoom);
    tell(zoom);
  }

  function look() {
    onLook({ bounds, ...now, ...room() });
  }

  function fit() {
    const { width, height } = room();
    if (width <= 0 || height <= 0) return;
    isMoved = false;
    const { x, y, k } = showing(scaleOf(bounds), { x: bounds.left + bounds.width / 2, y: bounds.top + bounds.height / 2 }, middle());
    move({ x: Math.round(x), y: Math.round(y), k });
  }

  new ResizeObserver(() => { if (!isMoved) fit(); }).observe(stage);
  // Gestures wait for the first picture; a wheel that was faster is told to them then.
  /** @type {WheelEvent[]} */
  const early = [];
  const keep = (/** @type {WheelEvent} */ event) => {
    event.preventDefault();
    early.push(event);
  };
  stage.addEventListener("wheel", keep, { passive: false });
  afterPaint(async () => {
    const { listenToGestures } = await import("./gestures.js");
    stage.removeEventListener("wheel", keep);
    tell = listenToGestures(stage, [EXTENT.least, EXTENT.most], (zoom) => {
      isMoved = true;
      show(zoom);
    });
    tell(now);
    for (const event of early) stage.dispatchEvent(new WheelEvent(event.type, event));
  });

  /** @param {number} factor */
  function closer(factor) {
    move(scaledTo(now, factor * now.k, subject ? seenAt(now, subject) : { x: stage.clientWidth / 2, y: stage.clientHeight / 2 }));
    isMoved = true;
    keepInView();
  }

  function keepInView() {
    if (!isMoved || subject === null) return;
    const { width, height } = room();
    const { x, y } = seenAt(now, subject);
    const isSeen = x > width * EDGE && x < width * (1 - EDGE) && y > height * EDGE && y < height * (1 - EDGE);
    if (!isSeen) move(showing(now.k, subject, middle()));
  }

  return {
    fit,
    closer,
    room,
    scaleOf,
    /** @param {Point | null} node */
    follow(node) {
      subject = node;
      keepInView();
    },
    /** Brings a spot to the middle. @param {Point} spot @param {number} [least] scale */
    centre(spot, least = LEGIBLE) {
      isMoved = true;
      move(showing(Math.max(now.k, least), spot, middle()));
    },
    /** Shows all where it can be read, else a part of it, if need be only round a spot. @param {Bounds} part @param {Point} spot */
    show(part, spot) {
      if (scaleOf(bounds) >= READABLE) return fit();
      const { width, height } = room();
      const scale = Math.min(1, width / part.width, height / part.height);
      isMoved = true;
      move(showing(Math.max(scale, READABLE), scale < READABLE ? spot : { x: part.left + part.width / 2, y: part.top + part.height / 2 }, middle()));
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

/** In the second frame from now what stands in the page has been painted. @param {() => Promise<void>} work  left out where it fails: keys do the same */
function afterPaint(work) {
  requestAnimationFrame(() => requestAnimationFrame(() => work().catch(() => {})));
}
