// What is held, on the stage: a pin at each held node, the ways that are open, and those that are not.

/** @typedef {import("../types.js").LabContext} LabContext */

/** @param {LabContext} lab */
export function createPins({ kit: { mark, svgElement }, stage, say }) {
  /** @type {Set<Element>} */
  let marked = new Set();

  function pin() {
    return svgElement("svg", { class: "holding-pin", viewBox: "0 0 20 20" }, svgElement("path", { d: "M6 2.5h8M7.5 2.5v5L5 11.5h10L12.5 7.5v-5M10 11.5v6" }));
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
      for (const node of stage.querySelectorAll(".node")) {
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
      for (const edge of stage.querySelectorAll(".edge")) {
        const way = edges.get(edge.getAttribute("data-edge") ?? "");
        if (way === undefined) continue;
        mark(edge, "data-way", way);
        marked.add(edge);
      }
    },
    clear,
  };
}
