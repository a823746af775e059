// Everything that shows arrays, fetched with the first trace that has any.

import { rowsOf } from "../../core/number/grid.js";
import { createGrids } from "./grids.js";
import { createArrayRows } from "./leafrow.js";
import { createRepeats } from "./repeats.js";

/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../toolkit.js").Kit} Kit */
/** @typedef {ReturnType<typeof assemble>} ArrayViews */

/** @param {Kit} kit @returns {Promise<ArrayViews>} once the style sheet is here too */
export async function createArrayViews(kit) {
  await kit.styleSheet(new URL("./arrays.css", import.meta.url).href);
  return assemble(kit);
}

/** @param {Kit} kit */
function assemble(kit) {
  /** The vectors of the trace on screen that are drawn as rows. @type {Set<string>} */
  let rows = new Set();
  const grids = createGrids(kit, (id) => rows.has(id));
  return {
    /** @param {Trace} trace the one that is drawn from now on */
    learn(trace) {
      rows = rowsOf(trace);
      kit.mark(document.body, "data-arrays", trace.nodes.some(({ shape }) => shape.length > 0));
    },
    ...grids,
    leafRow: createArrayRows(kit),
    repeats: createRepeats(kit, grids.inline),
  };
}
