// Which nodes have a gauge, where their curves are looked at, and what a slope means. The curves themselves are
// the engine's: here only points are placed and differences taken.

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Entries} Entries */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/types.js").Step} Step */
/** @typedef {import("../../core/types.js").Trace} Trace */

/** @typedef {{ x: number, y: number }} Point */
/** A nonlinearity; `name` is what the function is called, where the line is nothing but it. @typedef {{ node: Node, parent: Node, edge: Edge, name: string | null }} Gauge */
/** @typedef {{ from: number, to: number }} Span */
/** What a slope does to what arrives. @typedef {"none" | "flat" | "some" | "most" | "more" | "steep" | "unknown"} Verdict */

/** So many points a curve has: as many as the service takes at a time. */
export const POINTS = 63;
/** So far on either side a curve is looked at, at the least: there σ has settled. */
const HALF = 6;
/** Functions that do all they do around 0: however far away the point is, that is where to look from. */
const SQUASHING = new Set(["sigmoid", "tanh", "softplus", "relu", "leaky_relu", "abs"]);
const FLAT = 0.1;

/** The nodes that are an elementwise nonlinear function of one other node, in the graph's order. @param {Trace} trace @returns {Gauge[]} */
export function gaugesIn(trace) {
  const nodes = new Map(trace.nodes.map((node) => [node.id, node]));
  /** @type {Map<string, Edge[]>} */
  const entering = new Map();
  for (const edge of trace.edges) entering.set(edge.child, [...(entering.get(edge.child) ?? []), edge]);
  return trace.nodes.flatMap((node) => {
    const [edge, ...others] = entering.get(node.id) ?? [];
    const parent = nodes.get(edge?.parent ?? "");
    if (edge === undefined || parent === undefined || others.length > 0 || edge.kind === "structured") return [];
    return edge.nonlinear && node.shape.join() === parent.shape.join() ? [{ node, parent, edge, name: node.op === null ? null : node.functions[0] ?? null }] : [];
  });
}

/** One entry of a quantity; null where it is not there as a number. @param {Quantity | null} quantity @param {readonly number[]} at @returns {number | null} */
export function entryOf(quantity, at) {
  /** @type {unknown} */
  let found = quantity;
  for (const place of at) found = Array.isArray(found) ? found[place] : undefined;
  if (typeof found === "number") return found;
  return typeof found === "string" ? Number(found) : null;
}

/** All numbers of a quantity; of a summary none. @param {Quantity | null} quantity @returns {number[]} */
export function numbersIn(quantity) {
  if (Array.isArray(quantity)) return quantity.flatMap((one) => numbersIn(/** @type {Quantity} */ (one)));
  return typeof quantity === "object" ? [] : [Number(quantity)];
}

/**
 * Where the curve is looked at: the same place until the point comes near its end, so that it is the point that moves.
 * @param {Gauge} gauge
 * @returns {Span | null}  null without a finite number
 */
export function spanOf({ node, parent }) {
  const far = numbersIn(parent.value).filter(Number.isFinite);
  if (far.length === 0) return null;
  const [low, high] = [Math.min(...far), Math.max(...far)];
  const reach = Math.max(-low, high);
  if (1.2 * reach <= HALF) return { from: -HALF, to: HALF };
  if (SQUASHING.has(node.op ?? "")) return { from: -round(1.2 * reach), to: round(1.2 * reach) };
  const half = Math.max(HALF, round(1.2 * (high - low)));
  const middle = 3 * Math.round((low + high) / 6);
  return { from: middle - half, to: middle + half };
}

/** The next of 1, 2, 5, 10, 20 … @param {number} number */
function round(number) {
  const power = 10 ** Math.floor(Math.log10(number));
  return power * ([1, 2, 5].find((digit) => digit * power >= number) ?? 10);
}

/** Where to take the curve, closest together in the middle. @param {Span} span @returns {number[]} */
export function placesIn({ from, to }) {
  const [middle, half, side] = [(from + to) / 2, (to - from) / 2, (POINTS - 1) / 2];
  const bend = Math.max(1, Math.log(half / 0.2) / Math.log(side));
  return Array.from({ length: POINTS }, (_, k) => middle + half * Math.sign(k - side) * Math.abs((k - side) / side) ** bend);
}

