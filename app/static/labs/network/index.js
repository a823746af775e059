// The graph is not the architecture: the network that the graph computes, drawn beside it. What is pointed at here
// is lit there, and the other way round.

import { networkOf, partOf } from "./model.js";
import { createPicture } from "./picture.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Network} Network */
/** @typedef {NonNullable<ReturnType<typeof partOf>>} Part */

/** @type {import("../types.js").Place} */
export const place = "beside";

/** More than these are not listed by name. */
const MOST_NAMED = 12;

/** @param {LabContext} lab @returns {import("../types.js").View} */
export function mount(lab) {
  const { kit, root, stage, store, say, sentence } = lab;
  const { element: make, mark, nodeOf, snapshot } = kit;
  const [counts, picture, told, apart] = [make("p", { class: "network-counts", "data-network": "" }), make("div", { class: "network-picture" }), make("p", { class: "network-told", role: "status" }), make("p", { class: "network-apart" })];
  root.classList.add("network");
  root.append(counts, picture, told, apart);
  const drawing = createPicture(lab, picture);
  /** @type {Network | null} */
  let network = null;
  /** What is pointed at, and what was chosen by a click. @type {Part | null} */
  let pointed = null;
  /** @type {Part | null} */
  let chosen = null;

  /** @param {HTMLElement} holder @param {string} key @param {Parameters<typeof sentence>[1]} values */
  function write(holder, key, values) {
    const { nodes, text } = sentence(key, values);
    holder.replaceChildren(make("span", { class: "unseen" }, text), make("span", { "aria-hidden": "true" }, ...nodes));
  }

  /** @param {readonly import("../../core/types.js").Node[]} nodes */
  const named = (nodes) => nodes.slice(0, MOST_NAMED).map(({ latex, id }) => ({ latex, text: id }));
  /** @param {string} key @param {number} count */
  const counted = (key, count) => say(`${key}.${count === 1 ? "one" : "other"}`, { count });

  /** The nodes of the graph that a part is. @param {Part | null} part */
  function nodesOf(part) {
    const unit = part?.kind === "unit" ? network?.units.find(({ id }) => id === part.id) : undefined;
    return unit ? unit.nodes.map(({ id }) => id) : part ? [part.id] : [];
  }

  /** @param {Trace} trace */
  function draw(trace) {
    network = networkOf(trace);
    const { units, totals } = network;
    if ([pointed, chosen].some((part) => part && partOf(/** @type {Network} */ (network), nodesOf(part)[0] ?? "") === null)) pointed = chosen = null;
    for (const [key, count] of Object.entries(totals)) mark(counts, `data-${key}`, count);
    mark(picture, "hidden", units.length === 0);
    mark(root, "data-empty", units.length === 0);
    counts.textContent = units.length === 0 ? say("nowhere") : [say("network", { units: counted("units", totals.units), weights: counted("weights", totals.weights), biases: counted("biases", totals.biases) }), counted("graph", totals.nodes)].join(" ");
    drawing.draw(network);
    if (units.length === 0 || network.apart.length === 0) apart.replaceChildren();
    else write(apart, network.apart.length > MOST_NAMED ? "apart_more" : "apart", { nodes: named(network.apart), count: network.apart.length - MOST_NAMED });
  }

  /** @param {Part | null} part */
  function tell(part) {
    const found = network;
    const { trace } = store.get();
    if (found === null || trace === null || found.units.length === 0) return told.replaceChildren();
    if (part === null) return told.replaceChildren(say("point"));
    const node = nodeOf(trace, part.id);
    const symbol = node ? { latex: node.latex, text: node.id } : part.id;
    if (part.kind === "unit") {
      const unit = found.units.find(({ id }) => id === part.id);
      if (unit === undefined) return;
      return write(told, `${unit.count === 1 ? "unit" : "layer"}_is.${unit.nodes.length === 1 ? "one" : "other"}`, { units: unit.count, count: unit.nodes.length, nodes: named(unit.nodes) });
    }
    const uses = node?.children.length ?? 0;
    write(told, part.kind === "weight" && uses > 1 ? "weight_is_shared" : `${part.kind}_is`, { name: symbol, count: uses, children: (node?.children ?? []).slice(0, MOST_NAMED).flatMap((id) => (nodeOf(trace, id) ? named([/** @type {any} */ (nodeOf(trace, id))]) : [])) });
  }

  /** Lights what is pointed at, here and on the stage. */
  function light() {
    const part = pointed ?? chosen;
    const ids = new Set(nodesOf(part));
    for (const holder of stage.querySelectorAll("[data-node]") ?? []) mark(holder, "data-in-network", ids.has(holder.getAttribute("data-node") ?? "") ? part?.kind ?? null : null);
    for (const [kind, holder] of parts()) mark(holder, "data-lit", part !== null && part.kind === kind && holder.getAttribute(`data-${kind}`) === part.id);
    for (const line of picture.querySelectorAll("[data-line]")) mark(line, "data-lit", part?.kind === "weight" && line.getAttribute("data-line") === part.id);
    for (const dot of picture.querySelectorAll("[data-dot]")) mark(dot, "data-lit", part !== null && part.kind === dot.getAttribute("data-kind") && dot.getAttribute("data-dot") === part.id);
    tell(part);
  }

  /** @returns {[Part["kind"], Element][]} */
  function parts() {
    return (/** @type {const} */ (["unit", "source", "weight", "bias"])).flatMap((kind) => [...picture.querySelectorAll(`[data-${kind}]`)].map((holder) => /** @type {[Part["kind"], Element]} */ ([kind, holder])));
  }

  function follow() {
    const { trace, position } = store.get();
    if (trace === null || network === null) return;
    const now = snapshot(trace, position);
    drawing.paint((id) => now.nodes.get(id)?.value ?? null);
    const part = now.active === null ? null : partOf(network, now.active);
    mark(root, "data-phase", now.phase);
    for (const [kind, holder] of parts()) mark(holder, "data-current", part !== null && part.kind === kind && holder.getAttribute(`data-${kind}`) === part.id);
    for (const line of picture.querySelectorAll("[data-line]")) mark(line, "data-current", part?.kind === "weight" && line.getAttribute("data-line") === part.id);
    for (const dot of picture.querySelectorAll("[data-dot]")) mark(dot, "data-current", part !== null && part.kind === dot.getAttribute("data-kind") && dot.getAttribute("data-dot") === part.id);
  }

  /** @param {EventTarget | null} target @returns {Part | null} */
  function partAt(target) {
    const holder = target instanceof Element ? target.closest("button") : null;
    const found = parts().find(([, one]) => one === holder);
    return found ? { kind: found[0], id: found[1].getAttribute(`data-${found[0]}`) ?? "" } : null;
  }

  /** @param {Part | null} part */
  function point(part) {
    if (part?.kind === pointed?.kind && part?.id === pointed?.id) return;
    pointed = part;
    light();
  }

  picture.addEventListener("pointerover", ({ target }) => point(partAt(target)));
  picture.addEventListener("pointerleave", () => point(null));
  picture.addEventListener("focusin", ({ target }) => point(partAt(target)));
  picture.addEventListener("focusout", () => point(null));
  picture.addEventListener("click", ({ target }) => {
    chosen = partAt(target) ?? chosen;
    light();
  });
  /** @param {Event} event */
  function overStage({ target }) {
    const id = target instanceof Element ? target.closest("[data-node]")?.getAttribute("data-node") : null;
    point(id && network ? partOf(network, id) : null);
  }
  const leaveStage = () => point(null);
  stage.addEventListener("pointerover", overStage);
  stage.addEventListener("pointerleave", leaveStage);

  return {
    pick(id) {
      if (network === null || network.units.length === 0) return false;
      pointed = null;
      chosen = partOf(network, id);
      light();
      const node = nodeOf(/** @type {Trace} */ (store.get().trace), id);
      if (chosen === null && node) write(told, node.parents.length === 0 ? "leaf_outside" : "outside", { name: { latex: node.latex, text: node.id } });
      return true;
    },
    show(state, previous) {
      if (state.trace === null) return;
      if (previous === null || state.trace !== previous.trace) {
        draw(state.trace);
        light();
        follow();
      } else if (state.position !== previous.position || state.unfolded !== previous.unfolded) follow();
    },
    close() {
      stage.removeEventListener("pointerover", overStage);
      stage.removeEventListener("pointerleave", leaveStage);
      for (const holder of stage.querySelectorAll("[data-in-network]") ?? []) holder.removeAttribute("data-in-network");
    },
  };
}
