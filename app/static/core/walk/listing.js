// The lecture's algorithm in two loops, in its gather form, and where in it a step stands.

import { say } from "../../words/index.js";
import { edgeOf, nodeOf } from "../model/lookup.js";
import { stepAt } from "./player.js";

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Node} Node */
/** @typedef {import("../types.js").Notation} Notation */
/** @typedef {"forward-loop" | "value" | "seed" | "backward-loop" | "adjoint"} LineId */

/** @typedef {{ id: LineId, indent: 0 | 1 } & Record<Notation, string>} Line  the LaTeX in each notation */

const CHILDREN = "\\sum_{j \\in \\mathrm{Ch}(v_i)}";
const LOCAL = "\\tfrac{\\partial v_j}{\\partial v_i}";

/** In the language of the page. @returns {readonly Line[]} */
export function listing() {
  const FOR = `\\text{${say("listing.for")} } i =`;
  return [
    line("forward-loop", 0, () => `${FOR} 1, \\ldots, N:`),
    line("value", 1, () => `\\text{${say("listing.compute")} } v_i \\text{ ${say("listing.from")} } \\mathrm{Pa}(v_i)`),
    line("seed", 0, (adjoint) => `${adjoint("N")} = 1`),
    line("backward-loop", 0, () => `${FOR} N - 1, \\ldots, 1:`),
    line("adjoint", 1, (adjoint) => `${adjoint("i")} = ${CHILDREN} ${adjoint("j")}\\, ${LOCAL}`),
  ];
}

/** The adjoint of v_i in each notation. @type {Record<Notation, (place: string) => string>} */
const ADJOINT = {
  bar: (place) => `\\bar{v}_${place}`,
  partial: (place) => `\\tfrac{\\partial v_N}{\\partial v_${place}}`,
  code: (place) => `\\texttt{v}_${place}\\texttt{\\_bar}`,
  grad: (place) => `\\texttt{v}_${place}\\texttt{.grad}`,
};

/** @param {LineId} id @param {0 | 1} indent @param {(adjoint: (place: string) => string) => string} write @returns {Line} */
function line(id, indent, write) {
  return { id, indent, bar: write(ADJOINT.bar), partial: write(ADJOINT.partial), code: write(ADJOINT.code), grad: write(ADJOINT.grad) };
}

/**
 * The lit line and what the loop's variables stand for: `i` and its node; the set that the line runs
 * over, Pa of it going forward and Ch going back; `j`, the child whose term is being added.
 * @typedef {object} Place
 * @property {LineId} line
 * @property {Node} node
 * @property {{ name: "Pa" | "Ch", members: Node[] } | null} set
 * @property {Node | null} j
 */

/**
 * @param {Trace} trace
 * @param {number} position
 * @returns {Place | null} null before the first step
 */
export function placeAt(trace, position) {
  const step = stepAt(trace, position);
  const node = step && nodeOf(trace, step.node);
  if (!step || !node) return null;
  const nodes = (/** @type {string[]} */ ids) => ids.flatMap((id) => nodeOf(trace, id) ?? []);
  if (step.kind === "value") return { line: "value", node, set: { name: "Pa", members: nodes(node.parents) }, j: null };
  if (step.kind === "seed") return { line: "seed", node, set: null, j: null };
  const edge = step.kind === "term" ? edgeOf(trace, step.edge) : undefined;
  const j = edge ? nodeOf(trace, edge.child) ?? null : null;
  return { line: "adjoint", node, set: { name: "Ch", members: nodes(node.children) }, j };
}

/**
 * The live values beneath the listing, as LaTeX; the current child is marked.
 * @param {Place} place
 * @returns {string[]}
 */
export function liveLatex({ node, set, j }) {
  const name = `v_{${node.index}}`;
  const lines = [`i = ${node.index}, \\quad ${name} = ${node.latex}`];
  if (set) {
    const members = set.members.map((member) => (member === j ? `\\htmlClass{lit}{${member.latex}}` : member.latex));
    const lit = set.members.findIndex((member) => member === j);
    lines.push(`\\mathrm{${set.name}}(${name}) = ${members.length ? `\\{${shortened(members, lit).join(",\\, ")}\\}` : "\\varnothing"}`);
  }
  return lines;
}

/** @param {string[]} members @param {number} lit  which of them is lit; below 0: none */
function shortened(members, lit) {
  const room = 5;
  if (members.length <= room) return members;
  const middle = lit >= 2 && lit < members.length - 1 ? ["\\ldots", members[lit] ?? ""] : [];
  return [...members.slice(0, 2), ...middle, "\\ldots", members.at(-1) ?? ""];
}
