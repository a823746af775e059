// The ripple on the stage: at each node that moves its change, at each edge what travels along it. Only what
// stands on the stage is drawn; a node that is folded away has no badge.

/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Pass} Pass */
/** @typedef {import("./model.js").Row} Row */

/** @param {LabContext["kit"]} kit @param {HTMLElement} stage */
export function createRipple({ brief, element: make, mark }, stage) {
  /** @type {Set<Element>} */
  let marked = new Set();

  /** There is little room on the stage; the table has more digits. @param {number} value */
  const signed = (value) => (value > 0 ? "+" : "") + brief(Number(value.toPrecision(3)));

  /** A badge of one kind in its holder. @param {Element} holder @param {string} name @param {() => HTMLElement} create */
  const badgeIn = (holder, name, create) => {
    const found = holder.querySelector(`.${name}`) ?? create();
    if (found.parentNode !== holder) holder.append(found);
    return found;
  };

  /** @param {Row} row @param {number} change */
  function paintNode(row, change) {
    const holder = stage.querySelector(`.node[data-node="${CSS.escape(row.id)}"]`);
    if (holder === null) return;
    const badge = badgeIn(holder, "nudge-change", () => make("span", { class: "nudge-change" }, make("i", {}, "h"), make("sub"), make("span")));
    const [, index, number] = badge.children;
    if (index) index.textContent = String(row.number);
    if (number) number.textContent = `\u2009=\u2009${signed(change)}`;
    mark(holder, "data-change", change);
    mark(holder, "data-nudged", row.number === 1);
    marked.add(holder);
  }

  /** @param {string} edge @param {number} share */
  function paintEdge(edge, share) {
    const line = stage.querySelector(`.edge[data-edge="${CSS.escape(edge)}"]`);
    const label = stage.querySelector(`.edge-label[data-label="${CSS.escape(edge)}"]`);
    if (line === null || label === null) return;
    badgeIn(label, "nudge-share", () => make("span", { class: "nudge-share" })).textContent = signed(share);
    mark(line, "data-share", share);
    marked.add(line).add(label);
  }

  function clear() {
    wipe(marked);
    marked = new Set();
  }

  /** @param {Iterable<Element>} elements */
  function wipe(elements) {
    for (const one of elements) {
      one.querySelector(".nudge-change, .nudge-share")?.remove();
      for (const name of ["data-change", "data-nudged", "data-share"]) mark(one, name, null);
    }
  }

  return {
    /** @param {readonly Row[]} rows @param {Pass} pass */
    paint(rows, { h, changes }) {
      const before = marked;
      marked = new Set();
      for (const row of rows) {
        // The nudged node moves by h; what rounding makes of it is not to be seen.
        paintNode(row, row.number === 1 ? h : Number(changes[row.id]));
        for (const { edge, contribution } of row.terms) paintEdge(edge, contribution * h);
      }
      wipe([...before].filter((one) => !marked.has(one)));
    },
    clear,
  };
}
