/** @import {Graph} from "./types.js" */

/**
 * The column of each node: as far along as its longest chain of parents needs. A node whose way back to what the
 * others use is shorter than its ways onward is then pulled to just before its first use: every leaf, and with it
 * whatever is computed from such leaves alone.
 * @param {Graph} graph
 * @returns {Int32Array}
 */
export function rankNodes(graph) {
  const { n, source, target, incoming, outgoing, sequence } = graph;
  const rank = new Int32Array(n);
  for (const v of sequence) {
    for (let i = outgoing.start[v]; i < outgoing.start[v + 1]; i++) {
      const child = target[outgoing.item[i]];
      if (rank[child] <= rank[v]) rank[child] = rank[v] + 1;
    }
  }

  const anchors = countAnchors(graph);
  for (let k = n - 1; k >= 0; k--) {
    const v = sequence[k];
    const uses = outgoing.start[v + 1] - outgoing.start[v];
    if (uses === 0 || uses <= anchors[v]) continue;
    let first = Infinity;
    for (let i = outgoing.start[v]; i < outgoing.start[v + 1]; i++) {
      first = Math.min(first, rank[target[outgoing.item[i]]]);
    }
    rank[v] = first - 1;
  }
  spreadIsolated(rank, graph);
  return rank;

  /** @param {Graph} g */
  function countAnchors(g) {
    // How many edges grow longer when a node moves on by one, its private ancestors following where they can.
    const count = new Int32Array(n);
    for (const v of g.sequence) {
      for (let i = incoming.start[v]; i < incoming.start[v + 1]; i++) {
        const parent = source[incoming.item[i]];
        const isPrivate = outgoing.start[parent + 1] - outgoing.start[parent] === 1;
        count[v] += isPrivate ? Math.min(1, count[parent]) : 1;
      }
    }
    return count;
  }
}

/**
 * Nodes with no edge at all fill the first column up to a bound, then the next.
 * @param {Int32Array} rank
 * @param {Graph} graph
 */
function spreadIsolated(rank, { n, incoming, outgoing }) {
  /** @type {number[]} */
  const isolated = [];
  for (let v = 0; v < n; v++) {
    const edges = outgoing.start[v + 1] - outgoing.start[v] + incoming.start[v + 1] - incoming.start[v];
    if (edges === 0) isolated.push(v);
  }
  const column = Math.max(6, Math.ceil(Math.sqrt(isolated.length)));
  isolated.forEach((v, i) => {
    rank[v] = Math.floor(i / column);
  });
}
