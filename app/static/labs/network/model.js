// The network that a graph computes, read from the trace alone: a unit is a weighted sum with what is done to it
// alone, a weight is a parameter that multiplies an input or another unit's output, a bias is added to the sum.

import { isActivation, sumOf } from "./model-lines.js";

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Trace} Trace */

/** What enters a unit: `weight` is null where the source is added as it is. @typedef {{ weight: Node | null, source: string, ends: [number, number] }} Link */
/**
 * `sum` is its weighted sum, `output` what leaves it; they are one node where nothing is done to the sum. `nodes`
 * are all nodes of the graph that it is made of, `count` how many units it stands for.
 * @typedef {{ id: string, sum: Node, output: Node, nodes: Node[], links: Link[], biases: Node[], count: number, depth: number }} Unit
 */
/** What feeds units without being one. @typedef {{ id: string, node: Node, count: number }} Source */
/** @typedef {{ units: Unit[], sources: Source[], apart: Node[], totals: { units: number, weights: number, biases: number, nodes: number } }} Network */

/** @param {Trace} trace @returns {Network} */
export function networkOf(trace) {
  const nodes = new Map(trace.nodes.map((node) => [node.id, node]));
  const units = unitsOf(trace, nodes);
  const [outputs, inside] = [new Map(units.map((unit) => [unit.output.id, unit])), new Set(units.flatMap((unit) => [...unit.nodes, ...unit.biases, ...unit.links.flatMap(({ weight }) => weight ?? [])]).map(({ id }) => id))];
  /** @type {Map<string, Source>} */
  const sources = new Map();
  for (const { source, ends } of units.flatMap(({ links }) => links)) {
    const node = nodes.get(source);
    if (node && !outputs.has(source)) sources.set(source, { id: source, node, count: Math.max(ends[0], sources.get(source)?.count ?? 1) });
  }
  // A unit stands to the right of everything that feeds it; what is added as it is feeds it too.
  for (const unit of units) unit.depth = 1 + Math.max(0, ...unit.links.map(({ source }) => outputs.get(source)?.depth ?? 0));
  const weights = new Set(units.flatMap(({ links }) => links.flatMap(({ weight }) => weight ?? [])));
  const biases = new Set(units.flatMap((unit) => unit.biases));
  return {
    units,
    sources: trace.nodes.flatMap(({ id }) => sources.get(id) ?? []),
    apart: trace.nodes.filter(({ id }) => !inside.has(id) && !sources.has(id)),
    totals: { units: sum(units.map(({ count }) => count)), weights: sum([...weights].map(sizeOf)), biases: sum([...biases].map(sizeOf)), nodes: trace.nodes.length },
  };
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0);
}

/** How many numbers a node is. @param {Node} node */
function sizeOf({ shape }) {
  return shape.reduce((product, size) => product * size, 1);
}

/** @param {Trace} trace @param {Map<string, Node>} nodes @returns {Unit[]} */
function unitsOf(trace, nodes) {
  /** @type {Map<string, Edge[]>} */
  const entering = new Map();
  for (const edge of trace.edges) entering.set(edge.child, [...(entering.get(edge.child) ?? []), edge]);
  const edgesOf = (/** @type {string} */ id) => entering.get(id) ?? [];
  /** The sums that may still be taken into a larger one. @type {Map<string, import("./model-lines.js").Sum>} */
  const sums = new Map();
  for (const node of trace.nodes) {
    const found = sumOf(node, edgesOf(node.id), nodes, sums);
    if (found === null) continue;
    for (const { id } of found.nodes) sums.delete(id);
    sums.set(node.id, found);
  }
  return [...sums.values()].filter(({ links }) => links.some(({ weight }) => weight !== null)).flatMap((found) => {
    const after = found.isBent ? [] : afterOf(found.top, edgesOf, nodes, trace.output);
    const output = after.at(-1) ?? found.top;
    const links = found.links.flatMap(({ weight, source, edge }) => {
      const ends = endsOf(weight, nodes.get(edge?.child ?? "") ?? found.top, nodes.get(source), edge);
      return ends === null ? [] : [{ weight, source, ends }];
    });
    if (links.length < found.links.length) return [];
    const count = Math.max(1, ...links.flatMap(({ weight, ends }) => (weight === null ? [] : ends[1])));
    const own = [...found.nodes, ...after].sort((one, other) => one.index - other.index);
    return [{ id: output.id, sum: found.top, output, nodes: own, links, biases: found.biases, count, depth: 0 }];
  });
}

/**
 * What is done to a sum before anything else sees it: everything up to the first activation, or a chain of
 * operations with an exponential in it, as a logistic that is written out. A loss is none of these.
 * @param {Node} top
 * @param {(id: string) => Edge[]} edgesOf
 * @param {Map<string, Node>} nodes
 * @param {string} output
 * @returns {Node[]}
 */
function afterOf(top, edgesOf, nodes, output) {
  /** @type {Node[]} */
  const chain = [];
  for (let last = top; last.id !== output && last.children.length === 1; ) {
    const next = nodes.get(last.children[0] ?? "");
    if (next === undefined || edgesOf(next.id).length !== 1 || next.shape.join() !== last.shape.join()) break;
    chain.push(next);
    if (isActivation(next)) return chain;
    last = next;
  }
  const isPlain = chain.every(({ op }) => op !== null && !["pow", "square", "abs"].includes(op));
  return isPlain && chain.some(({ op }) => op === "exp") ? chain : [];
}

/**
 * How many stand at either end of a weight: a matrix joins as many as it has rows with as many as it has columns,
 * a vector many with one. Null where it scales each entry by itself, which is no sum.
 * @param {Node | null} weight
 * @param {Node} top
 * @param {Node | undefined} source
 * @param {Edge | null} edge
 * @returns {[number, number] | null}
 */
function endsOf(weight, top, source, edge) {
  if (weight === null || edge === null) return [source?.shape.at(-1) ?? 1, top.shape.at(-1) ?? 1];
  const [rows = 1, columns = 1] = weight.shape;
  if (weight.shape.length < 2) return edge.kind === "elementwise" && rows > 1 ? null : [rows, 1];
  // In W x the columns meet the source's first axis, in X W the rows its last: the other side is the units'.
  return source?.shape[0] === columns && top.shape[0] === rows ? [columns, rows] : [rows, columns];
}

/** Which part of the network a node belongs to. @param {Network} network @param {string} id @returns {{ kind: "unit" | "weight" | "bias" | "source", id: string } | null} */
export function partOf({ units, sources }, id) {
  const unit = units.find(({ nodes }) => nodes.some((node) => node.id === id));
  if (unit) return { kind: "unit", id: unit.id };
  if (units.some(({ links }) => links.some(({ weight }) => weight?.id === id))) return { kind: "weight", id };
  if (units.some(({ biases }) => biases.some((bias) => bias.id === id))) return { kind: "bias", id };
  return sources.some((source) => source.id === id) ? { kind: "source", id } : null;
}
