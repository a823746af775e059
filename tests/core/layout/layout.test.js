import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../../app/static/core/layout/index.js";
import { enters, overlap, sample } from "./geometry.js";
import { SOURCES, graphOf, numbers, randomGraph } from "./graphs.js";

/** @typedef {import("./graphs.js").GraphInput} GraphInput */
/** @typedef {"right" | "down"} Direction */
/** @type {Direction[]} */
const DIRECTIONS = ["right", "down"];

/** @returns {[string, GraphInput][]} */
function graphs() {
  const named = Object.entries(SOURCES).flatMap(([name, source]) =>
    /** @type {const} */ (["named", "primitive"]).map((grain) => [`${name}, ${grain}`, graphOf(source, grain)]));
  const random = Array.from({ length: 24 }, (_, k) => {
    const count = [5, 12, 25, 40][k % 4];
    return [`random ${count}, seed ${k}`, randomGraph(count, k + 1)];
  });
  return /** @type {[string, GraphInput][]} */ ([...named, ...random, ["random 120", randomGraph(120, 7)]]);
}

/**
 * The picture is sound: everything inside, nothing on top of anything else.
 * @param {GraphInput} graph
 * @param {ReturnType<typeof layout>} picture
 * @param {string} name
 */
function assertSound(graph, picture, name) {
  const nodes = graph.nodes.map(({ id }) => ({ id, ...picture.nodes[id] }));
  const labels = graph.edges.flatMap(({ id }) => {
    const { label } = picture.edges[id];
    return label ? [{ id, ...label }] : [];
  });
  const curves = graph.edges.map((edge) => ({ ...edge, points: sample(picture.edges[edge.id].path) }));
  assert.equal(labels.length, graph.edges.filter(({ label }) => label).length, `${name}: every label has a place`);

  const boxes = [...nodes, ...labels];
  for (const box of boxes) {
    assert.ok(box.x - box.width / 2 > -0.02 && box.x + box.width / 2 < picture.width + 0.02, `${name}: ${box.id} inside`);
    assert.ok(box.y - box.height / 2 > -0.02 && box.y + box.height / 2 < picture.height + 0.02, `${name}: ${box.id} inside`);
  }
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) assert.ok(!overlap(a, b), `${name}: ${a.id} lies on ${b.id}`);
  });
  for (const { id, parent, child, points } of curves) {
    for (const node of nodes) {
      if (node.id === parent || node.id === child) continue;
      assert.ok(!enters(points, node), `${name}: line ${id} runs through ${node.id}`);
    }
    for (const label of labels) assert.ok(!enters(points, label), `${name}: line ${id} runs through label ${label.id}`);
    for (const { x, y } of points) {
      const inside = x > -0.02 && y > -0.02 && x < picture.width + 0.02 && y < picture.height + 0.02;
      assert.ok(inside, `${name}: line ${id} leaves the picture`);
    }
  }
}

test("nodes, labels and lines keep clear of one another, at both grains and in both directions", () => {
  for (const [name, graph] of graphs()) {
    for (const direction of DIRECTIONS) assertSound(graph, layout({ ...graph, direction }), `${name}, ${direction}`);
  }
});

test("wide, uneven boxes keep clear of one another too", () => {
  for (let seed = 1; seed <= 12; seed++) {
    const random = numbers(seed);
    const base = randomGraph(30, seed);
    const graph = {
      nodes: base.nodes.map(({ id }) => ({ id, width: 20 + 200 * random(), height: 20 + 80 * random() })),
      edges: base.edges.map((edge) => ({
        ...edge, label: random() < 0.7 ? { width: 8 + 140 * random(), height: 8 + 40 * random() } : null,
      })),
    };
    for (const direction of DIRECTIONS) assertSound(graph, layout({ ...graph, direction }), `seed ${seed}, ${direction}`);
  }
});

test("a line starts at its parent's side and ends at its child's, and flows one way", () => {
  for (const [name, graph] of graphs()) {
    const { nodes, edges } = layout(graph);
    for (const { id, parent, child } of graph.edges) {
      const points = sample(edges[id].path);
      const [start, end] = [points[0], points[points.length - 1]];
      assert.ok(Math.abs(start.x - nodes[parent].x - nodes[parent].width / 2) < 0.02, `${name}: ${id} starts`);
      assert.ok(Math.abs(start.y - nodes[parent].y) <= nodes[parent].height / 2, `${name}: ${id} starts`);
      assert.ok(Math.abs(end.x - nodes[child].x + nodes[child].width / 2) < 0.02, `${name}: ${id} ends`);
      assert.ok(Math.abs(end.y - nodes[child].y) <= nodes[child].height / 2, `${name}: ${id} ends`);
      points.forEach((point, i) => assert.ok(i === 0 || point.x >= points[i - 1].x - 0.02, `${name}: ${id} turns back`));
      assert.ok(Math.hypot(edges[id].points[0].x - start.x, edges[id].points[0].y - start.y) < 0.02, `${name}: ${id}`);
    }
  }
});

