// Fetches lessons, and the screens that their points stand for: each once.

import { stopsOf } from "../../../core/model/tour.js";

/** @typedef {import("../../../core/types.js").State} State */
/** @typedef {import("../../../core/types.js").Trace} Trace */
/** @typedef {import("../../../core/model/tour.js").Lesson} Lesson */
/** @typedef {import("../../../core/model/tour.js").LessonRow} LessonRow */
/** @typedef {import("../../../core/model/tour.js").Stop} Stop */

/** A lesson, and its points in a row. @typedef {{ lesson: Lesson, stops: Stop[] }} Told */
/** What a point shows: the model as a change of the state, and its trace. @typedef {{ model: Partial<State>, trace: Trace }} Screen */

/** Traces that are kept: more than a lesson has models. */
const KEPT = 40;

/** @param {import("../types.js").Room} room */
export function createLessons({ kit: { modelOf, requestKey, requestOf }, services: { api } }) {
  const keep = memory();
  const told = (/** @type {string} */ id) => keep(`lesson ${id}`, async () => {
    /** @type {Lesson} */
    const lesson = await api.get(`lessons/${encodeURIComponent(id)}`);
    return { lesson, stops: stopsOf(lesson) };
  });
  const model = (/** @type {Stop["model"]} */ point) => (point.example !== null
    ? keep(`example ${point.example}`, async () => modelOf(await api.example(point.example ?? "")))
    : Promise.resolve(ownModel(point)));

  return {
    /** @returns {Promise<LessonRow[]>} */
    list: () => keep("list", async () => (await api.get("lessons")).lessons),
    /** @type {(id: string) => Promise<Told>} */
    told,
    /** @param {Stop} stop @returns {Promise<Screen>} */
    async screen(stop) {
      const shown = await model(stop.model);
      const request = requestOf(/** @type {State} */ ({ inputs: {}, roles: {}, output: null, ...shown, grain: stop.point.grain }));
      return { model: shown, trace: await keep(requestKey(request), () => api.trace(request)) };
    },
  };
}

/** What was answered is kept; what failed may be asked for again. */
function memory() {
  /** @type {Map<string, Promise<any>>} */
  const kept = new Map();
  return (/** @type {string} */ key, /** @type {() => Promise<any>} */ make) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? "");
    const made = make();
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    return made;
  };
}

/** @param {Stop["model"]} point @returns {Partial<State>} */
function ownModel({ source, inputs, roles, output }) {
  return { example: null, source: (source ?? "").trimEnd(), inputs, roles, output, unfolded: [], playing: false };
}
