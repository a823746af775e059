import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../../app/static/core/layout/index.js";
import { enters, overlap, sample } from "./geometry.js";
import { disturb, shareMoved } from "./edits.js";
import { SOURCES, graphOf, randomGraph } from "./graphs.js";

/** @typedef {import("../../../app/static/core/layout/types.js").LayoutResult} LayoutResult */

/**
 * @param {LayoutResult} one
 * @param {LayoutResult} other
 * @param {string} name
 */
function assertSamePlaces(one, other, name) {
  assert.deepEqual(Object.keys(one.nodes).sort(), Object.keys(other.nodes).sort());
  for (const [id, { x, y, rank, order }] of Object.entries(one.nodes)) {
    const place = other.nodes[id];
    assert.ok(Math.abs(place.x - x) < 0.01 && Math.abs(place.y - y) < 0.01, `${name}: ${id} moved`);
    assert.deepEqual([place.rank, place.order], [rank, order], `${name}: ${id}`);
  }
  for (const [id, { points }] of Object.entries(one.edges)) {
    other.edges[id].points.forEach(({ x, y }, i) => {
      assert.ok(Math.abs(x - points[i].x) < 0.01 && Math.abs(y - points[i].y) < 0.01, `${name}: line ${id} moved`);
    });
  }
}

test("a picture is its own successor", () => {
  for (const direction of /** @type {const} */ (["right", "down"])) {
    for (const [name, source] of Object.entries(SOURCES)) {
      for (const grain of /** @type {const} */ (["named", "primitive"])) {
        const graph = { ...graphOf(source, grain), direction };
        const first = layout(graph);
        assertSamePlaces(first, layout({ ...graph, previous: first.nodes }), `${name}, ${grain}, ${direction}`);
      }
    }
  }
});

test("a picture is its own successor after edits too, given as a record or a map", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const before = randomGraph([12, 25, 40][seed % 3], seed);
    for (const place of /** @type {const} */ (["end", "middle", "input"])) {
      const after = disturb(before, seed, place);
      const second = layout({ ...after, previous: layout(before).nodes });
      const third = layout({ ...after, previous: new Map(Object.entries(second.nodes)) });
      assertSamePlaces(second, third, `seed ${seed}, ${place}`);
    }
  }
});

test("after adding or removing a node the others keep their places", () => {
  for (const place of /** @type {const} */ (["end", "middle", "input"])) {
    const added = [];
    const removed = [];
    for (let seed = 1; seed <= 25; seed++) {
      const before = randomGraph(40, seed);
      const after = disturb(before, seed, place);
      const [first, other] = [layout(before), layout(after)];
      added.push(shareMoved(first, layout({ ...after, previous: first.nodes })));
      removed.push(shareMoved(other, layout({ ...before, previous: other.nodes })));
    }
    for (const [what, shares] of /** @type {const} */ ([["added", added], ["removed", removed]])) {
      shares.sort((a, b) => a - b);
      assert.ok(shares[12] <= 0.1, `${what} ${place}: the median share of nodes that moved is ${shares[12]}`);
    }
  }
});

test("a kept picture is as sound as a fresh one", () => {
  for (let seed = 1; seed <= 15; seed++) {
    let graph = randomGraph(25, seed);
    let picture = layout(graph);
    for (const place of /** @type {const} */ (["end", "middle", "input"])) {
      const edited = disturb(graph, seed, place);
      edited.nodes[edited.nodes.length - 1].id = `new${edited.nodes.length}`;
      for (const edge of edited.edges) {
        if (edge.parent === "new") edge.parent = `new${edited.nodes.length}`;
        if (edge.child === "new") edge.child = `new${edited.nodes.length}`;
        edge.id = edge.id.replace(/\bnew\b/, `new${edited.nodes.length}`);
      }
      graph = edited;
      picture = layout({ ...graph, previous: picture.nodes });
      const labels = Object.entries(picture.edges).flatMap(([id, { label }]) => (label ? [{ id, ...label }] : []));
      const boxes = [...Object.entries(picture.nodes).map(([id, node]) => ({ id, ...node })), ...labels];
      boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => assert.ok(!overlap(a, b), `seed ${seed}: ${a.id} on ${b.id}`)));
      for (const { id, parent, child } of graph.edges) {
        const line = sample(picture.edges[id].path);
        for (const box of boxes) {
          if (box.id !== parent && box.id !== child) assert.ok(!enters(line, box), `seed ${seed}: ${id} through ${box.id}`);
        }
      }
    }
  }
});

test("typing the running example line by line moves nobody to another row", () => {
  const lines = SOURCES.running.split("; ");
  let previous = layout(graphOf(lines[0], "named"));
  for (let count = 2; count <= lines.length; count++) {
    const next = layout({ ...graphOf(lines.slice(0, count).join("; "), "named"), previous: previous.nodes });
    assert.equal(shareMoved(previous, next), 0, `line ${count}`);
    previous = next;
  }
  assert.equal(previous.crossings, 0);
});

test("a quite different program is laid out afresh", () => {
  const mazur = graphOf(SOURCES.mazur, "named");
  assert.deepEqual(layout({ ...mazur, previous: layout(graphOf(SOURCES.running, "named")).nodes }), layout(mazur));
});
