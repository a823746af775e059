// Moving a slider, changing a line or the grain must not lose the place in the walk.

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Step} Step */

/**
 * The position in the new trace that shows what `position` showed in the old one: after the same
 * step, else where the same adjoint is finished at the other grain, else after the same term there, else
 * after the nearest earlier step that still exists, else as far as the new trace goes.
 * @param {Trace | null} before
 * @param {number} position steps done in `before`
 * @param {Trace} after
 * @returns {number}
 */
export function keepStep(before, position, after) {
  if (before === null) return clamp(position, after);
  if (position <= 0) return 0;
  const exact = new Map(after.steps.map((step, index) => [identity(step), index + 1]));
  const alike = new Map(after.steps.map((step, index) => [likeness(step), index + 1]));
  const [ends, endsAfter] = [lastSteps(before), lastSteps(after)];
  const finished = new Map(after.steps.flatMap((step, index) => (endsAfter.has(step) ? [[whole(step), index + 1]] : [])));
  for (let done = Math.min(position, before.steps.length); done > 0; done -= 1) {
    const step = before.steps[done - 1];
    const place = step && (exact.get(identity(step)) ?? (ends.has(step) ? finished.get(whole(step)) : undefined) ?? alike.get(likeness(step)));
    if (place !== undefined) return place;
  }
  return clamp(position, after);
}

/**
 * @param {number} position
 * @param {Trace} trace
 * @returns {number}
 */
export function clamp(position, trace) {
  return Math.max(0, Math.min(Math.trunc(position) || 0, trace.steps.length));
}

/**
 * What a step is about, whatever its number. There is one seed, wherever it is planted.
 * @param {Step} step
 */
function identity(step) {
  if (step.kind === "seed") return "seed";
  return JSON.stringify([step.kind, step.node, step.kind === "term" ? step.edge : null]);
}

/**
 * What a step is about at any grain: a term that reaches w through u₁, a part of z, is one that reaches
 * w through z, and so is one that reaches an entry of w.
 * @param {Step} step
 */
function likeness(step) {
  if (step.kind === "seed") return identity(step);
  const child = step.kind === "term" ? step.edge.slice(step.edge.indexOf("->") + 2).replace(/[.#[].*$/, "") : null;
  return JSON.stringify([step.kind, whole(step), child]);
}

/** The array of an entry, and any other node itself. @param {Step} step */
function whole(step) {
  return step.node.replace(/\[.*$/, "");
}

/** The steps with which a node's adjoint is complete. @param {Trace} trace @returns {Set<Step>} */
function lastSteps({ steps }) {
  return new Set(new Map(steps.filter(({ kind }) => kind === "term" || kind === "adjoint").map((step) => [step.node, step])).values());
}
