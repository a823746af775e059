// A refusal in words: where, what, and what to do about it, with the remedies the page can apply. The words
// are there at once; what finds the remedies is fetched with the first refusal that has a place in the text.

import { say } from "../../words/index.js";
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
      root.replaceChildren(...(problem === null ? [] : explained(problem)));
      if (!problem?.span) return;
      remedies(problem, source, onRemedy).then((buttons) => {
        if (shown === problem && buttons.length > 0) root.append(make("div", { class: "problem-remedies" }, ...buttons));
      }).catch(() => {}); // the words say what to do, too
    },
  };
}

/** @param {Problem} problem @param {string} source @param {(source: string) => void} onRemedy */
async function remedies(problem, source, onRemedy) {
  const { remediesFor } = await import("../../core/text/quick_fixes.js");
  return remediesFor(problem, source).map((remedy) => {
    const button = make("button", { class: "problem-remedy", type: "button" }, remedy.label);
    button.addEventListener("click", () => onRemedy(remedy.source));
    return button;
  });
}

/** @param {Problem} problem */
function explained(problem) {
  const { place, what } = parted(problem);
  // What the service says is English; what the page says of an answer that did not come is the page's.
  /** @type {Record<string, string>} */
  const said = problem.span ? { lang: "en" } : {};
  const parts = [make("p", { class: "problem-what", ...said }, what)];
  if (place !== null) parts.unshift(make("p", { class: "problem-place" }, place));
  if (problem.hint !== "") parts.push(make("p", { class: "problem-hint", ...said }, problem.hint));
  return parts;
}

/**
 * The service's sentence begins with its place; on the page the place is a line of its own.
 * @param {Problem} problem
 */
function parted({ detail, span }) {
  if (!span) return { place: null, what: detail };
  const what = detail.replace(/^line \d+, column \d+: /, "");
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
