// The parts of D3 that the page uses. Only `export … from` lines: the types are made from them too.
export { drag } from "d3-drag";
export { easeCubicInOut, easeCubicOut, easeLinear } from "d3-ease";
export { interpolateNumber } from "d3-interpolate";
export { pointer, select, selectAll } from "d3-selection";
export { curveBasis, curveMonotoneX, curveMonotoneY, line } from "d3-shape";
export { transition } from "d3-transition";
export { zoom, zoomIdentity, zoomTransform } from "d3-zoom";
