// Ways to sort nodes into classes by their names. A way is good only when the classes, each drawn as one
// node, make a graph without cycles.

import { isNumber } from "./net.js";

/** @typedef {import("./net.js").Net} Net */
/** @typedef {{ members: number[], kind: "prefix" | "index" | "run", words: string[] }} Class */

/** A class of more than this part of the whole says too little; it is told apart by the next word. */
const MOST = 0.7;

/**
 * By the first word that tells the names apart: layer1_… and layer2_…, or w_… and z_….
 * @param {Net} net @param {number[]} set @returns {Class[]}
 */
export function byPrefix(net, set) {
  const namesOf = (/** @type {number[]} */ members) => members.map((v) => net.words[v] ?? []);
  const shared = common(namesOf(set));
  return classes(set, (v) => (net.words[v] ?? []).slice(0, shared + 1), "prefix").flatMap((one) => {
    const [names, size] = [namesOf(one.members), one.members.length];
    const finer = size > MOST * set.length && size < set.length ? byPrefix(net, one.members) : [];
    if (finer.length > 1 && finer.length < size / 2) return finer;
    return [{ ...one, words: (names[0] ?? []).slice(0, common(names)) }];
  });
}

/**
 * By the first number in the names, as copies of one structure have it: z_5, h_5 and their weights. Leaves
 * of one name go along when each of them belongs to one copy; else they stay outside, together.
 * @param {Net} net @param {number[]} set @returns {Class[]}
 */
export function byIndex(net, set) {
  const { words, isLeaf, children, roles } = net;
  const inside = new Set(set);
  const indexOf = (/** @type {number} */ v) => (words[v] ?? []).find(isNumber) ?? null;
  /** The copy that a leaf is part of, or null. @param {number} v */
  const homeOf = (v) => {
    const homes = new Set((children[v] ?? []).filter((child) => inside.has(child)).map(indexOf));
    const [home = null] = homes;
    if (homes.size !== 1 || home === null) return null;
    return roles[v] === "parameter" || indexOf(v) === home ? home : null;
  };
  const leaves = set.filter((v) => isLeaf[v]);
  const headOf = (/** @type {number} */ v) => words[v]?.[0] ?? "";
  const strays = new Set(leaves.filter((v) => homeOf(v) === null).map(headOf));
  return classes(set, (v) => {
    const index = isLeaf[v] ? (strays.has(headOf(v)) ? null : homeOf(v)) : indexOf(v);
    if (index !== null) return ["", index];
    return isLeaf[v] ? [headOf(v)] : words[v] ?? [];
  }, "index");
}

/**
 * The classes in an order in which parents come before children; null when there is none.
 * @param {Net} net @param {Class[]} sorted @returns {Class[] | null}
 */
export function inOrder({ count, children }, sorted) {
  const classOf = new Int32Array(count).fill(-1);
  sorted.forEach(({ members }, k) => { for (const v of members) classOf[v] = k; });
  /** @type {Set<number>[]} */
  const next = sorted.map(() => new Set());
  const waiting = new Int32Array(sorted.length);
  for (const [k, { members }] of sorted.entries()) {
    for (const v of members) {
      for (const child of children[v] ?? []) {
        const to = classOf[child] ?? -1;
        if (to < 0 || to === k || next[k]?.has(to)) continue;
        next[k]?.add(to);
        waiting[to] = (waiting[to] ?? 0) + 1;
      }
    }
  }
  const order = [...sorted.keys()].filter((k) => waiting[k] === 0);
  for (let at = 0; at < order.length; at += 1) {
    for (const to of next[order[at] ?? -1] ?? []) {
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) order.push(to);
    }
  }
  return order.length < sorted.length ? null : order.flatMap((k) => sorted[k] ?? []);
}

/**
 * @param {number[]} set
 * @param {(v: number) => string[]} wordsOf  what the members of a class have in common
 * @param {Class["kind"]} kind
 * @returns {Class[]} in the order of their first members
 */
function classes(set, wordsOf, kind) {
  /** @type {Map<string, Class>} */
  const found = new Map();
  for (const v of set) {
    const words = wordsOf(v);
    const key = words.join("\n");
    const known = found.get(key);
    if (known) known.members.push(v);
    else found.set(key, { members: [v], kind: words[0] === "" ? kind : "prefix", words: words[0] === "" ? words.slice(1) : words });
  }
  return [...found.values()];
}

/** How many first words all have. @param {string[][]} names */
export function common(names) {
  const [first = []] = names;
  return names.reduce((shared, words) => {
    const differs = first.findIndex((word, at) => at >= shared || words[at] !== word);
    return differs < 0 ? shared : Math.min(shared, differs);
  }, first.length);
}
