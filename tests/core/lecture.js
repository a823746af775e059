// The running example as the service answers it.

import { readFileSync } from "node:fs";

/** @type {import("../../app/static/core/types.js").Trace} */
export const lecture = JSON.parse(readFileSync(new URL("fixtures/lecture.json", import.meta.url), "utf8"));

/** @param {[number, number] | null} shown */
const text = (shown) => ({ left: 0, relation: "=", result: 0, upstream: [], shown });

/** A sum of `count` terms: L = a1 + … + an, each ai a copy of w. @param {number} count */
export function fan(count) {
  const copies = Array.from({ length: count }, (_, index) => `a${index + 1}`);
  /** @type {any[]} */
  const steps = [];
  const push = (/** @type {object} */ step) => steps.push({ index: steps.length, ...step });
  for (const id of copies) push({ phase: "forward", kind: "value", node: id, value: 1, latex: `${id} = w`, substituted: "", text: text(null) });
  push({ phase: "forward", kind: "value", node: "L", value: count, latex: "L = s", substituted: "", text: text(null) });
  push({ phase: "backward", kind: "seed", node: "L", adjoint: 1, latex: "\\bar{L} = 1", substituted: "", text: text(null) });
  for (const id of [...copies].reverse()) push({ phase: "backward", kind: "term", node: id, edge: `${id}->L`, upstream: 1, local: 1, product: 1, total: 1, remaining: 0, latex: "", substituted: "", text: text(null) });
  for (const [index, id] of copies.entries()) {
    push({ phase: "backward", kind: "term", node: "w", edge: `w->${id}`, upstream: 1, local: 1, product: 1, total: index + 1, remaining: count - 1 - index, latex: "\\bar{w} = \\bar{a}_1 + \\cdots", substituted: "", text: text(count > 8 ? [Math.max(0, index - 1), Math.min(count, index + 2)] : [0, count]) });
  }
  push({ phase: "backward", kind: "adjoint", node: "w", adjoint: count, latex: "\\bar{w} = \\bar{a}_1 + \\cdots", substituted: "", text: text(count > 8 ? [count - 2, count] : [0, count]) });
  const node = (/** @type {string} */ id, /** @type {string[]} */ parents, /** @type {string[]} */ children, /** @type {number} */ index) =>
    ({ id, index, role: parents.length ? "intermediate" : "parameter", op: null, parents, children, shape: [], latex: id, bar: `\\bar{${id}}`, stem: null, definition: null, functions: [], value: 1, adjoint: 1, span: null });
  const edge = (/** @type {string} */ parent, /** @type {string} */ child) =>
    ({ id: `${parent}->${child}`, parent, child, argument: 0, local: 1, latex: "1", fan_out: parent === "w", term: `\\bar{${child}}`, identity: null, negative: false, upstream: [[0, 6 + child.length]], factors: [], nonlinear: false });
  return /** @type {import("../../app/static/core/types.js").Trace} */ (/** @type {unknown} */ ({
    version: 1, output: "L", grain: "named", constants: [], leaves: [], values: {}, adjoints: {}, tensors: {}, warnings: [], steps,
    nodes: [node("w", [], copies, 1), ...copies.map((id, index) => node(id, ["w"], ["L"], index + 2)), node("L", copies, [], count + 2)],
    edges: [...copies.map((id) => edge("w", id)), ...copies.map((id) => edge(id, "L"))],
  }));
}
