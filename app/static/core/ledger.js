// The ledger of a fan-in: every term that the node's adjoint is the sum of, received or awaited.

import { stepAt } from "./player.js";

/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").TermStep} TermStep */
/** @typedef {import("./types.js").Edge} Edge */
/** @typedef {import("./types.js").Node} Node */
/** @typedef {import("./types.js").Quantity} Quantity */

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
  const node = trace.nodes.find(({ id }) => id === step.node);
  const edges = new Map(trace.edges.filter(({ parent }) => parent === step.node).map((edge) => [edge.id, edge]));
  /** @type {Row[]} */
  const rows = [];
  for (const other of trace.steps) {
    if (other.kind !== "term" || other.node !== step.node) continue;
    const edge = edges.get(other.edge);
    if (edge) rows.push({ edge, step: other, received: other.index < position, current: other === step });
  }
  if (!node || rows.length < 2) return null;
  const received = rows.filter((row) => row.received);
  return { node, rows, received: received.length, total: received.at(-1)?.step.total ?? null, isClosed: step.kind === "adjoint" };
}
