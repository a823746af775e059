// The list of examples: a dialog with a search field and a list by sections. The list is a listbox: arrows
// choose, Enter opens, Escape leaves all as it was. Fetched when it is first opened.

import { say } from "../../words/index.js";
import { grouped, likeliest, matching } from "../../core/model/examplelist.js";

/** @typedef {import("../../core/types.js").ExampleSummary} ExampleSummary */
/** @typedef {import("../../core/types.js").Services} Services */
/** @typedef {import("../../core/types.js").Store} Store */
/** @typedef {import("../toolkit.js").Kit} Kit */

/**
 * @param {Kit} kit
 * @param {HTMLElement} root
 * @param {HTMLButtonElement} button  that it is opened with
 * @param {Store} store
 * @param {Pick<Services, "api" | "session">} services
 * @returns {Promise<() => void>} what opens it
 */
export async function mountPicker({ element: make, modelOf, styleSheet }, root, button, store, { api, session }) {
  const search = make("input", {
    class: "picker-search", type: "text", role: "combobox", placeholder: say("picker.search"), "aria-label": say("picker.search"),
    "aria-controls": "example-list", "aria-expanded": "true", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
  });
  const list = make("div", { class: "picker-list", id: "example-list", role: "listbox", "aria-label": say("picker.examples"), tabindex: "-1" });
  const status = make("p", { class: "picker-status", role: "status" });
  const dialog = make("dialog", { class: "picker-dialog", "aria-label": say("picker.examples") }, search, list, status);
  root.append(dialog);

  /** @type {ExampleSummary[]} */
  let examples = [];
  /** @type {ExampleSummary[]} */
  let offered = [];
  let chosen = 0;
  /** The list is there: who types fast presses Enter before. */
  let listed = Promise.resolve();

  function open() {
    search.value = "";
    status.textContent = "";
    dialog.showModal();
    search.focus();
    listed = fetchList();
  }

  async function fetchList() {
    try {
      if (examples.length === 0) examples = await api.examples();
    } catch (error) {
      status.textContent = refusalOf(error)?.detail ?? say("picker.unread");
    }
    offer();
  }

  function offer() {
    offered = matching(examples, search.value);
    chosen = likeliest(offered, search.value, store.get().example?.id);
    list.replaceChildren(...grouped(offered).map(({ section, items }, index) => {
      const heading = make("div", { class: "picker-section", lang: "en", id: `example-section-${index}`, role: "presentation" }, section);
      return make("div", { role: "group", "aria-labelledby": heading.id }, heading, ...items.map(option));
    }));
    if (examples.length > 0) status.textContent = offered.length === 0 ? say("picker.none") : "";
    choose(chosen);
  }

  /** @param {ExampleSummary} example */
  function option(example) {
    const row = make("div", { class: "picker-option", role: "option", lang: "en", id: `example-${example.id}`, "data-example": example.id }, make("span", { class: "picker-name" }, example.title), make("span", { class: "picker-summary" }, example.summary));
    row.addEventListener("click", () => pick(example));
    return row;
  }

  /** @param {number} index */
  function choose(index) {
    chosen = offered.length === 0 ? 0 : (index + offered.length) % offered.length;
    const wanted = offered[chosen];
    for (const row of list.querySelectorAll("[role=option]")) {
      const isChosen = row.id === `example-${wanted?.id}`;
      row.setAttribute("aria-selected", String(isChosen));
      if (isChosen) row.scrollIntoView({ block: "nearest" });
    }
    if (wanted) search.setAttribute("aria-activedescendant", `example-${wanted.id}`);
    else search.removeAttribute("aria-activedescendant");
  }

  /** @param {ExampleSummary} example */
  async function pick({ id }) {
    dialog.close();
    // The walk's keys work at once: what follows choosing an example is playing it.
    button.blur();
    try {
      await session.open(modelOf(await api.example(id)));
    } catch (error) {
      const problem = refusalOf(error);
      if (problem === null) throw error;
      store.set({ problem });
    }
  }

  search.addEventListener("input", offer);
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const does = { ArrowDown: () => choose(chosen + 1), ArrowUp: () => choose(chosen - 1), Enter: () => offered[chosen] && pick(offered[chosen]) }[event.key];
    if (does === undefined) return;
    event.preventDefault();
    void listed.then(does);
  });
  // A click beside the list leaves it: only the backdrop is the dialog itself.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  await styleSheet(new URL("./picker.css", import.meta.url).href);
  return open;
}

/** What the service answered instead, in words. @param {unknown} error @returns {import("../../core/types.js").Problem | null} */
function refusalOf(error) {
  return error instanceof Error && "problem" in error ? /** @type {import("../../core/types.js").Problem} */ (error.problem) : null;
}
