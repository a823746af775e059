// The three sides of the lab, one at a time: arrows choose among their tabs.

/** @typedef {"lines" | "share" | "growth"} Tab */

const TABS = /** @type {const} */ (["lines", "share", "growth"]);
const STEPS = new Map([["ArrowRight", 1], ["ArrowDown", 1], ["ArrowLeft", -1], ["ArrowUp", -1]]);

/**
 * @param {import("../types.js").LabContext} lab
 * @param {Record<Tab, HTMLElement>} panels
 * @param {(tab: Tab) => void} onChoose
 */
export function createTabs({ kit, say }, panels, onChoose) {
  const { element: make, mark } = kit;
  const buttons = TABS.map((tab) => {
    const button = make("button", { type: "button", class: "calculus-tab", role: "tab", id: `calculus-tab-${tab}`, "aria-controls": `calculus-${tab}`, "data-calculus-tab": tab }, say(`tab.${tab}`));
    button.addEventListener("click", () => onChoose(tab));
    return button;
  });
  const list = make("div", { class: "calculus-tabs", role: "tablist", "aria-label": say("title") }, ...buttons);
  for (const tab of TABS) {
    for (const [name, value] of Object.entries({ class: "calculus-panel", role: "tabpanel", id: `calculus-${tab}`, "aria-labelledby": `calculus-tab-${tab}` })) panels[tab].setAttribute(name, value);
  }

  list.addEventListener("keydown", (event) => {
    const step = STEPS.get(event.key);
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (step === undefined || at < 0) return;
    // The arrows are the walk's everywhere else.
    event.preventDefault();
    event.stopPropagation();
    const to = (at + step + TABS.length) % TABS.length;
    onChoose(/** @type {Tab} */ (TABS[to]));
    buttons[to]?.focus();
  });

  return {
    list,
    /** @param {Tab} chosen */
    show(chosen) {
      for (const [at, tab] of TABS.entries()) {
        const isChosen = tab === chosen;
        panels[tab].hidden = !isChosen;
        const button = buttons[at];
        if (!button) continue;
        button.setAttribute("aria-selected", String(isChosen));
        mark(button, "tabindex", isChosen ? null : "-1");
      }
    },
  };
}
