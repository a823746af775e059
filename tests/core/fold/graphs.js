// Traces of any size for the tests of folding: every node is the sum of its parents.

/** @typedef {import("../../../app/static/core/types.js").Trace} Trace */

/**
 * @param {Record<string, string[]>} parentsOf  each node's parents, in the order of the program; the last is the output
 * @returns {Trace}
 */
export function sums(parentsOf) {
  const ids = Object.keys(parentsOf);
  /** @type {Map<string, string[]>} */
  const children = new Map(ids.map((id) => [id, []]));
  for (const [id, parents] of Object.entries(parentsOf)) for (const parent of parents) children.get(parent)?.push(id);
  /** @type {any[]} */
  const steps = [];
  const push = (/** @type {object} */ step) => steps.push({ index: steps.length, latex: "", substituted: "", ...step });
  for (const [id, parents] of Object.entries(parentsOf)) if (parents.length > 0) push({ phase: "forward", kind: "value", node: id, value: 1 });
  const output = ids.at(-1) ?? "";
  push({ phase: "backward", kind: "seed", node: output, adjoint: 1 });
  for (const id of ids.toReversed()) {
    const terms = children.get(id) ?? [];
    terms.forEach((child, k) => push({ phase: "backward", kind: "term", node: id, edge: `${id}->${child}`, upstream: 1, local: 1, product: 1, total: k + 1, remaining: terms.length - 1 - k }));
    if (terms.length > 1) push({ phase: "backward", kind: "adjoint", node: id, adjoint: terms.length });
  }
  return {
    version: 1, output, grain: "named", constants: [], leaves: [], values: {}, adjoints: {}, tensors: {}, warnings: [], steps,
    nodes: ids.map((id, k) => ({
      id, index: k + 1, role: parentsOf[id]?.length ? (id === output ? "output" : "intermediate") : id.startsWith("x") ? "input" : "parameter", op: null, parents: parentsOf[id] ?? [],
      children: children.get(id) ?? [], shape: [], latex: id.replace(/_(.*)/, "_{$1}"), bar: `\\bar{${id}}`, stem: null, definition: null, functions: [], value: 1, adjoint: 1, span: null,
    })),
    edges: Object.entries(parentsOf).flatMap(([child, parents]) => parents.map((parent, argument) => ({
      id: `${parent}->${child}`, parent, child, argument, local: 1, latex: "1", fan_out: (children.get(parent)?.length ?? 0) > 1, term: "", identity: null, negative: false, upstream: [], factors: [], nonlinear: false,
    }))),
  };
}

/** Layers of neurons, each with a weight a neuron below. @param {number} width @param {number} layers */
export function network(width, layers) {
  /** @type {Record<string, string[]>} */
  const parents = {};
  let before = Array.from({ length: width }, (_, i) => `x_${i + 1}`);
  for (const id of before) parents[id] = [];
  for (let layer = 1; layer <= layers; layer += 1) {
    for (let j = 1; j <= width; j += 1) {
      const weights = before.map((_, i) => `w${layer}_${j}_${i + 1}`);
      for (const id of weights) parents[id] = [];
      parents[`z${layer}_${j}`] = before.flatMap((id, i) => [weights[i] ?? "", id]);
      parents[`h${layer}_${j}`] = [`z${layer}_${j}`];
    }
    before = before.map((_, j) => `h${layer}_${j + 1}`);
  }
  return sums({ ...parents, L: before });
}

/** One cell again and again. @param {number} times */
export function recurrent(times) {
  /** @type {Record<string, string[]>} */
  const parents = { u: [], w: [], h_0: ["w"] };
  for (let t = 1; t <= times; t += 1) {
    parents[`x_${t}`] = [];
    parents[`z_${t}`] = ["u", `x_${t}`, "w", `h_${t - 1}`];
    parents[`h_${t}`] = [`z_${t}`];
  }
  return sums({ ...parents, L: [`h_${times}`] });
}

/** No order in the names, edges from anywhere to anywhere later; the same for the same seed. @param {number} count @param {number} seed */
export function tangle(count, seed) {
  let state = seed;
  const below = (/** @type {number} */ limit) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * limit);
  };
  const heads = ["a", "b", "c", "layer1", "layer2"];
  const names = Array.from({ length: count }, (_, k) => `${heads[below(heads.length)]}_${below(9)}_${k}`);
  return sums(Object.fromEntries(names.map((name, k) => [name, [...new Set(Array.from({ length: k === 0 ? 0 : below(4) }, () => names[below(k)] ?? ""))]])));
}
