// Counts that may have hundreds of digits: how they are compared and drawn.

/** @typedef {import("./types.js").Growth} Growth */

/** Lengths that differ by more than this factor cannot be compared side by side. */
const WIDEST = 200;

/** The logarithm to base ten of an exact integer written out; 0 for less than 1. @param {string} digits */
export function log10(digits) {
  const plain = digits.replace(/^0+/, "");
  return plain === "" ? 0 : plain.length - 1 + Math.log10(Number(`${plain[0]}.${plain.slice(1, 16) || "0"}`));
}

/** A long figure in groups that lines may break between. @param {string} figure */
export function breakable(figure) {
  return figure.replace(/\D/g, "$&\u200b");
}

/**
 * How long the bar of each count is, the longest being 1; by their logarithms where the shortest would vanish.
 * @param {readonly (number | string)[]} counts
 * @returns {{ lengths: number[], isLogarithmic: boolean }}
 */
export function barLengths(counts) {
  const powers = counts.map((count) => log10(String(count)));
  const positive = powers.filter((_, at) => Number(counts[at]) > 0);
  const longest = Math.max(...positive, 0);
  const isLogarithmic = positive.length > 0 && longest - Math.min(...positive) > Math.log10(WIDEST);
  const lengths = counts.map((count, at) => (Number(count) === 0 ? 0 : isLogarithmic ? (powers[at] ?? 0) / longest : 10 ** ((powers[at] ?? 0) - longest)));
  return { lengths, isLogarithmic };
}

/** The longest formula at each depth, the shallowest first. @param {readonly Growth[]} growth @returns {Growth[]} */
export function longestByDepth(growth) {
  /** @type {Map<number, Growth>} */
  const found = new Map();
  for (const point of growth) {
    const known = found.get(point.depth);
    if (known === undefined || BigInt(point.derivative) + BigInt(point.formula) > BigInt(known.derivative) + BigInt(known.formula)) found.set(point.depth, point);
  }
  return [...found.values()].sort((one, other) => one.depth - other.depth);
}

/** Round numbers from 0 to `top`, at most so many beside 0. @param {number} top @param {number} most @returns {number[]} */
export function ticks(top, most) {
  const step = [1, 2, 3, 5, 10, 15, 20, 25, 30, 50, 100, 200, 300, 500, 1000, 2000, 5000].find((one) => top / one <= most) ?? Math.ceil(top / most);
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, at) => at * step);
}

/** Heights of labels that would stand at `wanted`, moved apart to `gap`, in their order. @param {readonly number[]} wanted @param {number} gap @param {number} bottom @returns {number[]} */
export function movedApart(wanted, gap, bottom) {
  const order = wanted.map((_, at) => at).sort((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0));
  const places = [...wanted];
  for (const [at, one] of order.entries()) if (at > 0) places[one] = Math.max(places[one] ?? 0, (places[order[at - 1] ?? 0] ?? 0) + gap);
  let floor = bottom;
  for (const one of order.reverse()) {
    places[one] = Math.min(places[one] ?? 0, floor);
    floor = (places[one] ?? 0) - gap;
  }
  return places;
}
