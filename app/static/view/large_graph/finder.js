// A field to find a node by its name, with what was found beneath it. Enter goes there, Escape goes back.

import { say } from "../../words/index.js";
import { findNodes } from "../../core/scene/find.js";

/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../stage/scene.js").Kit} Kit */

const MOST = 8;

/**
 * @param {HTMLElement} root
 * @param {Kit} kit
 * @param {{ trace: () => Trace | null, placeOf: (id: string) => string[], onChoose: (id: string) => void }} asks
 */
export function createFinder(root, { element, mark, setMath }, { trace, placeOf, onChoose }) {
  const field = element("input", {
    class: "finder-field", type: "text", placeholder: say("scale.name"), "aria-label": say("scale.find-node"), role: "combobox",
    "aria-expanded": "true", "aria-controls": "finder-list", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
  });
  const list = element("ul", { class: "finder-list", id: "finder-list", role: "listbox", "aria-label": say("scale.found") });
  const note = element("p", { class: "finder-note", role: "status" });
  const box = element("div", { class: "finder", role: "search" }, field, list, note);
  box.hidden = true;
  root.append(box);
  /** @type {Node[]} */
  let found = [];
  let chosen = 0;

  function look() {
    const now = trace();
    const { nodes, count } = now ? findNodes(now, field.value, MOST) : { nodes: [], count: 0 };
    found = nodes;
    chosen = 0;
    list.replaceChildren(...found.map(row));
    note.textContent = field.value.trim() === "" ? "" : count === 0 ? say("scale.none") : count > MOST ? say("scale.more", { count: count - MOST }) : "";
    light();
  }

  /** @param {Node} node @param {number} index */
  function row(node, index) {
    const name = element("span", { class: "finder-name" });
    setMath(name, node.latex);
    const places = placeOf(node.id).map((latex) => {
      const place = element("span");
      setMath(place, latex);
      return place;
    });
    const item = element("li", { id: `finder-${index}`, role: "option", "data-find": node.id }, name,
      element("code", { class: "finder-id" }, node.id), element("span", { class: "finder-place" }, ...places.flatMap((place, k) => (k > 0 ? [" › ", place] : [place]))));
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => choose(index));
    return item;
  }

  function light() {
    for (const [index, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(index === chosen));
    mark(field, "aria-activedescendant", found.length > 0 ? `finder-${chosen}` : null);
  }

  /** @param {number} index */
  function choose(index) {
    const node = found[index];
    if (!node) return;
    close();
    onChoose(node.id);
  }

  function close() {
    box.hidden = true;
    field.blur();
  }

  field.addEventListener("input", look);
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
    else if (event.key === "Enter") choose(chosen);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const by = event.key === "ArrowDown" ? 1 : -1;
      chosen = (chosen + by + found.length) % Math.max(1, found.length);
      light();
    } else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => { box.hidden = true; });
  for (const name of /** @type {const} */ (["mousedown", "wheel", "dblclick"])) box.addEventListener(name, (event) => event.stopPropagation());

  return {
    open() {
      box.hidden = false;
      field.value = "";
      look();
      field.focus({ preventScroll: true });
    },
  };
}
