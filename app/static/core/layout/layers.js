/** @import {Graph, Layered} from "./types.js" */
import { group } from "./lists.js";

/** Bends allowed for each node and edge before the longest edges move to lanes: keeps the work linear. */
const BENDS_PER_ITEM = 1.5;
const BENDS_AT_LEAST = 5000;

/**
 * Give long edges a bend in every column they pass. Edges that leave the same node share one trunk of bends, as
 * wires do on a circuit diagram, so that a parameter used by every layer costs one line, not one for each use.
 * Twins (two edges between one pair) get trunks of their own. Where even so the bends would outgrow the graph, the
 * longest trunks become lanes: lines that run outside the drawing and need no bends.
 * @param {Graph} graph
 * @param {Int32Array} nodeRank
 * @param {{bend: number}} room  room for a bend across the flow
 * @returns {Layered}
 */
export function layer(graph, nodeRank, { bend }) {
  const { n, m, source, target } = graph;
  const trunks = collectTrunks(graph, nodeRank);
  chooseLanes(trunks, graph, BENDS_AT_LEAST + BENDS_PER_ITEM * (n + m), nodeRank);

  const bends = trunks.reduce((sum, trunk) => sum + (trunk.lane < 0 ? trunk.length : 0), 0);
  const count = n + bends;
  const rank = new Int32Array(count);
  rank.set(nodeRank);
  const size = new Float64Array(count).fill(bend);
  size.set(graph.across);
  const firstBend = new Int32Array(m).fill(-1);
  const lane = new Int32Array(m).fill(-1);
  const from = new Int32Array(m + bends);
  const to = new Int32Array(m + bends);
  from.set(source);
  to.set(target);

  let next = n;
  for (const trunk of trunks) {
    for (const e of trunk.edges) {
      if (trunk.lane >= 0) {
        lane[e] = trunk.lane;
        continue;
      }
      firstBend[e] = next;
      from[e] = next + nodeRank[target[e]] - nodeRank[source[e]] - 2;
    }
    if (trunk.lane >= 0) continue;
    for (let k = 0; k < trunk.length; k++, next++) {
      rank[next] = nodeRank[trunk.source] + 1 + k;
      from[m + next - n] = k === 0 ? trunk.source : next - 1;
      to[m + next - n] = next;
    }
  }
  const inLane = (/** @type {number} */ end, /** @type {number} */ s) => (s < m && lane[s] >= 0 ? -1 : end);
  return {
    graph, count, rank, size, firstBend, lane, from, to,
    ranks: nodeRank.reduce((most, r) => Math.max(most, r + 1), 0),
    lanes: trunks.reduce((most, trunk) => Math.max(most, trunk.lane + 1), 0),
    up: group(to.map(inLane), count),
    down: group(from.map(inLane), count),
  };
}

/** @typedef {{source: number, edges: number[], length: number, lane: number}} Trunk */

/**
 * @param {Graph} graph
 * @param {Int32Array} rank
 */
function collectTrunks({ n, m, source, target, twin }, rank) {
  /** @type {Map<number, Trunk>} */
  const trunks = new Map();
  for (let e = 0; e < m; e++) {
    const length = rank[target[e]] - rank[source[e]] - 1;
    if (length === 0) continue;
    const key = twin[e] * n + source[e];
    const trunk = trunks.get(key) ?? { source: source[e], edges: [], length: 0, lane: -1 };
    trunk.edges.push(e);
    trunk.length = Math.max(trunk.length, length);
    trunks.set(key, trunk);
  }
  return [...trunks.values()];
}

/**
 * Move the longest trunks to lanes until the bends of the others fit the budget. In a lane each edge needs the
 * last gap before its child to itself, for its label: edges that end in one column get lanes of their own.
 * @param {Trunk[]} trunks  those in lanes are split up
 * @param {Graph} graph
 * @param {number} budget
 * @param {Int32Array} rank
 */
function chooseLanes(trunks, { target }, budget, rank) {
  let bends = trunks.reduce((sum, trunk) => sum + trunk.length, 0);
  if (bends <= budget) return;
  trunks.sort((a, b) => b.length - a.length);
  let long = 0;
  for (; bends > budget; long++) bends -= trunks[long].length;
  const chosen = trunks.splice(0, long).flatMap((trunk) => splitByColumn(trunk, target, rank));
  // A lane is free again in the column in which its last user ends.
  chosen.sort((a, b) => rank[a.source] - rank[b.source] || b.length - a.length);
  /** @type {Map<number, number[]>} */
  const ending = new Map();
  /** @type {number[]} */
  const free = [];
  let lanes = 0;
  let now = 0;
  for (const trunk of chosen) {
    const start = rank[trunk.source];
    for (; now <= start; now++) for (const lane of ending.get(now) ?? []) free.push(lane);
    trunk.lane = free.pop() ?? lanes++;
    const end = start + trunk.length + 1;
    const others = ending.get(end);
    if (others) others.push(trunk.lane);
    else ending.set(end, [trunk.lane]);
  }
  for (const trunk of chosen) trunks.push(trunk);
}

/**
 * @param {Trunk} trunk
 * @param {Int32Array} target
 * @param {Int32Array} rank
 * @returns {Trunk[]}
 */
function splitByColumn({ source, edges }, target, rank) {
  /** @type {Trunk[]} */
  const parts = [];
  /** @type {Map<number, number>} */
  const taken = new Map();
  for (const e of edges) {
    const column = rank[target[e]];
    const k = taken.get(column) ?? 0;
    taken.set(column, k + 1);
    if (k === parts.length) parts.push({ source, edges: [], length: 0, lane: -1 });
    parts[k].edges.push(e);
    parts[k].length = Math.max(parts[k].length, column - rank[source] - 1);
  }
  return parts;
}
