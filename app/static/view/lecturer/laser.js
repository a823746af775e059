// A spot that follows the pointer, seen from the last row on light and on dark. It moves by a transform
// alone: nothing on the page is laid out again for it.

/** @param {import("./types.js").Room} room */
export function mountLaser({ kit: { element, mark }, store }) {
  const spot = element("div", { class: "laser", "data-laser-spot": "", "aria-hidden": "true" });
  spot.hidden = true;
  document.body.append(spot);
  /** Where the pointer was seen last; the middle of the page until then. */
  let at = { x: window.innerWidth / 2, y: window.innerHeight / 2 };
  const place = () => spot.style.setProperty("translate", `${at.x}px ${at.y}px`);

  window.addEventListener("pointermove", ({ clientX: x, clientY: y }) => {
    at = { x, y };
    if (!spot.hidden) place();
  }, { passive: true });

  const show = () => {
    const { laser } = store.get();
    if (laser === !spot.hidden) return;
    spot.hidden = !laser;
    mark(document.documentElement, "data-laser", laser);
    place();
  };
  store.subscribe(show);
  show();
}
