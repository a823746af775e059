// A graph unfolded into the tree of its expression, in which what is used twice stands twice; how large that
// tree is, exactly, though it is never built; and where its nodes stand.

/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Sharing} Sharing */

/** What can be unfolded: nodes, each after what it is made of, and those that are asked for. `symbol` is LaTeX. @typedef {{ nodes: { symbol: string, isLeaf: boolean, arguments: number[] }[], roots: number[] }} Graph */
/** A node of the tree: what it is a copy of, the copy that uses it and as which argument, and how many uses lie between it and its root. @typedef {{ of: number, user: number | null, argument: number, depth: number }} Copy */
/** @typedef {{ x: number, y: number }} Point */

/** So many nodes can be told apart in a picture. */
export const MOST = 60;

const ROOM_BETWEEN_TREES = 0.75;

/** The cost, as its trace has it: at the grain of the trace, without constants. @param {Trace} trace @returns {Graph} */
export function costOf({ nodes, edges, output }) {
  const places = new Map(nodes.map(({ id }, place) => [id, place]));
  /** @type {number[][]} */
  const parents = nodes.map(() => []);
  for (const { parent, child } of [...edges].sort((one, other) => one.argument - other.argument)) {
    parents[places.get(child) ?? -1]?.push(places.get(parent) ?? -1);
  }
  return {
    nodes: nodes.map(({ latex }, place) => ({ symbol: latex, isLeaf: parents[place]?.length === 0, arguments: parents[place] ?? [] })),
    roots: [places.get(output) ?? -1].filter((place) => place >= 0),
  };
}

/** The results of the derivations. @param {Sharing} sharing @returns {Graph} */
export function resultsOf({ nodes, results }) {
  return {
    nodes: nodes.map(({ op, latex, arguments: used }) => ({ symbol: op === null ? latex : signOf(op), isLeaf: op === null, arguments: used })),
    roots: results,
  };
}

/** How many nodes the trees of the roots have together. @param {Graph} graph @returns {bigint} */
export function treeSize({ nodes, roots }) {
  /** @type {bigint[]} */
  const sizes = [];
  for (const { arguments: used } of nodes) sizes.push(used.reduce((sum, one) => sum + (sizes[one] ?? 0n), 1n));
  return roots.reduce((sum, root) => sum + (sizes[root] ?? 0n), 0n);
}

/** How many nodes the roots are made of, themselves included, each once. @param {Graph} graph */
export function graphSize({ nodes, roots }) {
  const reached = new Set(roots);
  for (const one of reached) for (const used of nodes[one]?.arguments ?? []) reached.add(used);
  return reached.size;
}

/** The trees of the roots; null where they have more than so many nodes. @param {Graph} graph @returns {Copy[] | null} users before what they use */
export function unfolded(graph, most = MOST) {
  if (treeSize(graph) > BigInt(most)) return null;
  /** @type {Copy[]} */
  const copies = graph.roots.map((of) => ({ of, user: null, argument: 0, depth: 0 }));
  for (let at = 0; at < copies.length; at += 1) {
    const { of: user, depth } = /** @type {Copy} */ (copies[at]);
    for (const [argument, of] of (graph.nodes[user]?.arguments ?? []).entries()) copies.push({ of, user: at, argument, depth: depth + 1 });
  }
  return copies;
}

/** How many nodes, and how many operations among them, stand in the trees, and how many when each stands once. @param {Graph} graph @param {readonly Copy[]} copies */
export function counted({ nodes }, copies) {
  const isOperation = (/** @type {number} */ of) => nodes[of]?.isLeaf === false;
  const apart = new Set(copies.map(({ of }) => of));
  return {
    tree: { nodes: copies.length, operations: copies.filter(({ of }) => isOperation(of)).length },
    graph: { nodes: apart.size, operations: [...apart].filter(isOperation).length },
  };
}

/**
 * Where the copies stand as trees, in columns and rows: roots at the right, each between what it is made of,
 * the deepest at the left.
 * @param {readonly Copy[]} copies
 * @returns {Point[]}
 */
export function asTrees(copies) {
  const deepest = Math.max(...copies.map(({ depth }) => depth));
  /** @type {number[][]} */
  const used = copies.map(() => []);
  for (const [at, { user }] of copies.entries()) if (user !== null) used[user]?.push(at);
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
    if (at > 0) row += ROOM_BETWEEN_TREES;
    place(at);
  }
  return points;
}

const SIGNS = new Map([["add", "+"], ["sub", "-"], ["mul", "\\times"], ["div", "\\div"], ["neg", "-"], ["pow", "\\wedge"], ["sqrt", "\\sqrt{\\ }"], ["exp", "\\exp"], ["log", "\\log"], ["sigmoid", "\\sigma"]]);

/** An operation as it stands in its node, in LaTeX. @param {string} op  with a prime where it is a derivative */
export function signOf(op) {
  const plain = op.replace(/'$/, "");
  const sign = SIGNS.get(plain) ?? `\\operatorname{${plain.replaceAll("_", "\\_")}}`;
  return plain === op ? sign : `${sign}'`;
}

/** The operations whose derivatives the results leave as they are: `sigmoid'`. @param {Answer} answer */
export function primesOf({ sharing }) {
  return [...new Set((sharing?.nodes ?? []).flatMap(({ op }) => (op?.endsWith("'") ? [op] : [])))];
}

/** Whether lines that were seen of one answer mean the same in another: the same leaves by the same rules. @param {Answer} one @param {Answer} other */
export function isSameWork(one, other) {
  const work = (/** @type {Answer} */ { derivations }) => JSON.stringify(derivations.map(({ leaf, lines }) => [leaf, lines.map(({ rule }) => rule)]));
  return work(one) === work(other);
}

/** How the number by hand stands to the one from the sweep. @param {number} value @param {number} adjoint @returns {"same" | "rounded" | "different"} */
export function agreement(value, adjoint) {
  if (Object.is(value, adjoint) || value === adjoint) return "same";
  if (!Number.isFinite(value) || !Number.isFinite(adjoint)) return "different";
  const off = Math.abs(value - adjoint);
  if (off <= 1e-13 * Math.max(Math.abs(value), Math.abs(adjoint))) return "same";
  return off <= 1e-6 * Math.max(1, Math.abs(value), Math.abs(adjoint)) ? "rounded" : "different";
}
