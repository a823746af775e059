// The curves, as the engine draws them: the parent nudged to each place, everything else held. A curve is asked for
// once; while the point moves along it nothing is asked.

import { placesIn, entryOf } from "./model.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("../types.js").LabContext} LabContext */
/** @typedef {import("./model.js").Gauge} Gauge */
/** @typedef {import("./model.js").Point} Point */
/** @typedef {import("./model.js").Span} Span */
/** @typedef {{ gauge: Gauge, span: Span, at: readonly number[] }} Wish */

/** So many curves are kept: a model that is dragged about needs no more. */
const KEPT = 200;

/** @param {Pick<LabContext, "kit" | "services" | "store">} lab @param {() => void} arrived */
export function createCurves({ kit, services, store }, arrived) {
  /** @type {Map<string, readonly Point[]>} */
  const known = new Map();
  /** @type {{ trace: Trace, wishes: Wish[] } | null} */
  let wanted = null;
  let isAsking = false;
  let isClosed = false;

  /** What the curve depends on: the line and its constants, not where the point is. @param {Trace} trace @param {Wish} wish */
  function keyOf({ output, grain, constants }, { gauge, span, at }) {
    return JSON.stringify([store.get().source, output, grain, constants.map(({ id, value }) => [id, value]), gauge.edge.id, at, span]);
  }

  /** @param {Trace} trace @param {Wish} wish */
  async function ask(trace, { gauge: { node, parent }, span, at }) {
    const now = entryOf(parent.value, at) ?? 0;
    const beside = trace.nodes.filter(({ id }) => (parent.children.includes(id) || node.children.includes(id)) && id !== node.id && id !== trace.output);
    const body = { ...kit.requestOf(store.get()), node: parent.id, held: beside.map(({ id }) => id), h: placesIn(span).map((x) => x - now), ...(at.length > 0 ? { at } : {}) };
    const { nudges } = await services.api.ask("nudge", body);
    return nudges.map((/** @type {any} */ { values }) => ({ x: entryOf(values[parent.id], at), y: entryOf(values[node.id], at) ?? NaN }));
  }

  async function go() {
    isAsking = true;
    while (wanted !== null && !isClosed) {
      await new Promise((resolve) => window.requestAnimationFrame(resolve));
      const { trace, wishes } = wanted ?? { trace: null, wishes: [] };
      wanted = null;
      if (trace === null || isClosed) break;
      const missing = wishes.map((wish) => ({ wish, key: keyOf(trace, wish) })).filter(({ key }) => !known.has(key));
      if (missing.length === 0) continue;
      await Promise.all(missing.map(async ({ wish, key }) => {
        // A refusal is of a model that is being typed: the gauge keeps its number, without a curve.
        const curve = await ask(trace, wish).catch(() => []);
        known.set(key, curve);
        if (known.size > KEPT) known.delete([...known.keys()][0] ?? "");
      }));
      if (!isClosed) arrived();
    }
    isAsking = false;
  }

  return {
    /** @param {Trace} trace @param {Wish} wish @returns {readonly Point[] | null} */
    of: (trace, wish) => known.get(keyOf(trace, wish)) ?? null,
    /** @param {Trace} trace @param {Wish[]} wishes */
    want(trace, wishes) {
      if (store.get().problem !== null || wishes.every((wish) => known.has(keyOf(trace, wish)))) return;
      wanted = { trace, wishes };
      if (!isAsking) void go();
    },
    close() {
      isClosed = true;
      wanted = null;
    },
  };
}
