// Which groups are open: what unfolding, folding and looking for a node do to it.

/** @typedef {import("./tree.js").Group} Group */
/** @typedef {import("./tree.js").Tree} Tree */

/** More than this is not drawn at a time: what was opened first is folded again. */
export const ROOM = 160;

/** @param {Group | null | undefined} group @returns {Group[]} the group and those around it, outermost first */
export function pathTo(group) {
  return group ? [...pathTo(group.parent), group] : [];
}

/**
 * The open groups with one more, and with all that it lies in. What it needs room for is folded.
 * @param {Tree} tree
 * @param {readonly string[]} unfolded  in the order in which they were opened
 * @param {Group | undefined} group
 * @returns {readonly string[]}
 */
export function unfold(tree, unfolded, group) {
  const path = pathTo(group).map(({ id }) => id);
  if (path.every((id) => unfolded.includes(id))) return unfolded;
  let open = [...unfolded.filter((id) => !path.includes(id)), ...path];
  while (countOf(tree, open) > ROOM) {
    const oldest = open.find((id) => !path.includes(id));
    if (oldest === undefined) break;
    open = fold(tree, open, oldest);
  }
  return open;
}

/**
 * The open groups without one of them and those inside it.
 * @param {Tree} tree @param {readonly string[]} unfolded @param {string} id @returns {string[]}
 */
export function fold({ groups }, unfolded, id) {
  return unfolded.filter((other) => !pathTo(groups.get(other)).some((around) => around.id === id));
}

/** How much is drawn. @param {Tree} tree @param {readonly string[]} unfolded @returns {number} */
function countOf(tree, unfolded) {
  const open = new Set(unfolded);
  /** @param {(Group | string)[]} parts @returns {number} */
  const count = (parts) => parts.reduce((sum, part) => sum + (typeof part !== "string" && open.has(part.id) ? count(part.parts) : 1), 0);
  return count(tree.parts);
}
