// A line read as a sum of parts: in w x + b, w and x multiplied with each other, and b. Its local derivatives say so.
// The derivative for each parent of a part has the part's other parents as factors, and the same fixed ones besides.

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Trace} Trace */

/**
 * `fixed` are its factors that no parent has a part in, their sign apart; `coefficient` is what they come to.
 * @typedef {{ parents: { node: Node, value: number }[], fixed: string[], negative: boolean, coefficient: number, number: number }} Part
 */

const MINUS = "-1";

/**
 * The parts that can be told apart: of a line of numbers, and not always all that it has.
 * @param {Node} node
 * @param {Trace} trace
 * @returns {Part[]}
 */
export function partsOf(node, trace) {
  const edges = trace.edges.filter(({ child }) => child === node.id);
  const parents = edges.flatMap(({ parent }) => trace.nodes.filter(({ id }) => id === parent));
  const named = new Map(parents.map((parent) => [parent.latex, parent]));
  const constants = new Set(trace.constants.map(({ latex }) => latex));
  /** @type {Map<string, { parents: Node[], fixed: string[] }[]>} */
  const sides = new Map();
  for (const [place, edge] of edges.entries()) {
    const { local, nonlinear } = edge;
    const parent = parents[place];
    const factors = edge.factors ?? [edge.latex];
    const fixed = factors.filter((factor) => !named.has(factor)).sort();
    // A factor that is neither a number nor a constant may have a parent in it.
    if (nonlinear || parent === undefined || typeof local !== "number" || !fixed.every((factor) => constants.has(factor) || Number.isFinite(Number(factor)))) continue;
    const all = [parent, ...factors.flatMap((factor) => named.get(factor) ?? [])].sort((one, other) => parents.indexOf(one) - parents.indexOf(other));
    const key = [...all.map(({ id }) => id), ...fixed].join(" ");
    sides.set(key, [...sides.get(key) ?? [], { parents: all, fixed }]);
  }
  return [...sides.values()].flatMap((found) => {
    const [side] = found;
    // Each of its parents must be a factor for all the others.
    if (side === undefined || found.length !== side.parents.length) return [];
    const values = side.parents.map((parent) => ({ node: parent, value: numberOf(parent.value) }));
    const fixed = side.fixed.filter((factor) => factor !== MINUS);
    const coefficient = side.fixed.reduce((product, factor) => product * valueOf(factor, trace), 1);
    const number = coefficient * productOf(values);
    return Number.isFinite(number) ? [{ parents: values, fixed, negative: (side.fixed.length - fixed.length) % 2 === 1, coefficient, number }] : [];
  });
}

/** @param {readonly { value: number }[]} parents */
export function productOf(parents) {
  return parents.reduce((product, { value }) => product * value, 1);
}

/** @param {string} factor @param {Trace} trace */
function valueOf(factor, trace) {
  const constant = trace.constants.find(({ latex }) => latex === factor);
  return constant === undefined ? Number(factor) : numberOf(constant.value);
}

/** @param {import("../../core/types.js").Quantity} quantity */
function numberOf(quantity) {
  return typeof quantity === "number" ? quantity : NaN;
}
