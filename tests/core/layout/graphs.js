/**
 * Graphs to lay out: published examples in plain notation, read at both grains, and seeded random ones.
 * The reader knows just enough (names, numbers, calls, + - * / ** @) to turn these sources into nodes and edges.
 */

/** Sources by name; a name defined nowhere is an input, `lam` a constant. */
export const SOURCES = {
  running: "z = w*x+b; y = sigmoid(z); L = 0.5*(y-t)**2; R = 0.5*w**2; L_reg = L+lam*R",
  pieces: "t1 = w*x; z = t1+b; t3 = -z; t4 = exp(t3); t5 = 1+t4; y = 1/t5; t6 = y-t; t7 = t6**2; L = t7/2",
  chain: "x = cos(t); y = t**2; f = y+exp(x*y)",
  mlp: "z = (W1 @ x)+b1; h = sigmoid(z); y = (W2 @ h)+b2; L = 0.5*sum((y-t)**2)",
  softmax: "z = (W @ x)+b; y = softmax(z); L = -sum(t*log(y))",
  xyz: "q = x+y; f = q*z",
  gates: "a = x*y; m = max(z,w); s = a+m; f = 2*s",
  neuron: "p0 = w0*x0; p1 = w1*x1; s = p0+p1; d = s+w2; n = -d; e = exp(n); q = 1+e; f = 1/q",
  karpathy: "e = a*b; d = e+c; L = d*f",
  karpathyNeuron: "x1w1 = x1*w1; x2w2 = x2*w2; s = x1w1+x2w2; n = s+b; o = tanh(n)",
  twice: "b = a+a",
  reuse: "d = a*b; e = a+b; f = d*e",
  baydin: "v1 = log(x1); v2 = x1*x2; v3 = sin(x2); v4 = v1+v2; v5 = v4-v3",
  jax: "v1 = x1*x2; v2 = sin(v1); v3 = v1+v2",
  speelpenning: "p2 = x1*x2; p3 = p2*x3; p4 = p3*x4; y = p4*x5",
  fff: "x = tanh(w); y = tanh(x); z = tanh(y)",
  xor: "z = (W @ x)+c; h = relu(z); y = (w @ h)+b; L = 0.5*(y-t)**2",
  mazur:
    "nh1 = w1*i1+w2*i2+b1; h1 = sigmoid(nh1); nh2 = w3*i1+w4*i2+b1; h2 = sigmoid(nh2); " +
    "no1 = w5*h1+w6*h2+b2; o1 = sigmoid(no1); no2 = w7*h1+w8*h2+b2; o2 = sigmoid(no2); " +
    "E1 = 0.5*(t1-o1)**2; E2 = 0.5*(t2-o2)**2; E = E1+E2",
  vanish:
    "z1 = w1*a0+b1; a1 = sigmoid(z1); z2 = w2*a1+b2; a2 = sigmoid(z2); z3 = w3*a2+b3; a3 = sigmoid(z3); " +
    "z4 = w4*a3+b4; a4 = sigmoid(z4); C = 0.5*(1-a4)**2",
  residual: "u = w1*h; v = tanh(u); F = w2*v; y = h+F; L = 0.5*y**2",
  batchnorm:
    "mu = mean(x); xc = x-mu; var = mean(xc**2); istd = 1/sqrt(var+1e-5); xh = xc*istd; y = gamma*xh+beta; L = sum(c*y)",
  attention: "s = (K @ q)/sqrt(2.0); a = softmax(s); o = (a @ V); L = 0.5*sum(o**2)",
  learnRate: "g0 = (w0*x-t)*x; w1 = w0-eta*g0; g1 = (w1*x-t)*x; w2 = w1-eta*g1; L2 = 0.5*(w2*x-t)**2",
  tanh: "y = exp(-2.0*x); f = (1.0-y)/(1.0+y)",
  twoLayers: "z1 = w1*x+b1; a1 = sigmoid(z1); z2 = w2*a1+b2; a2 = sigmoid(z2); L = 0.5*(y-a2)**2",
};

/** @typedef {import("../../../app/static/core/layout/types.js").NodeInput} NodeInput */
/** @typedef {import("../../../app/static/core/layout/types.js").EdgeInput} EdgeInput */
/** @typedef {{nodes: NodeInput[], edges: EdgeInput[]}} GraphInput */

/**
 * @param {string} source
 * @param {"named" | "primitive"} grain
 * @returns {GraphInput}
 */
