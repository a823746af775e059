// What is held, on the stage: a pin at each held node, the ways that are open, and those that are not.

/** @typedef {import("../types.js").LabContext} LabContext */

const SVG = "http://www.w3.org/2000/svg";

/** @param {LabContext} lab */
export function createPins({ kit: { mark }, say }) {
  /** @type {Set<Element>} */
  let marked = new Set();

  function pin() {
    const svg = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    svg.setAttribute("class", "holding-pin");
    svg.setAttribute("viewBox", "0 0 20 20");
    path.setAttribute("d", "M6 2.5h8M7.5 2.5v5L5 11.5h10L12.5 7.5v-5M10 11.5v6");
    svg.append(path);
    return svg;
  }

  function clear() {
    for (const one of marked) {
      one.querySelector(".holding-pin")?.remove();
      for (const name of ["data-held", "data-varied", "data-way", "aria-description"]) mark(one, name, null);
    }
    marked = new Set();
  }

  return {
    /** @param {string} variable @param {ReadonlySet<string>} held @param {Map<string, "open" | "cut" | "still">} edges */
    paint(variable, held, edges) {
      clear();
      for (const node of document.querySelectorAll("#stage .node")) {
        const id = node.getAttribute("data-node") ?? "";
        if (id !== variable && !held.has(id)) continue;
        mark(node, "data-varied", id === variable);
        mark(node, "data-held", held.has(id));
        if (held.has(id)) {
          mark(node, "aria-description", say("is_held"));
          node.append(pin());
        }
        marked.add(node);
      }
      for (const edge of document.querySelectorAll("#stage .edge")) {
        const way = edges.get(edge.getAttribute("data-edge") ?? "");
        if (way === undefined) continue;
        mark(edge, "data-way", way);
        marked.add(edge);
      }
    },
    clear,
  };
}
