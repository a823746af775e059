/** @import {Graph, LayoutInput, Direction} from "./types.js" */
import { group } from "./lists.js";

/** The part of a node's side that its arrows may take. */
const SIDE = 0.6;

/**
 * Number the input's nodes and edges and check that they make a graph that can be layered.
 * @param {LayoutInput} input
 * @param {Direction} direction
 * @returns {Graph}
 * @throws {Error} for an id used twice, an edge whose end is missing, or a cycle (each names the culprit)
 */
export function readGraph({ nodes, edges }, direction) {
  const n = nodes.length;
  const m = edges.length;
  const right = direction === "right";
  /** @type {Map<string, number>} */
  const number = new Map();
  const along = new Float64Array(n);
  const across = new Float64Array(n);
  const side = new Float64Array(n);
  nodes.forEach((node, v) => {
    if (number.has(node.id)) throw new Error(`layout: two nodes are called '${node.id}'`);
    number.set(node.id, v);
    along[v] = right ? node.width : node.height;
    across[v] = right ? node.height : node.width;
    side[v] = node.side ?? SIDE * across[v];
  });

  const source = new Int32Array(m);
  const target = new Int32Array(m);
  const twin = new Int32Array(m);
  const labelAlong = new Float64Array(m);
  const labelAcross = new Float64Array(m);
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {Map<number, number>} */
  const pairs = new Map();
  edges.forEach((edge, e) => {
    if (seen.has(edge.id)) throw new Error(`layout: two edges are called '${edge.id}'`);
    seen.add(edge.id);
    source[e] = find(number, edge.parent, edge.id);
    target[e] = find(number, edge.child, edge.id);
    const pair = source[e] * n + target[e];
    const earlier = pairs.get(pair) ?? 0;
    twin[e] = earlier;
    pairs.set(pair, earlier + 1);
    if (edge.label) {
      labelAlong[e] = right ? edge.label.width : edge.label.height;
      labelAcross[e] = right ? edge.label.height : edge.label.width;
    }
  });

  const outgoing = group(source, n);
  const incoming = group(target, n);
  /** @type {Graph} */
  const graph = {
    n, m, along, across, side, source, target, twin, labelAlong, labelAcross, outgoing, incoming,
    sequence: new Int32Array(n),
  };
  sort(graph, nodes);
  return graph;
}

/**
 * @param {Map<string, number>} number
 * @param {string} id
 * @param {string} edge
 */
function find(number, id, edge) {
  const v = number.get(id);
  if (v === undefined) throw new Error(`layout: edge '${edge}' ends at '${id}', which is no node`);
  return v;
}

/**
 * Kahn's algorithm, first come first served, so that the sequence follows the order given.
 * @param {Graph} graph  its sequence is filled in
 * @param {LayoutInput["nodes"]} nodes
 */
function sort({ n, source, target, outgoing, sequence }, nodes) {
  const waiting = new Int32Array(n);
  for (let e = 0; e < source.length; e++) waiting[target[e]]++;
  let last = 0;
  for (let v = 0; v < n; v++) if (waiting[v] === 0) sequence[last++] = v;
  for (let next = 0; next < last; next++) {
    const v = sequence[next];
    for (let i = outgoing.start[v]; i < outgoing.start[v + 1]; i++) {
      const child = target[outgoing.item[i]];
      if (--waiting[child] === 0) sequence[last++] = child;
    }
  }
  if (last < n) throw new Error(`layout: '${nodes[waiting.findIndex((count) => count > 0)].id}' depends on itself`);
}
