// The jump: a field for a number or a name, and beneath it where that leads. Enter goes, Escape stays.

import { createChooser } from "./chooser.js";
import { targetsOf } from "../../core/walk/jump.js";

/** Rows of the list. */
const MOST = 8;

/** @param {import("./types.js").Room} room */
export function mountJump({ kit, store, say }) {
  const dialog = kit.element("dialog", { class: "jump", "aria-label": say("jump") });
  const chooser = createChooser(kit, dialog, say, {
    find: async (text) => rowsOf(kit, store.get(), text),
    go: (position) => store.set({ position, jumpOpen: false, playing: false, blank: false }),
  });
  // "close" comes a moment after Escape, and the next key may be quicker.
  for (const event of ["cancel", "close"]) dialog.addEventListener(event, () => store.set({ jumpOpen: false }));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);

  const show = () => {
    const { jumpOpen } = store.get();
    if (jumpOpen === dialog.open) return;
    if (!jumpOpen) return dialog.close();
    dialog.showModal();
    chooser.open();
  };
  store.subscribe(show);
  show();
}

/**
 * Rows that can also travel to another window.
 * @param {import("./types.js").Kit} kit
 * @param {import("../../core/types.js").State} state
 * @param {string} text
 * @returns {import("./chooser.js").Row[]}
 */
export function rowsOf({ adjointOf, inNotation }, { trace, notation }, text) {
  if (trace === null) return [];
  return targetsOf(trace, text, MOST).map(({ position, node, kind }) => {
    const isAdjoint = kind === "adjoint" || (kind === "step" && trace.steps[position - 1]?.phase === "backward");
    const latex = node === null ? "" : isAdjoint ? inNotation(adjointOf(node), trace, notation) : node.latex;
    return { position, latex, kind: node === null ? "start" : kind === "step" ? (isAdjoint ? "adjoint" : "value") : kind };
  });
}
