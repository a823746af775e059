import assert from "node:assert/strict";
import { test } from "node:test";

import { AS_DRAWN, EXTENT, scaledTo, seenAt, showing } from "../../../app/static/core/scene/zoom.js";

const POINTS = [{ x: 0, y: 0 }, { x: -30, y: 12.5 }, { x: 400, y: 3 }];
const SPOTS = [{ x: 0, y: 0 }, { x: 640, y: 360 }, { x: 12, y: -7 }];

test("a point is shown where it was wanted", () => {
  for (const point of POINTS) for (const spot of SPOTS) for (const k of [0.08, 1, 2.5]) {
    assert.deepEqual(seenAt(showing(k, point, spot), point), spot);
  }
  assert.deepEqual(seenAt(AS_DRAWN, { x: 3, y: 4 }), { x: 3, y: 4 });
});

test("coming closer leaves alone what is seen at the spot, and moves the rest away from it", () => {
  const before = showing(0.5, { x: 10, y: 20 }, { x: 300, y: 200 });
  const after = scaledTo(before, 1, { x: 300, y: 200 });
  assert.deepEqual(after, { x: 290, y: 180, k: 1 });
  assert.deepEqual(seenAt(after, { x: 10, y: 20 }), { x: 300, y: 200 });
  assert.deepEqual(seenAt(before, { x: 30, y: 20 }), { x: 310, y: 200 });
  assert.deepEqual(seenAt(after, { x: 30, y: 20 }), { x: 320, y: 200 });
});

test("no closer and no farther than the extent allows, about the same spot", () => {
  for (const [wanted, got] of [[100, EXTENT.most], [0.001, EXTENT.least]]) {
    const zoom = scaledTo(AS_DRAWN, wanted, { x: 50, y: 40 });
    assert.equal(zoom.k, got);
    const seen = seenAt(zoom, { x: 50, y: 40 });
    assert.ok(Math.abs(seen.x - 50) < 1e-9 && Math.abs(seen.y - 40) < 1e-9);
  }
});
