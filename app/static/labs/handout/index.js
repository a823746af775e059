// A handout of the walk: a page with the model and its graph, and the steps as lines, with blanks if they are
// wanted. Printed, the sheets are all there is of the page.

import { linesOf } from "./model.js";

/** @typedef {import("./model.js").Pieces} Pieces */
/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Line} Line */

/** @type {import("../types.js").Place} */
export const place = "wide";

/** A larger graph is not drawn whole, on paper as on the screen. */
const MOST_NODES = 60;

/** The stage of the sheet lives as long as the page: it watches the window's size. @type {{ root: HTMLElement, store: import("../../core/types.js").Store } | null} */
let drawn = null;

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount({ kit, root, store, say }) {
  const { createStore, element: make, inNotation, mountStage, setMath } = kit;
  const extents = /** @type {const} */ (["key", "every"]).map((value) => {
    const input = make("input", { type: "radio", name: "handout-extent", value, "data-handout": value });
    input.checked = value === "key";
    return { value, input, label: make("label", {}, input, say(value)) };
  });
  const blanks = make("input", { type: "checkbox", "data-handout": "blanks" });
  const print = make("button", { type: "button", class: "handout-print", "data-handout": "print" }, say("print"));
  const options = make("div", { class: "handout-options" }, ...extents.map(({ label }) => label), make("label", {}, blanks, say("blanks")), print);
  const sheet = make("article", { class: "handout-sheet", lang: document.documentElement.lang });
  const figure = drawn?.root ?? make("div", { class: "stage handout-graph" });
  root.append(options, make("div", { class: "handout-desk" }, sheet));
  for (const input of [...extents.map((one) => one.input), blanks]) input.addEventListener("change", () => draw(store.get()));
  print.addEventListener("click", () => window.print());

  /** @param {State} state */
  function draw(state) {
    const { trace, example, source, notation } = state;
    if (trace === null) return sheet.replaceChildren(make("p", {}, say("nothing")));
    const extent = extents.find(({ input }) => input.checked)?.value ?? "key";
    const lines = linesOf(trace, extent, kit);
    const isLarge = trace.nodes.length > MOST_NODES;
    const isExample = example !== null && example.source === source;
    const math = (/** @type {Pieces | string} */ latex) => {
      const holder = make("span");
      setMath(holder, inNotation(latex, trace, notation), { large: false });
      return holder;
    };
    const given = trace.nodes.filter(({ parents }) => parents.length === 0);
    sheet.replaceChildren(
      make("header", { class: "handout-head" }, isExample ? make("h3", { lang: "en" }, example.title) : make("h3", {}, say("model")), make("p", { lang: "en" }, isExample ? example.summary : ""), ...(blanks.checked ? [make("p", { class: "handout-name" }, say("name"))] : [])),
      make("div", { class: "handout-model" }, make("pre", {}, source), make("dl", {}, ...[...given, ...trace.constants].flatMap((leaf) => [make("dt", {}, math(leaf.latex)), make("dd", {}, kit.brief(leaf.value))]))),
      isLarge ? make("p", { class: "handout-note" }, say("large", { count: trace.nodes.length })) : figure,
      make("p", { class: "handout-note" }, say(blanks.checked ? "fill" : "read")),
      ...section("forward", lines, math), ...section("backward", lines, math),
      make("footer", { class: "handout-foot" }, ...(isExample && example.reference ? [make("p", {}, ...around(say("source"), make("span", { lang: "en" }, example.reference)))] : []), make("p", {}, "Backsweep")),
    );
    if (!isLarge) showGraph(state, trace);
  }

  /** @param {"forward" | "backward"} phase @param {Line[]} lines @param {(latex: Pieces | string) => HTMLElement} math */
  function section(phase, lines, math) {
    const own = lines.filter((line) => line.phase === phase);
    if (own.length === 0) return [];
    const empty = (/** @type {string} */ kind) => make("span", { class: `handout-${kind}`, "data-blank": "" });
    const rows = own.map((line, index) => {
      const isGiven = !blanks.checked || line.result === null;
      const numbers = isGiven ? [math(line.numbers)] : line.numbers.length === 0 ? [] : [math([...line.left, " ="]), " ", empty("line"), line.sign === "\\approx" ? " ≈" : " ="];
      const result = make("span", { class: `handout-result handout-${phase}` }, ...(line.result === null ? [] : blanks.checked ? [empty("box")] : [math(line.result)]));
      return make("tr", { "data-handout-line": line.node }, make("td", { class: "handout-count" }, kit.formatFigure(index + 1)), make("td", {}, math(line.symbolic)), make("td", {}, ...numbers, " ", result));
    });
    const latex = "\\bar{v}_i = \\sum_{j \\in \\mathrm{Ch}(v_i)} \\bar{v}_j\\, \\tfrac{\\partial v_j}{\\partial v_i}";
    const heading = make("h4", {}, say(phase), ...(phase === "backward" ? [" ", math(latex)] : []));
    return [make("section", { class: `handout-steps handout-steps-${phase}` }, heading, make("table", {}, make("tbody", {}, ...rows)))];
  }

  /** The graph as it stands at the end of the walk, or before it where it is to be filled in. @param {State} state @param {Trace} trace */
  function showGraph(state, trace) {
    const patch = { trace, position: blanks.checked ? 0 : trace.steps.length, notation: state.notation, example: state.example, large: false };
    if (drawn === null) {
      drawn = { root: figure, store: createStore({ ...state, ...patch, lens: null }) };
      mountStage(figure, drawn.store);
    } else drawn.store.set(patch);
  }

  return {
    show(state, previous) {
      if (previous === null || state.trace !== previous.trace || state.notation !== previous.notation || state.example !== previous.example) draw(state);
    },
  };
}

/** A sentence with something of another language in its one gap. @param {string} words @param {HTMLElement} piece */
function around(words, piece) {
  const [before = "", after = ""] = words.split("{reference}");
  return [before, piece, after];
}
