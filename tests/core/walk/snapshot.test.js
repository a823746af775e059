import assert from "node:assert/strict";
import { test } from "node:test";

import { snapshot } from "../../../app/static/core/walk/snapshot.js";
import { lecture } from "../lecture.js";

const length = lecture.steps.length;

test("before the first step the leaves have values and nothing else has", () => {
  const { nodes, phase, active } = snapshot(lecture, 0);
  assert.equal(phase, "forward");
  assert.equal(active, null);
  assert.deepEqual([...nodes].filter(([, node]) => node.value !== null).map(([id]) => id), ["w", "b", "x", "t"]);
  assert.equal(nodes.get("z")?.state, "waiting");
});

test("values appear node by node, and what is not known is null, never 0", () => {
  const { nodes, active } = snapshot(lecture, 1);
  assert.equal(active, "z");
  assert.deepEqual([nodes.get("z")?.state, nodes.get("z")?.value], ["active", 0]);
  assert.deepEqual([nodes.get("y")?.value, nodes.get("y")?.adjoint], [null, null]);
});

test("the seed is a step of its own and turns the question to adjoints", () => {
  const { nodes, phase } = snapshot(lecture, 6);
  assert.equal(phase, "backward");
  assert.deepEqual([nodes.get("L_reg")?.state, nodes.get("L_reg")?.adjoint], ["active", 1]);
  assert.deepEqual([nodes.get("w")?.state, nodes.get("w")?.value], ["waiting", 0.5]);
});

test("a fan-in is partial until its last term and known with its closing step", () => {
  const seen = [13, 14, 15, 16].map((position) => {
    const node = snapshot(lecture, position).nodes.get("w");
    return [node?.state, node?.received, node?.total, node?.adjoint];
  });
  assert.deepEqual(seen, [
    ["waiting", 0, null, null],
    ["partial", 1, -0.25, null],
    ["active", 2, -0.2, null],
    ["active", 2, -0.2, -0.2],
  ]);
});

test("at the end every value and every adjoint of the trace is on the screen", () => {
  const { nodes } = snapshot(lecture, length);
  for (const { id, value, adjoint } of lecture.nodes) {
    assert.deepEqual([nodes.get(id)?.value, nodes.get(id)?.adjoint], [value, adjoint], id);
  }
});

test("exactly one node is current after each step, and it is the step's", () => {
  for (let position = 1; position <= length; position += 1) {
    const current = [...snapshot(lecture, position).nodes].filter(([, node]) => node.current).map(([id]) => id);
    assert.deepEqual(current, [lecture.steps[position - 1]?.node]);
  }
});

test("edges feed their child going forward and send to their parent going back", () => {
  const states = (/** @type {string} */ id) => [0, 1, 2, 14, 15].map((position) => snapshot(lecture, position).edges.get(id)?.state);
  assert.deepEqual(states("w->z"), ["idle", "feeding", "fed", "sending", "sent"]);
});

test("a node that a step does not touch is the same object before and after", () => {
  for (let position = 1; position <= length; position += 1) {
    const [before, after] = [snapshot(lecture, position - 1), snapshot(lecture, position)];
    const changed = lecture.nodes.filter(({ id }) => before.nodes.get(id) !== after.nodes.get(id));
    const isSeed = lecture.steps[position - 1]?.kind === "seed";
    assert.ok(isSeed || changed.length <= 2, `step ${position} changed ${changed.length} nodes`);
  }
});

test("stepping back gives the very screen that was there before", () => {
  const forward = Array.from({ length: length + 1 }, (_, position) => JSON.stringify([...snapshot(lecture, position).nodes]));
  const back = Array.from({ length: length + 1 }, (_, index) => JSON.stringify([...snapshot(lecture, length - index).nodes]));
  assert.deepEqual(back.reverse(), forward);
});
