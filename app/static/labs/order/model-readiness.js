// Whether a node's turn may come now: in the forward pass when its parents have their values, in the reverse
// sweep when its children have their adjoints. And the order in which it comes next.

import { orderOf } from "./model.js";

/** @typedef {import("../../core/types.js").Trace} Trace */

/**
 * given    a leaf, asked for its value
 * known    it is there already
 * open     its terms are being added just now: `received` of `expected` are in
 * seed     the output, from which the sweep starts
 * nothing  it may be closed: nothing leads from it to the output
 * ready    all that it needs is there
 * early    `missing` of what it needs are not there yet
 * @typedef {"given" | "known" | "open" | "seed" | "nothing" | "ready" | "early"} Verdict
 */

/** @typedef {{ phase: "forward" | "backward", node: string, verdict: Verdict, needs: string[], missing: string[], received: number, expected: number }} Readiness */

/**
 * @param {Trace} trace
 * @param {number} position  steps done
 * @param {string} id
 * @returns {Readiness}
 */
export function readinessOf(trace, position, id) {
  const phase = trace.steps[position]?.phase ?? "backward";
  const open = openAt(trace, position);
  const own = trace.steps.filter((step) => step.node === id && step.phase === phase);
  const needs = needsOf(trace, phase, id);
  const missing = needs.filter((need) => open.has(need));
  const received = own.filter(({ index }) => index < position).length;
  /** @returns {Verdict} */
  function verdict() {
    if (own.length === 0) return "given";
    if (received === own.length) return "known";
    if (received > 0) return "open";
    if (missing.length > 0) return "early";
    if (own[0]?.kind === "seed") return "seed";
    return phase === "backward" && needs.length === 0 ? "nothing" : "ready";
  }
  return { phase, node: id, verdict: verdict(), needs, missing, received, expected: own.filter(({ kind }) => kind === "term").length };
}

/** The nodes that have a step to come in the part of the walk that is under way. @param {Trace} trace @param {number} position */
function openAt(trace, position) {
  const phase = trace.steps[position]?.phase ?? "backward";
  return new Set(trace.steps.slice(position).filter((step) => step.phase === phase).map(({ node }) => node));
}

/** Parents going forward; going back the children on a way to the output, and the seed. @param {Trace} trace @param {"forward" | "backward"} phase @param {string} id */
function needsOf(trace, phase, id) {
  if (phase === "forward") return [...new Set(trace.nodes.find((node) => node.id === id)?.parents)];
  const child = new Map(trace.edges.map((edge) => [edge.id, edge.child]));
  return [...new Set(trace.steps.flatMap((step) => (step.kind === "term" && step.node === id ? child.get(step.edge) ?? [] : [])))];
}

/**
 * The order in which a ready node comes next: after what is done or under way, before everything else.
 * @param {Trace} trace
 * @param {number} position
 * @param {string} id
 * @returns {string[]}
 */
export function nextInLine(trace, position, id) {
  const phase = trace.steps[position]?.phase ?? "backward";
  const isForward = phase === "forward";
  const order = orderOf(trace);
  const line = isForward ? order : order.toReversed();
  const begun = new Set(trace.steps.slice(0, position).filter((step) => step.phase === phase).map(({ node }) => node));
  const placed = line.slice(0, line.findLastIndex((other) => begun.has(other)) + 1);
  // Leaves, and nodes that lead nowhere, may still stand between: they come along.
  const along = reachOf(trace, id, isForward ? "parents" : "children");
  const rest = line.filter((other) => !placed.includes(other));
  const next = [...placed, ...rest.filter((other) => along.has(other)), id, ...rest.filter((other) => other !== id && !along.has(other))];
  return isForward ? next : next.toReversed();
}

/** All that stands before a node, or after it. @param {Trace} trace @param {string} id @param {"parents" | "children"} side */
function reachOf(trace, id, side) {
  const nodes = new Map(trace.nodes.map((node) => [node.id, node]));
  /** @type {Set<string>} */
  const found = new Set();
  const way = [...(nodes.get(id)?.[side] ?? [])];
  while (way.length > 0) {
    const next = /** @type {string} */ (way.pop());
    if (found.has(next)) continue;
    found.add(next);
    way.push(...(nodes.get(next)?.[side] ?? []));
  }
  return found;
}

/** The position at which a node's part of the pass has begun. @param {Trace} trace @param {"forward" | "backward"} phase @param {string} id */
export function beginningOf(trace, phase, id) {
  return trace.steps.findIndex((step) => step.node === id && step.phase === phase) + 1;
}
