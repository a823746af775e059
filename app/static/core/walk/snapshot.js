// The screen at a position, as data: a pure fold of the trace's first steps. No view consults a
// neighbouring step, so stepping back cannot leave anything behind.
//
// Each node passes through a handful of states in a whole walk. They are listed once a trace; a
// snapshot only looks up which one holds, and a node that did not change is the same object as before.

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").Quantity} Quantity */

/**
 * `value`, `adjoint` and `total` are null until they are known: unknown is not 0. `total` is the sum
 * of the `received` terms of `expected`; `partial` means that some are still awaited.
 * @typedef {object} NodeState
 * @property {"waiting" | "partial" | "active" | "done"} state
 * @property {boolean} current  whether the step just done is about this node
 * @property {Quantity | null} value
 * @property {Quantity | null} adjoint
 * @property {Quantity | null} total
 * @property {number} received
 * @property {number} expected
 */

/** @typedef {"idle" | "feeding" | "fed" | "sending" | "sent"} EdgeState */
/** @typedef {{ phase: "forward" | "backward", position: number, step: Step | null, active: string | null,
 *   nodes: Map<string, NodeState>, edges: Map<string, { state: EdgeState }> }} Snapshot */

/** @template T @typedef {{ from: number, state: T }[]} History  states by the position they begin at */
/** @typedef {{ seed: number, nodes: Map<string, History<NodeState>>, edges: Map<string, History<{ state: EdgeState }>> }} Histories */

/** @type {WeakMap<Trace, Histories>} */
const known = new WeakMap();

/**
 * @param {Trace} trace
 * @param {number} position  steps done
 * @returns {Snapshot}
 */
export function snapshot(trace, position) {
  const histories = known.get(trace) ?? historiesOf(trace);
  known.set(trace, histories);
  const step = trace.steps[position - 1] ?? null;
  return {
    phase: position >= histories.seed ? "backward" : "forward",
    position,
    step,
    active: step?.node ?? null,
    nodes: at(histories.nodes, position),
    edges: at(histories.edges, position),
  };
}

/**
 * @template T
 * @param {Map<string, History<T>>} histories
 * @param {number} position
 * @returns {Map<string, T>}
 */
function at(histories, position) {
  /** @type {Map<string, T>} */
  const states = new Map();
  for (const [id, history] of histories) {
    const found = history.findLast((entry) => entry.from <= position);
    if (found) states.set(id, found.state);
  }
  return states;
}

/** @param {Trace} trace @returns {Histories} */
function historiesOf(trace) {
  const seed = trace.steps.findIndex((step) => step.kind === "seed") + 1;
  /** @type {Map<string, Step[]>} */
  const stepsOf = new Map(trace.nodes.map((node) => [node.id, []]));
  for (const step of trace.steps) stepsOf.get(step.node)?.push(step);
  return {
    seed,
    nodes: new Map(trace.nodes.map((node) => [node.id, nodeHistory(node, stepsOf.get(node.id) ?? [], seed)])),
    edges: edgeHistories(trace, stepsOf),
  };
}

/**
 * @param {import("../types.js").Node} node
 * @param {Step[]} steps those of this node
 * @param {number} seed the position after the seed
 * @returns {History<NodeState>}
 */
function nodeHistory(node, steps, seed) {
  const isLeaf = !steps.some((step) => step.kind === "value");
  const expected = steps.filter((step) => step.kind === "term").length;
  /** @type {NodeState} */
  let now = {
    state: isLeaf ? "done" : "waiting", current: false, value: isLeaf ? node.value : null,
    adjoint: null, total: null, received: 0, expected,
  };
  /** @type {History<NodeState>} */
  const history = [{ from: 0, state: now }];
  /** @param {number} from @param {Partial<NodeState>} patch */
  const then = (from, patch) => {
    now = { ...now, ...patch };
    const last = history.at(-1);
    if (last?.from === from) last.state = now;
    else history.push({ from, state: now });
  };
  let swept = false;
  /** At the seed the question changes from "which value?" to "which adjoint?". */
  const turn = () => {
    if (!swept && seed > 0) then(seed, { state: "waiting", current: false });
    swept = true;
  };
  for (const step of steps) {
    const from = step.index + 1;
    if (step.kind !== "value") turn();
    then(from, afterStep(step, now));
    then(from + 1, { current: false, state: now.state === "active" ? "done" : now.state });
  }
  turn();
  return history;
}

/**
 * @param {Step} step
 * @param {NodeState} before
 * @returns {Partial<NodeState>}
 */
function afterStep(step, before) {
  if (step.kind === "value") return { state: "active", current: true, value: step.value };
  if (step.kind === "term") {
    const isWhole = before.expected === 1;
    return {
      state: step.remaining === 0 ? "active" : "partial",
      current: true,
      total: step.total,
      received: before.received + 1,
      adjoint: isWhole ? step.total : null,
    };
  }
  return { state: "active", current: true, adjoint: step.adjoint, total: step.adjoint };
}

/**
 * @param {Trace} trace
 * @param {Map<string, Step[]>} stepsOf
 * @returns {Map<string, History<{ state: EdgeState }>>}
 */
function edgeHistories(trace, stepsOf) {
  const sentAt = new Map(trace.steps.flatMap((step) => (step.kind === "term" ? [[step.edge, step.index + 1]] : [])));
  return new Map(trace.edges.map((edge) => {
    const fed = stepsOf.get(edge.child)?.find((step) => step.kind === "value");
    const fedAt = fed ? fed.index + 1 : 0;
    const sent = sentAt.get(edge.id);
    /** @type {[number, EdgeState][]} */
    const entries = [[0, "idle"], [fedAt, "feeding"], [fedAt + 1, "fed"]];
    if (sent !== undefined) entries.push([sent, "sending"], [sent + 1, "sent"]);
    return [edge.id, entries.map(([from, state]) => ({ from, state: { state } }))];
  }));
}
