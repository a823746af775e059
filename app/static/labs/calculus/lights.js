// All copies of a repeated part light up at once, wherever they stand: while one of them, or its row in the
// list, is pointed at or has the focus; or for as long as its row is pressed.

/**
 * @param {HTMLElement} root
 * @param {(key: number | null) => void} onPin  told which row is pressed
 */
export function createLights(root, onPin) {
  /** @type {number | null} */
  let pointed = null;
  /** @type {number | null} */
  let focused = null;
  /** @type {number | null} */
  let pinned = null;

  root.addEventListener("pointerover", ({ target }) => {
    pointed = keyAt(target);
    refresh();
  });
  root.addEventListener("pointerleave", () => {
    pointed = null;
    refresh();
  });
  root.addEventListener("focusin", ({ target }) => {
    focused = keyAt(target);
    refresh();
  });
  root.addEventListener("focusout", () => {
    focused = null;
    refresh();
  });

  /** The innermost part, or the part of the row. @param {EventTarget | null} target */
  function keyAt(target) {
    const row = target instanceof Element ? target.closest("[data-part], .part") : null;
    const key = row?.getAttribute("data-part") ?? /(?:^| )part-(\d+)(?: |$)/.exec(row?.className ?? "")?.[1];
    return key === undefined ? null : Number(key);
  }

  function refresh() {
    const lit = pointed ?? focused ?? pinned;
    for (const copy of root.querySelectorAll(".part[data-lit]")) if (!copy.classList.contains(`part-${lit}`)) copy.removeAttribute("data-lit");
    if (lit !== null) for (const copy of root.querySelectorAll(`.part-${lit}:not([data-lit])`)) copy.setAttribute("data-lit", "");
  }

  return {
    refresh,
    /** Again to let go. @param {number} key */
    pin(key) {
      pinned = pinned === key ? null : key;
      onPin(pinned);
      refresh();
    },
  };
}
