// The guided tour: a lesson told with the walk's own keys. Where it is stands in the state and in the link;
// this opens the screens, shows what is said, and decides what the next press does.

import { backward, onward, rangeOf } from "../../../core/model/tour.js";
import { createBar } from "./bar.js";
import { createLessons } from "./lessons.js";

/** @typedef {import("../../../core/types.js").State} State */
/** @typedef {import("../../../core/model/tour.js").LessonRow} LessonRow */
/** @typedef {import("../../../core/model/tour.js").Stop} Stop */
/** @typedef {import("./lessons.js").Told} Told */

/**
 * @param {import("../types.js").Room} room
 * @returns {{ now: () => { told: Told, stop: Stop } | null, following: () => Stop | null }} where the tour is, for the window of notes
 */
export function mountTour(room) {
  const { store, services, say } = room;
  const lessons = createLessons(room);
  const bar = createBar(room, { go: (by) => queue(() => open((store.get().lesson?.point ?? 0) + by)), choose: (id) => queue(() => open(0, { id })), leave: () => store.set({ lesson: null }) });
  /** @type {Told | null} */
  let told = null;
  /** @type {LessonRow[]} */
  let rows = [];
  /** Where the last tour was left, and taken up again. */
  let left = { id: "", point: 0 };
  /** Presses are carried out one after the other, even while a screen is fetched. */
  let line = Promise.resolve();

  /** @param {() => Promise<void> | void} action */
  function queue(action) {
    line = line.then(action).catch((error) => store.set({ message: say("tourFailed", { why: whyOf(error) }) }));
  }

  /** @param {State} state */
  const stopOf = ({ lesson }) => (told !== null && lesson !== null && told.lesson.id === lesson.id ? told.stops[Math.min(lesson.point, told.stops.length - 1)] ?? null : null);

  /**
   * Opens a point: its screen and its words arrive together.
   * @param {number} index
   * @param {{ id?: string, atEnd?: boolean }} [how] `atEnd`: as it looks when it has been played
   */
  async function open(index, { id = store.get().lesson?.id ?? "", atEnd = false } = {}) {
    const wanted = await lessons.told(id);
    const stop = wanted.stops[Math.max(0, index)];
    if (index < 0 || stop === undefined) return;
    const { model, trace } = await lessons.screen(stop);
    const { lesson, lens } = store.get();
    if (lesson === null) return; // it was left meanwhile
    told = wanted;
    const { point } = stop;
    const range = rangeOf(trace, point);
    if (lens !== null) store.set({ lens: null });
    await services.session.open({
      ...model, trace, grain: point.grain, notation: point.notation, position: atEnd ? range.to : range.from,
      lab: point.lab, labsOpen: false, checked: point.check, inspected: null, modesOpen: false, blank: false,
      message: range.isWhole ? null : say("tourMissing"), lesson: { id, point: stop.index, answered: atEnd && point.question !== null },
    });
    for (const near of [wanted.stops[stop.index + 1], wanted.stops[stop.index - 1]]) if (near) lessons.screen(near).catch(() => null);
  }

  /** @param {"next" | "previous"} key */
  async function move(key) {
    const state = store.get();
    const { lesson, trace, position } = state;
    const stop = stopOf(state);
    if (lesson === null || stop === null) return;
    const isOn = key === "next";
    const now = { position, answered: lesson.answered };
    const range = trace === null ? { from: 0, to: 0 } : rangeOf(trace, stop.point);
    const does = isOn ? onward(range, stop.point, now) : backward(range, now);
    if (does === "step") store.set({ position: position + (isOn ? 1 : -1), playing: false, blank: false });
    else if (does === "answer") store.set({ lesson: { ...lesson, answered: isOn }, playing: false, blank: false });
    else await open(stop.index + (isOn ? 1 : -1), { atEnd: !isOn });
  }

  /** Which lesson is meant: the one that was left, or the first. */
  async function begin() {
    try {
      rows = await lessons.list();
      const id = rows.some((row) => row.id === left.id) ? left.id : rows[0]?.id;
      if (id !== undefined) return await open(id === left.id ? left.point : 0, { id });
      store.set({ lesson: null });
    } catch (error) {
      store.set({ lesson: null, message: say("tourNone", { why: whyOf(error) }) });
    }
  }

  /** A link names a point and has brought its screen along. @param {string} id */
  async function adopt(id) {
    try {
      [told, rows] = await Promise.all([lessons.told(id), lessons.list()]);
      draw(store.get());
    } catch {
      store.set({ lesson: null, message: say("tourUnknown", { id }) });
    }
  }

  /** @param {State} state */
  function draw(state) {
    const stop = stopOf(state);
    bar.toggle(stop !== null);
    if (stop !== null && told !== null) bar.show(told, stop, state, rows);
  }

  document.addEventListener("walk", (event) => {
    const key = /** @type {CustomEvent<string>} */ (event).detail;
    if (key !== "next" && key !== "previous") return;
    event.preventDefault();
    queue(() => move(key));
  });

  /** @param {State} state @param {State | null} previous */
  function follow(state, previous) {
    const { lesson } = state;
    if (lesson !== null && lesson.id !== "") left = lesson;
    if (lesson !== (previous?.lesson ?? null)) {
      if (lesson?.id === "") queue(begin);
      else if (lesson !== null && stopOf(state) === null) queue(() => adopt(lesson.id));
    }
    const keys = /** @type {const} */ (["lesson", "trace", "notation"]);
    if (previous === null || keys.some((key) => state[key] !== previous[key])) draw(state);
  }

  store.subscribe(follow);
  follow(store.get(), null);
  return {
    now() {
      const stop = stopOf(store.get());
      return stop === null || told === null ? null : { told, stop };
    },
    following: () => told?.stops[(stopOf(store.get())?.index ?? Infinity) + 1] ?? null,
  };
}

/** @param {unknown} error */
function whyOf(error) {
  const problem = error instanceof Error && "problem" in error ? /** @type {import("../../../core/types.js").Problem} */ (error.problem) : null;
  return problem?.detail ?? String(error);
}
