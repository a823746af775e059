"""What other places call things: their prefixes mean nothing here, their functions have a formula."""

from __future__ import annotations

from engine.primitives.ops import NOTATION

PREFIXES = frozenset((
    "np", "numpy", "jnp", "jax", "jax.numpy", "jax.nn", "nn", "math", "torch", "torch.nn", "torch.special",
    "torch.nn.functional", "F", "tf", "tf.math", "tf.nn", "scipy.special", "np.linalg", "numpy.linalg",
    "jnp.linalg", "torch.linalg", "tf.linalg",
))  # fmt: skip
"""What may stand before a function or constant, with a dot, and means nothing."""

LONGEST_PREFIX = max(prefix.count(".") for prefix in PREFIXES) + 1
"""How many words a prefix has at most."""

ARRAYS = frozenset(("array", "asarray", "tensor", "as_tensor", "Tensor"))
"""What stands before an array elsewhere: ``np.array([1, 2])`` is ``[1, 2]``."""

TRUTHS = frozenset(("True", "False", "None"))
"""Words of Python that an option may be: ``keepdims=True``."""

_FORMULAS = {
    "log2": "log(x)/log(2)", "log_2": "log(x)/log(2)", "log10": "log(x)/log(10)", "log_10": "log(x)/log(10)",
    "lg": "log(x)/log(10)", "exp2": "2^x", "cbrt": "x^(1/3)", "reciprocal": "1/x", "tg": "tan(x)",
    "sec": "1/cos(x)", "csc": "1/sin(x)", "cot": "1/tan(x)", "coth": "1/tanh(x)", "sech": "1/cosh(x)",
    "silu": "x·σ(x)", "swish": "x·σ(x)", "logsigmoid": "-softplus(-x)", "softsign": "x/(1 + |x|)",
    "gelu": "x·½(1 + tanh(√(2/π)·(x + 0.044715x³)))", "mish": "x·tanh(softplus(x))", "relu6": "min(max(x, 0), 6)",
    "elu": "where(x > 0, x, exp(x) - 1)", "hypot": "√(x² + y²)", "rsqrt": "1/√x", "heaviside": "x > 0",
    "zeros_like": "0·x", "ones_like": "0·x + 1", "trace": "sum(x·eye(2))", "einsum": "x @ y", "mm": "x @ y",
    "bmm": "x @ y", "vdot": "dot(x, y)", "flatten": "reshape(x, -1)", "ravel": "reshape(x, -1)",
    "squeeze": "reshape(x, 1)", "vstack": "concatenate([x, y])", "hstack": "concatenate([x, y], axis=-1)",
    "linear": "x @ W.T + b", "float": "the number alone", "full": "2·ones(3)",
    "arange": "the numbers alone: [0, 1, 2]", "linspace": "the numbers alone: [0, 0.5, 1]",
}  # fmt: skip
ELSEWHERE = {name: formula for name, formula in _FORMULAS.items() if name not in NOTATION}
"""Functions of other places and what stands for them here; their nearest spelling is a different function."""

NUMBERS_ALONE = frozenset(("float", "arange", "linspace"))
"""Those of them that only write numbers: what stands for them is no formula."""

INVERSES = frozenset(("arctan", "arcsin", "arccos", "atan", "asin", "acos", "arctan2", "atan2")) - NOTATION.keys()
"""Functions that nothing here stands for, though the nearest spelling would be one: ``tan`` is no ``arctan``."""

ATTRIBUTES = {
    **dict.fromkeys(("t", "H", "mT", "adjoint"), "foreign-transpose"),
    **dict.fromkeys(("flatten", "ravel"), "foreign-flatten"),
    **dict.fromkeys(("view", "squeeze", "unsqueeze", "expand_dims"), "foreign-reshape"),
    **dict.fromkeys(("shape", "size", "ndim", "dtype"), "foreign-shape"),
    **dict.fromkeys(("backward", "grad", "zero_grad", "requires_grad_"), "foreign-backward"),
    **dict.fromkeys(
        ("item", "numpy", "detach", "float", "double", "clone", "copy", "astype", "to", "cpu"), "foreign-conversion"
    ),
}  # fmt: skip
"""Attributes of other places' arrays, each by the code of its refusal."""

ADVICE = {
    "foreign-transpose": "Write .T for the transpose.",
    "foreign-flatten": "Write .reshape(-1).",
    "foreign-reshape": "Write .reshape( ) with the new shape.",
    "foreign-shape": "Shapes are worked out for you: write the number itself.",
    "foreign-backward": "Derivatives are worked out for you: write only the equations of the forward pass.",
    "foreign-conversion": "Leave it out.",
}
"""What to write here instead, by code."""
