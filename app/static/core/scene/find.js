// Finding a node by a part of its name.

/** @typedef {import("../types.js").Node} Node */
/** @typedef {import("../types.js").Trace} Trace */

const PLAIN_GREEK = new Map(Object.entries({
  α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", η: "eta", θ: "theta", λ: "lambda", μ: "mu", ρ: "rho", σ: "sigma", τ: "tau", φ: "phi", ψ: "psi", ω: "omega",
}));

/**
 * The nodes whose names hold the text: the very name first, then those that begin with it, then those
 * where a part of the name does, then the others; each in the order of the program.
 * @param {Trace} trace
 * @param {string} text
 * @param {number} most
 * @returns {{ nodes: Node[], count: number }} the first `most`, and how many there are
 */
export function findNodes(trace, text, most) {
  const wanted = plain(text);
  if (wanted === "") return { nodes: [], count: 0 };
  const found = trace.nodes.flatMap((node) => {
    const rank = rankOf(plain(node.id), wanted);
    return rank < 0 ? [] : [{ node, rank }];
  });
  const nodes = found.toSorted((one, other) => one.rank - other.rank || one.node.index - other.node.index).slice(0, most).map(({ node }) => node);
  return { nodes, count: found.length };
}

/** @param {string} name @param {string} wanted */
function rankOf(name, wanted) {
  const at = name.indexOf(wanted);
  if (at < 0) return -1;
  if (name === wanted) return 0;
  if (at === 0) return 1;
  return name.includes(`_${wanted}`) ? 2 : 3;
}

/** Case, spaces, underscores, whether a number stands apart, and the way a Greek letter is written make no difference. @param {string} text */
function plain(text) {
  const spelled = [...text.trim().normalize("NFKC")].map((letter) => PLAIN_GREEK.get(letter) ?? letter).join("");
  return spelled.toLowerCase().replace(/(?<=\p{L})(?=\p{Nd})/gu, "_").replace(/[\s_.,[\]]+/gu, "_").replace(/^_|_$/g, "");
}
