// Wheel, drag and pinch on the stage, by D3. Fetched once the first picture is painted.

import { select, zoom, zoomIdentity } from "../../vendor/d3.js";

/** @typedef {import("../../core/scene/zoom.js").Zoom} Zoom */

/**
 * @param {HTMLElement} stage
 * @param {[number, number]} extent  the smallest and the largest scale
 * @param {(zoom: Zoom) => void} onMove  somebody moved it
 * @returns {(zoom: Zoom) => void}  to be told what else has moved it
 */
export function listenToGestures(stage, extent, onMove) {
  const behaviour = zoom()
    .scaleExtent(extent)
    // One finger scrolls the page of a phone; two move the graph.
    .filter((event) => !event.button && (!event.type.startsWith("touch") || event.touches.length > 1))
    .on("zoom", ({ sourceEvent, transform: { x, y, k } }) => { if (sourceEvent) onMove({ x, y, k }); });
  const selection = select(/** @type {Element} */ (stage)).call(behaviour).on("dblclick.zoom", null);
  return ({ x, y, k }) => behaviour.transform(selection, zoomIdentity.translate(x, y).scale(k));
}
