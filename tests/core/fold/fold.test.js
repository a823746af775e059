import assert from "node:assert/strict";
import test from "node:test";

import { ROOM, fold, pathTo, unfold } from "../../../app/static/core/fold/open.js";
import { shownOf } from "../../../app/static/core/fold/shown.js";
import { stateOf } from "../../../app/static/core/fold/states.js";
import { treeOf } from "../../../app/static/core/fold/tree.js";
import { layout } from "../../../app/static/core/layout/index.js";
import { snapshot } from "../../../app/static/core/walk/snapshot.js";
import { network, recurrent, sums, tangle } from "./graphs.js";

/** @typedef {import("../../../app/static/core/fold/tree.js").Group} Group */

const nameOf = (/** @type {Group | string} */ part) => (typeof part === "string" ? part : part.latex);

/** @param {(Group | string)[]} parts @returns {string[]} */
const leavesOf = (parts) => parts.flatMap((part) => (typeof part === "string" ? part : leavesOf(part.parts)));

const CHAIN = sums(Object.fromEntries(Array.from({ length: 3000 }, (_, k) => [`a${k}`, k === 0 ? [] : [`a${k - 1}`]])));
const STAR = sums({ ...Object.fromEntries(Array.from({ length: 3000 }, (_, k) => [`s${k}`, []])), L: Array.from({ length: 3000 }, (_, k) => `s${k}`) });
const GRAPHS = { network: network(7, 3), recurrent: recurrent(200), chain: CHAIN, star: STAR, tangle: tangle(400, 7), "another tangle": tangle(900, 4) };

test("layers fold with their weights, inputs stay apart", () => {
  const { parts } = treeOf(network(7, 3));
  assert.deepEqual(parts.map((part) => (typeof part === "string" ? part : part.id)), ["x_1…x_7", "w1_1_1…h1_7", "w2_1_1…h2_7", "w3_1_1…h3_7", "L"]);
  const [, first] = parts;
  assert.ok(first !== undefined && typeof first !== "string");
  assert.equal(first.members.length, 7 * 9);
  assert.deepEqual([...new Set(first.members.map((id) => id.replace(/_.*/, "")))].sort(), ["h1", "w1", "z1"]);
});

test("a prefix that all nodes of a layer share makes the groups", () => {
  const names = [1, 2, 3].flatMap((layer) => Array.from({ length: 40 }, (_, k) => `layer${layer}_u_${k}`));
  const { parts } = treeOf(sums({ ...Object.fromEntries(names.map((name, k) => [name, k < 40 ? [] : [names[k - 40] ?? ""]])), L: names.slice(80) }));
  assert.deepEqual(parts.map((part) => (typeof part === "string" ? part : part.members.length)), [40, 40, 40, "L"]);
  assert.match(nameOf(parts[1] ?? ""), /2/);
});

test("the cells of a recurrent network fold into runs, and what all of them share stays outside", () => {
  const { parts } = treeOf(recurrent(200));
  assert.deepEqual(parts.filter((part) => typeof part === "string").sort(), ["L", "u", "w"]);
  const runs = parts.filter((part) => typeof part !== "string");
  assert.ok(runs.length <= 5);
  assert.equal(runs.reduce((sum, { members }) => sum + members.length, 0), 601);
});

for (const [name, trace] of Object.entries(GRAPHS)) {
  test(`${name}: each node is in one place, and no group has more parts than can be looked at`, () => {
    const tree = treeOf(trace);
    assert.deepEqual(leavesOf(tree.parts).sort(), trace.nodes.map(({ id }) => id).sort());
    for (const { parts, members } of tree.groups.values()) {
      assert.ok(parts.length >= 2 && parts.length <= 36, `${parts.length} parts`);
      assert.deepEqual(leavesOf(parts).sort(), members.toSorted());
    }
    assert.ok(tree.parts.length <= 36);
  });

  test(`${name}: whatever is open, what is drawn can be laid out, and every edge is drawn or inside a group`, () => {
    const tree = treeOf(trace);
    const ids = [...tree.groups.keys()];
    for (let turn = 0; turn < 12; turn += 1) {
      /** @type {readonly string[]} */
      let open = [];
      for (let k = 0; k < turn; k += 1) open = unfold(tree, open, tree.groups.get(ids[(turn * 31 + k * 17) % ids.length] ?? ""));
      const shown = shownOf(trace, tree, new Set(open));
      assert.ok(shown.trace.nodes.length <= ROOM + 36);
      layout({ nodes: shown.trace.nodes.map(({ id }) => ({ id, width: 50, height: 40 })), edges: shown.trace.edges });
      const drawn = new Set(shown.trace.edges.map(({ id }) => id));
      for (const edge of trace.edges) {
        const isInside = shown.itemOf.get(edge.parent) === shown.itemOf.get(edge.child);
        assert.equal(drawn.has(shown.lineOf.get(edge.id) ?? ""), !isInside, edge.id);
      }
    }
  });
}

