// One canonical spelling for each name, as the service spells it: λ is lambda, x₁ is x1, xᵢ is x_i, Δw is
// Delta_w. Only for matching names on this side of the wire; the engine stays the judge.

const GREEK = new Map(Object.entries({
  α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", ζ: "zeta", η: "eta", θ: "theta", ι: "iota",
  κ: "kappa", λ: "lambda", μ: "mu", ν: "nu", ξ: "xi", π: "pi", ρ: "rho", σ: "sigma", τ: "tau", υ: "upsilon",
  φ: "phi", χ: "chi", ψ: "psi", ω: "omega", Γ: "Gamma", Δ: "Delta", Θ: "Theta", Λ: "Lambda", Ξ: "Xi", Π: "Pi",
  Σ: "Sigma", Φ: "Phi", Ψ: "Psi", Ω: "Omega", ϵ: "epsilon", ϑ: "theta", ϰ: "kappa", ϖ: "pi", ϱ: "rho",
  ϕ: "phi", "∆": "Delta",
}));

/**
 * A name as it is written, for regular expressions (flag u): letters, digits, subscripts, and the label of a
 * layer, as in W⁽¹⁾. The raised T of a transpose is a letter to Unicode and none to us.
 */
export const NAME = "(?!ᵀ)[\\p{L}_](?:(?!ᵀ)[\\p{L}\\p{M}\\p{Nd}₀-₉_]|⁽[\\p{L}\\p{No}]+⁾)*";

const SUBSCRIPT = /[\u2080-\u209C\u1D62-\u1D6A\u2C7C]/;

/**
 * @param {string} name as written
 * @returns {string}
 */
export function canonical(name) {
  let spelled = "";
  for (const part of name.split(/(⁽[^⁽⁾]*⁾)/)) {
    if (part.startsWith("⁽")) spelled += `__${part.slice(1, -1).normalize("NFKC")}`;
    else spelled = continued(spelled, part);
  }
  return spelled;
}

/**
 * The spelling of a name's beginning and of what is written next.
 * @param {string} beginning canonical
 * @param {string} next as written, without labels
 */
function continued(beginning, next) {
  let spelled = beginning;
  let before = { text: "_", subscript: false };
  if (beginning !== "" && next !== "" && !next.startsWith("_")) spelled += "_";
  for (const character of next) {
    const subscript = SUBSCRIPT.test(character);
    for (const text of GREEK.has(character) ? character : character.normalize("NFKC")) {
      const isLetter = GREEK.has(text) || /\p{L}/u.test(text);
      const begins = subscript && !before.subscript;
      const meetsGreek = (GREEK.has(text) || GREEK.has(before.text)) && /[^\d_]/.test(before.text) && !subscript;
      const apart = spelled !== "" && before.text !== "_" && isLetter && (begins || meetsGreek);
      spelled += (apart ? "_" : "") + (GREEK.get(text) ?? text);
      before = { text, subscript };
    }
  }
  return spelled;
}

/**
 * @param {string} letter
 * @returns {string | undefined} the English name of a Greek letter
 */
export function greekName(letter) {
  return GREEK.get(letter);
}

/** Every Greek letter by name, for completion: the letter to write and its name. */
export const GREEK_LETTERS = [...GREEK].filter(([letter]) => letter <= "ω" && letter >= "Γ");
