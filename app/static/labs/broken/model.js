// Three engines with a fault each, as traces of their own: the same graph and local derivatives, other sums.
// Numbers only: an array's rule is not replayed here.

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Step} Step */
/** @typedef {import("../../core/types.js").TermStep} TermStep */
/** @typedef {import("../../core/types.js").Trace} Trace */

/** @typedef {"overwrite" | "early" | "unreset"} Fault */

/** @type {readonly Fault[]} */
export const FAULTS = ["overwrite", "early", "unreset"];

/** Sending early takes a step for each path to the output, and there can be very many. */
const MOST_STEPS = 600;
/** As many nodes as are drawn whole. */
const MOST_NODES = 60;

/**
 * Why a trace is not replayed with a fault; null where it is.
 * @param {Trace} trace
 * @returns {"arrays" | "large" | "numbers" | null}
 */
export function obstacle({ nodes, edges, steps }) {
  if (nodes.some(({ shape }) => shape.length > 0)) return "arrays";
  if (nodes.length > MOST_NODES) return "large";
  const isNumber = (/** @type {unknown} */ value) => typeof value === "number";
  const terms = steps.filter((step) => step.kind === "term");
  return edges.every(({ local }) => isNumber(local)) && terms.every(({ product }) => isNumber(product)) ? null : "numbers";
}

/**
 * The reverse sweep with its fault. The forward pass is right in all of them.
 * @param {Trace} trace
 * @param {Fault} fault
 * @returns {Trace | null} null when the faulty sweep would take too many steps
 */
export function faulty(trace, fault) {
  const seed = trace.steps.findIndex(({ kind }) => kind === "seed");
  const start = trace.steps.slice(0, seed + 1);
  const swept = fault === "early" ? sentEarly(trace) : summedWrongly(trace, trace.steps.slice(seed + 1), fault);
  if (swept === null) return null;
  const steps = [...start, ...swept.steps].map((step, index) => ({ ...step, index }));
  const nodes = trace.nodes.map((node) => ({ ...node, adjoint: swept.adjoints.get(node.id) ?? node.adjoint }));
  return { ...trace, steps, nodes, adjoints: Object.fromEntries(nodes.map(({ id, adjoint }) => [id, adjoint])) };
}

/**
 * Overwriting keeps the last term alone. Without a reset, what the leaves hold from the run before is kept and
 * added to; inner nodes start afresh, as in the packages.
 * @param {Trace} trace
 * @param {Step[]} sweep
 * @param {"overwrite" | "unreset"} fault
 */
function summedWrongly(trace, sweep, fault) {
  const adjoints = new Map([[trace.output, 1]]);
  const child = new Map(trace.edges.map((edge) => [edge.id, edge.child]));
  const leaves = new Map(trace.nodes.filter(({ parents }) => parents.length === 0).map(({ id, adjoint }) => [id, Number(adjoint)]));
  const steps = sweep.map((step) => {
    if (step.kind !== "term") return step.kind === "adjoint" ? { ...step, adjoint: adjoints.get(step.node) ?? 0 } : step;
    const upstream = adjoints.get(child.get(step.edge) ?? "") ?? 0;
    const product = upstream * Number(step.local);
    const before = adjoints.get(step.node) ?? (fault === "unreset" ? leaves.get(step.node) ?? 0 : 0);
    const total = fault === "overwrite" ? product : before + product;
    adjoints.set(step.node, total);
    return { ...step, upstream, product, total };
  });
  return { steps, adjoints };
}

/**
 * Every term that arrives is sent on at once, as the sum so far, whoever is still to answer: a node that hears
 * twice sends twice.
 * @param {Trace} trace
 */
function sentEarly(trace) {
  /** @type {Map<string, Edge[]>} */
  const into = new Map(trace.nodes.map(({ id }) => [id, []]));
  for (const edge of trace.edges) into.get(edge.child)?.push(edge);
  const original = new Map(trace.steps.flatMap((step) => (step.kind === "term" ? [[step.edge, step]] : [])));
  const adjoints = new Map([[trace.output, 1]]);
  /** @type {TermStep[]} */
  const terms = [];
  // A stack of edges still to be sent along, the next on top: the calls of a recursive sweep, without its depth.
  const waiting = [...into.get(trace.output) ?? []].reverse();
  while (waiting.length > 0) {
    const edge = /** @type {Edge} */ (waiting.pop());
    const step = original.get(edge.id);
    if (step === undefined) continue;
    if (terms.length >= MOST_STEPS) return null;
    const upstream = adjoints.get(edge.child) ?? 0;
    const product = upstream * Number(edge.local);
    const total = (adjoints.get(edge.parent) ?? 0) + product;
    adjoints.set(edge.parent, total);
    terms.push({ ...step, upstream, product, total, remaining: 0 });
    waiting.push(...[...into.get(edge.parent) ?? []].reverse());
  }
  return { steps: withClosings(terms, trace), adjoints };
}

/**
 * The terms with what each node still awaits, and a closing step after the last of several.
 * @param {TermStep[]} terms
 * @param {Trace} trace
 * @returns {Step[]}
 */
function withClosings(terms, trace) {
  /** @type {Map<string, number>} */
  const left = new Map();
  for (const { node } of terms) left.set(node, (left.get(node) ?? 0) + 1);
  const several = new Set([...left].filter(([, count]) => count > 1).map(([node]) => node));
  const closings = new Map(trace.steps.flatMap((step) => (step.kind === "adjoint" ? [[step.node, step]] : [])));
  const swept = terms.flatMap((term) => {
    const remaining = (left.get(term.node) ?? 1) - 1;
    left.set(term.node, remaining);
    const step = { ...term, remaining };
    if (remaining > 0 || !several.has(term.node)) return [step];
    /** @type {Step} */
    const closing = { index: 0, phase: "backward", kind: "adjoint", node: term.node, adjoint: term.total, latex: term.latex, substituted: "", text: { ...term.text, left: 0, result: 0, upstream: [] } };
    return [step, closing];
  });
  // Nodes that nothing leads from to the output are closed with 0 in either engine.
  return [...swept, ...[...closings.values()].filter(({ node }) => !several.has(node) && !terms.some((term) => term.node === node))];
}

/**
 * The position in the faulty walk that goes with one in the right walk: the forward pass step by step, the
 * sweeps in proportion, both ending together.
 * @param {Trace} right
 * @param {Trace} wrong
 * @param {number} position
 */
export function inStep(right, wrong, position) {
  const seed = right.steps.findIndex(({ kind }) => kind === "seed") + 1;
  if (position <= seed) return position;
  const [long, short] = [wrong.steps.length - seed, right.steps.length - seed];
  return seed + Math.floor(((position - seed) / short) * long);
}

/**
 * The nodes on which the two engines end up disagreeing.
 * @param {Trace} right
 * @param {Trace} wrong
 * @returns {{ node: Node, right: number, wrong: number }[]}
 */
export function disagreements(right, wrong) {
  return right.nodes.flatMap((node) => {
    const [good, bad] = [Number(node.adjoint), Number(wrong.adjoints[node.id])];
    return differs(good, bad) ? [{ node, right: good, wrong: bad }] : [];
  });
}

/** More than rounding. @param {number} good @param {number} bad */
export function differs(good, bad) {
  return Math.abs(good - bad) > 1e-12 * Math.max(1, Math.abs(good));
}
