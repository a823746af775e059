"""Single characters: which are letters, signs, powers and fractions, and why the others are refused."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from engine.errors import Arguments, EngineError, Span

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "ϰ": "kappa", "λ": "lambda",
    "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ϖ": "pi", "ρ": "rho", "ϱ": "rho", "σ": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Γ": "Gamma", "Δ": "Delta", "∆": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi",
    "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
"""Greek letters by the English names under which the engine knows them."""

SIGNS = {
    **dict.fromkeys("+＋", "+"),
    **dict.fromkeys("-−‐‑‒–—－", "-"),
    **dict.fromkeys("*·×⋅∙•∗⨯＊⊙∘", "*"),
    "@": "@",
    **dict.fromkeys("/÷∕\u2044／", "/"),
    **dict.fromkeys("^ˆ＾", "^"),
    **dict.fromkeys("=＝", "="),
    **dict.fromkeys("(（", "("),
    **dict.fromkeys(")）", ")"),
    **dict.fromkeys("[［", "["),
    **dict.fromkeys("]］", "]"),
    **dict.fromkeys("|∣｜", "|"),
    **dict.fromkeys("‖∥", "‖"),
    **dict.fromkeys("<＜", "<"),
    **dict.fromkeys(">＞", ">"),
    **dict.fromkeys("≤⩽", "<="),
    **dict.fromkeys("≥⩾", ">="),
    **dict.fromkeys(",，", ","),
    **dict.fromkeys(";；", ";"),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys("ᵀ⊤", "ᵀ"),
    "√": "√",
    ".": ".",
}
"""Every way of writing a sign, by the sign it stands for. The lexer reads ``**`` as ``^`` and joins ``<=``, ``>=``."""

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))

FRACTIONS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8),
    "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that reorder what the eye sees: refused even in comments."""

_LOOKALIKES = {
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True)),
    **dict(zip("АВЕКМНОРСТУХІЈЅаеорсухіјѕԛԝһ", "ABEKMHOPCTYXIJSaeopcyxijsqwh", strict=True)),
}

EQUALITY = (
    "Whether values are equal cannot be asked here.",
    "Write a definition with one =, as in y = σ(z); compare with < > ≤ ≥, which give 1 or 0.",
    "equality",
)
_LABEL = (
    "Raised brackets only number a name.",
    "Write them right after it, around digits or a letter, as in W⁽¹⁾; and a power with ^, as in x^(a + 1).",
    "raised-bracket",
)
_PRIME = (
    "A prime cannot be part of a name.",
    "Choose another name, for instance x_new. Derivatives are worked out for you.",
    "prime",
)
_TEXT = ("Text in quotes cannot be read here.", "Only numbers, names and functions are.", "quotation")
_DERIVED = (
    "Derivatives are not written here.",
    "Backsweep works them out: write only the equations of the forward pass.",
    "derivative-sign",
)
_SUM = (
    "Sums and products over an index cannot be read here.",
    "Write sum(x) for an array's entries, or write the terms out: x1 + x2 + x3.",
    "sum-sign",
)
_ADJOINT = (
    "A bar over a letter cannot be read here.",
    "Adjoints are worked out for you: write the name without its bar.",
    "bar-accent",
)

EXPLAINED: dict[str, tuple[str, str, str]] = {
    **dict.fromkeys(
        "{}", ("Braces cannot be read here.", "Use round brackets: ( ). A subscript needs none: x_1.", "brace")
    ),
    **dict.fromkeys("'′’ʹ″", _PRIME),
    **dict.fromkeys('"“”‘`', _TEXT),
    **dict.fromkeys("≠≈≡", EQUALITY),
    **dict.fromkeys("⁽⁾", _LABEL),
    "!": (
        "Neither a factorial nor ≠ can be read here.",
        "Write equations only, as in y = σ(z), and a factorial as its number: 6 for 3!.",
        "exclamation",
    ),
    "%": ("% cannot be read here.", "Write a percentage as a decimal: 5 % is 0.05.", "percent"),
    "≔": ("A colon cannot be read here.", "Write a definition with =, as in z = wx + b.", "colon"),
    "←": ("An arrow cannot be read here.", "Write a definition with =, as in z = wx + b.", "arrow"),
    "\\": (
        "LaTeX commands cannot be read here.",
        "Write the symbol itself or its name: σ(z), sigmoid(z), λ, lambda.",
        "latex-command",
    ),
    **dict.fromkeys("∂∇", _DERIVED),
    **dict.fromkeys("∑∏∫", _SUM),
    **dict.fromkeys("∛∜", ("Only the square root has a sign here.", "Write x^(1/3) for a cube root.", "higher-root")),
    "⊗": (
        "This product cannot be read here.",
        "Write outer(x, y) for the outer product, · for the elementwise one.",
        "outer-sign",
    ),
    "∞": ("Infinity cannot be written here.", "Write a large number, for instance 1e300.", "infinity"),
    "…": ("Dots cannot be read here.", "Write every term out.", "dots"),
    "⋮": ("Dots cannot be read here.", "Write every entry out.", "entry-dots"),
}  # fmt: skip
"""Characters that people do type, and what to do about each: (what, hint, code)."""


