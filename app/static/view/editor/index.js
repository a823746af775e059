// The model's text. A plain field at first; CodeMirror takes over, caret and all, when it is first used.
// Problems are underlined where they are and explained below, with remedies one click away.

import { offsetsOf } from "../../core/text/text_offsets.js";
import { stepAt } from "../../core/walk/player.js";
import { mark } from "../dom/attributes.js";
import { createPlainEditor } from "./plain.js";
import { element as make } from "../dom/element.js";
import { mountProblem, problemCard } from "../panels/problem.js";

/** @typedef {import("../../core/types.js").Primitive} Primitive */
/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("./rich.js").RichEditor} RichEditor */

/** What is left free under the line of the step, in pixels. */
const AIR = 8;
/** A longer text is shown by CodeMirror from the start, which draws only what is in sight of it; */
const LONG = 20_000;
/** until it is there, so much is. */
const GLIMPSE = 2_000;
/** Between two looks at where its line stands, in milliseconds. */
const GLANCE = 60;

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @param {Pick<Services, "api" | "actions">} services
 */
export function mountEditor(root, store, services) {
  /** @type {RichEditor | null} */
  let rich = null;
  /** @type {Promise<void> | null} */
  let upgrading = null;
  /** @type {readonly Primitive[]} */
  let primitives = [];

  const onText = (/** @type {string} */ source) => store.set({ source });
  const plain = createPlainEditor(onText);
  const card = problemCard((source) => {
    store.set({ source });
    (rich ?? plain.field).focus();
  });
  const frame = make("div", { class: "editor-frame" }, plain.root);
  root.append(frame, card.root);
  mountProblem(document.body, store, services);

  async function upgrade() {
    const { createRichEditor } = await import("./rich.js");
    await compositionEnds(plain.field);
    const isFocused = document.activeElement === plain.field;
    const { value, selectionStart: from, selectionEnd: to, readOnly } = plain.field;
    const text = readOnly ? textOf(store.get()) : value;
    rich = createRichEditor({ text, selection: { from, to }, primitives: () => primitives, onText, onLeave: leave, onCaret: uncover });
    frame.replaceChildren(rich.root);
    if (isFocused) rich.focus();
    show(store.get());
    // The heights of lines that were never in sight are guesses, which each look betters.
    if (readOnly) for (const look of [0, 1, 2]) window.setTimeout(follow, look * GLANCE);
    primitives = await services.api.primitives().catch(() => []);
  }

  /** The problem stays in sight at the panel's foot, and must not lie over the line being written. @param {number} bottom */
  function uncover(bottom) {
    const top = card.root.childElementCount > 0 ? card.root.getBoundingClientRect().top : Infinity;
    if (bottom > top) root.parentElement?.scrollBy({ top: bottom - top });
  }

  /** Without CodeMirror the plain field simply stays. */
  function upgradeOnce() {
    upgrading ??= upgrade().catch(() => { upgrading = null; });
  }

  plain.field.addEventListener("focus", upgradeOnce);
  plain.field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") leave();
  });

  /** @param {State} state */
  function setText(state) {
    const text = textOf(state);
    if (rich) return rich.setText(text);
    plain.field.readOnly = text.length > LONG;
    plain.setText(plain.field.readOnly ? text.slice(0, GLIMPSE) : text);
    if (plain.field.readOnly) upgradeOnce();
  }

  /** @param {State} state */
  function show(state) {
    setText(state);
    light(state);
    showProblem(state);
  }

  /** @param {State} state */
  function light(state) {
    (rich ?? plain).setActiveLine(lineOf(state));
    mark(root, "data-phase", state.trace && stepAt(state.trace, state.position)?.phase);
  }

  /** A text too tall for the panel is scrolled to the step's line, always alike; who works in the panel is left alone. */
  function follow() {
    const panel = root.parentElement;
    if (!panel || frame.offsetHeight <= panel.clientHeight || panel.contains(document.activeElement)) return;
    const line = frame.querySelector(".is-active");
    const number = lineOf(store.get());
    const foot = line ? line.getBoundingClientRect().bottom - frame.getBoundingClientRect().top : rich && number !== null ? rich.bottomOf(number) : 0;
    panel.scrollTop = foot + AIR - panel.clientHeight;
  }

  /** @param {State} state */
  function showProblem({ problem, source, trace }) {
    const place = problem?.span ? offsetsOf(source, problem.span) : null;
    rich?.setProblem(place);
    card.show(problem?.span ? problem : null, source);
    if (place) upgradeOnce();
    // With no graph to look at (a link to a wrong formula, on a phone) the explanation is what there is to see.
    if (place && trace === null) card.root.scrollIntoView({ block: "nearest" });
  }

  show(store.get());
  store.subscribe((state, previous) => {
    if (state.source !== previous.source) setText(state);
    if (lineOf(state) !== lineOf(previous) || state.position !== previous.position || state.trace !== previous.trace) light(state);
    if (lineOf(state) !== lineOf(previous)) follow();
    if (state.problem !== previous.problem) showProblem(state);
  });
}

/** @param {State} state */
function textOf({ source }) {
  return source.replace(/\r\n?/g, "\n");
}

/**
 * The line of the node that the current step is about, while text and graph say the same.
 * @param {State} state
 * @returns {number | null}
 */
function lineOf({ trace, position, problem }) {
  if (trace === null || problem !== null) return null;
  const step = stepAt(trace, position);
  const node = step && trace.nodes.find(({ id }) => id === step.node);
  return node?.span?.line ?? null;
}

/** The walk's keys work again at once. */
function leave() {
  const stage = document.querySelector("[data-stage]");
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  if (stage instanceof HTMLElement) stage.focus({ preventScroll: true });
}

/**
 * A text being composed (an accent, a Chinese word) must not lose its field half-way.
 * @param {HTMLTextAreaElement} field
 */
async function compositionEnds(field) {
  if (field.dataset.composing !== "true") return;
  await new Promise((resolve) => field.addEventListener("compositionend", resolve, { once: true }));
}
