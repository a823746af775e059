// A refusal in words: where, what, and what to do about it, with the service's fixes as buttons. English is what
// the service says; in another language the sentences are made of the refusal's code and its arguments.

import { applied, labelIn, toldIn } from "../../core/text/fixes.js";
import { refusalWords, say } from "../../words/index.js";
import { mark } from "../dom/attributes.js";
import { element as make } from "../dom/element.js";

/** @typedef {import("../../core/types.js").Problem} Problem */
/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */

/**
 * @param {(source: string) => void} onRemedy  gets the mended source
 * @returns {{ root: HTMLElement, show: (problem: Problem | null, source: string) => void }}
 */
export function problemCard(onRemedy) {
  const root = make("div", { class: "problem", role: "alert", "aria-live": "polite" });
  /** @type {Problem | null} */
  let shown = null;
  return {
    root,
    show(problem, source) {
      shown = problem;
      if (problem === null) return root.replaceChildren();
      const words = problem.code === undefined ? null : refusalWords();
      /** @param {Record<string, string> | null} known */
      const tell = (known) => {
        if (shown === problem) root.replaceChildren(...explained(problem, known), ...remedies(problem, source, known, onRemedy));
      };
      if (words === null) return tell(null);
      words.then(tell);
    },
  };
}

/**
 * @param {Problem} problem
 * @param {string} source
 * @param {Record<string, string> | null} words
 * @param {(source: string) => void} onRemedy
 */
function remedies({ fixes = [] }, source, words, onRemedy) {
  const buttons = fixes.map((fix) => {
    const button = make("button", { class: "problem-remedy", type: "button" }, labelIn(fix, words));
    button.addEventListener("click", () => onRemedy(applied(source, fix)));
    return button;
  });
  return buttons.length === 0 ? [] : [make("div", { class: "problem-remedies" }, ...buttons)];
}

/** @param {Problem} problem @param {Record<string, string> | null} words */
function explained(problem, words) {
  const { place, what } = parted(problem);
  const told = words === null ? null : toldIn(problem, words);
  // What the service says is English; what the page says of an answer that did not come is the page's.
  /** @type {Record<string, string>} */
  const said = problem.code !== undefined && told === null ? { lang: "en" } : {};
  const hint = told?.hint ?? problem.hint;
  const parts = [make("p", { class: "problem-what", ...said }, told?.what ?? what)];
  if (place !== null) parts.unshift(make("p", { class: "problem-place" }, place));
  if (hint !== "") parts.push(make("p", { class: "problem-hint", ...said }, hint));
  return parts;
}

/**
 * The service's sentence begins with its place; on the page the place is a line of its own.
 * @param {Problem} problem
 */
function parted({ detail, span }) {
  if (!span) return { place: null, what: detail };
  const place = `line ${span.line}, column ${span.column}: `; // it stands in front of the sentence, and is shown apart
  const what = detail.startsWith(place) ? detail.slice(place.length) : detail;
  return { place: say("problem.place", { line: span.line, column: span.column }), what };
}

/**
 * A notice of its own for what is not explained under the text: a problem without a place there (the
 * service does not answer), and any problem while the editor is closed.
 * @param {HTMLElement} root
 * @param {Store} store
 * @param {Pick<Services, "actions">} services
 */
export function mountProblem(root, store, { actions }) {
  const card = problemCard((source) => store.set({ source }));
  const open = make("button", { class: "problem-remedy", type: "button" }, say("problem.editor"));
  const close = make("button", { class: "problem-close", type: "button", "aria-label": say("problem.dismiss") }, "×");
  const notice = make("section", { class: "problem-notice", "aria-label": say("problem.problem") }, card.root, open, close);
  root.append(notice);
  open.addEventListener("click", () => actions.run("editor"));
  close.addEventListener("click", () => store.set({ problem: null }));

  /** @param {State} state */
  function show({ problem, source, editorOpen }) {
    const isElsewhere = problem !== null && !(problem.span && editorOpen);
    card.show(isElsewhere ? problem : null, source);
    open.hidden = !isElsewhere || editorOpen || !problem.span;
    mark(notice, "data-empty", !isElsewhere);
  }

  show(store.get());
  store.subscribe((state, previous) => {
    if (state.problem !== previous.problem || state.editorOpen !== previous.editorOpen) show(state);
  });
}
