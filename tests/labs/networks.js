// Small graphs, line by line: of each node what its local derivatives are, or their factors.

/** @typedef {import("../../app/static/core/types.js").Trace} Trace */

/**
 * @param {{ leaves: Record<string, string>, lines: [id: string, op: string | null, locals: Record<string, string | string[]>, functions?: string[]][],
 *   shapes?: Record<string, number[]>, terms?: Record<string, string> }} model
 * @returns {Trace}
 */
export function graphOf({ leaves, lines, shapes = {}, terms = {} }) {
  const parents = new Map(lines.map(([id, , locals]) => [id, Object.keys(locals)]));
  const nodes = [...Object.keys(leaves), ...lines.map(([id]) => id)].map((id, k) => {
    const line = lines.find(([own]) => own === id);
    return {
      id, index: k + 1, role: leaves[id] ?? "intermediate", op: line?.[1] ?? null, stem: null, definition: "", functions: line?.[3] ?? [], latex: id, bar: `\\bar{${id}}`, shape: shapes[id] ?? [],
      parents: parents.get(id) ?? [], children: lines.filter(([, , locals]) => id in locals).map(([child]) => child), value: 0, adjoint: 0, span: null,
    };
  });
  const edges = lines.flatMap(([child, , locals]) => Object.entries(locals).map(([parent, given], argument) => {
    const [latex, factors] = typeof given === "string" ? [given, given === "1" ? [] : null] : [given.join("\\,"), given];
    const id = `${parent}->${child}`;
    const kind = id in terms ? "structured" : "elementwise";
    return { id, parent, child, argument, local: 0, latex, fan_out: false, term: terms[id] ?? `\\bar{${child}}\\,${latex}`, identity: null, negative: false, upstream: [], factors, nonlinear: false, kind };
  }));
  return /** @type {any} */ ({ version: 1, output: lines.at(-1)?.[0] ?? "", grain: "named", nodes, edges, constants: [], steps: [], values: {}, adjoints: {}, tensors: {}, warnings: [] });
}
