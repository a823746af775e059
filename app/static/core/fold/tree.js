// The groups of a large graph: groups of groups of nodes, none of more parts than can be looked at. However
// many of them are open, what is seen has no cycle: every group is a piece of one order of all nodes.

import { byIndex, byPrefix, inOrder } from "./classes.js";
import { netOf } from "./net.js";
import { byLayer, pieces, run } from "./runs.js";
import { idOf, titleOf } from "./title.js";

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("./net.js").Net} Net */
/** @typedef {import("./classes.js").Class} Class */

/**
 * @typedef {object} Group
 * @property {string} id
 * @property {string} latex
 * @property {Group | null} parent
 * @property {string[]} members  all its nodes, at any depth
 * @property {(Group | string)[]} parts
 */

/** @typedef {{ parts: (Group | string)[], groups: Map<string, Group>, homes: Map<string, Group> }} Tree  `homes`: the innermost group of a node */

/** So many nodes are shown as they are; */
const FEW = 24;
/** and a group has at most so many parts. */
const MOST = 24;
/** Copies beyond that, or more than so many one after another, are gathered into so many runs. */
const LONG = 8;
const RUNS = 5;

/** @param {Pick<Trace, "nodes" | "edges">} trace @returns {Tree} */
export function treeOf(trace) {
  const net = netOf(trace);
  /** @type {Tree} */
  const tree = { parts: [], groups: new Map(), homes: new Map() };
  tree.parts = partsOf(net, [...net.ids.keys()], null, tree);
  return tree;
}

/** @param {Net} net @param {number[]} set @param {Group | null} parent @param {Tree} tree @returns {(Group | string)[]} */
function partsOf(net, set, parent, tree) {
  const idsOf = (/** @type {number[]} */ members) => members.map((v) => net.ids[v] ?? "");
  const divided = set.length <= FEW ? set.map((v) => run([v])) : divide(net, set);
  return divided.map((one) => {
    const [id = ""] = idsOf(one.members);
    if (one.members.length === 1) {
      if (parent) tree.homes.set(id, parent);
      return id;
    }
    /** @type {Group} */
    const group = { id: free(idOf(net, one), tree), latex: titleOf(net, one), parent, members: idsOf(one.members), parts: [] };
    tree.groups.set(group.id, group);
    group.parts = partsOf(net, one.members, group, tree);
    return group;
  });
}

/** @param {string} id @param {Tree} tree @returns {string} */
function free(id, { groups }) {
  let wanted = id;
  for (let copy = 2; groups.has(wanted); copy += 1) wanted = `${id}·${copy}`;
  return wanted;
}

/** @param {Net} net @param {number[]} set @returns {Class[]} at least two, each smaller than the set */
function divide(net, set) {
  for (const way of [byPrefix, byIndex]) {
    const classes = way(net, set);
    if (classes.length < 2 || classes.length > 0.6 * set.length) continue;
    const order = inOrder(net, classes);
    const found = order && (order.length <= MOST && lengthOf(net, order) <= LONG ? order : gathered(net, order));
    if (found && found.length > 1 && found.length <= 1.5 * MOST) return found;
  }
  return byLayer(net, set, RUNS);
}

/**
 * How many classes stand one behind another, at most.
 * @param {Net} net @param {Class[]} order
 */
function lengthOf({ children }, order) {
  const classOf = new Map(order.flatMap(({ members }, k) => members.map((v) => [v, k])));
  const depth = order.map(() => 1);
  for (const [k, { members }] of order.entries()) {
    for (const child of members.flatMap((v) => children[v] ?? [])) {
      const to = classOf.get(child) ?? k;
      if (to !== k) depth[to] = Math.max(depth[to] ?? 1, (depth[k] ?? 1) + 1);
    }
  }
  return Math.max(...depth);
}

/**
 * Many classes in a row become runs. Classes of leaves stay apart: nothing leads to them, so they cannot
 * close a cycle; and so does the last node of all.
 * @param {Net} net @param {Class[]} order @returns {Class[]}
 */
function gathered({ isLeaf, children }, order) {
  const isApart = (/** @type {Class} */ { members }) => members.every((v) => isLeaf[v]) || (members.length === 1 && children[members[0] ?? 0]?.length === 0);
  const apart = order.filter(isApart);
  const joined = (/** @type {Class[]} */ classes) => {
    const lists = pieces(classes.map(({ members }) => members), RUNS);
    return lists.map((members) => classes.find((one) => one.members.length === members.length && one.members[0] === members[0]) ?? run(members));
  };
  const leaves = apart.filter(({ members }) => members.every((v) => isLeaf[v]));
  const ends = apart.filter((one) => !leaves.includes(one));
  const few = leaves.length > RUNS ? joined(leaves) : leaves;
  return [...few, ...joined(order.filter((one) => !isApart(one))), ...(ends.length > RUNS ? joined(ends) : ends)];
}
