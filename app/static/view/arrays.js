// Arrays are drawn by code that is fetched with the first trace that has any: scalars never wait for it.

import { hasArrays } from "../core/quantity.js";
import { kit } from "./kit.js";

/** @typedef {import("../core/types.js").Trace} Trace */
/** @typedef {import("./arrays/index.js").ArrayViews} ArrayViews */

/** @type {ArrayViews | null} */
let views = null;

/** What draws arrays; null where there were none yet, or where it could not be fetched. */
export function arrayViews() {
  return views;
}

/**
 * The trace, as soon as it can be drawn. Without the code for it arrays are told in words.
 * @param {Trace} trace
 * @returns {Promise<Trace>}
 */
export async function drawable(trace) {
  if (views === null && hasArrays(trace)) {
    views = await import("./arrays/index.js").then(({ createArrayViews }) => createArrayViews(kit)).catch(() => null);
  }
  return trace;
}
