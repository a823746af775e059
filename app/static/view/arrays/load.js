// Arrays are drawn by code that is fetched with the first trace that has any: scalars never wait for it.

import { hasArrays } from "../../core/number/quantity.js";
import { kit } from "../toolkit.js";

/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("./index.js").ArrayViews} ArrayViews */

/** @type {ArrayViews | null} */
let views = null;

/** What draws arrays; null where there were none yet, or where it could not be fetched. */
export function arrayViews() {
  return views;
}

/**
 * The trace, as soon as it can be drawn. Without the code for it arrays are told in words. Who will draw
 * arrays whatever the trace says asks with null.
 * @template {Trace | null} T
 * @param {T} trace
 * @returns {Promise<T>}
 */
export async function drawable(trace) {
  if (views === null && (trace === null || hasArrays(trace))) {
    views = await import("./index.js").then(({ createArrayViews }) => createArrayViews(kit)).catch(() => null);
  }
  return trace;
}
