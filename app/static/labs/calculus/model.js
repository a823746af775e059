// Formulas as trees that fold into a graph, and how long they would be: positions and numbers, nothing drawn.

/** @typedef {{ op: string | null, latex: string, arguments: number[] }} Shared */
/** @typedef {{ nodes: Shared[], results: number[] }} Sharing */
/** @typedef {{ x: number, y: number }} Point */
/** A copy of a node in the tree: what it is a copy of, and the copy that uses it. @typedef {{ of: number, user: number | null, depth: number }} Copy */

/** So many nodes can be told apart in a picture. */
export const MOST = 90;

/**
 * The results as trees: a shared node has a copy for every use. Null when there would be too many.
 * @param {Sharing} sharing
 * @returns {Copy[] | null} users before what they use
 */
export function unfolded({ nodes, results }) {
  /** @type {Copy[]} */
  const copies = results.map((of) => ({ of, user: null, depth: 0 }));
  for (let at = 0; at < copies.length; at += 1) {
    const copy = /** @type {Copy} */ (copies[at]);
    for (const of of nodes[copy.of]?.arguments ?? []) copies.push({ of, user: at, depth: copy.depth + 1 });
    if (copies.length > MOST) return null;
  }
  return copies;
}

/**
 * Where the copies stand as trees, in units of one column and one row: results at the right.
 * @param {Copy[]} copies
 * @returns {Point[]}
 */
export function asTrees(copies) {
  const deepest = Math.max(...copies.map(({ depth }) => depth));
  /** @type {number[][]} */
  const used = copies.map(() => []);
  for (const [at, { user }] of copies.entries()) if (user !== null) used[user]?.push(at);
  /** @type {Point[]} */
  const points = copies.map(({ depth }) => ({ x: deepest - depth, y: 0 }));
  let row = 0;
  const place = (/** @type {number} */ at) => {
    const below = used[at] ?? [];
    for (const one of below) place(one);
    const rows = below.map((one) => points[one]?.y ?? 0);
    const point = points[at];
    if (point) point.y = rows.length === 0 ? row++ : ((rows[0] ?? 0) + (rows.at(-1) ?? 0)) / 2;
  };
  for (const [at, { user }] of copies.entries()) {
    if (user !== null) continue;
    if (at > 0) row += 0.75;
    place(at);
  }
  return points;
}

/**
 * Where the copies stand as a graph: all copies of one node in one place, users to the right of what they use.
 * @param {Copy[]} copies
 * @param {Point[]} trees
 * @returns {Point[]}
 */
export function asGraph(copies, trees) {
  const deepest = Math.max(...copies.map(({ depth }) => depth));
  /** @type {Map<number, { depth: number, rows: number[], y: number }>} */
  const places = new Map();
  for (const [at, { of, depth }] of copies.entries()) {
    const place = places.get(of) ?? { depth: 0, rows: [], y: 0 };
    place.depth = Math.max(place.depth, depth);
    place.rows.push(trees[at]?.y ?? 0);
    places.set(of, place);
  }
  const height = Math.max(...trees.map(({ y }) => y), 1);
  for (let depth = 0; depth <= deepest; depth += 1) {
    const layer = [...places.values()].filter((place) => place.depth === depth);
    for (const place of layer) place.y = place.rows.reduce((sum, one) => sum + one, 0) / place.rows.length;
    layer.sort((one, other) => one.y - other.y);
    const gap = Math.min(4, height / Math.max(1, layer.length - 1));
    for (const [at, place] of layer.entries()) place.y = Math.max(place.y, at === 0 ? -Infinity : (layer[at - 1]?.y ?? 0) + gap);
    // What was pushed down comes back up by half of what it was pushed too far.
    const over = Math.max(0, (layer.at(-1)?.y ?? 0) - height);
    for (const place of layer) place.y -= over;
  }
  return copies.map(({ of }) => ({ x: deepest - (places.get(of)?.depth ?? 0), y: places.get(of)?.y ?? 0 }));
}

/** How many operations stand in the trees, and in the graph. @param {Copy[]} copies @param {Sharing} sharing */
export function operations(copies, { nodes }) {
  const isOperation = (/** @type {number} */ of) => nodes[of]?.op !== null;
  return {
    trees: copies.filter(({ of }) => isOperation(of)).length,
    graph: new Set(copies.map(({ of }) => of).filter(isOperation)).size,
  };
}

/** The logarithm to base ten of an exact integer written out; 0 for less than 1. @param {string} digits */
export function log10(digits) {
  const plain = digits.replace(/^0+/, "");
  return plain === "" ? 0 : plain.length - 1 + Math.log10(Number(`${plain[0]}.${plain.slice(1, 16) || "0"}`));
}

/** Digits in groups of three, so that they can be read. @param {string} digits */
export function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

const SIGNS = new Map([["add", "+"], ["sub", "−"], ["mul", "·"], ["div", "÷"], ["neg", "−"], ["pow", "^"], ["square", "²"], ["sqrt", "√"], ["sigmoid", "σ"], ["sigmoid'", "σ′"]]);

/** An operation as it stands in its node. @param {string} op */
export function signOf(op) {
  return SIGNS.get(op) ?? op.replace("'", "′");
}
