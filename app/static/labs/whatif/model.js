// Two traces compared: which backward rules changed, and which numbers only. And the exchanges of one line
// that are worth a question.

/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Quantity} Quantity */
/** @typedef {import("../../core/types.js").Step} Step */
/** @typedef {import("../../core/types.js").Trace} Trace */

/** What became of a node. @typedef {"rule" | "number" | "new" | "same"} Change */

/**
 * `rules` are the backward rules, those of nodes that a parameter needs; `aside` are changed rules of other nodes.
 * `before` and `after` are the lines of the chain rule.
 * @typedef {{ node: Node, before: Step | null, after: Step | null }} Rule
 * @typedef {{ changes: Map<string, Change>, edges: Set<string>, rules: Rule[], aside: Rule[], total: number, gone: Node[] }} Difference
 */

/** More than rounding. @param {Quantity} one @param {Quantity} other */
function isSame(one, other) {
  if (typeof one === "number" && typeof other === "number") return Math.abs(one - other) <= 1e-12 * Math.max(1, Math.abs(one));
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The step with the line of the chain rule of each node that has one. @param {Trace} trace */
function linesOf({ steps }) {
  return new Map(steps.flatMap((step) => (step.kind === "term" || step.kind === "adjoint" ? [[step.node, step]] : [])));
}

/**
 * The nodes whose adjoints the parameters' are made from, and these: all that training asks for. Without
 * parameters every node is asked for.
 * @param {Trace} trace
 * @returns {Set<string>}
 */
export function neededIn({ nodes }) {
  const parameters = nodes.filter(({ role }) => role === "parameter");
  if (parameters.length === 0) return new Set(nodes.map(({ id }) => id));
  const children = new Map(nodes.map((node) => [node.id, node.children]));
  const needed = new Set(parameters.map(({ id }) => id));
  for (const id of needed) for (const child of children.get(id) ?? []) needed.add(child);
  return needed;
}

/** @param {Trace} before @param {Trace} after @returns {Difference} */
export function difference(before, after) {
  const [old, lines, oldLines] = [new Map(before.nodes.map((node) => [node.id, node])), linesOf(after), linesOf(before)];
  const oldEdges = new Map(before.edges.map((edge) => [edge.id, edge.latex]));
  const needed = neededIn(after);
  /** @type {Difference} */
  const found = { changes: new Map(), edges: new Set(), rules: [], aside: [], total: 0, gone: before.nodes.filter(({ id }) => !after.nodes.some((node) => node.id === id)) };
  for (const edge of after.edges) if (oldEdges.get(edge.id) !== edge.latex) found.edges.add(edge.id);
  for (const node of after.nodes) {
    const was = old.get(node.id);
    const [line, oldLine] = [lines.get(node.id) ?? null, oldLines.get(node.id) ?? null];
    const isAsked = needed.has(node.id);
    if (isAsked && line !== null) found.total += 1;
    const isOther = line?.latex !== oldLine?.latex;
    if (isOther) (isAsked ? found.rules : found.aside).push({ node, before: oldLine, after: line });
    const isNumber = was !== undefined && !(isSame(was.value, node.value) && isSame(was.adjoint, node.adjoint));
    found.changes.set(node.id, was === undefined ? "new" : isOther && isAsked ? "rule" : isNumber ? "number" : "same");
  }
  return found;
}

const NAME = "([\\p{L}_][\\p{L}\\p{Nd}₀-₉_]*)";
const MINUS = "\\s*[-−]\\s*";

/** @typedef {{ id: "cross" | "squared" | "tanh" | "logistic", source: string }} Exchange */

/**
 * The exchanges that fit a source: of a squared error for the cross-entropy, where the prediction is a
 * probability, and back; of one squashing function for another.
 * @param {string} source
 * @param {Trace} trace
 * @returns {Exchange[]}
 */
export function exchanges(source, trace) {
  const squared = new RegExp(`^(\\s*${NAME}\\s*=\\s*)½\\s*\\(${NAME}${MINUS}${NAME}\\)\\s*(?:²|\\^2|\\*\\*2)\\s*$`, "mu").exec(source);
  const cross = new RegExp(`^(\\s*${NAME}\\s*=\\s*)[-−]\\s*${NAME}\\s*ln\\(?\\s*${NAME}\\)?${MINUS}\\(1${MINUS}\\3\\)\\s*ln\\(1${MINUS}\\4\\)\\s*$`, "mu").exec(source);
  /** @type {Exchange[]} */
  const found = [];
  if (squared) {
    const [line, start = "", , one = "", other = ""] = squared;
    // Of the two it is the computed one that is the prediction.
    const [prediction, target] = isComputed(trace, one) ? [one, other] : [other, one];
    const p = Number(trace.values[prediction]);
    if (p > 0 && p < 1) found.push({ id: "cross", source: source.replace(line, () => `${start}−${target} ln(${prediction}) − (1 − ${target}) ln(1 − ${prediction})`) });
  }
  if (cross) {
    const [line, start = "", , target = "", prediction = ""] = cross;
    found.push({ id: "squared", source: source.replace(line, () => `${start}½(${prediction} − ${target})²`) });
  }
  const squash = /(?<![\p{L}_])(σ|sigmoid|tanh|relu)(?=\()/u.exec(source);
  if (squash) {
    const into = { σ: "tanh", sigmoid: "tanh", tanh: "σ", relu: "σ" }[squash[1] ?? ""] ?? "tanh";
    found.push({ id: into === "tanh" ? "tanh" : "logistic", source: `${source.slice(0, squash.index)}${into}${source.slice(squash.index + squash[0].length)}` });
  }
  return found;
}

/** @param {Trace} trace @param {string} name */
function isComputed({ nodes }, name) {
  return nodes.some(({ id, parents }) => id === name && parents.length > 0);
}
