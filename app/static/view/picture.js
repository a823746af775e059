// From a trace to a picture: measure, ask the layout, and where the whole would come out too small, ask
// again with less air. Pictures are kept while names, edges, size and direction stay what they are.

import { layout } from "../core/layout.js";
import { reaching } from "../core/reach.js";
import { mark } from "./attributes.js";
import { measure } from "./measure.js";

/** @typedef {import("../core/types.js").Trace} Trace */
/** @typedef {import("./measure.js").Measures} Measures */
/** @typedef {import("./camera.js").Bounds} Bounds */
/** @typedef {"right" | "down"} Direction */
/** @typedef {"airy" | "dense"} Density */

/** @typedef {{ scene: ReturnType<typeof layout>, paths: Map<string, string>, bounds: Bounds }} Picture */

/** Scenes that fit only below this scale are set with less air. */
const CRAMPED = 0.75;
/** Below this scale the other direction is tried, and taken when it is so much larger. */
const TINY = 0.45;
const TURNS_AT = 1.3;
const NOWHERE = { x: 0, y: 0, width: 0, height: 0, radius: 0 };

/**
 * @param {HTMLElement} stage
 * @param {HTMLElement} labels
 * @param {(bounds: Bounds) => number} scaleOf
 */
export function createArranger(stage, labels, scaleOf) {
  let shown = "";
  /** @type {Picture | null} */
  let picture = null;
  /** @type {Map<string, Picture>} The last picture of each kind: the next one starts from its positions. */
  const last = new Map();

  /** @param {Trace} trace @param {Direction} direction @param {boolean} large @param {Density} density */
  function draw(trace, direction, large, density) {
    mark(stage, "data-direction", direction);
    mark(stage, "data-dense", density === "dense");
    const measures = measure(labels, trace, direction, density);
    const kind = `${direction} ${large} ${density}`;
    const { nodes, edges, gap } = measures;
    const scene = layout({ nodes, edges, direction, gap, previous: last.get(kind)?.scene.nodes ?? null });
    const drawn = { scene, paths: pathsOf(scene, measures, direction), bounds: boundsOf(scene, measures) };
    last.set(kind, drawn);
    return drawn;
  }

  /** @param {Trace} trace @param {Direction} direction @param {boolean} large */
  function best(trace, direction, large) {
    const airy = draw(trace, direction, large, "airy");
    if (scaleOf(airy.bounds) >= CRAMPED) return airy;
    const dense = draw(trace, direction, large, "dense");
    if (direction === "right" || scaleOf(dense.bounds) >= TINY) return dense;
    // On a phone a graph of a few broad layers can only be read from left to right.
    const turned = draw(trace, "right", large, "dense");
    return scaleOf(turned.bounds) > TURNS_AT * scaleOf(dense.bounds) ? turned : draw(trace, direction, large, "dense");
  }

  return {
    /**
     * @param {Trace} trace
     * @param {Direction} direction
     * @param {boolean} large
     * @returns {Picture | null} null when the picture that is shown is still right
     */
    arrange(trace, direction, large) {
      const key = JSON.stringify([direction, large, trace.nodes.map(({ id, latex, role }) => [id, latex, role]), trace.edges.map(({ id, latex }) => [id, latex])]);
      if (key === shown) return null;
      shown = key;
      picture = best(trace, direction, large);
      return picture;
    },
    /** The next picture owes nothing to the last ones: another model is opened, not this one edited. */
    forget: () => last.clear(),
    /** Where a node stands in the scene. @param {string | null} id */
    spotOf: (id) => (id === null ? null : picture?.scene.nodes[id] ?? null),
  };
}

/** @param {Picture["scene"]} scene @param {Measures} measures @param {Direction} direction */
function pathsOf(scene, { rings, edges }, direction) {
  const ringOf = (/** @type {string} */ id) => ({ ...NOWHERE, ...scene.nodes[id], ...rings[id] });
  /** @type {Map<string, string>} */
  const paths = new Map();
  for (const { id, parent, child } of edges) {
    const edge = scene.edges[id];
    if (edge) paths.set(id, reaching(edge, ringOf(parent), ringOf(child), direction));
  }
  return paths;
}

/** @param {Picture["scene"]} scene @param {Measures} measures @returns {Bounds} */
function boundsOf({ width, height }, { margin }) {
  return { left: -margin.left, top: -margin.top, width: width + margin.left + margin.right, height: height + margin.top + margin.bottom };
}
