// The time of day, and how long the talk has been going on.

/**
 * @param {number} milliseconds
 * @returns {string} `4:07`, and from an hour on `1:04:07`
 */
export function elapsedText(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/**
 * Keeps both up to date. The start outlives a reload of the window.
 * @param {{ clock: HTMLElement, timer: HTMLElement, reset: HTMLElement, language: string, recall: (name: string) => string | null, remember: (name: string, value: string) => void }} parts
 */
export function startClock({ clock, timer, reset, language, recall, remember }) {
  const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  const kept = Number(recall("started") ?? NaN);
  let started = Number.isFinite(kept) ? kept : Date.now();
  remember("started", String(started));

  const show = () => {
    const now = Date.now();
    const [day, talk] = [time.format(now), elapsedText(now - started)];
    if (clock.textContent !== day) clock.textContent = day;
    if (timer.textContent !== talk) timer.textContent = talk;
  };
  reset.addEventListener("click", () => {
    started = Date.now();
    remember("started", String(started));
    show();
  });
  setInterval(show, 250);
  show();
}
