// The window of notes, for the screen that only the lecturer sees: this step and the next, what to say, the
// time. It shows what the page tells it and asks the page to do the rest.

import { actionForKey } from "../../../core/actions.js";
import { recall, remember } from "../../../io/memory.js";
import { formatFigure } from "../../../words/index.js";
import { mark } from "../../dom/attributes.js";
import { element as make } from "../../dom/element.js";
import { setMath } from "../../dom/mathematics.js";
import { createChooser } from "../chooser.js";
import { openChannel } from "./channel.js";
import { startClock } from "./clock.js";

/** @typedef {import("./channel.js").Message} Message */
/** @typedef {import("./channel.js").Piece} Piece */
/** @typedef {import("./channel.js").Row} Row */
/** @typedef {import("./channel.js").Sheet} Sheet */
/** @typedef {import("./channel.js").Shown} Shown */
/** @typedef {(key: string, values?: Record<string, string | number>) => string} Say */

const SENT = new Set(["next", "previous", "first", "last", "play", "blank", "laser", "tour"]);

/** @param {HTMLElement} root @param {Say} say @param {{ id: string, language: string }} where */
export function mountWindow(root, say, { id, language }) {
  /** @type {Sheet | null} */
  let sheet = null;
  /** @type {Map<number, (rows: Row[]) => void>} */
  const waiting = new Map();
  let asked = 0;
  const channel = openChannel(id, hear);
  const run = (/** @type {string} */ action) => channel.say({ kind: "run", id: action });

  const clock = make("span", { class: "notes-clock", "data-clock": "" });
  const timer = make("span", { class: "notes-timer", "data-timer": "" });
  const reset = make("button", { type: "button", class: "notes-button" }, say("timerReset"));
  const step = make("span", { class: "notes-step", "data-step": "" });
  const place = make("span", { class: "notes-place", "data-place": "" });
  const status = make("p", { class: "notes-status", role: "status", "data-status": "" }, say("notesWaiting"));
  const now = screenOf("now", say("notesNow"));
  const next = screenOf("next", say("notesNext"));
  const notes = make("div", { class: "notes-text", "data-notes": "" });
  const buttons = ["previous", "next", "blank", "laser"].map((action) => button(say(`notes-${action}`), () => run(action), action));
  const dialog = make("dialog", { class: "jump", "aria-label": say("jump") });
  root.append(
    make("header", { class: "notes-bar" }, make("h1", { class: "unseen" }, say("notesTitle")), make("span", { class: "notes-talk" }, timer, reset), step, place, clock),
    make("main", { class: "notes-main" }, make("div", { class: "notes-screens" }, now.root, next.root), make("section", { class: "notes-side", "aria-label": say("notes") }, make("h2", {}, say("notes")), notes)),
    make("footer", { class: "notes-foot" }, make("div", { class: "notes-keys", role: "group", "aria-label": say("notesKeys") }, ...buttons, button(say("jump"), jump, "jump")), status), dialog,
  );

  const chooser = createChooser({ element: make, mark, setMath }, dialog, say, {
    find: (text) => new Promise((resolve) => {
      waiting.set(asked += 1, resolve);
      channel.say({ kind: "find", ask: asked, text });
    }),
    go: (position) => {
      channel.say({ kind: "go", position });
      dialog.close();
    },
  });

  /** @param {string} label @param {() => void} press @param {string} action */
  function button(label, press, action) {
    const made = make("button", { type: "button", class: "notes-button", "data-action": action }, label);
    // A click leaves the focus alone, so that the next Space is a step, not this button.
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("mousedown", (event) => event.preventDefault());
    made.addEventListener("click", press);
    return made;
  }

  function jump() {
    if (sheet === null || dialog.open) return;
    dialog.showModal();
    chooser.open();
  }

  /** @param {Message} message */
  function hear(message) {
    if (message.kind === "sheet") show(message.sheet);
    else if (message.kind === "found") {
      waiting.get(message.ask)?.(message.rows);
      waiting.delete(message.ask);
    } else if (message.kind === "back") channel.say({ kind: "hello" });
    else if (message.kind === "bye") {
      status.textContent = say("notesAlone");
      mark(document.body, "data-alone", true);
    }
  }

  /** @param {Sheet} fresh */
  function show(fresh) {
    sheet = fresh;
    const { told, position, steps, blank, laser, theme } = fresh;
    mark(document.body, "data-alone", null);
    mark(document.body, "data-position", position);
    mark(document.body, "data-blank", blank);
    mark(document.documentElement, "data-theme", theme === "system" ? null : theme);
    status.textContent = blank ? say("notesBlank") : laser ? say("notesLaser") : "";
    step.replaceChildren(`${say("stepOf")} `, make("b", {}, formatFigure(position)), ` / ${formatFigure(steps)}`);
    place.textContent = told === null ? fresh.title : `${told.title}: ${told.place}`;
    for (const one of buttons) {
      const pressed = { blank, laser }[one.dataset.action ?? ""];
      if (pressed !== undefined) one.setAttribute("aria-pressed", String(pressed));
    }
    now.show(fresh.now, fresh.now === null ? say("notesNoModel") : "");
    const press = told?.press ?? (fresh.next === null ? "end" : "step");
    next.title.textContent = say(`press-${press}`);
    if (press === "step") next.show(fresh.next, "");
    else next.show(null, press === "answer" ? told?.answer ?? "" : press === "point" ? told?.following ?? "" : say("notesEnd"));
    tellNotes(fresh, press);
  }

  /** What stands in the panel of what comes next is not said twice. @param {Sheet} fresh @param {string} press */
  function tellNotes({ told, now: shown, next: following }, press) {
    const line = (/** @type {string} */ kind, /** @type {string | null} */ label, /** @type {Piece[]} */ said) => (said.length === 0 ? []
      : [make("p", { class: "notes-line", "data-kind": kind }, ...(label === null ? [] : [make("span", { class: "notes-label" }, label)]), ...nodesOf(said))]);
    const own = (/** @type {Shown | null} */ one) => (one === null || one.narration === "" ? [] : [one.narration]);
    const same = shown !== null && following !== null && shown.narration === following.narration;
    notes.replaceChildren(...(told === null ? [] : [
      ...line("notes", null, told.notes), ...line("caption", say("notesSaid"), told.caption),
      ...told.bullets.flatMap((bullet) => line("bullet", null, bullet)),
      ...line("question", say("question"), told.question ?? []), ...line("answer", told.answered ? say("answer") : say("answerHidden"), press === "answer" ? [] : told.answer ?? []),
    ]), ...line("narration", told === null ? null : say("notesStep"), own(shown)), ...line("narration-next", say("notesThen"), same || press !== "step" ? [] : own(following)));
  }

  document.addEventListener("keydown", (event) => {
    if (dialog.open || event.defaultPrevented) return;
    const pressed = event.target instanceof Element && event.target.closest("button") !== null && (event.key === " " || event.key === "Enter");
    if (pressed) return;
    if (event.key === "Escape" && sheet?.blank) return run("blank");
    if (event.key === "Escape" && sheet?.laser) return run("laser");
    const action = actionForKey(event);
    if (action?.id === "jump") jump();
    else if (action && SENT.has(action.id)) run(action.id);
    else return;
    event.preventDefault();
  });
  window.addEventListener("pagehide", () => channel.say({ kind: "gone" }));
  startClock({ clock, timer, reset, language, recall: (name) => recall(name, "sessionStorage"), remember: (name, value) => remember(name, value, "sessionStorage") });
  channel.say({ kind: "hello" });
}

/** A step in formulas and words. @param {string} kind @param {string} heading */
function screenOf(kind, heading) {
  const title = make("h2", {}, heading);
  const symbolic = make("p", { class: "notes-formula", "data-formula": "" });
  const substituted = make("p", { class: "notes-numbers", "data-substituted": "" });
  const caption = make("p", { class: "notes-caption", "data-caption": "" });
  const root = make("section", { class: "notes-screen", "data-screen": kind, "aria-label": heading }, title, symbolic, substituted, caption);
  return {
    root, title,
    /** @param {Shown | null} shown @param {Piece[] | string} instead  what is said where there is no step */
    show(shown, instead) {
      setMath(symbolic, shown?.symbolic ?? "", { large: true });
      setMath(substituted, shown?.substituted ?? "");
      caption.replaceChildren(...nodesOf(shown?.caption ?? (typeof instead === "string" ? [instead] : instead)));
    },
  };
}

/** @param {Piece[]} pieces @returns {(Node | string)[]} */
function nodesOf(pieces) {
  return pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    if ("number" in piece) return make("span", { class: "said-number", "data-kind": piece.kind }, piece.number);
    const formula = make("span", { "data-kind": piece.kind });
    setMath(formula, piece.latex);
    return formula;
  });
}
