// The parts of D3 that the page uses. Only `export … from` lines: the types are made from them too.
export { select } from "d3-selection";
export { zoom, zoomIdentity } from "d3-zoom";
