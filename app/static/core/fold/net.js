// A trace's graph by number, for those who look at all of it: nodes 0..n-1, parents before children.

/** @typedef {import("../types.js").Trace} Trace */

/**
 * `level` is the longest way from a leaf; a leaf stands with the first node computed from it, its `user`.
 * `words` are the parts of a name: layer1_z_3 is layer, 1, z, 3.
 * @typedef {object} Net
 * @property {number} count
 * @property {string[]} ids
 * @property {string[]} latex
 * @property {string[]} stems  the symbols without their subscripts
 * @property {string[]} roles
 * @property {string[][]} words
 * @property {boolean[]} isLeaf
 * @property {number[][]} children
 * @property {Int32Array} level
 * @property {Int32Array} user  the first child of a leaf; every other node itself
 */

/** @param {string} id @returns {string[]} */
export function wordsOf(id) {
  return id.match(/\p{Nd}+|[\p{L}\p{M}]+/gu) ?? [id];
}

/** @param {string | undefined} word */
export function isNumber(word) {
  return word !== undefined && /^\p{Nd}/u.test(word);
}

/** @param {Pick<Trace, "nodes" | "edges">} trace @returns {Net} */
export function netOf({ nodes, edges }) {
  const count = nodes.length;
  const number = new Map(nodes.map(({ id }, v) => [id, v]));
  /** @type {number[][]} */
  const children = nodes.map(() => []);
  const isLeaf = nodes.map(() => true);
  for (const edge of edges) {
    const [parent, child] = [number.get(edge.parent) ?? -1, number.get(edge.child) ?? -1];
    children[parent]?.push(child);
    isLeaf[child] = false;
  }
  const level = new Int32Array(count);
  const user = Int32Array.from(nodes, (_, v) => v);
  for (let v = 0; v < count; v += 1) {
    for (const child of children[v] ?? []) level[child] = Math.max(level[child] ?? 0, (level[v] ?? 0) + 1);
  }
  for (let v = 0; v < count; v += 1) {
    const used = children[v] ?? [];
    if (!isLeaf[v] || used.length === 0) continue;
    user[v] = used.reduce((first, child) => (before(child, first, level) ? child : first));
    level[v] = level[user[v] ?? v] ?? 0;
  }
  return {
    count, children, isLeaf, level, user,
    ids: nodes.map(({ id }) => id),
    latex: nodes.map(({ latex }) => latex),
    stems: nodes.map(({ latex, stem }) => stem ?? latex),
    roles: nodes.map(({ role }) => role),
    words: nodes.map(({ id }) => wordsOf(id)),
  };
}

/** @param {number} v @param {number} w @param {Int32Array} level */
function before(v, w, level) {
  const [one, other] = [level[v] ?? 0, level[w] ?? 0];
  return one < other || (one === other && v < w);
}
