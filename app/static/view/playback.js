// Plays the walk: a step, a pause to read it, the next step.

import { actionOf } from "../core/actions.js";

/** @typedef {import("../core/types.js").Store} Store */

const PACE = 1400;

/** @param {Store} store */
export function startPlayback(store) {
  let timer = 0;
  const schedule = () => {
    window.clearTimeout(timer);
    if (store.get().playing) timer = window.setTimeout(advance, PACE);
  };
  const advance = () => {
    const state = store.get();
    if (!actionOf("next").enabled(state)) store.set({ playing: false });
    else store.set({ position: state.position + 1 });
    schedule();
  };
  store.subscribe((state, previous) => {
    if (state.playing === previous.playing) return;
    if (state.playing) advance();
    else window.clearTimeout(timer);
  });
}
