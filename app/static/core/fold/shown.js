// What is drawn of a large trace while some of its groups are open: a smaller graph, in which a folded
// group is one node and all edges between two things are one.

/** @typedef {import("../types.js").Edge} Edge */
/** @typedef {import("../types.js").Node} Node */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("./tree.js").Group} Group */
/** @typedef {import("./tree.js").Tree} Tree */

/**
 * @typedef {object} Shown
 * @property {Trace} trace  its nodes and edges are those drawn; its steps are those of the whole
 * @property {Map<string, string>} itemOf  what stands for a node: itself, or the group it is folded in
 * @property {Map<string, string>} lineOf  what stands for an edge; without an entry it is inside a group
 * @property {Map<string, Group>} groups  the folded groups that are drawn
 * @property {Map<string, string[]>} bundles  the edges that one line stands for, where they are several or end at a group
 * @property {ReadonlySet<string>} leaves
 * @property {Group[]} open  the open groups that are seen, outermost first
 */

/**
 * @param {Trace} trace
 * @param {Tree} tree
 * @param {ReadonlySet<string>} unfolded  ids of open groups; a group inside a folded one is not seen
 * @returns {Shown}
 */
export function shownOf(trace, tree, unfolded) {
  /** @type {Map<string, string>} */
  const itemOf = new Map();
  /** @type {Map<string, Group>} */
  const groups = new Map();
  /** @type {Group[]} */
  const open = [];
  /** @param {(Group | string)[]} parts */
  const look = (parts) => {
    for (const part of parts) {
      if (typeof part === "string") itemOf.set(part, part);
      else if (unfolded.has(part.id)) {
        open.push(part);
        look(part.parts);
      } else {
        groups.set(part.id, part);
        for (const id of part.members) itemOf.set(id, part.id);
      }
    }
  };
  look(tree.parts);
  const { edges, lineOf, bundles } = linesOf(trace, itemOf);
  return { trace: { ...trace, nodes: nodesOf(trace, itemOf, groups), edges }, itemOf, lineOf, groups, bundles, open, leaves: leavesOf(trace) };
}

/** @param {Trace} trace */
function leavesOf({ nodes, edges }) {
  const computed = new Set(edges.map(({ child }) => child));
  return new Set(nodes.flatMap(({ id }) => (computed.has(id) ? [] : [id])));
}

/** @param {Trace} trace @param {Map<string, string>} itemOf @param {Map<string, Group>} groups @returns {Node[]} */
function nodesOf(trace, itemOf, groups) {
  /** @type {Map<string, Node>} */
  const nodes = new Map();
  for (const node of trace.nodes) {
    const item = itemOf.get(node.id) ?? node.id;
    const group = groups.get(item);
    if (!group) nodes.set(item, node);
    else if (!nodes.has(item)) nodes.set(item, standIn(group, node));
    else if (nodes.get(item)?.role !== node.role) nodes.set(item, { .../** @type {Node} */ (nodes.get(item)), role: "intermediate" });
  }
  return [...nodes.values()];
}

/** A node with nothing to say but its name. @param {Group} group @param {Node} first @returns {Node} */
function standIn({ id, latex }, { index, role }) {
  return { id, index, role, op: null, parents: [], children: [], shape: [], latex, bar: "", stem: null, definition: null, functions: [], value: 0, adjoint: 0, span: null };
}

/** @param {Trace} trace @param {Map<string, string>} itemOf */
function linesOf(trace, itemOf) {
  /** @type {Map<string, Edge>} */
  const edges = new Map();
  /** @type {Map<string, string>} */
  const lineOf = new Map();
  /** @type {Map<string, string[]>} */
  const bundles = new Map();
  for (const edge of trace.edges) {
    const [parent, child] = [itemOf.get(edge.parent) ?? edge.parent, itemOf.get(edge.child) ?? edge.child];
    if (parent === child) continue;
    const isWhole = parent === edge.parent && child === edge.child;
    const id = isWhole ? edge.id : `${parent}->${child}`;
    lineOf.set(edge.id, id);
    if (isWhole) {
      edges.set(id, edge);
      continue;
    }
    const bundle = bundles.get(id);
    if (bundle) bundle.push(edge.id);
    else {
      bundles.set(id, [edge.id]);
      edges.set(id, { ...edge, id, parent, child, latex: "", term: "", identity: null, negative: false, upstream: [], factors: null, nonlinear: false, summed: [], fan_out: edge.fan_out && parent === edge.parent });
    }
  }
  return { edges: [...edges.values()], lineOf, bundles };
}