test("the two terms of a fan-in arrive side by side: a straight line keeps the middle", () => {
  const { nodes, edges } = layout(graphOf(SOURCES.running, "named"));
  const [viaZ, viaR] = ["w->z", "w->R"].map((id) => edges[id].points[0].y - nodes.w.y);
  assert.equal(viaR, 0);
  assert.ok(Math.abs(viaZ) >= 9, `the arrowheads are ${Math.abs(viaZ)} apart`);
});

test("columns: parents before children, inputs just before their first use", () => {
  for (const [name, graph] of graphs()) {
    const { nodes } = layout(graph);
    for (const { id } of graph.nodes) {
      const uses = graph.edges.filter(({ parent }) => parent === id).map(({ child }) => nodes[child].rank);
      const isLeaf = graph.edges.every(({ child }) => child !== id);
      for (const rank of uses) assert.ok(nodes[id].rank < rank, `${name}: ${id}`);
      if (isLeaf && uses.length > 0) assert.equal(nodes[id].rank, Math.min(...uses) - 1, `${name}: ${id}`);
    }
  }
});

test("the running example is the lecture's figure: two straight rows, no crossing", () => {
  const graph = graphOf(SOURCES.running, "named");
  const { nodes, edges, crossings } = layout(graph);
  assert.equal(crossings, 0);
  assert.deepEqual(["w", "z", "y", "L", "L_reg"].map((id) => nodes[id].rank), [0, 1, 2, 3, 4]);
  assert.deepEqual(["x", "b", "t", "R"].map((id) => nodes[id].rank), [0, 0, 2, 1]);
  for (const id of ["y", "L", "L_reg"]) assert.equal(nodes[id].y, nodes.z.y, `${id} stands level with z`);
  assert.equal(nodes.R.y, nodes.w.y);
  for (const id of ["z->y", "y->L", "L->L_reg", "w->R"]) assert.equal(edges[id].points.length, 2, `${id} is one straight line`);
  assert.equal(new Set(Object.values(nodes).map(({ y }) => y)).size, 3, "three levels in all");
});

test("the running example at the primitive grain: two straight rows, no crossing, w apart from its square", () => {
  const { nodes, crossings } = layout(graphOf(SOURCES.running, "primitive"));
  assert.equal(crossings, 0);
  for (const id of ["z", "y", "L.1", "L.2", "L", "L_reg"]) assert.equal(nodes[id].y, nodes["z.1"].y, id);
});

test("two edges of one pair are two lines", () => {
  const box = { width: 40, height: 30 };
  for (const label of [null, { width: 20, height: 12 }]) {
    const graph = {
      nodes: ["w", "u"].map((id) => ({ id, ...box })),
      edges: ["w->u", "w->u#1"].map((id) => ({ id, parent: "w", child: "u", label })),
    };
    for (const direction of DIRECTIONS) {
      const { edges } = layout({ ...graph, direction });
      const [one, two] = graph.edges.map(({ id }) => sample(edges[id].path));
      const middle = (/** @type {{x: number, y: number}[]} */ line) => line[Math.floor(line.length / 2)];
      assert.ok(Math.hypot(middle(one).x - middle(two).x, middle(one).y - middle(two).y) > 3, `${direction} ${label}`);
      const ends = [one, two].map((line) => line[line.length - 1]);
      assert.ok(Math.hypot(ends[0].x - ends[1].x, ends[0].y - ends[1].y) > 3);
    }
  }
});

test("the same input gives the same picture", () => {
  for (const seed of [3, 4]) assert.deepEqual(layout(randomGraph(60, seed)), layout(randomGraph(60, seed)));
});

test("nothing, one node, and nodes without edges", () => {
  const nothing = layout({ nodes: [], edges: [] });
  assert.deepEqual([nothing.width, nothing.height, nothing.crossings], [0, 0, 0]);
  assert.deepEqual([Object.keys(nothing.nodes), Object.keys(nothing.edges)], [[], []]);
  const one = layout({ nodes: [{ id: "x", width: 40, height: 30 }], edges: [] });
  assert.deepEqual(one.nodes.x, { x: 20, y: 15, width: 40, height: 30, rank: 0, order: 0 });
  assert.deepEqual([one.width, one.height], [40, 30]);

  const graph = graphOf(SOURCES.running, "named");
  graph.nodes.unshift({ id: "unused", width: 64, height: 44 }, { id: "idle", width: 64, height: 44 });
  const { nodes } = layout(graph);
  assert.deepEqual([nodes.unused.rank, nodes.idle.rank], [0, 0]);
  assert.ok(nodes.unused.y > nodes.w.y && nodes.idle.y > nodes.unused.y, "below the inputs that are used");
  const loose = layout(randomGraph(40, 8)).nodes;
  const column = Object.values(loose).filter(({ rank }) => rank === 0).sort((a, b) => a.y - b.y);
  const alone = ["v1", "v2", "v4", "v9"].map((id) => loose[id].y);
  assert.deepEqual(column.slice(-4).map(({ y }) => y), alone, "unused inputs last");
  assert.ok(alone[0] - column[column.length - 5].y < 70, "unused inputs close up with the others");
  const many = Array.from({ length: 300 }, (_, i) => ({ id: `n${i}`, width: 40, height: 30 }));
  const grid = layout({ nodes: many, edges: [] });
  assert.ok(grid.height < 40 * 60 && grid.width < 40 * 100, "many unused inputs make a block, not a mile");
});

