// What a value is computed with, among formulas that look like it: the line with a part of it changed, and other lines.

import { isClose } from "./model-answers.js";
import { partsOf, productOf } from "./model-parts.js";

/** @typedef {import("../../core/walk/line.js").Line} Line */
/** @typedef {import("../../core/types.js").Trace} Trace */
/** @typedef {import("./model.js").Question} Question */
/** @typedef {import("./model-choices.js").Lines} Lines */
/** @typedef {import("./model-choices.js").Rule} Rule */
/** @typedef {import("./model-parts.js").Part} Part */

/** Operations whose line, where it is nothing else, needs brackets after a sign. */
const OPEN = new Set(["add", "sub", "neg"]);

/**
 * @param {Question} question
 * @param {Trace} trace
 * @param {Pick<Lines, "summed">} lines
 * @returns {Rule[]} the right one first
 */
export function valueRules({ node, truth, at }, trace, { summed }) {
  const right = node.definition ?? "";
  if (right === "") return [];
  const number = Number.isFinite(truth) ? truth : null;
  const parts = at === null ? partsOf(node, trace) : [];
  // The parts are the whole line only where they come to all of it.
  const isWhole = parts.length > 0 && isClose(parts.reduce((sum, part) => sum + part.number, 0), truth);
  const isTight = isWhole ? parts.length === 1 && !parts[0]?.negative : node.op !== null && !OPEN.has(node.op);
  // What another node is may come to the same here: then nobody could say that it is wrong.
  const others = trace.nodes.flatMap(({ id, definition, value }) => (id === node.id || definition === null ? [] : [{ line: [definition], number: typeof value === "number" ? value : null, slip: { slip: "rule" } }]));
  return [
    { line: [right], number, slip: null },
    { line: isTight ? ["-", right] : ["-\\left(", right, "\\right)"], number: number === null ? null : -number, slip: { slip: "sign" } },
    ...(isWhole ? changed(parts, truth, summed) : bare(node.id, trace)),
    ...others,
  ];
}

/** One part of a sum turned round, left out, or made otherwise. @param {readonly Part[]} parts @param {number} truth @param {Lines["summed"]} summed @returns {Rule[]} */
function changed(parts, truth, summed) {
  return parts.flatMap((part, place) => {
    const rest = truth - part.number;
    const names = part.parents.map(({ node }) => node.id);
    const put = (/** @type {Partial<Part>[]} */ instead) => summed(parts.flatMap((one, other) => (other === place ? instead.map((change) => written({ ...one, ...change })) : [written(one)])));
    /** @type {Rule[]} */
    const rules = [];
    if (parts.length > 1) {
      rules.push({ line: put([{ negative: !part.negative }]), number: rest - part.number, slip: { slip: "rule-sign" } });
      rules.push({ line: put([]), number: rest, slip: { slip: "left-out", rest: names } });
    }
    if (part.fixed.length > 0) rules.push({ line: put([{ fixed: [] }]), number: rest + (part.negative ? -1 : 1) * productOf(part.parents), slip: { slip: "no-coefficient", child: names[0] ?? "" } });
    if (part.parents.length < 2) return rules;
    for (const without of part.parents) {
      const parents = part.parents.filter((parent) => parent !== without);
      rules.push({ line: put([{ parents }]), number: rest + part.coefficient * productOf(parents), slip: { slip: "no-factor", child: without.node.id, rest: parents.map(({ node }) => node.id) } });
    }
    if (part.fixed.length === 0 && !part.negative) rules.push({ line: put(part.parents.map((parent) => ({ parents: [parent] }))), number: rest + part.parents.reduce((sum, { value }) => sum + value, 0), slip: { slip: "added", rest: names } });
    return rules;
  });
}

/** @param {Part} part @returns {{ negative: boolean, line: string[] }} */
function written({ fixed, negative, parents }) {
  return { negative, line: [[...fixed, ...parents.map(({ node }) => node.latex)].join("\\,")] };
}

/** What stands in a function, and its derivative. @param {string} node @param {Trace} trace @returns {Rule[]} */
function bare(node, trace) {
  const edges = trace.edges.filter(({ child }) => child === node);
  return edges.flatMap(({ parent, latex, local }) => {
    const inner = trace.nodes.find(({ id }) => id === parent);
    /** @type {Rule[]} */
    const rules = typeof local === "number" && local !== 1 ? [{ line: [latex], number: local, slip: { slip: "derivative", child: parent } }] : [];
    return inner === undefined || edges.length > 1 ? rules : [...rules, { line: [inner.latex], number: typeof inner.value === "number" ? inner.value : null, slip: { slip: "not-applied", child: parent } }];
  });
}
