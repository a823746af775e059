// Plays the walk: a step, a pause to read it, the next step.

import { moved } from "../../core/walk/player.js";

/** @typedef {import("../../core/types.js").Store} Store */

const PACE = 1400;

/** @param {Store} store */
export function startPlayback(store) {
  let timer = 0;
  const schedule = () => {
    window.clearTimeout(timer);
    if (store.get().playing) timer = window.setTimeout(advance, PACE);
  };
  const advance = () => {
    const { trace, position } = store.get();
    const next = moved(trace, position, 1);
    store.set(next === position ? { playing: false } : { position: next });
    schedule();
  };
  store.subscribe((state, previous) => {
    if (state.playing === previous.playing) return;
    if (state.playing) advance();
    else window.clearTimeout(timer);
  });
}