/** Between each two points, where the function has a value at both. @param {readonly Point[]} curve @returns {number[]} */
function slopesOf(curve) {
  return curve.slice(1).flatMap(({ x, y }, k) => {
    const slope = (y - (curve[k]?.y ?? NaN)) / (x - (curve[k]?.x ?? NaN));
    return Number.isFinite(slope) ? [Math.abs(slope)] : [];
  });
}

/**
 * What a slope does, and how much of the steepest one in sight it is. Differences never quite reach the steepest
 * slope: the slope at the point may.
 * @param {number | null} slope
 * @param {readonly Point[]} curve
 * @returns {{ verdict: Verdict, share: number, steepest: number }}
 */
export function judged(slope, curve) {
  if (slope === null || Number.isNaN(slope)) return { verdict: "unknown", share: 0, steepest: 0 };
  if (!Number.isFinite(slope)) return { verdict: "steep", share: 1, steepest: Infinity };
  const size = Math.abs(slope);
  const slopes = slopesOf(curve);
  const sampled = Math.max(0, ...slopes);
  const steepest = Math.max(sampled, size);
  const share = steepest === 0 ? 0 : size / steepest;
  const outer = Math.max(slopes[0] ?? Infinity, slopes.at(-1) ?? Infinity);
  if (size === 0) return { verdict: "none", share, steepest };
  if (slopes.length > 0 && size < FLAT * Math.min(1, steepest)) return { verdict: "flat", share, steepest };
  if (size >= 0.995 * sampled && size * 1.0001 >= outer) return { verdict: "most", share, steepest };
  return { verdict: size > 1 ? "more" : "some", share, steepest };
}

/** How many of the slopes pass nearly nothing. @param {readonly number[]} slopes @param {number} steepest */
export function flatOf(slopes, steepest) {
  return slopes.filter((slope) => Math.abs(slope) < FLAT * Math.min(1, steepest) || slope === 0).length;
}

/** In percent, with two digits that count. @param {number} slope */
export function percentOf(slope) {
  return Number((100 * Math.abs(slope)).toPrecision(2));
}

/**
 * The curve, the points and the tangent in a picture. What runs away upwards is cut: the slope at the point is to be seen.
 * @param {readonly Point[]} curve
 * @param {Point} point
 * @param {number} slope
 * @param {Span} span
 * @param {{ width: number, height: number }} box
 * @returns {{ path: string, at: (point: Point) => Point, tangent: [Point, Point] | null }}
 */
export function drawn(curve, point, slope, { from, to }, { width, height }) {
  const most = ((to - from) / 2) * Math.max(1, Math.min(1e6, Math.abs(slope) || 0));
  const heights = curve.map(({ y }) => y).filter((y) => Number.isFinite(y) && Math.abs(y - point.y) <= most);
  const [low, high] = [Math.min(point.y, ...heights), Math.max(point.y, ...heights)];
  const [bottom, top] = high > low ? [low - 0.1 * (high - low), high + 0.1 * (high - low)] : [low - 1, high + 1];
  const at = (/** @type {Point} */ { x, y }) => ({ x: (width * (x - from)) / (to - from), y: height - (height * (y - bottom)) / (top - bottom) });
  let isBroken = true;
  const pieces = curve.map(({ x, y }) => {
    if (!Number.isFinite(y)) {
      isBroken = true;
      return "";
    }
    const spot = at({ x, y });
    const piece = `${isBroken ? "M" : "L"}${spot.x.toFixed(1)} ${Math.min(9999, Math.max(-9999, spot.y)).toFixed(1)}`;
    isBroken = false;
    return piece;
  });
  return { path: pieces.join(""), at, tangent: Number.isFinite(slope) ? tangentAt(at(point), (slope * height * (to - from)) / (width * (top - bottom)), width / 4) : null };
}

/** A line of one length through a spot of the picture. @param {Point} spot @param {number} rise @param {number} half @returns {[Point, Point]} */
function tangentAt({ x, y }, rise, half) {
  const across = half / Math.hypot(1, rise);
  return [{ x: x - across, y: y + across * rise }, { x: x + across, y: y - across * rise }];
}

/** The gauge a step is about: its value, or the term that passes through it. @param {readonly Gauge[]} gauges @param {Step | null | undefined} step */
export function gaugeOf(gauges, step) {
  if (!step) return -1;
  return gauges.findIndex(({ node, edge }) => (step.kind === "term" ? step.edge === edge.id : step.kind === "value" && step.node === node.id));
}
