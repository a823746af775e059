// A graph too large to be drawn whole: folded into groups, with frames round the open ones, a bar that says
// what is open, a map of what is not in sight, and a field to find a node. Loaded when it is first needed.

import { fold, pathTo, unfold } from "../../core/fold/open.js";
import { shownOf } from "../../core/fold/shown.js";
import { stateOf } from "../../core/fold/states.js";
import { treeOf } from "../../core/fold/tree.js";
import { createBar } from "./bar.js";
import { createFinder } from "./finder.js";
import { createFrames } from "./frames.js";
import { dressGroups, paintGroups } from "./groups.js";
import { createMap } from "./map.js";

/** @typedef {import("../../core/fold/tree.js").Tree} Tree */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../stage/scene.js").Kit} Kit */
/** @typedef {import("../stage/scene.js").Stage} Stage */
/** @typedef {import("../stage/scene.js").View} View */
/** @typedef {import("../stage/arrange.js").Picture} Picture */

/** @param {Stage} stage @param {Kit} kit @param {() => void} onReady  a view that was asked for can be had now */
export function createScale({ root, labels, store, camera }, kit, onReady) {
  const { mark, snapshot } = kit;
  // Without its sheet the graph is plain, but there.
  const sheet = kit.styleSheet(new URL("./large_graph.css", import.meta.url).href).catch(() => null);
  /** @type {{ trace: Trace, tree: Tree } | null} */
  let known = null;
  /** @type {Trace | null} */
  let preparing = null;
  /** @type {{ trace: Trace, unfolded: readonly string[], view: View } | null} */
  let last = null;
  /** @type {Picture | null} */
  let picture = null;
  /** What was just opened: it is brought into view when it stands. @type {import("../../core/fold/tree.js").Group | null} */
  let opened = null;

  const bar = createBar(root, kit, { fold: foldOne, run: (id) => (id === "find" ? void kit.keysWaitFor(find()) : store.set({ unfolded: [] })) });
  const frames = createFrames(labels, kit, foldOne);
  const map = createMap(root, kit, (spot) => camera.centre(spot, 0));
  const finder = createFinder(root, kit, { trace: () => store.get().trace, placeOf, onChoose: show });

  labels.addEventListener("click", (event) => openAt(event.target));
  // The next Space is a step, not this group again: a click leaves the focus where it is.
  labels.addEventListener("mousedown", (event) => { if (groupAt(event.target)) event.preventDefault(); });
  labels.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || !groupAt(event.target)) return;
    event.preventDefault();
    const id = groupAt(event.target);
    openAt(event.target);
    bar.focus(id);
  });

  /** @param {EventTarget | null} target */
  function groupAt(target) {
    const holder = target instanceof Element ? target.closest("[data-group]") : null;
    return holder?.getAttribute("data-node") ?? null;
  }

  /** @param {EventTarget | null} target */
  function openAt(target) {
    const id = groupAt(target);
    if (id !== null && known) open(known.tree.groups.get(id));
  }

  /** @param {import("../../core/fold/tree.js").Group | undefined} group */
  function open(group) {
    if (!known || !group) return;
    opened = group;
    store.set({ unfolded: unfold(known.tree, store.get().unfolded, group) });
    opened = null;
  }

  /** @param {string} id */
  function foldOne(id) {
    if (known) store.set({ unfolded: fold(known.tree, store.get().unfolded, id) });
    const holder = [...labels.querySelectorAll("[data-group]")].find((node) => node.getAttribute("data-node") === id);
    if (holder instanceof HTMLElement && document.activeElement === document.body) holder.focus({ preventScroll: true });
  }

  /** The groups that a node lies in, for the list of what was found. @param {string} id */
  function placeOf(id) {
    return pathTo(known?.tree.homes.get(id)).map(({ latex }) => latex);
  }

  /** Brings a node into view, unfolding what it is in. @param {string} id */
  function show(id) {
    const home = last ? known?.tree.homes.get(id) : undefined;
    if (known && home) store.set({ unfolded: unfold(known.tree, store.get().unfolded, home) });
    const holder = [...labels.querySelectorAll(".node")].find((node) => node.getAttribute("data-node") === id);
    for (const other of labels.querySelectorAll("[data-found]")) mark(other, "data-found", null);
    if (holder) mark(holder, "data-found", true);
    const spot = spotOf(id);
    if (spot) camera.centre(spot);
  }

  /** @param {string} id */
  function spotOf(id) {
    const place = last ? picture?.scene.nodes[id] : undefined;
    if (place) return place;
    // A small graph was placed without this module's help: its nodes say where they stand.
    const holder = [...labels.querySelectorAll(".node")].find((node) => node.getAttribute("data-node") === id);
    const [x, y] = holder instanceof HTMLElement ? [...holder.style.transform.matchAll(/-?[\d.]+(?=px)/g)].map(Number) : [];
    return x === undefined || y === undefined ? null : { x, y };
  }

  /** @returns {Promise<void>} until the field has the focus */
  function find() {
    return sheet.then(finder.open);
  }

  /** In pieces, with a frame between them, so that the page stays awake. @param {Trace} trace */
  async function prepare(trace) {
    if (preparing === trace) return;
    preparing = trace;
    await Promise.all([sheet, pause()]);
    const tree = treeOf(trace);
    await pause();
    snapshot(trace, store.get().position);
    await pause();
    if (preparing !== trace) return;
    known = { trace, tree };
    preparing = null;
    onReady();
  }

  /** @param {Trace} trace @param {readonly string[]} unfolded @returns {View | null} */
  function view(trace, unfolded) {
    if (last?.trace === trace && last.unfolded === unfolded) return last.view;
    if (known?.trace !== trace && known && isAlike(known.trace, trace)) known = { trace, tree: known.tree };
    if (known?.trace !== trace) {
      void prepare(trace);
      return null;
    }
    const made = viewOf(trace, known.tree, unfolded);
    last = { trace, unfolded, view: made };
    mark(root, "data-large", true);
    return made;
  }

  /** @param {Trace} trace @param {Tree} tree @param {readonly string[]} unfolded @returns {View} */
  function viewOf(trace, tree, unfolded) {
    const shown = shownOf(trace, tree, new Set(unfolded));
    const whole = shown.trace.edges.filter(({ id }) => !shown.bundles.has(id));
    /** @type {ReturnType<typeof stateOf> | null} */
    let state = null;
    const at = (/** @type {number} */ position) => (state?.position === position ? state : (state = stateOf(shown, snapshot(trace, position))));
    return {
      trace: shown.trace,
      labelled: { ...trace, edges: whole },
      at,
      lineOf: (edge) => shown.lineOf.get(edge) ?? "",
      dress: () => dressGroups(labels, kit, shown),
      framed(next) {
        picture = next;
        bar.show(trace, shown);
        const bounds = frames.place(shown, next);
        map.draw(next, bounds);
        camera.watch(map.look);
        if (opened) {
          const items = new Set(opened.members.map((id) => shown.itemOf.get(id) ?? id));
          const part = frames.around(items, next);
          const active = at(store.get().position).active;
          const spot = next.scene.nodes[(active !== null && items.has(active) ? active : [...items][0]) ?? ""];
          if (spot) queueMicrotask(() => camera.show(part, spot));
        }
        return bounds;
      },
      paint(position) {
        const now = at(position);
        paintGroups(labels, kit, shown, trace, now);
        map.paint(now.nodes);
      },
    };
  }

  return {
    view,
    find,
    /** The group that the step is about, opened. */
    unfoldCurrent() {
      const { trace, position } = store.get();
      const item = trace && last?.trace === trace ? last.view.at(position).active : null;
      if (item !== null) open(known?.tree.groups.get(item));
    },
    /** A small graph is shown: nothing of this is needed. */
    rest() {
      if (last === null) return;
      last = null;
      picture = null;
      known = null;
      mark(root, "data-large", null);
      frames.clear();
      map.hide();
      bar.hide();
    },
    foot: () => (last === null ? 0 : bar.height()),
  };
}

/** Whether only numbers differ. @param {Trace} one @param {Trace} other */
function isAlike(one, other) {
  return one.nodes.length === other.nodes.length && one.edges.length === other.edges.length
    && one.nodes.every(({ id }, k) => id === other.nodes[k]?.id) && one.edges.every(({ id }, k) => id === other.edges[k]?.id);
}

/** @returns {Promise<void>} after the next frame */
function pause() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
