// A nudge and its ripple: which sizes h may take, and the answer of the service as rows, a node each. The
// tangents and contributions are the service's; here they are only multiplied by h.

/** @typedef {import("../../core/types.js").Edge} Edge */
/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Num} Num */
/** @typedef {import("../../core/types.js").Trace} Trace */

/**
 * What POST /api/nudge answers, of a graph of numbers.
 * @typedef {object} Answer
 * @property {string} output
 * @property {string} node
 * @property {string[]} held
 * @property {Num} derivative
 * @property {{ id: string, value: Num, tangent: Num }[]} nodes  what moves, the nudged node first
 * @property {{ id: string, parent: string, child: string, local: Num, tangent: Num, contribution: Num }[]} edges
 * @property {Pass[]} nudges
 */

/** @typedef {{ h: number, predicted: Num, change: Num, residual: Num, values: Record<string, Num>, changes: Record<string, Num> }} Pass */

/** One parent's part in a row: `symbol` is local derivative × the parent's change, in LaTeX, without its sign. @typedef {{ edge: string, symbol: string, negative: boolean, local: number, tangent: number, contribution: number }} Term */
/** What an edge sends with something in the place of the child's adjoint, as core/walk/line.js says it. @typedef {(edge: Edge, put: () => string) => { negative: boolean, line: readonly string[] }} SignedTerm */
/** A node that moves: its change is called h with this number. @typedef {{ id: string, number: number, latex: string, tangent: number, value: number, terms: Term[] }} Row */
/** The numbers of a row for one h. @typedef {{ predicted: number, change: number, residual: number }} Numbers */

/** The slider runs over 1, 2 … 9 of each power of ten, from this one, to 10, and the same below 0. */
const SMALLEST = -5;
const DIGITS = 9;
/** The last place of the slider to either side. */
export const LAST = (1 - SMALLEST) * DIGITS + 1;
const LEAST = 1e-12;
const MOST = 1e6;
/** The sizes of h whose residuals are drawn: half a power of ten apart. */
const CURVE = Array.from({ length: 13 }, (_, k) => Number((10 ** (-k / 2)).toPrecision(3)));
/** More of a formula than this has no room in a row. */
const LONGEST = 44;
/** A difference this far below the numbers it was taken of is rounding. */
const ROUNDING = 2 ** -50;

/**
 * Why a trace cannot be rippled here; null where it can.
 * @param {Trace} trace
 * @returns {"arrays" | null}
 */
export function obstacle({ nodes }) {
  return nodes.some(({ shape }) => shape.length > 0) ? "arrays" : null;
}

/** Where there is most to see: a parameter with several children, or else the first leaf there is. @param {Trace} trace */
export function firstChoice({ nodes }) {
  const parameters = nodes.filter(({ role }) => role === "parameter");
  return (parameters.find(({ children }) => children.length > 1) ?? parameters[0] ?? nodes[0])?.id ?? "";
}

/** The h at a place of the slider. @param {number} position  from -LAST to LAST, 0 in the middle */
export function hAt(position) {
  if (position === 0) return 0;
  const k = Math.min(Math.abs(position), LAST) - 1;
  const size = Number(`${(k % DIGITS) + 1}e${SMALLEST + Math.floor(k / DIGITS)}`);
  return position < 0 ? -size : size;
}

/** The place of the slider that is nearest to an h. @param {number} h */
export function positionOf(h) {
  if (h === 0) return 0;
  const size = Math.abs(h);
  const power = Math.floor(Math.log10(size) + 1e-12);
  const place = (power - SMALLEST) * DIGITS + Math.round(size / 10 ** power);
  return Math.sign(h) * Math.min(LAST, Math.max(1, place));
}

/** h times ten or a tenth, within reason. @param {number} h @param {number} factor */
export function scaled(h, factor) {
  const next = Number((h * factor).toPrecision(12));
  return next === 0 || (Math.abs(next) >= LEAST && Math.abs(next) <= MOST) ? next : h;
}

