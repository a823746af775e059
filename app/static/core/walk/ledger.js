// The ledger of a fan-in: every term that the node's adjoint is the sum of, received or awaited.

import { edgeOf, nodeOf, termsOf } from "../model/lookup.js";
import { stepAt } from "./player.js";

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").TermStep} TermStep */
/** @typedef {import("../types.js").Edge} Edge */
/** @typedef {import("../types.js").Node} Node */
/** @typedef {import("../types.js").Quantity} Quantity */

/** @typedef {{ edge: Edge, step: TermStep, received: boolean, current: boolean }} Row */
/** @typedef {{ node: Node, rows: Row[], received: number, total: Quantity | null, isClosed: boolean }} Ledger */

/**
 * @param {Trace} trace
 * @param {number} position
 * @returns {Ledger | null} null unless the step just done belongs to a fan-in
 */
export function ledgerAt(trace, position) {
  const step = stepAt(trace, position);
  if (step === null || (step.kind !== "term" && step.kind !== "adjoint")) return null;
  const node = nodeOf(trace, step.node);
  /** @type {Row[]} */
  const rows = [];
  for (const other of termsOf(trace, step.node)) {
    const edge = edgeOf(trace, other.edge);
    if (edge) rows.push({ edge, step: other, received: other.index < position, current: other === step });
  }
  if (!node || rows.length < 2) return null;
  const received = rows.filter((row) => row.received);
  return { node, rows, received: received.length, total: received.at(-1)?.step.total ?? null, isClosed: step.kind === "adjoint" };
}
