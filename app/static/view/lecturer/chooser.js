// A field and the list of places that its text may mean. Arrows choose, Enter goes. Used on the page and in
// the window of notes, which asks the page what it found.

/** A place to go to, in words: `kind` is a value, an adjoint, or the start. @typedef {{ position: number, latex: string, kind: string }} Row */
/** @typedef {{ find: (text: string) => Promise<Row[]>, go: (position: number) => void }} Asks */

/**
 * @param {Pick<import("./types.js").Kit, "element" | "mark" | "setMath">} kit
 * @param {HTMLElement} root
 * @param {import("./types.js").Room["say"]} say
 * @param {Asks} asks
 * @returns {{ open: () => void }}
 */
export function createChooser({ element: make, mark, setMath }, root, say, { find, go }) {
  const field = make("input", {
    class: "jump-field", type: "text", placeholder: say("jumpPlaceholder"), "aria-label": say("jump"), role: "combobox", "aria-expanded": "true",
    "aria-controls": "jump-list", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", autocapitalize: "off", "data-jump": "",
  });
  const list = make("ul", { class: "jump-list", id: "jump-list", role: "listbox", "aria-label": say("jumpList") });
  const note = make("p", { class: "jump-note", role: "status" });
  root.append(field, list, note);
  /** @type {Row[]} */
  let rows = [];
  let chosen = 0;
  /** Only the answer to the latest text counts. */
  let asked = 0;
  let answered = Promise.resolve();

  async function look() {
    const mine = asked += 1;
    const text = field.value;
    const found = await find(text);
    if (mine !== asked) return;
    rows = found;
    chosen = 0;
    list.replaceChildren(...rows.map(item));
    note.textContent = rows.length > 0 ? "" : say(text.trim() === "" ? "jumpHint" : "jumpNothing");
    light();
  }

  /** @param {Row} row @param {number} index */
  function item({ position, latex, kind }, index) {
    const name = make("span", { class: "jump-name", "data-kind": kind });
    setMath(name, latex);
    const line = make("li", { id: `jump-${index}`, role: "option", "data-position": String(position) }, name,
      make("span", { class: "jump-kind" }, say(`jump-${kind}`)), make("span", { class: "jump-step" }, say("step", { k: position })));
    line.addEventListener("click", () => go(position));
    return line;
  }

  function light() {
    for (const [index, line] of [...list.children].entries()) line.setAttribute("aria-selected", String(index === chosen));
    mark(field, "aria-activedescendant", rows.length > 0 ? `jump-${chosen}` : null);
  }

  field.addEventListener("input", () => { answered = look(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      void answered.then(() => {
        const row = rows[chosen];
        if (row) go(row.position);
      });
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % Math.max(1, rows.length);
      light();
    } else return;
    event.preventDefault();
  });

  return {
    open() {
      field.value = "";
      answered = look();
      field.focus();
    },
  };
}
