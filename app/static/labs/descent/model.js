// One step of gradient descent, a second action after the two loops: what the parameters become, and the curve
// of the losses so far.

/** @typedef {import("../../core/types.js").Given} Given */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/types.js").Trace} Trace */

/** A value with every entry, finite ones only; null where there is less. @param {Quantity} quantity @returns {Given | null} */
function whole(quantity) {
  if (typeof quantity === "number") return quantity;
  if (!Array.isArray(quantity)) return null;
  const entries = quantity.map(whole);
  return entries.every((entry) => entry !== null) ? entries : null;
}

/** @param {Given} value @param {Given} adjoint @param {number} rate @returns {Given} */
function moved(value, adjoint, rate) {
  if (Array.isArray(value)) return value.map((entry, index) => moved(entry, Array.isArray(adjoint) ? adjoint[index] ?? 0 : adjoint, rate));
  return value - rate * Number(adjoint);
}

/** The parameters, in their order. @param {Trace} trace */
export function parametersOf({ nodes }) {
  return nodes.filter(({ role }) => role === "parameter");
}

/**
 * Why no step can be taken from a trace; null where one can.
 * @param {Trace} trace
 * @returns {"none" | "entries" | "numbers" | null}
 */
export function obstacle(trace) {
  const parameters = parametersOf(trace);
  if (trace.grain === "element" && trace.nodes.some(({ tensor }) => tensor)) return "entries";
  if (parameters.length === 0) return "none";
  return parameters.every(({ value, adjoint }) => whole(value) !== null && whole(adjoint) !== null) ? null : "numbers";
}

/**
 * v − η v̄ for every parameter.
 * @param {Trace} trace  without an obstacle
 * @param {number} rate
 * @returns {Record<string, Given>}
 */
export function stepped(trace, rate) {
  return Object.fromEntries(parametersOf(trace).map(({ id, value, adjoint }) => [id, moved(whole(value) ?? 0, whole(adjoint) ?? 0, rate)]));
}

/** The loss that a trace ends with. @param {Trace} trace */
export function lossOf(trace) {
  return Number(trace.nodes.find(({ id }) => id === trace.output)?.value ?? NaN);
}

/**
 * The curve in a box, from the first loss to the newest: step i at x, losses from the top down. A loss that is
 * no number breaks it.
 * @param {readonly number[]} losses
 * @param {{ width: number, height: number, least?: number }} box  `least`: so many steps the axis has room for
 */
export function curve(losses, { width, height, least = 5 }) {
  const known = losses.filter(Number.isFinite);
  const [top, bottom] = [Math.max(...known, -Infinity), Math.min(...known, 0)];
  const span = top - bottom || 1;
  const steps = Math.max(least, losses.length - 1);
  return {
    top: known.length > 0 ? top : 0,
    bottom: known.length > 0 ? bottom : 0,
    steps,
    points: losses.map((loss, index) => (Number.isFinite(loss) ? { x: (index / steps) * width, y: ((top - loss) / span) * height, loss } : null)),
  };
}
