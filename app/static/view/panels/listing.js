// The two-loop listing with its lit line and, beneath, what i, Pa and Ch are just now.

import { listing, liveLatex, placeAt } from "../../core/walk/listing.js";
import { mark } from "../dom/attributes.js";
import { element as make } from "../dom/element.js";
import { fitLines } from "../dom/fit_text.js";
import { setMath } from "../dom/mathematics.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Store} Store */

/** @param {HTMLElement} root @param {Store} store */
export function mountListing(root, store) {
  const lines = listing();
  const items = lines.map((line) => make("li", { "data-line": line.id, "data-indent": String(line.indent) }));
  const live = [make("div"), make("div")];
  root.append(make("ol", {}, ...items), make("div", { class: "listing-live", "data-live": "" }, ...live));

  /** @param {State} state */
  function write({ notation }) {
    for (const [index, line] of lines.entries()) {
      const item = items[index];
      if (item) setMath(item, line[notation], { large: false });
    }
  }

  /** @param {State} state */
  function light({ trace, position }) {
    const place = trace && placeAt(trace, position);
    for (const item of items) {
      const isLit = item.dataset.line === place?.line;
      mark(item, "data-current", isLit);
      mark(item, "aria-current", isLit ? "step" : null);
    }
    const values = place ? liveLatex(place) : [];
    for (const [index, element] of live.entries()) setMath(element, values[index] ?? "");
    fitLines(live, { breaks: false });
  }

  store.subscribe((state, previous) => {
    if (state.notation !== previous.notation) write(state);
    if (state.trace !== previous.trace || state.position !== previous.position) light(state);
  });
  write(store.get());
  light(store.get());
}
