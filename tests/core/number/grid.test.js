import assert from "node:assert/strict";
import { test } from "node:test";

import { brief } from "../../../app/static/core/number/compact.js";
import { cellText, entryAt, gridOf, placeOf, planOf, rowsOf, toneOf } from "../../../app/static/core/number/grid.js";
import { batch, net } from "../arraymodels.js";

/** @param {number} count */
const upTo = (count) => Array.from({ length: count }, (_, index) => index + 1);

test("a vector is a column, or a row where the model uses it as one; a matrix keeps its rows", () => {
  assert.deepEqual(gridOf([1, 2], [2]).rows, [[1], [2]]);
  assert.deepEqual(gridOf([1, 2], [2], true).rows, [[1, 2]]);
  assert.deepEqual(gridOf([[1, 2, 3], [4, 5, 6]], [2, 3]).rows, [[1, 2, 3], [4, 5, 6]]);
});

test("only the bias of a batch is a row", () => {
  assert.deepEqual([...rowsOf(batch)], ["b"]);
  assert.deepEqual([...rowsOf(net)], []);
});

test("numbers stand in the cells where there is room; what is too large is cut to its first corner", () => {
  const plans = [[2, 2], [4, 4], [2, 5], [4], [5], [8], [9], [6, 6], [7, 2], [2, 2, 2]].map((shape) => planOf(shape, false));
  assert.deepEqual(plans.map(({ numbered }) => numbered), [true, true, false, true, false, false, false, false, false, false]);
  assert.deepEqual(plans.map(({ cut }) => cut), [false, false, false, false, false, false, true, false, true, true]);
  assert.deepEqual(gridOf(upTo(9), [9]).rows.length, 6);
  assert.deepEqual(gridOf([[[1, 2]], [[3, 4]]], [2, 1, 2]).rows, [[1, 2]]);
});

test("a large array brings its own summary", () => {
  const summary = { shape: [20, 20], min: -3, max: 2, mean: 0, norm: 7, preview: [[1, 2], [-3, 2]] };
  const grid = gridOf(summary, summary.shape);
  assert.deepEqual([grid.rows, grid.top, grid.summary], [[[1, 2], [-3, 2]], 3, { min: -3, max: 2, norm: 7 }]);
  assert.deepEqual(gridOf([3, -4], [2]).summary, { min: -4, max: 3, norm: 5 });
});

test("the scale is symmetric around 0, and what is no finite number is marked and does not stretch it", () => {
  const { top } = gridOf([1, -4, "Infinity", "NaN"], [4]);
  assert.equal(top, 4);
  assert.deepEqual([1, -4, 0, "Infinity", "-Infinity", "NaN"].map((entry) => toneOf(/** @type {any} */ (entry), top)), [
    { sign: "+", strength: 0.25 }, { sign: "−", strength: 1 }, { sign: "0", strength: 0 },
    { sign: "∞", strength: 1 }, { sign: "−∞", strength: 1 }, { sign: "NaN", strength: 0 },
  ]);
  assert.deepEqual(toneOf(0, 0), { sign: "0", strength: 0 });
});

test("a cell's number is the page's, shortened only where it would not fit", () => {
  assert.deepEqual([-0.08612, 1 / 3, 1.2345e-7, -2.5e12, "NaN"].map((entry) => cellText(/** @type {any} */ (entry), brief)), ["−0.08612", "0.3333", "1.2e−7", "−2.5e12", "NaN"]);
});

test("a cell knows which entry it is", () => {
  assert.deepEqual([placeOf([3], false, 2, 0), placeOf([3], true, 0, 2), placeOf([2, 3], false, 1, 2), placeOf([4, 2, 3], false, 1, 2)], [[2], [2], [1, 2], [0, 1, 2]]);
  assert.equal(entryAt([[1, 2], [3, 4]], [1, 0]), 3);
  assert.equal(entryAt(5, []), 5);
  assert.equal(entryAt({ shape: [400], min: 0, max: 1, mean: 0, norm: 1, preview: [0] }, [3]), undefined);
});
