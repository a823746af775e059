// The page's icons: strokes on a 24 × 24 grid, in the colour of the text around them.

import { svgElement } from "./element.js";

/** @type {Record<string, string>} */
const PATHS = {
  first: "M5 5v14M20 12H9M14 7l-5 5 5 5",
  previous: "M19 12H5M11 6l-6 6 6 6",
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M9 6v12M15 6v12",
  next: "M5 12h14M13 6l6 6-6 6",
  last: "M19 5v14M4 12h11M10 7l5 5-5 5",
  labs: "M10 4v5.5L5 18a1.5 1.5 0 0 0 1.3 2.3h11.4A1.5 1.5 0 0 0 19 18l-5-8.5V4M8.5 4h7M7.5 14.5h9",
  editor: "M4 5h16v14H4zM9.5 5v14M12.5 9h5M12.5 12.5h5",
  grain: "M7 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M7 20.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M17.5 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M9.3 7.5l5.9 3.3M9.3 16.5l5.9-3.3",
  elements: "M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z",
  notation: "M6.5 5h11M6.5 10l5.5 9 5.5-9",
  theme: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 4v16M12 8h3.6M12 12h8M12 16h3.6",
  large: "M3 18l4.5-12L12 18M4.6 14h5.8M14 18l3-7.5 3 7.5M15 15.5h4",
  fullscreen: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  share: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2",
  help: "M9 9.2a3 3 0 1 1 4.4 2.6c-.9.5-1.4 1-1.4 2.2M12 17.5v.1",
};

/**
 * @param {string} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const path = svgElement("path", { d: PATHS[name] ?? "", fill: "none", stroke: "currentColor", "stroke-width": "1.75", "stroke-linecap": "round", "stroke-linejoin": "round" });
  return svgElement("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, path);
}
