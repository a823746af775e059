// The order of the walk: chips that can be put into any order the edges allow, and the question whether a
// node's turn may come now.

import { answerTo, namesIn } from "./answer.js";
import { countOrders, factorial, roundedDown } from "./model-count.js";
import { breadthFirst, byLot, depthFirst } from "./model-orders.js";
import { beginningOf, nextInLine, readinessOf } from "./model-readiness.js";
import { MOST_CHIPS, brokenBy, inOrder, moved, orderOf } from "./model.js";
import { createStrip } from "./strip.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */

export const place = "under";

/** So much work may the exact count be. */
const MOST_COUNTED = 60_000;
/** A longer count is told by its first digits. */
const MOST_DIGITS = 18;

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount(lab) {
  const { kit, root, store, say } = lab;
  const { element: make, mark, snapshot } = kit;
  const strip = createStrip(lab, { onMove: move, onAsk: ask, allows: (id, to) => withTrace((trace) => brokenBy(trace, orderOf(trace), id, to) === null) ?? false });
  const count = make("p", { class: "order-count", title: say("count_hint") });
  const said = make("p", { class: "order-said", "aria-hidden": "true" });
  const voice = make("p", { class: "unseen", role: "status" });
  const compute = make("button", { type: "button", class: "button order-compute", hidden: "" }, say("compute"));
  let lots = 0;
  /** The node that may be computed now. @type {string | null} */
  let offered = null;
  /** @type {Element[]} */
  let pointed = [];

  /** @type {[string, (trace: Trace) => string[] | null][]} */
  const orders = [["asWritten", () => null], ["depthFirst", depthFirst], ["breadthFirst", breadthFirst], ["byLot", (trace) => byLot(trace, lots++)]];
  const buttons = orders.map(([key, orderFor]) => {
    const button = make("button", { type: "button", class: "button", "data-order": key, title: say(`${key}_hint`) }, say(key));
    button.addEventListener("click", () => withTrace((trace) => {
      follow(orderFor(trace));
      tell("follows");
    }));
    return button;
  });
  compute.addEventListener("click", computeNow);
  root.append(
    make("div", { class: "order-tools" }, count, ...buttons),
    strip.list,
    make("div", { class: "order-foot" }, said, voice, compute),
  );

  /** @template T @param {(trace: Trace) => T} use @returns {T | undefined} */
  function withTrace(use) {
    const { trace } = store.get();
    return trace === null ? undefined : use(trace);
  }

  /** @param {string[] | null} order  null: as the model has it */
  function follow(order) {
    const { given } = store.get();
    const isPlain = order === null || (given !== null && String(order) === String(orderOf(given)));
    store.set({ lens: isPlain ? null : inOrder(order) });
  }

  /** @param {string} id @param {number} to */
  function move(id, to) {
    withTrace((trace) => {
      const order = orderOf(trace);
      const edge = brokenBy(trace, order, id, to);
      const names = namesIn(lab, trace, store.get().notation);
      if (edge) {
        const [parent, child] = [names.node(edge.parent), names.node(edge.child)];
        tell("broken", { edge: { latex: `${parent.latex} \\to ${child.latex}`, text: edge.id }, parent, child });
        mark(said, "data-edge", edge.id);
        strip.point("data-broken", [edge.parent, edge.child]);
        return point("data-order-broken", [edge.id, edge.parent, edge.child]);
      }
      follow(moved(order, id, to));
      tell("moved", { node: names.node(id), place: { latex: `v_{${to + 1}}`, text: `v${to + 1}` } });
    });
  }

  /** @param {string} id */
  function ask(id) {
    withTrace((trace) => {
      const { position, notation } = store.get();
      const readiness = readinessOf(trace, position, id);
      const { key, values } = answerTo(lab, trace, notation, readiness);
      const isEarly = readiness.verdict === "early";
      tell(key, values);
      mark(said, "data-verdict", readiness.verdict);
      mark(said, "data-missing", isEarly ? readiness.missing.join(" ") : null);
      strip.point("data-asked", [id]);
      strip.point("data-missing", isEarly ? readiness.missing : []);
      point("data-order-missing", isEarly ? readiness.missing : []);
      offered = ["seed", "ready", "nothing"].includes(readiness.verdict) ? id : null;
      compute.hidden = offered === null;
    });
  }

  function computeNow() {
    const id = offered;
    if (id === null) return;
    withTrace((trace) => {
      const { phase } = readinessOf(trace, store.get().position, id);
      follow(nextInLine(trace, store.get().position, id));
      withTrace((now) => store.set({ position: beginningOf(now, phase, id), playing: false }));
      // The button is gone; the chip of the node is where it was asked for.
      strip.focus(id);
      withTrace((now) => tell("follows_next", { node: namesIn(lab, now, store.get().notation).node(id) }));
    });
  }

  /** Elements of the stage that a sentence speaks of, nodes and edges by their ids. @param {string} attribute @param {readonly string[]} ids */
  function point(attribute, ids) {
    pointed = [...lab.stage.querySelectorAll("[data-node], [data-edge]")]
      .filter((element) => ids.includes(element.getAttribute("data-node") ?? element.getAttribute("data-edge") ?? ""));
    for (const element of pointed) mark(element, attribute, true);
  }

  /** @param {string} key @param {import("../sentence.js").Values} [values] */
  function tell(key, values = {}) {
    quiet();
    const { nodes, text } = lab.sentence(key, values);
    said.replaceChildren(...nodes);
    voice.textContent = text;
    mark(said, "data-said", key);
  }

  /** Nothing that was said holds any longer. */
  function quiet() {
    const nodes = store.get().trace?.nodes.length ?? 0;
    said.textContent = nodes > MOST_CHIPS ? say("long", { nodes, most: MOST_CHIPS }) : say("usage");
    voice.textContent = "";
    offered = null;
    compute.hidden = true;
    for (const attribute of ["data-said", "data-edge", "data-verdict", "data-missing"]) mark(said, attribute, null);
    for (const attribute of ["data-broken", "data-asked", "data-missing"]) strip.point(attribute, []);
    for (const element of pointed) for (const attribute of ["data-order-broken", "data-order-missing"]) mark(element, attribute, null);
    pointed = [];
  }

  /** @param {Trace} trace */
  function writeCount(trace) {
    const { count: orders, isExact } = countOrders(trace, MOST_COUNTED);
    const size = trace.nodes.length;
    count.textContent = say(isExact ? (orders === 1n ? "count_one" : "count") : "count_least", { count: inDigits(orders, kit.formatFigure), all: inDigits(factorial(size), kit.formatFigure), nodes: size });
    mark(count, "data-count", String(orders));
    mark(count, "data-exact", isExact);
  }

  return {
    pick(node) {
      ask(node);
      return true;
    },
    show(state, previous) {
      const { trace, position } = state;
      if (previous !== null && state.example !== previous.example && state.lens !== null) return store.set({ lens: null });
      root.hidden = trace === null;
      if (trace === null) return;
      const isOther = previous === null || trace !== previous.trace;
      if (isOther || position !== previous.position || state.notation !== previous.notation) quiet();
      if (isOther && !(previous?.trace && isSameGraph(trace, previous.trace))) writeCount(trace);
      if (isOther) {
        strip.show(trace, trace.nodes.length > MOST_CHIPS ? [] : orderOf(trace));
        mark(buttons[0] ?? root, "aria-pressed", String(state.lens === null));
      }
      strip.paint(snapshot(trace, position));
    },
    close: quiet,
  };
}

/** Whether the same orders are valid. @param {Trace} one @param {Trace} other */
function isSameGraph(one, other) {
  return one.nodes.length === other.nodes.length && one.nodes.every(({ id, parents }, place) => id === other.nodes[place]?.id && String(parents) === String(other.nodes[place]?.parents));
}

/** All digits, or the first ones and a power of ten. @param {bigint} count @param {import("../types.js").Kit["formatFigure"]} formatFigure */
function inDigits(count, formatFigure) {
  return formatFigure(count.toString().length > MOST_DIGITS ? roundedDown(count) : count, MOST_DIGITS);
}
