// How a lesson is walked with one key: the steps of a point, then the answer to its question, then the next
// point; and the same backwards.

/** @typedef {import("../types.js").Grain} Grain */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Notation} Notation */

/** How many steps are done: a number, all, or as many as finish what is named. @typedef {number | "end" | { node: string, kind: "value" | "seed" | "term" | "adjoint", child: string | null }} Place */

/**
 * A point of a lesson, as GET /api/lessons/{id} gives it.
 * @typedef {object} Point
 * @property {string} caption
 * @property {string[]} bullets
 * @property {string | null} question
 * @property {string | null} answer
 * @property {string | null} notes
 * @property {string | null} example
 * @property {string | null} source
 * @property {Record<string, import("../types.js").Given>} inputs
 * @property {Record<string, import("../types.js").LeafRole>} roles
 * @property {string | null} output
 * @property {Grain} grain
 * @property {Place} step
 * @property {Place | null} to
 * @property {Notation} notation
 * @property {string | null} lab
 * @property {boolean} check
 */

/** @typedef {{ id: string, title: string, summary: string, reference: string, sections: { title: string, points: Point[] }[] }} Lesson */
/** @typedef {{ id: string, title: string, summary: string, points: number }} LessonRow */

/**
 * A point in its place: `index` in the whole lesson, `section` and `inSection` from 0, and `model`, the
 * point whose model it shows.
 * @typedef {{ point: Point, index: number, section: number, title: string, inSection: number, ofSection: number, model: Point }} Stop
 */

/** @param {Lesson} lesson @returns {Stop[]} */
export function stopsOf({ sections }) {
  /** @type {Stop[]} */
  const stops = [];
  for (const [section, { title, points }] of sections.entries()) {
    for (const [inSection, point] of points.entries()) {
      const before = stops.at(-1)?.model ?? point;
      const model = point.example !== null || point.source !== null ? point : before;
      stops.push({ point, index: stops.length, section, title, inSection, ofSection: points.length, model });
    }
  }
  return stops;
}

/**
 * @param {Trace} trace
 * @param {Place} place
 * @returns {number | null} null where the walk has no such step
 */
export function positionOf({ steps }, place) {
  if (place === "end") return steps.length;
  if (typeof place === "number") return place <= steps.length ? place : null;
  const { node, kind, child } = place;
  const index = steps.findLastIndex((step) => step.node === node
    && (kind === "adjoint" ? step.phase === "backward" : step.kind === kind)
    && (kind !== "term" || child === null || (step.kind === "term" && step.edge === `${node}->${child}`)));
  return index < 0 ? null : index + 1;
}

/**
 * From where to where a point plays; a step that is not there plays nothing.
 * @param {Trace} trace
 * @param {Point} point
 * @returns {{ from: number, to: number, isWhole: boolean }} `isWhole`: every step that the point names is there
 */
export function rangeOf(trace, point) {
  const from = positionOf(trace, point.step);
  const to = point.to === null ? from : positionOf(trace, point.to);
  const start = from ?? 0;
  return { from: start, to: Math.max(start, to ?? start), isWhole: from !== null && to !== null };
}

/**
 * What the key for the next step does in a point.
 * @param {{ from: number, to: number }} range
 * @param {Point} point
 * @param {{ position: number, answered: boolean }} now
 * @returns {"step" | "answer" | "point"}
 */
export function onward({ to }, point, { position, answered }) {
  if (position < to) return "step";
  return point.question !== null && !answered ? "answer" : "point";
}

/**
 * What the key for the previous step does: it takes back what `onward` did.
 * @param {{ from: number, to: number }} range
 * @param {{ position: number, answered: boolean }} now
 * @returns {"step" | "answer" | "point"}
 */
export function backward({ from }, { position, answered }) {
  if (answered) return "answer";
  return position > from ? "step" : "point";
}