/** What is asked for: h first, then the sizes of the curve on the same side of 0. @param {number} h */
export function sizesFor(h) {
  return [h, ...CURVE.map((size) => (h < 0 ? -size : size))];
}

/**
 * The nodes that move, in the graph's order.
 * @param {Trace} trace
 * @param {Answer} answer
 * @param {SignedTerm} signedTermOf
 * @returns {Row[]}
 */
export function rowsOf(trace, answer, signedTermOf) {
  const numbers = new Map(answer.nodes.map(({ id }, place) => [id, place + 1]));
  const nodes = new Map(trace.nodes.map((node) => [node.id, node]));
  const edges = new Map(trace.edges.map((edge) => [edge.id, edge]));
  /** @type {Map<string, Term[]>} */
  const terms = new Map(answer.nodes.map(({ id }) => [id, []]));
  for (const { id, parent, child, local, tangent, contribution } of answer.edges) {
    const name = `h_{${numbers.get(parent) ?? 0}}`;
    const { symbol, negative } = times(edges.get(id), nodes.get(child), nodes.get(parent), name, signedTermOf);
    terms.get(child)?.push({ edge: id, symbol, negative, local: Number(local), tangent: Number(tangent), contribution: Number(contribution) });
  }
  return answer.nodes.map(({ id, value, tangent }, place) => ({
    id, number: place + 1, latex: nodes.get(id)?.latex ?? id, tangent: Number(tangent), value: Number(value), terms: terms.get(id) ?? [],
  }));
}

/**
 * Local derivative × the parent's change. The engine has put brackets where a factor needs them: the term of the
 * reverse sweep has the same local derivative, with the child's adjoint in place of the change.
 * @param {Edge | undefined} edge @param {Node | undefined} child @param {Node | undefined} parent @param {string} name
 * @param {SignedTerm} signedTermOf
 * @returns {{ symbol: string, negative: boolean }}
 */
function times(edge, child, parent, name, signedTermOf) {
  if (edge && child && edge.upstream.length > 0 && edge.term.length <= LONGEST) {
    const { negative, line } = signedTermOf(edge, () => name);
    return { symbol: line.join(""), negative };
  }
  return { symbol: `\\tfrac{\\partial ${child?.latex ?? ""}}{\\partial ${parent?.latex ?? ""}}\\,${name}`, negative: false };
}

/** What one pass did to a node, and what was predicted. @param {Row} row @param {Pass} pass @returns {Numbers} */
export function numbersOf({ id, tangent, value }, { h, changes, values }) {
  const [predicted, change] = [tangent * h, Number(changes[id])];
  return { predicted, change, residual: settled(change - predicted, value, Number(values[id])) };
}

/** The output's. @param {Answer} answer @param {Pass} pass @returns {Numbers & { quadratic: number | null }} */
export function verdictOf({ output, nodes }, { h, predicted, change, residual, values }) {
  const rest = settled(Number(residual), Number(nodes.find(({ id }) => id === output)?.value ?? 0), Number(values[output] ?? 0));
  return { predicted: Number(predicted), change: Number(change), residual: rest, quadratic: h === 0 || rest === 0 || !Number.isFinite(rest) ? null : rest / h ** 2 };
}

/** The sizes of the residuals by the size of h, without those that are rounding. @param {Answer} answer @returns {{ h: number, residual: number }[]} */
export function residualsOf(answer) {
  return answer.nudges.slice(1).flatMap((pass) => {
    const { residual } = verdictOf(answer, pass);
    return residual !== 0 && Number.isFinite(residual) ? [{ h: Math.abs(pass.h), residual: Math.abs(residual) }] : [];
  });
}

/** 0 where a difference of two numbers is nothing but rounding. @param {number} difference @param {number} one @param {number} other */
function settled(difference, one, other) {
  return Math.abs(difference) <= ROUNDING * Math.max(Math.abs(one), Math.abs(other)) ? 0 : difference;
}
