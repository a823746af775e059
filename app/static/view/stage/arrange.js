// From a trace to a picture: measure, ask the layout, and where the whole would come out too small, ask
// again with less air. Pictures are kept while names, edges, size and direction stay what they are.

import { layout } from "../../core/layout/index.js";
import { reaching } from "../../core/scene/clip_edges.js";
import { mark } from "../dom/attributes.js";
import { measure } from "./measure.js";

/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("./measure.js").Measures} Measures */
/** @typedef {import("./camera.js").Bounds} Bounds */
/** @typedef {"right" | "down"} Direction */
/** @typedef {import("./measure.js").Density} Density */

/** @typedef {{ scene: ReturnType<typeof layout>, paths: Map<string, string>, bounds: Bounds }} Picture */

/** Scenes that fit only below this scale are set with less air, */
const CRAMPED = 0.75;
/** and below this one without room for labels. */
const CROWDED = 0.55;
/** Columns may be moved apart until the scene is as wide as the stage, but not beyond this many gaps. */
const WIDEST = 6;
/** Labels are given up only for so much more size. */
const WORTH_THE_LABELS = 1.2;
/** Below this scale the other direction is tried, and taken when it is so much larger. */
const TINY = 0.45;
const TURNS_AT = 1.3;
const NOWHERE = { x: 0, y: 0, width: 0, height: 0, radius: 0 };

/**
 * @param {HTMLElement} stage
 * @param {HTMLElement} labels
 * @param {(bounds: Bounds) => number} scaleOf
 * @param {() => { width: number, height: number }} room
 */
export function createArranger(stage, labels, scaleOf, room) {
  let shown = "";
  /** @type {Picture | null} */
  let picture = null;
  /** @type {Map<string, Picture>} The last picture of each kind: the next one starts from its positions. */
  const last = new Map();

  /** @param {Trace} trace @param {Direction} direction @param {string} size @param {Density} density */
  function draw(trace, direction, size, density) {
    mark(stage, "data-direction", direction);
    mark(stage, "data-dense", density !== "airy");
    mark(stage, "data-bare", density === "bare");
    const measures = measure(labels, trace, direction, density);
    const kind = `${direction} ${size} ${density}`;
    const previous = last.get(kind)?.scene.nodes ?? null;
    const drawn = direction === "right" ? widened(measures, previous) : place(measures, direction, measures.gap, previous);
    last.set(kind, drawn);
    return drawn;
  }

  /** @param {Measures} measures @param {Direction} direction @param {Measures["gap"]} gap @param {Picture["scene"]["nodes"] | null} previous */
  function place(measures, direction, gap, previous) {
    const { nodes, edges } = measures;
    const scene = layout({ nodes, edges, direction, gap, previous });
    return { scene, paths: pathsOf(scene, measures, direction), bounds: boundsOf(scene, measures) };
  }

  /** A tall scene leaves the sides of the stage empty: its columns move apart, and its lines become less steep. */
  /** @param {Measures} measures @param {Picture["scene"]["nodes"] | null} previous */
  function widened(measures, previous) {
    const narrow = place(measures, "right", measures.gap, previous);
    const gaps = Math.max(0, ...Object.values(narrow.scene.nodes).map(({ rank }) => rank));
    const spare = room().width / scaleOf(narrow.bounds) - narrow.bounds.width;
    if (gaps === 0 || spare <= gaps * measures.gap.rank) return narrow;
    const rank = Math.min(WIDEST, 1 + spare / gaps / measures.gap.rank) * measures.gap.rank;
    return place(measures, "right", { ...measures.gap, rank }, narrow.scene.nodes);
  }

  /** @param {Trace} trace @param {Direction} direction @param {string} size */
  function best(trace, direction, size) {
    const airy = draw(trace, direction, size, "airy");
    if (scaleOf(airy.bounds) >= CRAMPED) return airy;
    const dense = draw(trace, direction, size, "dense");
    if (scaleOf(dense.bounds) >= CROWDED) return dense;
    const bare = draw(trace, direction, size, "bare");
    const isWorthIt = scaleOf(bare.bounds) > WORTH_THE_LABELS * scaleOf(dense.bounds);
    const upright = isWorthIt ? bare : dense;
    // On a phone a graph of a few broad layers can only be read from left to right.
    const turned = direction === "down" && scaleOf(upright.bounds) < TINY ? draw(trace, "right", size, "bare") : null;
    if (turned && scaleOf(turned.bounds) > TURNS_AT * scaleOf(upright.bounds)) return turned;
    return turned || !isWorthIt ? draw(trace, direction, size, isWorthIt ? "bare" : "dense") : bare;
  }

  return {
    /**
     * @param {Trace} trace
     * @param {Direction} direction
     * @param {string} size  whatever changes the size of letters, as one word
     * @returns {Picture | null} null when the picture that is shown is still right
     */
    arrange(trace, direction, size) {
      const key = JSON.stringify([direction, size, trace.nodes.map(({ id, latex, role }) => [id, latex, role]), trace.edges.map(({ id, latex }) => [id, latex])]);
      if (key === shown) return null;
      shown = key;
      picture = best(trace, direction, size);
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
