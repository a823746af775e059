// A curve on two logarithmic axes: where its points stand, and which powers of ten the axes name.

/**
 * @typedef {{ left: number, top: number, width: number, height: number }} Frame
 * @typedef {{ at: number, power: number }} Tick
 */

/** An error of 0 has no logarithm: it stands at the rounding of a double. */
const LEAST = 1e-17;

/**
 * @param {readonly { step: number, error: number | string }[]} curve
 * @param {Frame} frame
 * @returns {{ points: { x: number, y: number, step: number, error: number }[], across: Tick[], up: Tick[] }}
 */
export function logLog(curve, { left, top, width, height }) {
  const finite = curve.map(({ step, error }) => ({ step, error: Math.max(LEAST, Number(error)) })).filter(({ step, error }) => step > 0 && Number.isFinite(error));
  const [xs, ys] = [finite.map(({ step }) => Math.log10(step)), finite.map(({ error }) => Math.log10(error))];
  const [x0, x1] = ends(xs);
  const [y0, y1] = ends(ys);
  const x = (/** @type {number} */ log) => left + (width * (log - x0)) / (x1 - x0);
  const y = (/** @type {number} */ log) => top + height - (height * (log - y0)) / (y1 - y0);
  return {
    points: finite.map(({ step, error }, index) => ({ x: x(xs[index] ?? 0), y: y(ys[index] ?? 0), step, error })),
    across: powers(x0, x1).map((power) => ({ at: x(power), power })),
    up: powers(y0, y1).map((power) => ({ at: y(power), power })),
  };
}

/** Whole powers around the logarithms. @param {number[]} logs @returns {[number, number]} */
function ends(logs) {
  if (logs.length === 0) return [-1, 0];
  const [low, high] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
  return [low, Math.max(high, low + 1)];
}

/** At most five of them. @param {number} low @param {number} high */
function powers(low, high) {
  const by = Math.max(1, Math.ceil((high - low) / 4));
  return Array.from({ length: Math.floor((high - low) / by) + 1 }, (_, index) => low + index * by);
}