test("the same graph folds the same, whatever its numbers", () => {
  const ids = (/** @type {import("../../../app/static/core/types.js").Trace} */ trace) => [...treeOf(trace).groups.keys()];
  assert.deepEqual(ids(network(7, 3)), ids(network(7, 3)));
});

test("opening a group opens what it lies in; folding one folds what lies in it", () => {
  const tree = treeOf(network(7, 3));
  const inner = tree.homes.get("h2_3");
  const path = pathTo(inner).map(({ id }) => id);
  assert.equal(path.length, 2);
  assert.deepEqual(unfold(tree, [], inner), path);
  assert.equal(shownOf(network(7, 3), tree, new Set(path)).itemOf.get("h2_3"), "h2_3");
  assert.deepEqual(fold(tree, path, path[0] ?? ""), []);
  assert.deepEqual(fold(tree, path, path[1] ?? ""), [path[0]]);
});

test("what was opened first makes room", () => {
  const tree = treeOf(CHAIN);
  /** @type {readonly string[]} */
  let open = [];
  const groups = [...tree.groups.values()].filter(({ parts }) => parts.every((part) => typeof part === "string"));
  for (const group of groups.slice(0, 20)) open = unfold(tree, open, group);
  assert.ok(shownOf(CHAIN, tree, new Set(open)).trace.nodes.length <= ROOM);
  assert.ok(open.includes(groups[19]?.id ?? ""));
  assert.ok(!open.includes(groups[0]?.id ?? ""));
});

test("an edge between two drawn nodes is itself; one to a group is a bundle, and magenta where its parent is a drawn fan-in", () => {
  const trace = network(7, 3);
  const tree = treeOf(trace);
  const home = tree.homes.get("h2_3");
  const shown = shownOf(trace, tree, new Set(pathTo(home).map(({ id }) => id)));
  const fromNode = shown.trace.edges.filter(({ parent }) => parent === "h2_3");
  assert.equal(fromNode.length, 1);
  assert.equal(fromNode[0]?.fan_out, true);
  assert.equal(shown.bundles.get(fromNode[0]?.id ?? "")?.length, 7);
  const whole = treeOf(trace);
  const open = shownOf(trace, whole, new Set([...pathTo(whole.homes.get("h2_3")), ...pathTo(whole.homes.get("z2_3"))].map(({ id }) => id)));
  assert.equal(open.lineOf.get("z2_3->h2_3"), "z2_3->h2_3");
});

test("a group's state follows its nodes, and says which one the step is about", () => {
  const trace = network(7, 3);
  const tree = treeOf(trace);
  const shown = shownOf(trace, tree, new Set());
  const group = [...shown.groups.values()].find(({ members }) => members.includes("z1_1"));
  assert.ok(group);
  const at = (/** @type {number} */ position) => {
    const now = stateOf(shown, snapshot(trace, position));
    return { now, own: now.nodes.get(group.id), progress: now.progress.get(group.id) };
  };
  assert.equal(at(0).own?.state, "waiting");
  assert.deepEqual([at(0).progress?.done, at(0).progress?.total], [0, 14]);
  const first = at(1);
  assert.deepEqual([first.own?.state, first.own?.current, first.now.active], ["active", true, group.id]);
  assert.equal(first.progress?.now?.id, trace.steps[0]?.node);
  assert.equal(first.progress?.done, 1);
  assert.equal(at(15).own?.state, "done");
  assert.equal(at(trace.steps.length).progress?.done, 63);
  for (let position = 0; position <= trace.steps.length; position += 1) {
    const { now } = at(position);
    const step = trace.steps[position - 1];
    if (step) assert.equal(now.active, shown.itemOf.get(step.node));
    assert.ok(now.active === null || now.nodes.get(now.active)?.current, `step ${position} is not to be seen`);
  }
});
