// Residuals against h on two logarithmic axes: there a square is a straight line of slope 2.

/** @typedef {{ h: number, residual: number }} Residual */
/** @typedef {{ x: number, y: number }} Point */

/**
 * @param {readonly Residual[]} residuals  all of them above 0
 * @param {Residual | null} now  the one that is looked at, likewise
 * @param {{ width: number, height: number }} box
 * @returns {{ points: Point[], now: Point | null, across: [number, number], up: [number, number], slope: number | null }}
 *   the powers of ten at the ends of the axes, and the slope between the two largest h that are small
 */
export function drawn(residuals, now, { width, height }) {
  const all = now === null ? residuals : [...residuals, now];
  const across = ends(all.map(({ h }) => h));
  const up = ends(all.map(({ residual }) => residual));
  const at = (/** @type {Residual} */ { h, residual }) => ({
    x: (width * (Math.log10(h) - across[0])) / (across[1] - across[0]),
    y: height - (height * (Math.log10(residual) - up[0])) / (up[1] - up[0]),
  });
  return { points: residuals.map(at), now: now === null ? null : at(now), across, up, slope: slopeOf(residuals) };
}

/** Whole powers of ten around the numbers. @param {number[]} sizes @returns {[number, number]} */
function ends(sizes) {
  if (sizes.length === 0) return [-1, 0];
  const logs = sizes.map(Math.log10);
  // Adding 0 makes 0 of −0.
  const [low, high] = [Math.floor(Math.min(...logs) + 1e-9), Math.ceil(Math.max(...logs) - 1e-9) + 0];
  return [low, Math.max(high, low + 1)];
}

/** How steep the line is where h is small, but not so small that rounding shows. @param {readonly Residual[]} residuals */
function slopeOf(residuals) {
  const small = residuals.filter(({ h }) => h <= 0.01 && h >= 1e-4);
  const [first, last] = [small[0], small.at(-1)];
  if (first === undefined || last === undefined || first.h === last.h) return null;
  return Math.log10(first.residual / last.residual) / Math.log10(first.h / last.h);
}
