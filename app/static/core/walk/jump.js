// Where a lecturer may want to jump: a step by its number, a value or a finished adjoint by its name.

import { findNodes } from "../scene/find.js";

/** @typedef {import("../types.js").Node} Node */
/** @typedef {import("../types.js").Trace} Trace */

/**
 * A place in the walk: `position` steps are done, and the last of them finished the value or the adjoint of
 * `node`. `node` is null for the start.
 * @typedef {{ position: number, node: Node | null, kind: "step" | "value" | "adjoint" }} Target
 */

/** w̄ and ȳ, however the bar was typed; ∂L/∂w; w_bar; w.grad. */
const WRITTEN = [/[\u0304\u0305]/gu, /^∂.*\/∂/u, /[_ ]bar$/i, /\.grad$/i];

/**
 * The places that a text may mean, the likeliest first: of a name its value before its adjoint, of a barred
 * name the adjoint alone. A number that is no step of the walk means nothing.
 * @param {Trace} trace
 * @param {string} text
 * @param {number} most
 * @returns {Target[]}
 */
export function targetsOf(trace, text, most) {
  const wanted = text.trim();
  if (/^\d+$/.test(wanted)) return stepOf(trace, Number(wanted));
  const plain = WRITTEN.reduce((left, mark) => left.replace(mark, ""), wanted.normalize("NFD")).normalize("NFC");
  const named = findNodes(trace, wanted, most).nodes;
  const barred = plain === wanted.normalize("NFC") ? null : findNodes(trace, plain, most).nodes;
  const places = placesOf(trace);
  /** @param {Node} node @param {"value" | "adjoint"} kind @returns {Target[]} */
  const target = (node, kind) => {
    const position = places[kind].get(node.id);
    return position === undefined ? [] : [{ position, node, kind }];
  };
  const adjoints = (barred ?? []).flatMap((node) => target(node, "adjoint"));
  const both = named.flatMap((node) => [...target(node, "value"), ...target(node, "adjoint")]);
  return [...adjoints, ...both].slice(0, most);
}

/** @param {Trace} trace @param {number} position @returns {Target[]} */
function stepOf(trace, position) {
  if (position > trace.steps.length) return [];
  const id = trace.steps[position - 1]?.node;
  return [{ position, node: trace.nodes.find((node) => node.id === id) ?? null, kind: "step" }];
}

/** Where each value, and each adjoint, is known for the first time. @param {Trace} trace */
function placesOf({ steps }) {
  const finished = (/** @type {string} */ phase) => new Map(steps.flatMap((step, index) => (step.phase === phase ? [[step.node, index + 1]] : [])));
  return { value: finished("forward"), adjoint: finished("backward") };
}
