// What is drawn of a trace: all of it, or of a large one what is unfolded. What only large graphs need, and
// finding a node, is loaded when it is first used.

import { say } from "../../words/index.js";
import { isLarge } from "../../core/scene/drawable.js";
import { snapshot } from "../../core/walk/snapshot.js";
import { markAll } from "../dom/attributes.js";
import { kit } from "../toolkit.js";
import { part } from "./nodes.js";
import { keysWaitFor } from "../start/typeahead.js";

/** @typedef {import("../toolkit.js").Kit & { markAll: typeof markAll, part: typeof part }} Kit */
/** @typedef {import("../../core/walk/snapshot.js").Snapshot} Snapshot */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("./camera.js").Bounds} Bounds */
/** @typedef {import("./arrange.js").Picture} Picture */

/**
 * `labelled` holds the edges that carry their local derivative; `lineOf` says which line stands for an edge.
 * @typedef {object} View
 * @property {Trace} trace
 * @property {Trace} labelled
 * @property {(position: number) => Snapshot} at
 * @property {(edge: string) => string} lineOf
 * @property {() => void} [dress]  after the nodes are there, before they are measured
 * @property {(picture: Picture) => Bounds} [framed]  after they are placed; how far the picture reaches
 * @property {(position: number) => void} [paint]
 */

/** @typedef {{ root: HTMLElement, labels: HTMLElement, store: Store, camera: ReturnType<typeof import("./camera.js").createCamera> }} Stage */

/** @param {Stage} stage @param {() => void} onReady  another view can be had */
export function createScene(stage, onReady) {
  /** @type {ReturnType<typeof import("../large_graph/index.js").createScale> | null} */
  let scale = null;
  /** @type {Promise<void> | null} */
  let loading = null;

  function load() {
    loading ??= import("../large_graph/index.js").then(({ createScale }) => {
      scale = createScale(stage, { ...kit, markAll, part }, onReady);
    }).catch(() => {
      loading = null;
      stage.store.set({ message: say("large.missing") });
    });
    return loading;
  }

  return {
    /** @param {State} state @returns {View | null} null where there is none, or not yet */
    view({ trace, unfolded }) {
      if (trace !== null && isLarge(trace)) {
        if (scale === null) void load().then(() => { if (scale !== null) onReady(); });
        return scale?.view(trace, unfolded) ?? null;
      }
      scale?.rest();
      if (trace === null) return null;
      return { trace, labelled: trace, at: (position) => snapshot(trace, position), lineOf: (edge) => edge };
    },
    foot: () => scale?.foot() ?? 0,
    // Without its field the keys meant for it go nowhere.
    find: () => void keysWaitFor(load().then(() => scale?.find() ?? Promise.reject(new Error()))).catch(() => null),
    unfold: () => void load().then(() => scale?.unfoldCurrent()),
  };
}
