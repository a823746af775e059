/** Plane geometry for judging a finished layout by what it draws, not by how it was made. */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{x: number, y: number, width: number, height: number}} Box  by its centre */

/**
 * Points along an SVG path of M and C commands.
 * @param {string} path
 * @param {number} [steps]  per curve
 * @returns {Point[]}
 */
export function sample(path, steps = 24) {
  const numbers = (path.match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []).map(Number);
  /** @type {Point[]} */
  const points = [{ x: numbers[0], y: numbers[1] }];
  for (let i = 2; i + 5 < numbers.length; i += 6) {
    const start = points[points.length - 1];
    const [ax, ay, bx, by, x, y] = numbers.slice(i, i + 6);
    const isLine = (start.y === ay && ay === by && by === y) || (start.x === ax && ax === bx && bx === x);
    for (let k = isLine ? steps : 1; k <= steps; k++) {
      const t = k / steps;
      const u = 1 - t;
      const mix = (/** @type {number[]} */ [p, q, r, s]) => u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s;
      points.push({ x: mix([start.x, ax, bx, x]), y: mix([start.y, ay, by, y]) });
    }
  }
  return points;
}

/**
 * Whether a polyline enters a box (its border does not count).
 * @param {Point[]} points
 * @param {Box} box
 */
export function enters(points, box) {
  const slack = 0.02;
  const left = box.x - box.width / 2 + slack;
  const right = box.x + box.width / 2 - slack;
  const top = box.y - box.height / 2 + slack;
  const bottom = box.y + box.height / 2 - slack;
  for (let i = 1; i < points.length; i++) {
    const p = points[i - 1];
    const q = points[i];
    if (Math.max(p.x, q.x) < left || Math.min(p.x, q.x) > right) continue;
    if (Math.max(p.y, q.y) < top || Math.min(p.y, q.y) > bottom) continue;
    let first = 0;
    let last = 1;
    const cut = (/** @type {number} */ from, /** @type {number} */ by, /** @type {number} */ low, /** @type {number} */ high) => {
      if (by === 0) return;
      const a = (low - from) / by;
      const b = (high - from) / by;
      first = Math.max(first, Math.min(a, b));
      last = Math.min(last, Math.max(a, b));
    };
    cut(p.x, q.x - p.x, left, right);
    cut(p.y, q.y - p.y, top, bottom);
    if (first < last) return true;
  }
  return false;
}

/**
 * @param {Box} a
 * @param {Box} b
 */
export function overlap(a, b) {
  return 2 * Math.abs(a.x - b.x) < a.width + b.width - 0.02 && 2 * Math.abs(a.y - b.y) < a.height + b.height - 0.02;
}

/**
 * Pairs of lines that cross, each crossing point once. Lines that merely touch, meet in a node or run along one
 * another do not cross.
 * @param {Point[][]} lines
 */
export function crossings(lines) {
  const boxes = lines.map((line) => ({
    left: Math.min(...line.map((p) => p.x)), right: Math.max(...line.map((p) => p.x)),
    top: Math.min(...line.map((p) => p.y)), bottom: Math.max(...line.map((p) => p.y)),
  }));
  let found = 0;
  for (let i = 0; i < lines.length; i++) {
    for (let j = i + 1; j < lines.length; j++) {
      const a = boxes[i];
      const b = boxes[j];
      if (a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top) continue;
      found += crossingsOfTwo(lines[i], lines[j]);
    }
  }
  return found;
}

/**
 * @param {Point[]} one
 * @param {Point[]} other
 */
function crossingsOfTwo(one, other) {
  let found = 0;
  for (let i = 1; i < one.length; i++) {
    const [p, q] = [one[i - 1], one[i]];
    for (let j = 1; j < other.length; j++) {
      const [r, s] = [other[j - 1], other[j]];
      if (Math.max(p.x, q.x) < Math.min(r.x, s.x) || Math.max(r.x, s.x) < Math.min(p.x, q.x)) continue;
      const a = side(p, q, r) * side(p, q, s);
      const b = side(r, s, p) * side(r, s, q);
      if (a < 0 && b < 0) found++;
    }
  }
  return found;
}

/**
 * @param {Point} p
 * @param {Point} q
 * @param {Point} r
 */
function side(p, q, r) {
  const area = (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
  return Math.abs(area) < 1e-6 ? 0 : Math.sign(area);
}
