// Two ways to write the sweep, both listings in sight and one in use; and two questions to ask of it, for all
// adjoints or for those that the parameters need. Each choice is a lens on the same trace.

import { gatherLines, scatterLines, scatterLive } from "./listings.js";
import { hasParameters, onlyNeeded, savingsIn, scatterPlace, scattered } from "./model.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {"gather" | "scatter"} Manner */

export const place = "side";

/** More names than this are not listed. */
const MOST_NAMES = 8;

/** The lines of the page's own listing, by the names they have here. @type {Record<string, string>} */
const GATHER_LINE = { value: "value", seed: "seed", adjoint: "gather" };

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount(lab) {
  const { kit, root, stage, store, say, words } = lab;
  const { adjointOf, element: make, fitLines, inNotation, liveLatex, mark, nodeOf, placeAt, setMath } = kit;
  /** @type {Manner} */
  let manner = "gather";
  let isSparing = false;

  const saved = make("p", { class: "sweep-saved", "aria-hidden": "true" });
  const voice = make("p", { class: "unseen", role: "status" });
  const wanted = [false, true].map((sparing) => {
    const button = make("button", { type: "button", class: "button", "data-wanted": sparing ? "needed" : "all" }, say(sparing ? "needed" : "all"));
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") choose(manner, sparing);
    });
    return button;
  });
  const listings = /** @type {const} */ (["gather", "scatter"]).map((name) => {
    const button = make("button", { type: "button", class: "sweep-name", "data-manner": name }, make("b", {}, say(name)), make("span", {}, say(`${name}_hint`)));
    button.addEventListener("click", () => choose(name, isSparing));
    const items = gatherOrScatter(name, "bar").map(({ id, indent }) => make("li", { "data-sweep-line": id, "data-indent": String(indent) }));
    const live = [make("div"), make("div")];
    const part = make("section", { class: "sweep-listing", "data-sweep-listing": name, "aria-label": say(name) }, button, make("ol", {}, ...items), make("div", { class: "sweep-live" }, ...live));
    return { name, button, part, items, live };
  });
  root.append(make("div", { class: "sweep-wanted", role: "group", "aria-label": say("wanted") }, ...wanted), saved, voice, ...listings.map(({ part }) => part));

  /** @param {Manner} name @param {State["notation"]} notation */
  function gatherOrScatter(name, notation) {
    return name === "gather" ? gatherLines(words, notation) : scatterLines(words, notation);
  }

  /** @param {Manner} asked @param {boolean} sparing */
  function choose(asked, sparing) {
    [manner, isSparing] = [asked, sparing];
    const [isScattering, spares] = [manner === "scatter", isSparing];
    const lens = (/** @type {Trace} */ trace) => {
      const less = spares ? onlyNeeded(trace) : trace;
      return isScattering ? scattered(less) : less;
    };
    store.set({ lens: isScattering || spares ? lens : null });
    dress(store.get());
  }

  /** What was chosen, and what it spares. @param {State} state */
  function dress({ given, notation }) {
    if (given === null) return;
    const canSpare = hasParameters(given);
    for (const button of wanted) {
      const sparing = button.dataset.wanted === "needed";
      mark(button, "aria-pressed", String(sparing === isSparing));
      mark(button, "aria-disabled", sparing && !canSpare ? "true" : null);
    }
    for (const { name, button, part } of listings) {
      mark(button, "aria-pressed", String(name === manner));
      mark(part, "data-in-use", name === manner);
    }
    const savings = savingsIn(given);
    const { nodes, text } = lab.sentence(keyOf(savings, canSpare), {
      adjoints: named(given, savings.nodes, notation), terms: savings.spared.terms, all: savings.all.terms,
      products: savings.spared.products ?? 0, allProducts: savings.all.products ?? 0,
    });
    saved.replaceChildren(...nodes);
    if (voice.textContent !== text) voice.textContent = text;
    mark(saved, "data-terms", canSpare ? savings.spared.terms : null);
    mark(saved, "data-products", canSpare ? savings.spared.products : null);
    fade(isSparing && canSpare ? new Set([...savings.nodes, ...savings.edges]) : new Set());
  }

  /** @param {import("./model.js").Savings} savings @param {boolean} canSpare */
  function keyOf({ nodes, spared, all }, canSpare) {
    if (!canSpare) return "no_parameters";
    if (nodes.length === 0) return "all_needed";
    const verb = isSparing ? "spared" : "sparable";
    return `${verb}_${nodes.length === 1 ? "one" : "many"}${all.products === null || spared.products === null ? "" : "_counted"}`;
  }

  /** @param {Trace} trace @param {string[]} ids @param {State["notation"]} notation */
  function named(trace, ids, notation) {
    const formula = (/** @type {string} */ id) => ({ latex: inNotation(adjointOf(nodeOf(trace, id)), trace, notation), text: say("adjoint", { node: id }) });
    return ids.length <= MOST_NAMES ? ids.map(formula) : [...ids.slice(0, 3).map(formula), { latex: "\\ldots", text: "…" }, formula(ids.at(-1) ?? "")];
  }

  /** On the stage, what is not asked for. @param {Set<string>} ids  of nodes and edges */
  function fade(ids) {
    for (const element of stage.querySelectorAll("[data-node], [data-edge], [data-label]")) {
      mark(element, "data-sweep-spared", ids.has(element.getAttribute("data-node") ?? element.getAttribute("data-edge") ?? element.getAttribute("data-label") ?? ""));
    }
  }

  /** @param {State} state */
  function write({ notation }) {
    for (const { name, items } of listings) {
      for (const [at, { latex }] of gatherOrScatter(name, notation).entries()) {
        const item = items[at];
        if (item) setMath(item, latex);
      }
    }
  }

  /** @param {State} state */
  function light({ trace, position }) {
    const gather = trace && placeAt(trace, position);
    const scatter = trace && scatterPlace(trace, position);
    const at = { gather: { line: GATHER_LINE[gather?.line ?? ""], live: gather ? liveLatex(gather) : [] }, scatter: { line: scatter?.line, live: scatterLive(scatter) } }[manner];
    for (const { name, items, live } of listings) {
      for (const item of items) {
        const isLit = name === manner && item.dataset.sweepLine === at.line;
        mark(item, "data-current", isLit);
        mark(item, "aria-current", isLit ? "step" : null);
      }
      if (name !== manner) continue;
      for (const [row, element] of live.entries()) setMath(element, at.live[row] ?? "");
      fitLines(live, { breaks: false });
    }
  }

  return {
    show(state, previous) {
      const isOther = previous === null || state.trace !== previous.trace;
      if (previous === null || state.notation !== previous.notation) write(state);
      if (isOther || state.notation !== previous.notation || state.unfolded !== previous.unfolded) dress(state);
      if (isOther || state.position !== previous.position) light(state);
    },
    close: () => fade(new Set()),
  };
}
