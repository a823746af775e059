// What no name divides is divided by place: consecutive pieces of the order in which it is computed.

/** @typedef {import("./net.js").Net} Net */
/** @typedef {import("./classes.js").Class} Class */

/**
 * The nodes in at most `most` pieces, cut where a layer ends if that is not far. A leaf goes with the first
 * node computed from it. Pieces of one order never make a cycle.
 * @param {Net} net @param {number[]} set @param {number} most @returns {Class[]}
 */
export function byLayer({ user, level }, set, most) {
  const inside = new Set(set);
  /** @type {Map<number, number[]>} */
  const units = new Map();
  for (const v of set) {
    const first = user[v] ?? v;
    const owner = inside.has(first) ? first : v;
    units.set(owner, [...(units.get(owner) ?? []), v]);
  }
  // One node and its leaves: the leaves among themselves, the node apart.
  if (units.size === 1) {
    const [owner = -1] = units.keys();
    return [...pieces(set.filter((v) => v !== owner).map((v) => [v]), most - 1), [owner]].map(run);
  }
  const at = (/** @type {number} */ v) => level[v] ?? 0;
  const sorted = [...units].sort(([one], [other]) => at(one) - at(other) || one - other);
  const ends = sorted.map(([owner], k) => k + 1 < sorted.length && at(sorted[k + 1]?.[0] ?? -1) > at(owner));
  return pieces(sorted.map(([, members]) => members), most, ends).map(run);
}

/**
 * Consecutive lists, joined to at most `most` of about the same size.
 * @param {number[][]} lists
 * @param {number} most
 * @param {boolean[]} [ends]  after which list it is good to cut
 * @returns {number[][]}
 */
export function pieces(lists, most, ends = lists.map(() => true)) {
  let left = lists.reduce((sum, list) => sum + list.length, 0);
  /** @type {number[][]} */
  const found = [];
  /** @type {number[]} */
  let piece = [];
  for (const [k, list] of lists.entries()) {
    piece.push(...list);
    const share = left / Math.max(1, most - found.length);
    const next = lists[k + 1]?.length ?? 0;
    const isFull = piece.length + next / 2 >= share * (ends[k] ? 1 : 1.25);
    if (!isFull || found.length === most - 1) continue;
    left -= piece.length;
    found.push(piece);
    piece = [];
  }
  if (piece.length > 0) found.push(piece);
  return found;
}

/** @param {number[]} members @returns {Class} */
export function run(members) {
  return { members: members.toSorted((one, other) => one - other), kind: "run", words: [] };
}
