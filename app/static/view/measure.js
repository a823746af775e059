// What the layout needs to know: how large names and labels came out, in the units of the scene.

import { part } from "./nodes.js";

/** @typedef {import("../core/types.js").Trace} Trace */
/** @typedef {"right" | "down"} Direction */

/** Sizes are rounded up, so that a hair's difference between two browsers moves nothing. */
const GRAIN = 4;
const LONG_NAME = 9;
/** The output's second ring adds this much, in pixels; a square has corners this round. */
const OUTER_RING = 9;
const SQUARE = 6;
const NUMBER_ROWS = 2.9;
const NUMBER_LENGTH = 4.25;
/** Room for the widest usual number under a formula, whatever it is now: a slider must not move nodes. */
const LABEL_LEAST = 2.25;

/**
 * @typedef {{ width: number, height: number }} Size
 * @typedef {Size & { radius: number }} Ring
 * @typedef {{ nodes: { id: string, width: number, height: number }[], rings: Record<string, Ring>, edges: { id: string, parent: string, child: string, label: Size }[], gap: { rank: number, node: number, label: number },
 *   margin: { left: number, right: number, top: number, bottom: number } }} Measures
 */

/**
 * @param {HTMLElement} layer
 * @param {Trace} trace
 * @param {Direction} direction
 * @returns {Measures}
 */
export function measure(layer, trace, direction) {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const rings = ringSizes(layer, rem);
  const right = direction === "right";
  const rows = NUMBER_ROWS * rem;
  const length = NUMBER_LENGTH * rem;
  const nodes = trace.nodes.map(({ id }) => {
    const { width, height } = rings.get(id) ?? { width: 0, height: 0 };
    return { id, width, height: right ? height + rows : height };
  });
  const labels = new Map([...layer.querySelectorAll(".edge-label")].map((label) => [label.getAttribute("data-label"), sizeOf(label, LABEL_LEAST * rem)]));
  const edges = trace.edges.map(({ id, parent, child }) => ({ id, parent, child, label: labels.get(id) ?? { width: 0, height: 0 } }));
  return {
    nodes,
    rings: Object.fromEntries(rings),
    edges,
    gap: right ? { rank: 2.5 * rem, node: 0.6 * rem, label: 0.25 * rem } : { rank: 1.25 * rem, node: length, label: 0.25 * rem },
    margin: right ? { left: 2 * rem, right: 2 * rem, top: 0.75 * rem, bottom: 0.75 * rem } : { left: 0.5 * rem, right: length, top: 0.75 * rem, bottom: 0.75 * rem },
  };
}

/** @param {HTMLElement} layer @param {number} rem */
function ringSizes(layer, rem) {
  /** @type {Map<string, Ring>} */
  const sizes = new Map();
  const holders = /** @type {HTMLElement[]} */ ([...layer.querySelectorAll(".node")]);
  const names = holders.map((holder) => part(holder, ".node-name"));
  for (const name of names) name.removeAttribute("data-long");
  const isLong = names.map((name) => name.offsetWidth > LONG_NAME * rem);
  names.forEach((name, index) => { if (isLong[index]) name.setAttribute("data-long", ""); });
  for (const [index, holder] of holders.entries()) {
    const name = names[index];
    if (!name) continue;
    const { width, height } = sizeOf(name, 0);
    const isSquare = holder.dataset.role === "input" || holder.dataset.role === "target";
    const more = holder.dataset.role === "output" ? OUTER_RING : 0;
    sizes.set(holder.dataset.node ?? "", { width: width + more, height: height + more, radius: isSquare ? SQUARE : (height + more) / 2 });
  }
  return sizes;
}

/** @param {Element} element @param {number} least @returns {Size} */
function sizeOf(element, least) {
  const box = /** @type {HTMLElement} */ (element);
  return { width: rounded(Math.max(least, box.offsetWidth)), height: rounded(box.offsetHeight) };
}

/** @param {number} length */
function rounded(length) {
  return Math.ceil(length / GRAIN) * GRAIN;
}
