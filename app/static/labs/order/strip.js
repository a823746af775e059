// The strip of chips: a node each, in the order of the walk. A chip is dragged with a pointer or moved with
// [ and ] (or Alt and an arrow); pressing it asks about its turn. What a drop means is decided elsewhere.

/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */

/** A pointer that moves less, in pixels, has pressed and not dragged. */
const STILL = 5;
/** More chips than this are set small, in rows that scroll. */
const MOST_LARGE = 22;

/** @typedef {{ item: HTMLElement, chip: HTMLButtonElement, name: HTMLElement, index: HTMLElement, symbol: HTMLElement }} Chip */
/** @typedef {{ id: string, x: number, y: number, isMoving: boolean, boxes: { id: string, box: DOMRect }[] }} Drag */

/**
 * @param {LabContext} lab
 * @param {{ onMove: (id: string, to: number) => void, onAsk: (id: string) => void, allows: (id: string, to: number) => boolean }} wishes
 *   `to` is the place among the others, from 0
 */
export function createStrip({ kit, say }, { onMove, onAsk, allows }) {
  const { element: make, mark, setMath } = kit;
  const list = make("ol", { class: "order-strip", "aria-label": say("strip") });
  /** @type {Map<string, Chip>} */
  const chips = new Map();
  /** @type {readonly string[]} */
  let order = [];
  /** @type {Trace | null} */
  let trace = null;
  /** @type {Drag | null} */
  let drag = null;
  let wasDragged = false;

  /** @param {string} id */
  function create(id) {
    const name = make("span", { class: "unseen" });
    const [index, symbol] = [make("span", { class: "order-index", "aria-hidden": "true" }), make("span", { class: "order-symbol", "aria-hidden": "true" })];
    const chip = make("button", { type: "button", class: "order-chip", "data-order-chip": id, "aria-keyshortcuts": "[ ]" }, name, index, symbol);
    chip.addEventListener("click", () => {
      if (!wasDragged) onAsk(id);
      wasDragged = false;
    });
    return { item: make("li", {}, chip), chip, name, index, symbol };
  }

  /** Who stands on either side of its edges is marked, while a chip has the focus or is dragged. @param {string | null} id */
  function showKin(id) {
    const node = trace?.nodes.find((one) => one.id === id);
    for (const [other, { chip }] of chips) mark(chip, "data-kin", node?.parents.includes(other) ? "Pa" : node?.children.includes(other) ? "Ch" : null);
  }

  /** @param {EventTarget | null} target */
  const idOf = (target) => (target instanceof Element ? target.closest("[data-order-chip]")?.getAttribute("data-order-chip") ?? null : null);

  list.addEventListener("focusin", ({ target }) => showKin(idOf(target)));
  list.addEventListener("focusout", () => showKin(null));

  list.addEventListener("keydown", (event) => {
    const id = idOf(event.target);
    if (id === null) return;
    if (event.key === "Escape" && drag?.isMoving) {
      event.preventDefault();
      return letGo();
    }
    const by = event.key === "[" || (event.altKey && event.key === "ArrowLeft") ? -1 : event.key === "]" || (event.altKey && event.key === "ArrowRight") ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const to = order.indexOf(id) + by;
    if (to >= 0 && to < order.length) onMove(id, to);
  });

  list.addEventListener("pointerdown", (event) => {
    const id = idOf(event.target);
    wasDragged = false;
    if (id === null || event.button !== 0) return;
    const boxes = order.filter((other) => other !== id).map((other) => ({ id: other, box: /** @type {Chip} */ (chips.get(other)).chip.getBoundingClientRect() }));
    drag = { id, x: event.clientX, y: event.clientY, isMoving: false, boxes };
  });

  list.addEventListener("pointermove", (event) => {
    const dragged = drag && chips.get(drag.id);
    if (!drag || !dragged) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.isMoving && Math.hypot(dx, dy) < STILL) return;
    if (!drag.isMoving) {
      drag.isMoving = true;
      list.setPointerCapture(event.pointerId);
      mark(dragged.chip, "data-dragged", true);
      showKin(drag.id);
    }
    dragged.chip.style.transform = `translate(${dx}px, ${dy}px)`;
    showGap(placeUnder(drag, event), drag);
  });

  list.addEventListener("pointerup", (event) => {
    if (!drag?.isMoving) return letGo();
    const [{ id }, to] = [drag, placeUnder(drag, event)];
    letGo();
    wasDragged = true;
    if (to !== order.indexOf(id)) onMove(id, to);
  });
  list.addEventListener("pointercancel", letGo);

  function letGo() {
    const dragged = drag && chips.get(drag.id);
    drag = null;
    if (!dragged) return;
    dragged.chip.style.transform = "";
    mark(dragged.chip, "data-dragged", null);
    showGap(null, null);
    showKin(idOf(document.activeElement));
  }

  /** Where the gap under the pointer is, row by row. @param {Drag} drag @param {PointerEvent} event */
  function placeUnder({ boxes }, { clientX, clientY }) {
    return boxes.filter(({ box }) => box.bottom < clientY || (box.top <= clientY && box.left + box.width / 2 < clientX)).length;
  }

  /** @param {number | null} place @param {Drag | null} drag */
  function showGap(place, drag) {
    const before = place === null ? undefined : drag?.boxes[place]?.id;
    const after = place === null || before !== undefined ? undefined : drag?.boxes.at(-1)?.id;
    const isAllowed = place !== null && drag !== null && allows(drag.id, place);
    for (const [id, { item }] of chips) {
      mark(item, "data-gap", id === before ? "before" : id === after ? "after" : null);
      mark(item, "data-allowed", id === before || id === after ? String(isAllowed) : null);
    }
  }

  /** @param {readonly string[]} next */
  function arrange(next) {
    order = next;
    for (const id of [...chips.keys()]) {
      if (order.includes(id)) continue;
      chips.get(id)?.item.remove();
      chips.delete(id);
    }
    for (const id of order) if (!chips.has(id)) chips.set(id, create(id));
    const focused = idOf(document.activeElement);
    const items = order.map((id) => /** @type {Chip} */ (chips.get(id)).item);
    if (items.some((item, place) => list.children[place] !== item)) {
      list.replaceChildren(...items);
      // An element that moves in the document loses the focus.
      if (focused !== null) chips.get(focused)?.chip.focus({ preventScroll: true });
    }
  }

  /** Rows that scroll follow the walk. @param {HTMLElement} chip */
  function reveal({ offsetTop, offsetHeight }) {
    if (list.scrollHeight <= list.clientHeight) return;
    if (offsetTop < list.scrollTop) list.scrollTop = offsetTop;
    else if (offsetTop + offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = offsetTop + offsetHeight - list.clientHeight;
  }

  return {
    list,
    /**
     * @param {Trace} now
     * @param {readonly string[]} next  its order
     */
    show(now, next) {
      trace = now;
      arrange(next);
      list.hidden = next.length === 0;
      mark(list, "data-dense", next.length > MOST_LARGE);
      const nodes = new Map(now.nodes.map((node) => [node.id, node]));
      for (const [id, { chip, name, index, symbol }] of chips) {
        const node = /** @type {Node} */ (nodes.get(id));
        index.textContent = String(node.index);
        setMath(symbol, node.latex);
        mark(chip, "data-role", node.role);
        name.textContent = say("chip", { node: id, place: node.index });
      }
    },
    /** What is known of each node. @param {import("../../core/walk/snapshot.js").Snapshot} now */
    paint({ nodes }) {
      for (const [id, { chip }] of chips) {
        const state = nodes.get(id);
        mark(chip, "data-valued", state !== undefined && state.value !== null);
        mark(chip, "data-swept", state === undefined ? null : state.adjoint !== null ? "whole" : state.received > 0 ? "part" : null);
        mark(chip, "data-current", state?.current ?? false);
        if (state?.current) reveal(chip);
      }
    },
    /** @param {string} id */
    focus: (id) => chips.get(id)?.chip.focus({ preventScroll: true }),
    /** Chips that a sentence speaks of. @param {string} attribute @param {readonly string[]} ids */
    point(attribute, ids) {
      for (const [id, { chip }] of chips) mark(chip, attribute, ids.includes(id));
    },
  };
}
