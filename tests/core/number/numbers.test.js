import assert from "node:assert/strict";
import test from "node:test";

import { formatNumber, latexNumber, readNumber, sliderRange, snapped, toNumber } from "../../../app/static/core/number/numbers.js";

/** @type {[import("../../../app/static/core/types.js").Num, string, string][]} */
const WRITTEN = [
  [0, "0", "0"],
  [-0, "0", "0"],
  [1, "1", "1"],
  [-0.2, "−0.2", "-0.2"],
  [-0.0625, "−0.0625", "-0.0625"],
  [0.1375, "0.1375", "0.1375"],
  [0.1 + 0.2, "0.3", "0.3"],
  [-0.25 + 0.05, "−0.2", "-0.2"],
  [0.731058578630005, "0.7311", "0.7311"],
  [1 / 3, "0.3333", "0.3333"],
  [2 / 3, "0.6667", "0.6667"],
  [0.99996, "0.99996", "0.99996"],
  [0.999999, "0.999999", "0.999999"],
  [0.99999999, "1", "1"],
  [1234.5678, "1235", "1235"],
  [12345.678, "1.235·10⁴", "1.235 \\cdot 10^{4}"],
  [999999, "999999", "999999"],
  [999999.9, "10⁶", "10^{6}"],
  [1e6, "10⁶", "10^{6}"],
  [-1234567, "−1.235·10⁶", "-1.235 \\cdot 10^{6}"],
  [0.0001, "0.0001", "0.0001"],
  [0.00012345, "0.00012345", "0.00012345"],
  [0.0000625, "6.25·10⁻⁵", "6.25 \\cdot 10^{-5}"],
  [1e-300, "10⁻³⁰⁰", "10^{-300}"],
  [1.7976931348623157e308, "1.798·10³⁰⁸", "1.798 \\cdot 10^{308}"],
  ["Infinity", "∞", "\\infty"],
  ["-Infinity", "−∞", "-\\infty"],
  ["NaN", "not a number", "\\text{not a number}"],
];

for (const [value, plain, latex] of WRITTEN) {
  test(`${value} is written ${plain}`, () => {
    assert.equal(formatNumber(value), plain);
    assert.equal(latexNumber(value), latex);
  });
}

test("a number never takes more than six significant digits", () => {
  for (let exponent = -12; exponent < 13; exponent += 1) {
    const written = formatNumber(-Math.PI * 10 ** exponent).split("·")[0] ?? "";
    assert.ok(written.replace(/[−.]/g, "").replace(/^0+/, "").length <= 6, written);
  }
});

test("JSON's strings become numbers again", () => {
  assert.equal(toNumber("-Infinity"), -Infinity);
  assert.ok(Number.isNaN(toNumber("NaN")));
});

/** @type {[string, number | null][]} */
const READ = [
  ["0.5", 0.5], [" -2 ", -2], ["−2", -2], ["0,5", 0.5], [".5", 0.5], ["1e-3", 0.001], ["½", 0.5], ["1/4", 0.25],
  ["", null], ["w", null], ["1e999", null], ["Infinity", null], ["NaN", null], ["0x10", null], ["1 2", null],
  ["1/0", null], ["1/2/3", null], ["1,000,000", null], ["--1", null],
];

for (const [typed, value] of READ) {
  test(`“${typed}” typed into a field is ${value}`, () => assert.equal(readNumber(typed), value));
}

test("a slider is symmetric, holds its value and reaches the declared one exactly", () => {
  for (const declared of [0, 0.1, 0.5, -1, 2, 3, 7.5, 10, -40, 1000, 0.001, -2e-7, 12345]) {
    const { min, max, step } = sliderRange(declared);
    assert.equal(min, -max);
    assert.ok(Math.abs(declared) <= max, `${declared} in ±${max}`);
    assert.ok(Math.abs(snapped(declared, step) - declared) <= step / 2);
  }
  assert.equal(snapped(0.5, sliderRange(0.5).step), 0.5);
  assert.equal(snapped(-1, sliderRange(-1).step), -1);
  assert.equal(snapped(0.1, sliderRange(0.1).step), 0.1);
});

test("the usual leaf runs from −2 to 2 in hundredths", () => {
  assert.deepEqual(sliderRange(0.5), { min: -2, max: 2, step: 0.01 });
});

test("a small constant gets a fine slider, a value beyond the range widens it", () => {
  assert.deepEqual(sliderRange(0.001), { min: -0.02, max: 0.02, step: 0.0001 });
  assert.deepEqual(sliderRange(1, 27), { min: -30, max: 30, step: 0.2 });
});

test("a slider's ends lie on its steps", () => {
  for (const declared of [1, 1.4, 2, 2.4, 3, 4, 5, 7, 90, 0.04, 0.002]) {
    const { max, step } = sliderRange(declared);
    assert.ok(Math.abs(max / step - Math.round(max / step)) < 1e-9, `${max} in steps of ${step}`);
  }
});

test("a slider of an absurd value is still a slider", () => {
  for (const declared of [1e308, -1e-308, Infinity, NaN]) {
    const { min, max, step } = sliderRange(declared);
    assert.ok(Number.isFinite(min) && Number.isFinite(max) && step > 0, String(declared));
  }
});

test("a slider's position is free of binary dust and of minus zero", () => {
  assert.equal(snapped(0.1 + 0.2, 0.01), 0.3);
  assert.ok(Object.is(snapped(-0.001, 0.01), 0));
});

test("the rounding of a short computation is not shown, as in the engine's formulas", () => {
  assert.equal(formatNumber(1.0368000000000002), "1.0368");
  assert.equal(formatNumber(0.1 + 0.2), "0.3");
  assert.equal(formatNumber(0.30000001), "0.3");
  assert.equal(formatNumber(0.3000011), "0.3");
  assert.equal(formatNumber(1.03680001), "1.037");
});
