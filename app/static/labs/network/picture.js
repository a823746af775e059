// The picture: circles, lines between them with the weights' names and values, stubs for the biases.

import { MARGIN, MOST, placed } from "./model-layout.js";

/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Network} Network */

/** The name of a level line stands in its middle; of a slanting one before it: there it is clear of those it crosses. */
const [LEVEL, SLANTING] = [0.5, 0.36];
/** From so many columns on there is little room between them. */
const MANY_COLUMNS = 3;
/** How far a line goes out of the way, in circles. */
const BEND = 0.9;
/** More names than these do not fit beside their lines; each is still shown when it is asked for. */
const MOST_NAMES = 18;

/** @param {Pick<LabContext, "kit" | "say">} lab @param {HTMLElement} holder */
export function createPicture({ kit, say }, holder) {
  const { brief, element: make, isArray, mark, setMath, shapeText, svgElement } = kit;

  /** @param {string} kind @param {string} id @param {string} said @param {number} x @param {number} y */
  function button(kind, id, said, x, y) {
    const made = make("button", { type: "button", class: `network-${kind}`, [`data-${kind}`]: id }, make("span", { class: "unseen" }, said));
    made.style.left = `${(100 * x).toFixed(2)}%`;
    made.style.top = `${(100 * y).toFixed(2)}%`;
    return made;
  }

  /** A short number: the picture shows many. @param {Quantity | null | undefined} value */
  function short(value) {
    return typeof value === "number" ? brief(Number(value.toPrecision(3))) : "";
  }

  /** Its value, or how large it is. @param {Node} node */
  function numberOf({ value, shape }) {
    return isArray(value) || shape.length > 0 ? shapeText(shape) : short(value);
  }

  /** What a parameter is called beside its line. @param {HTMLElement} place @param {Node} node */
  function name(place, node) {
    const symbol = make("span", { "aria-hidden": "true" });
    setMath(symbol, node.latex);
    place.append(symbol, make("span", { class: "network-number", "aria-hidden": "true" }, numberOf(node)));
  }

  /** @param {Network} network */
  function draw(network) {
    const { places, height, columns } = placed(network);
    const lines = svgElement("svg", { class: "network-lines", viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" });
    /** @type {HTMLElement[]} */
    const made = [];
    const names = network.units.flatMap(({ links }) => links).filter(({ weight }) => weight !== null).length;
    for (const { id, node, count } of network.sources) circles("source", id, node, null, count);
    for (const unit of network.units) {
      circles("unit", unit.id, unit.output, unit.sum === unit.output ? null : unit.sum, unit.count);
      for (const { weight, source } of unit.links) {
        const [from, to] = [places.get(source), places.get(unit.id)];
        if (!from || !to) continue;
        // What passes by other columns goes round them.
        const bend = (to.x - from.x) * (columns - 1 + 2 * MARGIN) > 1.5 ? BEND / height : 0;
        for (const start of from.spots) for (const end of to.spots) line(weight?.id ?? "", [from.x, start], [to.x, end], bend);
        if (weight === null) continue;
        const [one, other] = [middle(from.spots), middle(to.spots)];
        const along = Math.abs(one - other) * height < 0.25 || unit.links.length === 1 ? LEVEL : SLANTING;
        const label = button("weight", weight.id, say("weight", { name: `${weight.id} ${numberOf(weight)}` }), from.x + along * (to.x - from.x), one + along * (other - one) - 2 * along * (1 - along) * bend);
        mark(label, "data-to", unit.id);
        name(label, weight);
        made.push(label);
      }
      const place = places.get(unit.id);
      for (const [k, bias] of place ? unit.biases.entries() : []) {
        const label = button("bias", bias.id, say("bias", { name: `${bias.id} ${numberOf(bias)}` }), place?.x ?? 0, place?.spots.at(-1) ?? 0);
        label.style.setProperty("--place", String(k));
        mark(label, "data-to", unit.id);
        name(label, bias);
        made.push(label);
      }
    }
    holder.style.setProperty("--rows", String(height));
    holder.style.setProperty("--columns", String(columns));
    mark(holder, "data-narrow", columns >= MANY_COLUMNS);
    mark(holder, "data-bare", names > MOST_NAMES);
    holder.replaceChildren(lines, ...made);

    /** @param {"source" | "unit"} kind @param {string} id @param {Node} node @param {Node | null} before @param {number} count */
    function circles(kind, id, node, before, count) {
      const place = places.get(id);
      if (!place) return;
      const isLayer = count > 1;
      const label = button(kind, id, say(kind === "unit" ? (isLayer ? "layer" : "unit") : "source", { name: id, count }), place.x, place.spots[0] ?? 0);
      mark(label, "data-layer", isLayer);
      const parts = [...(before ? [before] : []), node].map(({ latex }) => {
        const part = make("span", { class: "network-part", "aria-hidden": "true" });
        setMath(part, latex);
        return part;
      });
      label.append(...parts);
      if (!isLayer) label.append(make("span", { class: "network-value", "data-value-of": node.id }));
      made.push(label);
      if (!isLayer) return;
      for (const [k, y] of place.spots.entries()) {
        const dot = make("span", { class: "network-dot", "data-dot": id, "data-kind": kind, "data-value-of": node.id, "data-at": String(k) });
        dot.style.left = `${(100 * place.x).toFixed(2)}%`;
        dot.style.top = `${(100 * y).toFixed(2)}%`;
        made.push(dot);
      }
      if (place.more > 0) label.append(make("span", { class: "network-more" }, say("of", { shown: MOST, count })));
    }

    /** @param {string} weight @param {[number, number]} from @param {[number, number]} to @param {number} bend */
    function line(weight, from, to, bend) {
      const way = [from, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2 - bend], to].map((spot) => spot.map((share) => (100 * (share ?? 0)).toFixed(2)).join(" "));
      lines.append(svgElement("path", { class: "network-line", d: `M${way[0]}Q${way[1]} ${way[2]}`, "vector-effect": "non-scaling-stroke", [weight === "" ? "data-plain" : "data-line"]: weight }));
    }
  }

  /** The values that are known by now. @param {(id: string) => Quantity | null} valueOf */
  function paint(valueOf) {
    for (const place of holder.querySelectorAll("[data-value-of]")) {
      const value = valueOf(place.getAttribute("data-value-of") ?? "");
      const at = place.getAttribute("data-at");
      const own = at === null ? value : Array.isArray(value) ? value[Number(at)] : null;
      const text = Array.isArray(own) ? "" : short(/** @type {Quantity | null | undefined} */ (own));
      if (place.textContent !== text) place.textContent = text;
      const body = at === null ? place.parentElement : place;
      if (body) mark(body, "data-known", value !== null);
    }
  }

  return { draw, paint };
}

/** @param {readonly number[]} spots */
function middle(spots) {
  return ((spots[0] ?? 0) + (spots.at(-1) ?? 0)) / 2;
}