export function graphOf(source, grain) {
  /** @type {Map<string, string[]>} child -> parents, one for each edge */
  const parents = new Map();
  const definitions = source.split(";").map((line) => line.split("=").map((side) => side.trim()));
  const defined = new Set(definitions.map(([name]) => name));
  for (const [, body] of definitions) {
    for (const [name] of body.matchAll(/[A-Za-z_]\w*(?!\w*\()/g)) {
      if (!defined.has(name) && name !== "lam") parents.set(name, []);
    }
  }
  for (const [name, body] of definitions) {
    if (grain === "named") {
      const used = [...body.matchAll(/[A-Za-z_]\w*(?!\w*\()/g)].map(([id]) => id).filter((id) => id !== "lam");
      parents.set(name, [...new Set(used)]);
    } else {
      operations(name, body, parents);
    }
  }
  return sized(parents);
}

/**
 * @param {string} name
 * @param {string} body
 * @param {Map<string, string[]>} parents
 */
function operations(name, body, parents) {
  const tokens = body.match(/\*\*|\d+(\.\d+)?(e-?\d+)?|\w+|[^\s]/g) ?? [];
  const power = /** @type {Record<string, number>} */ ({ "+": 1, "-": 1, "*": 2, "/": 2, "@": 2, "**": 4 });
  let at = 0;
  let made = 0;
  const result = expression(0);
  const last = parents.get(result);
  if (last === undefined || !result.startsWith(`${name}.`)) return;
  parents.delete(result);
  parents.set(name, last);

  /** @param {string[]} from */
  function node(from) {
    const id = `${name}.${++made}`;
    parents.set(id, from.filter((parent) => parent !== ""));
    return id;
  }

  /**
   * @param {number} binding
   * @returns {string} the id of what was read, "" for a number
   */
  function expression(binding) {
    let left = operand();
    while (at < tokens.length && (power[tokens[at]] ?? 0) > binding) {
      const operator = tokens[at++];
      const right = expression(operator === "**" ? power[operator] - 1 : power[operator]);
      left = node([left, right]);
    }
    return left;
  }

  /** @returns {string} */
  function operand() {
    const token = tokens[at++];
    if (token === "-") {
      const inner = expression(3);
      return inner === "" ? "" : node([inner]);
    }
    if (token === "(") {
      const inner = expression(0);
      at++;
      return inner;
    }
    if (/^[\d.]/.test(token) || token === "lam") return "";
    if (tokens[at] !== "(") return token;
    /** @type {string[]} */
    const from = [];
    do {
      at++;
      from.push(expression(0));
    } while (tokens[at] === ",");
    at++;
    return from.every((id) => id === "") ? "" : node(from);
  }
}

/**
 * @param {Map<string, string[]>} parents
 * @returns {GraphInput}
 */
function sized(parents) {
  /** @type {EdgeInput[]} */
  const edges = [];
  for (const [child, list] of parents) {
    list.forEach((parent, i) => {
      const twin = list.indexOf(parent) < i;
      const label = { width: 16 + 8 * ((child.length * 7 + parent.length * 3) % 6), height: 18 };
      edges.push({ id: twin ? `${parent}->${child}#${i}` : `${parent}->${child}`, parent, child, label });
    });
  }
  return { nodes: [...parents.keys()].map((id) => ({ id, width: 64, height: 44 })), edges };
}

/** @param {number} seed */
export function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

/**
 * A program of one- and two-argument lines that mostly use recent names, as people write.
 * @param {number} count
 * @param {number} seed
 * @param {{near?: number, inputs?: number, labels?: boolean}} [options]  near: how many lines back arguments reach
 * @returns {GraphInput}
 */
export function randomGraph(count, seed, { near = 12, inputs = Math.ceil(count / 4), labels = true } = {}) {
  const random = numbers(seed);
  /** @type {Map<string, string[]>} */
  const parents = new Map();
  const names = Array.from({ length: count }, (_, i) => `v${i}`);
  names.forEach((name, i) => {
    if (i < inputs) return void parents.set(name, []);
    const draw = () => {
      const far = random() < 0.3;
      return names[far ? Math.floor(random() * i) : Math.max(0, i - 1 - Math.floor(random() * near))];
    };
    parents.set(name, random() < 0.35 ? [draw()] : [draw(), draw()]);
  });
  const graph = sized(parents);
  return labels ? graph : { ...graph, edges: graph.edges.map(({ label: _, ...edge }) => edge) };
}
