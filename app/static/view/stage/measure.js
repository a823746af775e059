// What the layout needs to know: how large names and labels came out, in the units of the scene.

import { arrayViews } from "../arrays/load.js";
import { part } from "./nodes.js";

/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {"right" | "down"} Direction */

/** Sizes are rounded up, so that a hair's difference between two browsers moves nothing. */
const GRAIN = 4;
const LONG_NAME = 9;
/** The output's second ring adds this much, in pixels; a square has corners this round. */
const OUTER_RING = 9;
const SQUARE = 6;
const NUMBER_ROWS = { airy: 2.9, dense: 2.2, bare: 2.2 };
const BETWEEN = { airy: 0.6, dense: 0.15, bare: 0.15 };
const NUMBER_LENGTH = 4.6;
/** Room for a usual number under a formula, whatever it is now: a slider must not move the graph. */
const LABEL_NUMBER = 3.25;

/**
 * @typedef {"airy" | "dense" | "bare"} Density  dense: with less air; bare: and without room for labels
 * @typedef {{ width: number, height: number }} Size
 * @typedef {Size & { radius: number }} Ring
 * @typedef {{ nodes: { id: string, width: number, height: number }[], rings: Record<string, Ring>, edges: { id: string, parent: string, child: string, label: Size | null }[], gap: { rank: number, node: number, label: number },
 *   margin: { left: number, right: number, top: number, bottom: number } }} Measures
 */

/**
 * @param {HTMLElement} layer
 * @param {Trace} trace
 * @param {Direction} direction
 * @param {Density} density
 * @returns {Measures}
 */
export function measure(layer, trace, direction, density) {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const rings = ringSizes(layer, rem);
  const right = direction === "right";
  const rows = NUMBER_ROWS[density] * rem;
  const length = NUMBER_LENGTH * rem;
  const nodes = trace.nodes.map((node) => {
    const { id } = node;
    const { width, height } = rings.get(id) ?? { width: 0, height: 0 };
    const grid = arrayViews()?.sizeOf(node, rem);
    if (!grid) return { id, width, height: right ? height + rows : height };
    // An array stands above and one below; where the graph runs down, one on either side.
    const around = 2 * (0.5 * rem + (right ? grid.height : grid.width));
    const size = right ? { width: Math.max(width, grid.width), height: height + around } : { width: width + around, height: Math.max(height, grid.height) };
    return { id, ...size, side: right ? height : width };
  });
  const labels = new Map([...layer.querySelectorAll(".edge-label")].map((label) => [label.getAttribute("data-label"), labelSize(label, rem)]));
  const edges = trace.edges.map(({ id, parent, child }) => ({ id, parent, child, label: density === "bare" ? null : labels.get(id) ?? null }));
  return {
    nodes,
    rings: Object.fromEntries(rings),
    edges,
    gap: right ? { rank: 2.5 * rem, node: BETWEEN[density] * rem, label: 0.25 * rem } : { rank: 1.25 * rem, node: length, label: 0.25 * rem },
    margin: right ? { left: 1.4 * rem, right: 1.1 * rem, top: 0.75 * rem, bottom: 0.75 * rem } : { left: 0.5 * rem, right: length, top: 0.75 * rem, bottom: 0.75 * rem },
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
    const isSquare = holder.dataset.role === "input" || holder.dataset.role === "target" || holder.dataset.group !== undefined;
    const more = holder.dataset.role === "output" ? OUTER_RING : 0;
    sizes.set(holder.dataset.node ?? "", { width: width + more, height: height + more, radius: isSquare ? SQUARE : (height + more) / 2 });
  }
  return sizes;
}

/** @param {Element} label @param {number} rem @returns {Size} */
function labelSize(label, rem) {
  const formula = /** @type {HTMLElement} */ (label.querySelector(".edge-formula"));
  const padding = 0.7 * rem;
  const least = label.hasAttribute("data-plain") ? 0 : LABEL_NUMBER * rem;
  return { width: rounded(Math.max(least, formula.offsetWidth + padding)), height: rounded(/** @type {HTMLElement} */ (label).offsetHeight) };
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