test("separate parts stand one under the other", () => {
  const two = graphOf("a = x+y; b = a*x; c = p+q; d = c*p", "named");
  const { nodes } = layout(two);
  const [first, second] = [["a", "x", "y", "b"], ["c", "p", "q", "d"]].map((ids) => ids.map((id) => nodes[id].y));
  assert.ok(Math.max(...first) < Math.min(...second));
  assertSound(two, layout(two), "two parts");
});

test("what is no graph of a computation is refused by name", () => {
  const nodes = ["a", "b"].map((id) => ({ id, width: 10, height: 10 }));
  const edge = (/** @type {string} */ id, /** @type {string} */ parent, /** @type {string} */ child) => ({ id, parent, child });
  assert.throws(() => layout({ nodes, edges: [edge("e", "a", "c")] }), /'e'.*'c'/);
  assert.throws(() => layout({ nodes, edges: [edge("e", "a", "b"), edge("f", "b", "a")] }), /'a' depends on itself/);
  assert.throws(() => layout({ nodes, edges: [edge("e", "a", "a")] }), /depends on itself/);
  assert.throws(() => layout({ nodes: [...nodes, nodes[0]], edges: [] }), /'a'/);
  assert.throws(() => layout({ nodes, edges: [edge("e", "a", "b"), edge("e", "a", "b")] }), /'e'/);
});

test("inputs that only differ in name stand in the order given", () => {
  const { nodes } = layout(graphOf(SOURCES.mazur, "named"));
  for (const [one, two] of [["w1", "w2"], ["w3", "w4"], ["w5", "w6"], ["w7", "w8"]]) {
    assert.ok(nodes[one].y < nodes[two].y, `${one} above ${two}`);
  }
});

/** @param {number} count  a chain in which every link also uses w and feeds a sum */
function recurrence(count) {
  const label = { width: 24, height: 16 };
  const ids = [...Array.from({ length: count }, (_, i) => `n${i}`), "w", "sum"];
  const edge = (/** @type {string} */ parent, /** @type {string} */ child) => ({ id: `${parent}->${child}`, parent, child, label });
  return {
    nodes: ids.map((id) => ({ id, width: 40, height: 30 })),
    edges: ids.slice(1, count).flatMap((id, i) => [edge(`n${i}`, id), edge("w", id), edge(id, "sum")]),
  };
}

test("edges too long and too many to be led between the nodes run outside, clear of everything", () => {
  for (const direction of DIRECTIONS) {
    const graph = { ...recurrence(160), direction };
    assertSound(graph, layout(graph), direction);
  }
});

test("chains and fans of thousands, and ten thousand nodes, in time that grows with their size", () => {
  const size = { width: 40, height: 30 };
  const ids = Array.from({ length: 2001 }, (_, i) => `n${i}`);
  const nodes = ids.map((id) => ({ id, ...size }));
  const chain = layout({ nodes, edges: ids.slice(1).map((id, i) => ({ id, parent: ids[i], child: id })) });
  assert.equal(chain.nodes.n2000.rank, 2000);
  assert.equal(chain.height, 30, "a chain is one straight row");
  const fan = layout({ nodes, edges: ids.slice(1).map((id) => ({ id, parent: id, child: "n0" })) });
  assert.equal(fan.nodes.n0.rank, 1);
  assert.equal(fan.crossings, 0);
  assert.ok(Math.abs(fan.nodes.n0.y - fan.height / 2) < 60, "the sum stands in the middle of its terms");

  const points = (/** @type {ReturnType<typeof layout>} */ { edges }) =>
    Object.values(edges).reduce((sum, edge) => sum + edge.points.length, 0);
  assert.ok(points(layout(recurrence(2000))) < 100_000);
  const large = randomGraph(10_000, 1, { near: 10_000, labels: false });
  assert.equal(Object.keys(layout(large).nodes).length, 10_000);
});

test("ids are only names", () => {
  const graph = graphOf("constructor = x+hasOwnProperty; __proto__ = constructor*x", "named");
  const { nodes, edges } = layout({ ...graph, previous: {} });
  assert.deepEqual(Object.keys(nodes).sort(), ["__proto__", "constructor", "hasOwnProperty", "x"]);
  assert.deepEqual(Object.keys(edges).length, 4);
});