def is_space(char: str) -> bool:
    """Whether a character only separates: space, tab, no-break and typographic spaces."""
    return char == " " or char == "\t" or unicodedata.category(char) == "Zs"


@lru_cache(maxsize=4096)
def fold(char: str) -> tuple[str, bool] | None:
    """The plain letters and digits a character of a name stands for, and whether it is a subscript.

    𝐱 is x, ℛ is R, ﬁ is fi, ₁ is a subscript 1; a Greek letter stays that letter. None for every
    character that cannot be in a name: superscripts and fractions are never folded, nor are the
    letters of other scripts.
    """
    if char in GREEK:
        return char, False
    if char.isascii():
        return (char, False) if char.isalnum() or char == "_" else None
    kind, _, rest = unicodedata.decomposition(char).partition(" ")
    plain = unicodedata.normalize("NFKC", char)
    if kind == "<sub>":
        return (plain, True) if plain in GREEK or (plain.isascii() and plain.isalnum()) else None
    if kind not in ("<font>", "<compat>", "<wide>") and rest:
        return None
    letters = all(letter in GREEK or (letter.isascii() and letter.isalpha()) for letter in plain)
    return (plain, False) if letters and plain else None


def raised(char: str) -> str:
    """The digit or letter of a label that stands in raised brackets, as in W⁽¹⁾; empty for anything else."""
    if not unicodedata.decomposition(char).startswith("<super>"):
        return ""
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain.isascii() and plain.isalnum() else ""


def code_point(char: str) -> str:
    """How an error names a character: its number, and its Unicode name where it has one."""
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X}" + (f" ({name})" if name else "")


def explain(char: str, span: Span | None = None) -> EngineError:
    """Why a character cannot be read. Never echoes an invisible character."""
    named = code_point(char)
    what, hint, code = EXPLAINED.get(char) or _unlisted(char)
    if char not in EXPLAINED or not char.isascii():
        what = f"{what[:-1]}: {'it is ' if code == 'look-alike-letter' else ''}{named}."
    latin: Arguments = {"latin": _LOOKALIKES[char]} if code == "look-alike-letter" else {}
    return EngineError(what, hint, span, code=code, character=named, **latin)


def _unlisted(char: str) -> tuple[str, str, str]:
    """What, hint and code for a character by its kind; what it is follows the first of them."""
    category = unicodedata.category(char)
    if char in _LOOKALIKES:
        latin = _LOOKALIKES[char]
        what = f"This letter only looks like the Latin {latin}."
        return what, f"Type {latin} on a Latin keyboard, or write another name.", "look-alike-letter"
    if "\u0304" in unicodedata.normalize("NFD", char) or char == "\u0305":
        return _ADJOINT
    if category in ("Cc", "Cf", "Zl", "Zp"):
        return "An invisible character stands here.", "Delete it and type the line again.", "invisible-character"
    if category in ("Mn", "Mc", "Me"):
        hint = "Use plain letters; tell names apart with digits or an underscore: x_2."
        return "A combining mark stands here.", hint, "combining-mark"
    if category in ("Co", "Cs", "Cn"):
        return "This is no character that can be shown.", "Delete it.", "undisplayable-character"
    if unicodedata.decomposition(char).startswith("<super>"):
        return "This superscript cannot be read.", "Write the power with ^, as in x^n.", "superscript-letter"
    if category.startswith("N"):
        return "This digit cannot be read.", "Write numbers with the digits 0 to 9.", "foreign-digit"
    if category.startswith("L"):
        hint = "Names are made of Latin and Greek letters, digits and underscores."
        return "This letter cannot be in a name.", hint, "foreign-letter"
    hint = "Use names, numbers, brackets, + − · / ^ and the functions."
    return "This character cannot be read.", hint, "unknown-character"
