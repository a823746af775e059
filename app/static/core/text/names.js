// What a name may look like, and the Greek letters by their English names: for colour and completion only.

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

/** Every Greek letter by name, for completion: the letter to write and its name. */
export const GREEK_LETTERS = [...GREEK].filter(([letter]) => letter <= "ω" && letter >= "Γ");
