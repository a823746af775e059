// How many valid orders a graph has: exactly, as long as that is little work.
//
// Orders are counted by what they begin with. All orders that began with the same set of nodes go on in the
// same ways, so the sets are gone through by size, and with each the number of ways in which it can be lined
// up. Nodes of the same parents and the same children can stand for one another: of such twins the first is
// always taken first, and the others counted by a factor.

/** @typedef {import("../../core/types.js").Trace} Trace */

/** `isExact`: all orders were counted; else there are at least `count`. @typedef {{ count: bigint, isExact: boolean }} Count */
/** A set that orders begin with, in how many ways, and the kinds that may come next. @typedef {{ ways: bigint, taken: bigint, next: number[] }} Start */
/** Twins: how many there are, the kinds on either side, and where in `taken` it says how many are. @typedef {{ size: number, parents: number[], children: number[], shift: bigint, mask: bigint }} Kind */

/**
 * @param {Trace} trace
 * @param {number} most  so many ways to go on from a set are looked at
 * @returns {Count}
 */
export function countOrders(trace, most) {
  const kinds = kindsOf(trace);
  const kindAt = (/** @type {number} */ index) => /** @type {Kind} */ (kinds[index]);
  /** How many twins of a kind are not among the taken. @param {bigint} taken @param {number} index */
  const left = (taken, index) => BigInt(kindAt(index).size) - (taken >> kindAt(index).shift & kindAt(index).mask);
  /** @param {bigint} taken  with one more of the kind @param {number[]} next  before that one was taken @param {number} kind */
  const nextAfter = (taken, next, kind) => {
    if (left(taken, kind) > 0n) return next;
    const opened = kindAt(kind).children.filter((child) => kindAt(child).parents.every((parent) => left(taken, parent) === 0n));
    return [...next.filter((other) => other !== kind), ...opened];
  };
  /** @type {Start[]} */
  let starts = [{ ways: 1n, taken: 0n, next: kinds.flatMap(({ parents }, kind) => (parents.length === 0 ? [kind] : [])) }];
  let looked = 0;
  for (let length = 0; length < trace.nodes.length; length += 1) {
    looked += starts.reduce((sum, { next }) => sum + next.length, 0);
    // Every beginning of this length has an end of its own.
    if (looked > most) return { count: larger(sumOf(starts), leavesFirst(trace)), isExact: false };
    /** @type {Map<bigint, Start>} */
    const longer = new Map();
    for (const start of starts) {
      for (const kind of start.next) {
        const ways = start.ways * left(start.taken, kind);
        const taken = start.taken + (1n << kindAt(kind).shift);
        const known = longer.get(taken);
        if (known) known.ways += ways;
        else longer.set(taken, { ways, taken, next: nextAfter(taken, start.next, kind) });
      }
    }
    starts = [...longer.values()];
  }
  return { count: sumOf(starts), isExact: true };
}

/** In how many ways orders begin. @param {Start[]} starts */
function sumOf(starts) {
  return starts.reduce((sum, { ways }) => sum + ways, 0n);
}

/** All leaves first, in any order of theirs, is one way to begin. @param {Trace} trace */
function leavesFirst(trace) {
  return factorial(trace.nodes.filter(({ parents }) => parents.length === 0).length);
}

/** In how many orders `count` nodes could be put if there were no edges. @param {number} count @returns {bigint} */
export function factorial(count) {
  let product = 1n;
  for (let factor = 2; factor <= count; factor += 1) product *= BigInt(factor);
  return product;
}

/** @param {Trace} trace @returns {Kind[]} */
function kindsOf(trace) {
  /** @type {Map<string, string[]>} */
  const twins = new Map();
  const sorted = (/** @type {string[]} */ ids) => [...new Set(ids)].sort();
  for (const { id, parents, children } of trace.nodes) {
    const key = JSON.stringify([sorted(parents), sorted(children)]);
    const same = twins.get(key);
    if (same) same.push(id);
    else twins.set(key, [id]);
  }
  const groups = [...twins.values()];
  const kindOf = new Map(groups.flatMap((ids, kind) => ids.map((id) => [id, kind])));
  const nodes = new Map(trace.nodes.map((node) => [node.id, node]));
  const kindsAmong = (/** @type {string[]} */ ids) => [...new Set(ids.flatMap((id) => kindOf.get(id) ?? []))];
  let shift = 0;
  return groups.map((ids) => {
    const node = nodes.get(ids[0] ?? "");
    const bits = ids.length.toString(2).length;
    const kind = { size: ids.length, parents: kindsAmong(node?.parents ?? []), children: kindsAmong(node?.children ?? []), shift: BigInt(shift), mask: (1n << BigInt(bits)) - 1n };
    shift += bits;
    return kind;
  });
}

/** @param {bigint} one @param {bigint} other */
function larger(one, other) {
  return one > other ? one : other;
}

/** A count with its first digits alone, rounded down: as it may be told where there are at least so many. @param {bigint} count */
export function roundedDown(count) {
  const unit = 10n ** BigInt(Math.max(0, count.toString().length - 2));
  return count - count % unit;
}
