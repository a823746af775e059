// A frame round the nodes of an open group, with its name and a button that folds it. Where the layout has
// put something else between them there is no frame; the bar below the graph folds the group all the same.

import { say } from "../../words/index.js";

/** @typedef {import("../../core/fold/shown.js").Shown} Shown */
/** @typedef {import("../../core/fold/tree.js").Group} Group */
/** @typedef {import("../stage/camera.js").Bounds} Bounds */
/** @typedef {import("../stage/arrange.js").Picture} Picture */
/** @typedef {import("../stage/scene.js").Kit} Kit */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */

const PAD = 10;
const HEAD = 26;

/** @param {HTMLElement} layer @param {Kit} kit @param {(id: string) => void} fold */
export function createFrames(layer, kit, fold) {
  const { element } = kit;
  const holder = element("div", { class: "frames" });
  layer.prepend(holder);

  return {
    /** @param {Shown} shown @param {Picture} picture @returns {Bounds} of the picture with its frames */
    place({ open, itemOf }, { scene, bounds }) {
      holder.replaceChildren();
      layer.prepend(holder);
      const boxes = boxesOf(scene);
      let all = { left: bounds.left, right: bounds.left + bounds.width, top: bounds.top, bottom: bounds.top + bounds.height };
      /** @type {Map<Group, Box>} */
      const framed = new Map();
      for (const group of open.toReversed()) {
        const items = new Set(group.members.map((id) => itemOf.get(id) ?? id));
        const inner = [...items].flatMap((id) => boxes.get(id) ?? []);
        const nested = [...framed].filter(([other]) => isInside(other, group)).map(([, box]) => box);
        const box = around([...inner, ...nested]);
        const isClean = [...boxes].every(([id, other]) => items.has(id) || !touches(box, other))
          && [...framed].every(([other, own]) => isInside(other, group) || !touches(box, own));
        if (!isClean) continue;
        framed.set(group, box);
        all = { left: Math.min(all.left, box.left - PAD), right: Math.max(all.right, box.right + PAD), top: Math.min(all.top, box.top - PAD), bottom: Math.max(all.bottom, box.bottom + PAD) };
        holder.prepend(frameOf(group, box, kit, fold));
      }
      return { left: all.left, top: all.top, width: all.right - all.left, height: all.bottom - all.top };
    },
    /** The part of the picture that some of its nodes take. @param {Set<string>} items @param {Picture} picture @returns {Bounds} */
    around(items, { scene }) {
      const { left, right, top, bottom } = around([...boxesOf(scene)].flatMap(([id, box]) => (items.has(id) ? [box] : [])));
      return { left: left - PAD, top: top - PAD, width: right - left + 2 * PAD, height: bottom - top + 2 * PAD };
    },
    clear: () => holder.replaceChildren(),
  };
}

/** @param {Picture["scene"]} scene @returns {Map<string, Box>} */
function boxesOf({ nodes }) {
  return new Map(Object.entries(nodes).map(([id, { x, y, width, height }]) =>
    [id, { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 }]));
}

/** @param {Group} group @param {Box} box @param {Kit} kit @param {(id: string) => void} fold */
function frameOf({ id, latex }, { left, right, top, bottom }, { element, mark, setMath }, fold) {
  const name = element("span");
  setMath(name, latex);
  const button = element("button", { type: "button", class: "frame-fold", title: say("scale.fold", { name: id }), "aria-label": say("scale.fold", { name: id }) }, name, element("span", { class: "frame-sign" }, "–"));
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => fold(id));
  const frame = element("div", { class: "frame" }, button);
  mark(frame, "data-frame", id);
  frame.style.transform = `translate(${left}px, ${top}px)`;
  frame.style.width = `${right - left}px`;
  frame.style.height = `${bottom - top}px`;
  return frame;
}

/** @param {Group} inner @param {Group} outer @returns {boolean} */
function isInside(inner, outer) {
  return inner.parent !== null && (inner.parent === outer || isInside(inner.parent, outer));
}

/** @param {Box[]} boxes @returns {Box} */
function around(boxes) {
  return {
    left: Math.min(...boxes.map(({ left }) => left)) - PAD,
    right: Math.max(...boxes.map(({ right }) => right)) + PAD,
    top: Math.min(...boxes.map(({ top }) => top)) - PAD - HEAD,
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)) + PAD,
  };
}

/** @param {Box} one @param {Box} other */
function touches(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
