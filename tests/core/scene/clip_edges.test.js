import assert from "node:assert/strict";
import { test } from "node:test";

import { reaching } from "../../../app/static/core/scene/clip_edges.js";

const ring = (/** @type {number} */ x, /** @type {number} */ y) => ({ x, y, width: 48, height: 44, radius: 22 });
const edge = (/** @type {number} */ y) => ({ path: `M24 0C50 0 70 ${y} 96 ${y}`, points: [{ x: 24, y: 0 }, { x: 96, y }] });

test("an edge through the middle of both rings is as the layout drew it", () => {
  assert.equal(reaching(edge(0), ring(0, 0), ring(120, 0), "right"), "M24 0L24 0C50 0 70 0 96 0L96 0");
});

test("an arrow beside the middle goes on to the round end", () => {
  const path = reaching(edge(13.2), ring(0, 0), ring(120, 0), "right");
  assert.match(path, /L100\.4\d* 13\.2\d*$/);
});

test("an arrow beyond the ring is led back to it", () => {
  const path = reaching(edge(40), ring(0, 0), ring(120, 0), "right");
  assert.match(path, /L104\.8\d* 17\.6\d*$/);
});

test("top to bottom the axes change places", () => {
  const down = { path: "M0 22C0 40 10 60 10 78", points: [{ x: 0, y: 22 }, { x: 10, y: 78 }] };
  assert.match(reaching(down, { ...ring(0, 0), radius: 6 }, { ...ring(0, 100), radius: 6 }, "down"), /^M0 22L0 22C.*L10 78$/);
});
