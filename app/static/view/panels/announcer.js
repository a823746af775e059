// Speaks each step politely. Only the last of a quick run of steps is worth saying.

import { say } from "../../words/index.js";
import { captionAt, spoken } from "../../core/walk/captions.js";
import { element as make } from "../dom/element.js";

/** @typedef {import("../../core/types.js").Store} Store */

const PAUSE = 150;

/** @param {HTMLElement} root @param {Store} store */
export function mountAnnouncer(root, store) {
  const voice = make("p", { class: "unseen", role: "status", "aria-live": "polite", "data-announcer": "" });
  root.append(voice);
  let timer = 0;
  store.subscribe((state, previous) => {
    if (state.blank !== previous.blank) tell(say(state.blank ? "blank.on" : "blank.off"));
    if (state.position === previous.position || state.trace === null) return;
    const { trace, position } = state;
    tell(say("step.spoken", { position, steps: trace.steps.length, caption: spoken(captionAt(trace, position)) }));
  });

  /** @param {string} sentence */
  function tell(sentence) {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { voice.textContent = sentence; }, PAUSE);
  }
}
