// Below a large graph: how much of it is drawn, which groups are open, and how to find a node.

import { formatFigure, say } from "../../words/index.js";

/** @typedef {import("../../core/fold/shown.js").Shown} Shown */
/** @typedef {import("../../core/fold/tree.js").Group} Group */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../stage/scene.js").Kit} Kit */

/** @param {HTMLElement} root @param {Kit} kit @param {{ fold: (id: string) => void, run: (id: "find" | "fold") => void }} does */
export function createBar(root, { element, mark, setMath }, { fold, run }) {
  const count = element("span", { class: "bar-count" });
  const chips = element("span", { class: "bar-open" });
  const find = button(say("scale.find"), "/", () => run("find"));
  const all = button(say("scale.fold-all"), "O", () => run("fold"));
  const bar = element("div", { class: "scale-bar", role: "group", "aria-label": say("scale.groups") }, count, find, all, chips);
  bar.hidden = true;
  root.append(bar);
  /** @type {Shown | null} */
  let last = null;

  /** @param {string} label @param {string} key @param {() => void} does */
  function button(label, key, does) {
    const made = element("button", { type: "button", class: "bar-button" }, label, element("kbd", {}, key));
    made.addEventListener("mousedown", (event) => event.preventDefault());
    made.addEventListener("click", does);
    return made;
  }

  /** @param {Group} group */
  function chip({ id, latex }) {
    const name = element("span");
    setMath(name, latex);
    const made = element("button", { type: "button", class: "bar-chip", "data-open": id, "aria-label": say("scale.fold", { name: id }), title: say("scale.fold", { name: id }) }, name, element("span", { "aria-hidden": "true" }, "×"));
    made.addEventListener("mousedown", (event) => event.preventDefault());
    made.addEventListener("click", () => fold(id));
    return made;
  }

  return {
    /** @param {Trace} trace @param {Shown} shown */
    show(trace, shown) {
      bar.hidden = false;
      if (shown === last) return;
      last = shown;
      count.replaceChildren(element("b", {}, formatFigure(trace.nodes.length)), say("scale.drawn", { count: shown.trace.nodes.length }));
      all.hidden = shown.open.length === 0;
      chips.replaceChildren(...shown.open.map(chip));
      mark(bar, "data-shown", shown.trace.nodes.length);
    },
    /** @param {string | null} id  the open group whose button is to have the focus */
    focus(id) {
      const found = [...chips.children].find((one) => one.getAttribute("data-open") === id);
      if (found instanceof HTMLElement) found.focus({ preventScroll: true });
    },
    hide() {
      bar.hidden = true;
      last = null;
    },
    height: () => bar.offsetHeight,
  };
}
