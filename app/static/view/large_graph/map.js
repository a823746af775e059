// A small map of the whole scene, there only while a part of it is out of sight. A press goes there.

/** @typedef {import("../../core/walk/snapshot.js").NodeState} NodeState */
/** @typedef {import("../stage/camera.js").Bounds} Bounds */
/** @typedef {import("../stage/camera.js").Look} Look */
/** @typedef {import("../stage/arrange.js").Picture} Picture */
/** @typedef {import("../stage/scene.js").Kit} Kit */

const WIDEST = 200;
const HIGHEST = 120;
const DOT = 3;

/** @param {HTMLElement} root @param {Kit} kit @param {(spot: { x: number, y: number }) => void} go */
export function createMap(root, { element }, go) {
  const canvas = element("canvas", { class: "scale-map-canvas" });
  const sight = element("div", { class: "scale-map-sight" });
  const map = element("div", { class: "scale-map", "aria-hidden": "true" }, canvas, sight);
  map.hidden = true;
  root.append(map);
  /** @type {Picture | null} */
  let picture = null;
  /** @type {Bounds} */
  let bounds = { left: 0, top: 0, width: 1, height: 1 };
  let scale = 1;
  /** @type {Map<string, NodeState>} */
  let states = new Map();

  function redraw() {
    const context = canvas.getContext("2d");
    if (!context || !picture || map.hidden) return;
    const dense = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(bounds.width * scale), Math.round(bounds.height * scale)];
    canvas.width = width * dense;
    canvas.height = height * dense;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    context.scale(dense, dense);
    const style = getComputedStyle(map);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(name);
    const isBackward = root.dataset.phase === "backward";
    const colours = { waiting: colour("--map-idle"), done: colour(isBackward ? "--map-adjoint" : "--map-value"), partial: colour("--map-partial"), active: colour("--map-now") };
    for (const [id, place] of Object.entries(picture.scene.nodes)) {
      const state = states.get(id)?.state ?? "waiting";
      const [w, h] = [Math.max(DOT, place.width * scale), Math.max(DOT, place.height * scale * 0.5)];
      context.fillStyle = colours[state];
      context.fillRect((place.x - bounds.left) * scale - w / 2, (place.y - bounds.top) * scale - h / 2, w, h);
    }
  }

  /** @param {PointerEvent} event */
  function press(event) {
    const box = canvas.getBoundingClientRect();
    go({ x: bounds.left + (event.clientX - box.left) / scale, y: bounds.top + (event.clientY - box.top) / scale });
  }

  for (const name of /** @type {const} */ (["mousedown", "wheel"])) map.addEventListener(name, (event) => event.stopPropagation());
  map.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    map.setPointerCapture(event.pointerId);
    press(event);
  });
  map.addEventListener("pointermove", (event) => { if (map.hasPointerCapture(event.pointerId)) press(event); });

  return {
    /** @param {Picture} next @param {Bounds} all */
    draw(next, all) {
      picture = next;
      bounds = all;
      scale = Math.min(WIDEST / all.width, HIGHEST / all.height);
      redraw();
    },
    /** @param {Map<string, NodeState>} next */
    paint(next) {
      states = next;
      redraw();
    },
    /** @param {Look} look */
    look({ x, y, k, width, height }) {
      const seen = { left: -x / k, top: -y / k, right: (width - x) / k, bottom: (height - y) / k };
      const isPart = seen.left > bounds.left + 1 || seen.top > bounds.top + 1 || seen.right < bounds.left + bounds.width - 1 || seen.bottom < bounds.top + bounds.height - 1;
      const appears = map.hidden && isPart;
      map.hidden = !isPart || picture === null;
      if (map.hidden) return;
      if (appears) redraw();
      const clamp = (/** @type {number} */ at, /** @type {number} */ most) => Math.max(0, Math.min(most, at));
      const [left, right] = [clamp((seen.left - bounds.left) * scale, bounds.width * scale), clamp((seen.right - bounds.left) * scale, bounds.width * scale)];
      const [top, bottom] = [clamp((seen.top - bounds.top) * scale, bounds.height * scale), clamp((seen.bottom - bounds.top) * scale, bounds.height * scale)];
      sight.style.transform = `translate(${left}px, ${top}px)`;
      sight.style.width = `${right - left}px`;
      sight.style.height = `${bottom - top}px`;
    },
    hide() {
      map.hidden = true;
      picture = null;
    },
  };
}
