// The two listings, line by line, and what their letters stand for just now. The words in them come from the
// page's language.

/** @typedef {import("../../core/types.js").Node} Node */
/** @typedef {import("../../core/types.js").Notation} Notation */
/** @typedef {import("../types.js").Words} Words */
/** @typedef {import("./model.js").Place} Place */

/** @typedef {{ id: string, indent: 0 | 1 | 2, latex: string }} Line */

/** More names than this are not written out. */
const MOST_NAMES = 5;

/** An adjoint of the listings in a notation. @param {"i" | "j" | "1" | "N" | "N-1"} place @param {Notation} notation */
function adjoint(place, notation) {
  const node = `v_{${place}}`;
  if (notation === "partial") return `\\tfrac{\\partial v_N}{\\partial ${node}}`;
  if (notation === "bar") return `\\bar{v}_{${place}}`;
  return `\\texttt{v}_{${place}}\\texttt{${notation === "code" ? "\\_bar" : ".grad"}}`;
}

/** @param {Words} words @returns {Line[]} */
function forward(words) {
  return [
    { id: "forward", indent: 0, latex: `\\text{${words.for}}\\; i = 1, \\ldots, N:` },
    { id: "value", indent: 1, latex: `\\text{${words.compute}}\\; v_i \\;\\text{${words.from}}\\; \\mathrm{Pa}(v_i)` },
  ];
}

/** @param {Words} words @param {Notation} notation @returns {Line[]} */
export function gatherLines(words, notation) {
  return [
    ...forward(words),
    { id: "seed", indent: 0, latex: `${adjoint("N", notation)} = 1` },
    { id: "loop", indent: 0, latex: `\\text{${words.for}}\\; i = N - 1, \\ldots, 1:` },
    { id: "gather", indent: 1, latex: `${adjoint("i", notation)} = \\sum_{j \\in \\mathrm{Ch}(v_i)} ${adjoint("j", notation)}\\, \\tfrac{\\partial v_j}{\\partial v_i}` },
  ];
}

/** @param {Words} words @param {Notation} notation @returns {Line[]} */
export function scatterLines(words, notation) {
  return [
    ...forward(words),
    { id: "seed", indent: 0, latex: `${adjoint("1", notation)}, \\ldots, ${adjoint("N-1", notation)} = 0, \\quad ${adjoint("N", notation)} = 1` },
    { id: "loop", indent: 0, latex: `\\text{${words.for}}\\; i = N, \\ldots, 1:` },
    { id: "parents", indent: 1, latex: `\\text{${words.for}}\\; v_j \\in \\mathrm{Pa}(v_i):` },
    { id: "send", indent: 2, latex: `${adjoint("j", notation)} \\mathrel{+}= ${adjoint("i", notation)}\\, \\tfrac{\\partial v_i}{\\partial v_j}` },
  ];
}

/** What i, j and Pa are at a place of the scattering listing, as two lines. @param {Place | null} place @returns {string[]} */
export function scatterLive(place) {
  if (place === null) return ["", ""];
  const { i, j, parents } = place;
  const is = (/** @type {string} */ letter, /** @type {Node} */ { index, latex }) => `${letter} = ${index},\\; v_{${index}} = ${latex}`;
  const members = parents.map((parent) => (parent.id === j?.id ? `\\htmlClass{lit}{${parent.latex}}` : parent.latex));
  return [
    `${is("i", i)}${j ? `,\\quad ${is("j", j)}` : ""}`,
    place.line === "seed" ? "" : `\\mathrm{Pa}(v_{${i.index}}) = ${members.length > 0 ? `\\{${shortened(members, parents.findIndex(({ id }) => id === j?.id)).join(",\\, ")}\\}` : "\\varnothing"}`,
  ];
}

/** @param {string[]} members @param {number} at  which of them is lit; below 0: none */
function shortened(members, at) {
  if (members.length <= MOST_NAMES) return members;
  const lit = at > 1 && at < members.length - 1 ? members[at] : undefined;
  return [...members.slice(0, 2), ...(lit ? ["\\ldots", lit] : []), "\\ldots", members.at(-1) ?? ""];
}
