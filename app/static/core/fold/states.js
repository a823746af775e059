// The screen at a position for what is drawn of a large trace. A group is done when all its nodes are.

/** @typedef {import("../walk/snapshot.js").EdgeState} EdgeState */
/** @typedef {import("../walk/snapshot.js").NodeState} NodeState */
/** @typedef {import("../walk/snapshot.js").Snapshot} Snapshot */
/** @typedef {import("./shown.js").Shown} Shown */

/**
 * How far a group is: `done` of `total` nodes have what this half of the walk asks for; leaves have their
 * values from the start and do not count going forward. `now` is the one that the step is about.
 * @typedef {{ total: number, done: number, now: { id: string, state: NodeState } | null }} Progress
 */

/** @type {NodeState} */
const BLANK = { state: "waiting", current: false, value: null, adjoint: null, total: null, received: 0, expected: 0 };

/** Of a bundle's edges the busiest speaks. @type {readonly EdgeState[]} */
const BUSY = ["sending", "feeding"];

/**
 * @param {Shown} shown
 * @param {Snapshot} whole  that of the whole trace
 * @returns {Snapshot & { progress: Map<string, Progress> }}
 */
export function stateOf(shown, whole) {
  const isBackward = whole.phase === "backward";
  /** @type {Map<string, Progress>} */
  const progress = new Map();
  for (const [id, { members }] of shown.groups) {
    let done = 0;
    let total = 0;
    for (const member of members) {
      if (!isBackward && shown.leaves.has(member)) continue;
      const state = whole.nodes.get(member);
      if (state && (isBackward ? state.adjoint : state.value) !== null) done += 1;
      total += 1;
    }
    progress.set(id, { total, done, now: null });
  }
  const active = whole.active === null ? null : shown.itemOf.get(whole.active) ?? whole.active;
  const around = active === null ? undefined : progress.get(active);
  const state = whole.active === null ? undefined : whole.nodes.get(whole.active);
  if (around && state) around.now = { id: whole.active ?? "", state };

  /** @type {Snapshot["nodes"]} */
  const nodes = new Map();
  for (const { id } of shown.trace.nodes) nodes.set(id, stateOfItem(progress.get(id), whole.nodes.get(id)));
  /** @type {Snapshot["edges"]} */
  const edges = new Map();
  for (const { id } of shown.trace.edges) {
    const bundle = shown.bundles.get(id);
    const one = bundle ? { state: together(bundle.map((edge) => whole.edges.get(edge)?.state ?? "idle")) } : whole.edges.get(id);
    if (one) edges.set(id, one);
  }
  return { ...whole, active, nodes, edges, progress };
}

/** @param {Progress | undefined} progress @param {NodeState | undefined} own @returns {NodeState} */
function stateOfItem(progress, own) {
  if (!progress) return own ?? BLANK;
  const { total, done, now } = progress;
  if (now) return { ...BLANK, state: "active", current: true };
  return { ...BLANK, state: done === total ? "done" : done > 0 ? "partial" : "waiting" };
}

/** @param {EdgeState[]} states @returns {EdgeState} */
function together(states) {
  const busy = BUSY.find((state) => states.includes(state));
  if (busy) return busy;
  if (states.every((state) => state === "sent")) return "sent";
  return states.every((state) => state === "fed" || state === "sent") ? "fed" : "idle";
}
