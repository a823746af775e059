// The bar of the tour: where the talk is, what is said, what is asked. It stands above the page like the
// headline of a slide and is always of one height, so that the graph below it never moves.

import { phrase } from "./phrase.js";

/** @typedef {import("../../../core/types.js").State} State */
/** @typedef {import("../../../core/model/tour.js").LessonRow} LessonRow */
/** @typedef {import("../../../core/model/tour.js").Stop} Stop */
/** @typedef {import("./lessons.js").Told} Told */

/**
 * @param {import("../types.js").Room} room
 * @param {{ go: (by: number) => void, choose: (id: string) => void, leave: () => void }} asks
 */
export function createBar({ kit, say }, { go, choose, leave }) {
  const { element: make, icon, mark } = kit;
  const place = make("p", { class: "tour-place", "data-tour-place": "" });
  const caption = make("p", { class: "tour-caption", "data-tour-caption": "" });
  const bullets = make("ul", { class: "tour-bullets" });
  const question = make("p", { class: "tour-question", "data-tour-question": "" });
  const answer = make("p", { class: "tour-answer", "data-tour-answer": "" });
  const said = make("div", { class: "tour-said", "aria-live": "polite" }, make("div", { class: "tour-main" }, place, caption), make("div", { class: "tour-aside" }, bullets, question, answer));
  const lessons = make("select", { class: "tour-lessons", "aria-label": say("lessons") });
  lessons.addEventListener("change", () => choose(lessons.value));
  const back = button("previous", say("tourBack"), () => go(-1));
  const on = button("next", say("tourOn"), () => go(1));
  const close = button(null, say("tourClose"), leave);
  const progress = make("div", { class: "tour-progress", "aria-hidden": "true" });
  const root = make("section", { class: "tour" }, said, make("div", { class: "tour-buttons" }, lessons, back, on, close), progress);
  root.hidden = true;
  document.querySelector(".header")?.after(root);

  /** @param {string | null} sign @param {string} label @param {() => void} press */
  function button(sign, label, press) {
    const made = make("button", { type: "button", class: sign === null ? "button tour-close" : "button", "aria-label": label, title: label }, sign === null ? "×" : icon(sign));
    // A click with the mouse leaves the focus alone, so that the next Space is a step, not this button.
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("mousedown", (event) => event.preventDefault());
    made.addEventListener("click", press);
    return made;
  }

  /** @param {LessonRow[]} rows @param {string} id */
  function offer(rows, id) {
    lessons.hidden = rows.length < 2;
    if (lessons.options.length !== rows.length) lessons.replaceChildren(...rows.map((row) => make("option", { value: row.id }, row.title)));
    lessons.value = id;
  }

  return {
    /** @param {boolean} isOpen */
    toggle(isOpen) {
      root.hidden = !isOpen;
      mark(document.body, "data-tour", isOpen ? "open" : null);
    },
    /** @param {Told} told @param {Stop} stop @param {State} state @param {LessonRow[]} rows */
    show({ lesson, stops }, stop, state, rows) {
      const { point, index, section, title, inSection, ofSection } = stop;
      const isAnswered = state.lesson?.answered ?? false;
      const set = (/** @type {HTMLElement} */ target, /** @type {string | null} */ text) => target.replaceChildren(...(text === null ? [] : phrase(kit, text, state)));
      root.setAttribute("aria-label", say("tour", { title: lesson.title }));
      mark(root, "data-lesson", lesson.id);
      mark(root, "data-point", index);
      mark(root, "data-points", stops.length);
      mark(root, "data-answered", isAnswered);
      place.replaceChildren(make("b", {}, title), make("span", { class: "tour-count" }, make("span", { class: "tour-sections" }, `${say("section", { n: section + 1, m: lesson.sections.length })}, `), say("point", { k: inSection + 1, of: ofSection })));
      set(caption, point.caption);
      bullets.replaceChildren(...point.bullets.map((text) => make("li", {}, ...phrase(kit, text, state))));
      bullets.hidden = point.bullets.length === 0;
      set(question, point.question);
      if (isAnswered) set(answer, point.answer);
      else answer.replaceChildren(...(point.question === null ? [] : [make("span", { class: "tour-hint" }, say("answerNext"))]));
      mark(back, "aria-disabled", index === 0 ? "true" : null);
      mark(on, "aria-disabled", index === stops.length - 1 ? "true" : null);
      offer(rows, lesson.id);
      progress.replaceChildren(...lesson.sections.map((one, at) => {
        const part = make("span", { class: "tour-part" }, make("i"));
        part.style.setProperty("flex-grow", String(one.points.length));
        part.style.setProperty("--done", String(at < section ? 1 : at > section ? 0 : (inSection + 1) / ofSection));
        return part;
      }));
    },
  };
}
