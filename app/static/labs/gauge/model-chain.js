// The chain from the output to a leaf: its slopes, one after the other, and what their product has come to.

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Trace} Trace */

/** @typedef {{ edge: Edge, factor: number, product: number }} Link */
/** `paths`: how many lead from the output to the leaf; `isWhole`: whether every slope is one number. @typedef {{ leaf: string, links: Link[], paths: number, isWhole: boolean }} Chain */

/** How far each node is from the output, by the longest way, and by how many ways. @param {Trace} trace */
function ways(trace) {
  /** @type {Map<string, { length: number, paths: number, edge: Edge | null }>} */
  const known = new Map([[trace.output, { length: 0, paths: 1, edge: null }]]);
  /** @type {Map<string, Edge[]>} */
  const leaving = new Map();
  for (const edge of trace.edges) leaving.set(edge.parent, [...(leaving.get(edge.parent) ?? []), edge]);
  for (const { id } of [...trace.nodes].reverse()) {
    for (const edge of leaving.get(id) ?? []) {
      const [child, own] = [known.get(edge.child), known.get(id)];
      if (child === undefined) continue;
      const isLonger = own === undefined || child.length + 1 > own.length;
      known.set(id, { length: isLonger ? child.length + 1 : own.length, paths: (own?.paths ?? 0) + child.paths, edge: isLonger ? edge : own.edge });
    }
  }
  return known;
}

/**
 * The leaves that the output depends on, and the one that the longest chain leads to: of several a parameter.
 * @param {Trace} trace
 * @returns {{ leaves: Node[], longest: string | null }}
 */
export function leavesOf(trace) {
  const known = ways(trace);
  const leaves = trace.nodes.filter(({ id, parents }) => parents.length === 0 && known.has(id) && id !== trace.output);
  const rank = (/** @type {Node} */ { id, role }) => (known.get(id)?.length ?? 0) + (role === "parameter" ? 0.5 : 0);
  const longest = leaves.reduce((best, leaf) => (best === null || rank(leaf) > rank(best) ? leaf : best), /** @type {Node | null} */ (null));
  return { leaves, longest: longest?.id ?? null };
}

/** The longest chain from the output to a leaf. @param {Trace} trace @param {string} leaf @returns {Chain | null}  null where none leads there */
export function chainTo(trace, leaf) {
  const known = ways(trace);
  const start = known.get(leaf);
  if (start === undefined) return null;
  /** @type {Edge[]} */
  const edges = [];
  for (let edge = start.edge; edge !== null; edge = known.get(edge.child)?.edge ?? null) edges.push(edge);
  const isWhole = edges.every(({ local }) => typeof local === "number" || typeof local === "string");
  let product = 1;
  const links = isWhole ? edges.reverse().map((edge) => ({ edge, factor: Number(edge.local), product: (product *= Number(edge.local)) })) : [];
  return { leaf, links, paths: start.paths, isWhole };
}
