// Which nodes may be held, which hold leaves one way alone, and which edges are then open. The graph decides;
// no derivative is computed here.

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Trace} Trace */

/** So many names are written under a bracket. */
const MOST_NAMES = 5;

/**
 * Why nothing can be held in a trace; null where it can.
 * @param {Trace} trace
 * @returns {"arrays" | null}
 */
export function obstacle({ nodes }) {
  return nodes.some(({ shape }) => shape.length > 0) ? "arrays" : null;
}

/** The nodes that a derivative can be taken by: all that lead to the output. @param {Trace} trace @returns {Node[]} */
export function variables(trace) {
  const leading = leadingTo(trace, new Set());
  return trace.nodes.filter(({ id }) => leading.has(id) && id !== trace.output);
}

/** Where there is most to see: a parameter with several children, or else the first there is. @param {Trace} trace */
export function firstChoice(trace) {
  const offered = variables(trace);
  const parameters = offered.filter(({ role }) => role === "parameter");
  return (parameters.find(({ children }) => children.length > 1) ?? parameters[0] ?? offered[0])?.id ?? null;
}

/** The nodes between a variable and the output, in the graph's order: what can be held. @param {Trace} trace @param {string} variable @returns {Node[]} */
export function between(trace, variable) {
  const [moving, leading] = [movingFrom(trace, variable, new Set()), leadingTo(trace, new Set())];
  return trace.nodes.filter(({ id }) => id !== variable && id !== trace.output && moving.has(id) && leading.has(id));
}

/**
 * The shortest way from a variable to the output, both ends included; of several the one through later parents.
 * @param {Trace} trace
 * @param {string} variable
 * @returns {string[]} empty where there is none
 */
export function shortestWay(trace, variable) {
  const children = new Map(trace.nodes.map((node) => [node.id, node.children]));
  /** @type {Map<string, string | null>} */
  const before = new Map([[variable, null]]);
  for (const id of before.keys()) {
    for (const child of [...children.get(id) ?? []].reverse()) if (!before.has(child)) before.set(child, id);
  }
  if (!before.has(trace.output)) return [];
  const way = [];
  for (let id = /** @type {string | null} */ (trace.output); id !== null; id = before.get(id) ?? null) way.unshift(id);
  return way;
}

/**
 * The least that must be held so that the shortest way alone is left: whatever else leads into it.
 * @param {Trace} trace
 * @param {string} variable
 * @returns {string[]} empty where there is one way only
 */
export function preparedHold(trace, variable) {
  const way = new Set(shortestWay(trace, variable));
  return between(trace, variable).filter(({ id, children }) => !way.has(id) && children.some((child) => way.has(child))).map(({ id }) => id);
}

/**
 * The edges on the ways from a variable to the output: open, cut by a held node, or without effect because of one.
 * @param {Trace} trace
 * @param {string} variable
 * @param {ReadonlySet<string>} held
 * @returns {Map<string, "open" | "cut" | "still">}
 */
export function edgesOf(trace, variable, held) {
  const none = new Set();
  const all = { moving: movingFrom(trace, variable, none), leading: leadingTo(trace, none) };
  const left = { moving: movingFrom(trace, variable, held), leading: leadingTo(trace, held) };
  return new Map(trace.edges.flatMap(({ id, parent, child }) => {
    if (!all.moving.has(parent) || !all.leading.has(child)) return [];
    const isOpen = left.moving.has(parent) && left.moving.has(child) && left.leading.has(child);
    return [[id, isOpen ? "open" : left.moving.has(parent) && held.has(child) ? "cut" : "still"]];
  }));
}

/** How many ways are open. @param {Trace} trace @param {string} variable @param {ReadonlySet<string>} held @returns {bigint} */
export function waysOf(trace, variable, held) {
  /** @type {Map<string, bigint>} */
  const ways = new Map([[variable, 1n]]);
  for (const { id, parents } of trace.nodes) {
    if (id === variable || held.has(id)) continue;
    const count = parents.reduce((sum, parent) => sum + (ways.get(parent) ?? 0n), 0n);
    if (count > 0n) ways.set(id, count);
  }
  return ways.get(trace.output) ?? 0n;
}

/**
 * The derivative with what is held under its bracket. Leaves are always held, so they are named only where
 * nothing else is.
 * @param {Trace} trace
 * @param {string} variable
 * @param {ReadonlySet<string>} held
 */
export function formula(trace, variable, held) {
  const named = held.size > 0 ? trace.nodes.filter(({ id }) => held.has(id)) : otherLeaves(trace, variable);
  const names = named.slice(0, MOST_NAMES).map(({ latex }) => latex);
  const under = [...names, ...(named.length > MOST_NAMES ? ["\\ldots"] : [])].join(",\\,");
  const whole = fraction(trace, variable);
  return under === "" ? whole : `\\left(${whole}\\right)_{\\!${under}}`;
}

/** The same without a word about what is held. @param {Trace} trace @param {string} variable */
export function fraction(trace, variable) {
  const latex = (/** @type {string} */ id) => trace.nodes.find((node) => node.id === id)?.latex ?? id;
  return `\\frac{\\partial ${latex(trace.output)}}{\\partial ${latex(variable)}}`;
}

/** @param {Trace} trace @param {string} variable */
function otherLeaves(trace, variable) {
  return variables(trace).filter(({ id, parents }) => id !== variable && parents.length === 0);
}

/** The variable and what moves with it. Parents come before children. @param {Trace} trace @param {string} variable @param {ReadonlySet<string>} held */
function movingFrom(trace, variable, held) {
  const moving = new Set([variable]);
  for (const { id, parents } of trace.nodes) if (!held.has(id) && parents.some((parent) => moving.has(parent))) moving.add(id);
  return moving;
}

/** The output and what leads to it by a way without a held node. @param {Trace} trace @param {ReadonlySet<string>} held */
function leadingTo(trace, held) {
  const leading = new Set([trace.output]);
  for (const { id, children } of [...trace.nodes].reverse()) if (!held.has(id) && children.some((child) => leading.has(child))) leading.add(id);
  return leading;
}
