// A folded group as a node: its name, how many nodes it holds and how many of them are known, and the one
// that the step is about.

import { say } from "../../words/index.js";

/** @typedef {import("../../core/fold/shown.js").Shown} Shown */
/** @typedef {import("../../core/fold/states.js").Progress} Progress */
/** @typedef {import("../../core/walk/snapshot.js").Snapshot} Snapshot */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../stage/scene.js").Kit} Kit */

/** @param {HTMLElement} layer @param {Kit} kit @param {Shown} shown */
export function dressGroups(layer, { element, mark, part }, { groups }) {
  for (const holder of layer.querySelectorAll(".node")) {
    const group = groups.get(holder.getAttribute("data-node") ?? "");
    mark(holder, "data-group", group?.members.length);
    mark(holder, "role", group ? "button" : "img");
    mark(holder, "tabindex", group ? "0" : null);
    mark(holder, "aria-expanded", group ? "false" : null);
    if (!group) {
      for (const extra of holder.querySelectorAll(".group-count, .group-bar, .group-now")) extra.remove();
      continue;
    }
    const name = part(/** @type {HTMLElement} */ (holder), ".node-name");
    const size = group.members.length;
    if (!name.querySelector(".group-count")) {
      name.append(element("span", { class: "group-count" }), element("span", { class: "group-bar" }));
      holder.querySelector(".group-now") ?? holder.append(element("span", { class: "group-now" }));
    }
    // The widest that it can say: a step must not move the graph.
    part(name, ".group-count").style.minWidth = `${say("scale.done", { done: size, total: size }).length * 0.55}em`;
  }
}

/** @param {HTMLElement} layer @param {Kit} kit @param {Shown} shown @param {Trace} trace @param {Snapshot & { progress: Map<string, Progress> }} now */
export function paintGroups(layer, { brief, element, isArray, markAll, part, setMath }, { groups }, trace, { progress, phase }) {
  for (const holder of layer.querySelectorAll("[data-group]")) {
    const id = holder.getAttribute("data-node") ?? "";
    const group = groups.get(id);
    const state = progress.get(id);
    if (!group || !state || !(holder instanceof HTMLElement)) continue;
    const { total, done, now } = state;
    const size = group.members.length;
    markAll(holder, { "data-done": done, "data-total": total, "data-member": now?.id ?? null, "aria-label": describe(id, size, state, phase) });
    holder.style.setProperty("--done", String(total === 0 ? 1 : done / total));
    part(holder, ".group-count").textContent = done === 0 || done === total ? say("scale.size", { count: size }) : say("scale.done", { done, total });
    const label = part(holder, ".group-now");
    if (!now) label.replaceChildren();
    else {
      const node = trace.nodes.find((candidate) => candidate.id === now.id);
      const name = element("span");
      const isForward = phase === "forward";
      setMath(name, (isForward ? node?.latex : node?.bar) ?? "");
      const known = isForward ? now.state.value : now.state.adjoint ?? now.state.total;
      label.replaceChildren(name, known === null || isArray(known) ? "" : ` = ${brief(known)}`, now.state.state === "partial" ? " + ⋯" : "");
    }
  }
}

/** @param {string} id @param {number} size @param {Progress} progress @param {Snapshot["phase"]} phase */
function describe(id, size, { total, done, now }, phase) {
  return say(phase === "forward" ? "scale.group.values" : "scale.group.adjoints", { name: id, size, done, total }) + (now ? say("scale.now", { node: now.id }) : "");
}
