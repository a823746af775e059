// The walk as one track: forward, seed, backward, and a bracket over each fan-in. It is a slider for
// mouse, finger and keyboard alike.

import { say } from "../../words/index.js";
import { captionAt, spoken } from "../../core/walk/captions.js";
import { partsOf } from "../../core/walk/player.js";
import { mark } from "../dom/attributes.js";
import { element as make } from "../dom/element.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../../core/types.js").Trace} Trace */

const DENSE = 60;
/** Brackets closer than this part of the track would be one stroke; so they are one. */
const APART = 0.004;

/** @param {HTMLElement} root @param {Store} store */
export function mountTimeline(root, store) {
  for (const [name, value] of Object.entries({ role: "slider", tabindex: "0", "aria-label": say("timeline.step"), "aria-valuemin": "0" })) root.setAttribute(name, value);
  const thumb = make("span", { class: "timeline-thumb" });

  /** @param {State} state */
  function build({ trace }) {
    root.replaceChildren();
    root.setAttribute("aria-valuemax", String(trace?.steps.length ?? 0));
    if (trace === null) return;
    const { forward, seed, end, marks } = partsOf(trace);
    const share = (/** @type {number} */ position) => `${(100 * position) / Math.max(1, end)}%`;
    const place = (/** @type {HTMLElement} */ element, /** @type {number} */ from, /** @type {number | null} */ to = null) => {
      element.style.left = share(from);
      if (to !== null) element.style.width = share(to - from);
      return element;
    };
    const part = (/** @type {string} */ name, /** @type {number} */ from, /** @type {number} */ to) =>
      place(make("span", { class: "timeline-part", "data-part": name, "data-from": String(from), "data-to": String(to) }, make("span", { class: "timeline-done" })), from, to);
    const tick = (/** @type {number} */ position) =>
      place(make("span", { class: "timeline-tick", "data-at": String(position), "data-part": position < seed ? "forward" : position === seed ? "seed" : "backward" }), position);
    const label = (/** @type {"forward" | "seed" | "backward"} */ name, /** @type {number} */ at) =>
      place(make("span", { class: "timeline-label", "data-part": name }, say(`timeline.${name}`)), at);
    mark(root, "data-dense", end > DENSE);
    root.append(part("forward", 0, forward), part("backward", forward, end));
    if (end <= DENSE) root.append(...Array.from({ length: end }, (_, index) => tick(index + 1)));
    else root.append(tick(seed));
    root.append(...apart(marks, APART * end).map(({ node, from, to }) => place(make("span", { class: "timeline-mark", "data-mark": node, title: say("timeline.fan-in", { node }) }), from, to)));
    // A part too short for its name goes without it.
    const room = (/** @type {number} */ from, /** @type {number} */ to) => to - from > end * 0.12;
    if (room(0, forward)) root.append(label("forward", 0));
    if (room(0, seed)) root.append(label("seed", seed));
    if (room(seed, end)) root.append(label("backward", seed));
    root.append(thumb);
  }

  /** @param {State} state */
  function show({ trace, position }) {
    root.setAttribute("aria-valuenow", String(position));
    if (trace === null) return;
    root.setAttribute("aria-valuetext", say("timeline.at", { position, steps: trace.steps.length, caption: spoken(captionAt(trace, position)) }));
    thumb.style.left = `${(100 * position) / Math.max(1, trace.steps.length)}%`;
    for (const part of root.querySelectorAll(".timeline-part")) {
      const [from, to] = [Number(part.getAttribute("data-from")), Number(part.getAttribute("data-to"))];
      const done = Math.max(0, Math.min(1, (position - from) / Math.max(1, to - from)));
      if (part.firstElementChild instanceof HTMLElement) part.firstElementChild.style.transform = `scaleX(${done})`;
    }
    for (const tick of root.querySelectorAll(".timeline-tick")) mark(tick, "data-done", Number(tick.getAttribute("data-at")) <= position);
  }

  /** @param {PointerEvent} event */
  function drag(event) {
    const { trace } = store.get();
    if (trace === null) return;
    const box = root.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    store.set({ position: Math.round(share * trace.steps.length), playing: false });
  }

  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    root.setPointerCapture(event.pointerId);
    drag(event);
  });
  root.addEventListener("pointermove", (event) => {
    if (root.hasPointerCapture(event.pointerId)) drag(event);
  });

  store.subscribe((state, previous) => {
    if (state.trace !== previous.trace) build(state);
    if (state.trace !== previous.trace || state.position !== previous.position) show(state);
  });
  build(store.get());
  show(store.get());
}

/**
 * @param {{ node: string, from: number, to: number }[]} marks  by the step they begin with
 * @param {number} least  how far two must be apart
 */
function apart(marks, least) {
  if (marks.length <= DENSE) return marks;
  /** @type {typeof marks} */
  const joined = [];
  for (const mark of marks) {
    const last = joined.at(-1);
    if (last && mark.from - last.to < least) last.to = Math.max(last.to, mark.to);
    else joined.push({ ...mark });
  }
  return joined;
}
