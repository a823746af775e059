// A trace small enough to read, in the service's own words: L = w x, L_reg = L + R, R = w².

/** @typedef {import("../../app/static/core/types.js").Trace} Trace */
/** @typedef {import("../../app/static/core/types.js").Node} Node */
/** @typedef {import("../../app/static/core/types.js").State} State */

/** Of a step without a line. @type {import("../../app/static/core/types.js").StepText} */
export const NO_TEXT = { left: 0, relation: "=", result: 0, upstream: [], shown: null };

/**
 * @param {string} id
 * @param {string} latex
 * @param {string} bar
 * @param {Partial<Node>} [rest]
 * @returns {Node}
 */
function node(id, latex, bar, rest = {}) {
  return {
    id, latex, bar, index: 1, role: "intermediate", op: "add", parents: [], children: [], shape: [],
    stem: null, definition: null, functions: [], value: 1, adjoint: 1, span: null, ...rest,
  };
}

/**
 * @param {Partial<Trace>} [rest]
 * @returns {Trace}
 */
export function smallTrace(rest = {}) {
  return {
    version: 1, output: "L_reg", grain: "named", constants: [], leaves: [], values: {}, adjoints: {}, tensors: {}, warnings: [],
    nodes: [
      node("w", "w", "\\bar{w}", { role: "parameter", op: null }),
      node("L", "L", "\\bar{L}"),
      node("R", "R", "\\bar{R}"),
      node("L_reg", "L_{\\mathrm{reg}}", "\\bar{L}_{\\mathrm{reg}}", { role: "output" }),
    ],
    edges: [],
    steps: [
      { index: 0, phase: "forward", kind: "value", node: "L", value: 1, latex: "", substituted: "", text: NO_TEXT },
      { index: 1, phase: "forward", kind: "value", node: "R", value: 1, latex: "", substituted: "", text: NO_TEXT },
      { index: 2, phase: "forward", kind: "value", node: "L_reg", value: 2, latex: "", substituted: "", text: NO_TEXT },
      { index: 3, phase: "backward", kind: "seed", node: "L_reg", adjoint: 1, latex: "", substituted: "", text: NO_TEXT },
      term(4, "L", "L->L_reg"),
      term(5, "R", "R->L_reg"),
      term(6, "w", "w->L"),
      term(7, "w", "w->R"),
      { index: 8, phase: "backward", kind: "adjoint", node: "w", adjoint: 3, latex: "", substituted: "", text: NO_TEXT },
    ],
    ...rest,
  };
}

/**
 * @param {number} index
 * @param {string} id
 * @param {string} edge
 * @returns {import("../../app/static/core/types.js").TermStep}
 */
export function term(index, id, edge) {
  return {
    index, phase: "backward", kind: "term", node: id, edge, upstream: 1, local: 1, product: 1, total: 1,
    remaining: 0, latex: "", substituted: "", text: NO_TEXT,
  };
}

/**
 * @param {Partial<State>} [rest]
 * @returns {State}
 */
export function someState(rest = {}) {
  const source = rest.source ?? "w = 1\nL = w";
  return {
    source, traced: source, inputs: {}, roles: {}, output: null, grain: "named", example: null, trace: null,
    position: 0, unfolded: [], notation: "bar", theme: "system", large: false, size: 0, playing: false, blank: false,
    editorOpen: true, helpOpen: false, jumpOpen: false, laser: false, problem: null, message: null, busy: false, inspected: null, modesOpen: false, checked: false,
    lab: null, labsOpen: false, lesson: null, given: null, lens: null, ...rest,
  };
}
