// A term on its way: the upstream adjoint leaves the child, meets the local derivative on the edge, and
// the product goes on to the parent. Only a picture: the state of the screen never waits for it.

import { brief, factors } from "../../core/number/compact.js";
import { element } from "../dom/element.js";
import { mark } from "../dom/attributes.js";

/** @typedef {import("../../core/types.js").TermStep} TermStep */

const DURATION = 400;
const MEETING = { from: 0.4, to: 0.6 };

/** @param {HTMLElement} stage @param {HTMLElement} layer */
export function createFlight(stage, layer) {
  /** @type {HTMLElement | null} */
  let messenger = null;
  let frame = 0;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");

  function cancel() {
    cancelAnimationFrame(frame);
    messenger?.remove();
    messenger = null;
    mark(stage, "data-flying", null);
  }

  /**
   * @param {TermStep} step
   * @param {SVGPathElement} path  from parent to child
   */
  function start(step, path) {
    cancel();
    if (still.matches) return;
    const upstream = brief(step.upstream);
    const product = brief(step.product);
    const chip = element("span", { class: "flight", "aria-hidden": "true" }, upstream);
    messenger = chip;
    layer.append(chip);
    mark(stage, "data-flying", true);
    const length = path.getTotalLength();
    const begin = performance.now();
    const tick = (/** @type {number} */ now) => {
      const time = Math.max(0, (now - begin) / DURATION);
      if (time >= 1) {
        cancel();
        return;
      }
      const point = path.getPointAtLength(length * (1 - progress(time)));
      const text = time < MEETING.from ? upstream : time < MEETING.to ? factors(step) : product;
      if (chip.textContent !== text) chip.textContent = text;
      chip.style.transform = `translate(${point.x}px, ${point.y}px) translate(-50%, -50%)`;
      frame = requestAnimationFrame(tick);
    };
    tick(begin);
  }

  return { start, cancel };
}

/** Half way, a rest; then the other half. @param {number} time */
function progress(time) {
  if (time < MEETING.from) return 0.5 * ease(time / MEETING.from);
  if (time < MEETING.to) return 0.5;
  return 0.5 + 0.5 * ease((time - MEETING.to) / (1 - MEETING.to));
}

/** @param {number} time */
function ease(time) {
  return time < 0.5 ? 2 * time * time : 1 - 2 * (1 - time) * (1 - time);
}
