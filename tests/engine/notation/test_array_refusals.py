"""What is refused about arrays, indices, options and methods: what is said, where, and with what remedy."""

import pytest

from engine.errors import EngineError
from engine.notation import parse

NAMES = ("W", "x", "y", "z", "b", "h")


def refusal(source: str) -> EngineError:
    with pytest.raises(EngineError) as caught:
        parse(source, NAMES)
    return caught.value


@pytest.mark.parametrize(
    ("source", "place", "what", "hint"),
    [
        ("L = []", "[]", "There is nothing in these brackets.", "[1, 2]"),
        ("L = [1, ]", ", ]", "Something is missing after this comma.", "expression"),
        ("L = [1, 2", "[", "This bracket is never closed.", "Close it with ]"),
        ("L = (x + 1]", "(", "This bracket is never closed.", "Close it with )"),
        ("L = 1]", "]", "This bracket closes nothing.", "Delete it"),
        ("L = [1 2]", "2", "A comma is missing between these entries.", "[1, 2]"),
        ("L = [[1, 2] [3, 4]]", "[", "A comma is missing between these entries.", "[1, 2]"),
        ("W = [[1, 2, 3], [4, 5]]", "[4, 5]",
         "The rows of this array differ in length: the first has 3 entries, this one 2.", "as many entries"),
        ("W = [[x], [y, 1]]", "[y, 1]",
         "The rows of this array differ in length: the first has 1 entry, this one 2.", "as many entries"),
        ("W = [[1, 2], 3]", "3", "This array mixes numbers and rows.", "[[1, 2], [3, 4]]"),
        ("W = [1, [2]]", "1", "This array mixes numbers and rows.", "[[1, 2], [3, 4]]"),
        ("W = [zeros(2), zeros(3)]", "zeros(3)",
         "The parts of this array differ in shape: the first has the shape (2,), this one (3,).", "the first one"),
        ("param W = [[1/0, 1], [[2], [3]]]", "[[1/0, 1], [[2], [3]]]",
         "The parts of this array differ in shape: the first has the shape (2,), this one (2, 1).", "the first one"),
        ("param W = 2·[1, 2]", "2·[1, 2]", "A declaration does not calculate with arrays.", "Write the entries out"),
        ("param W = [x, 1]", "x", "A declaration gives a number, not a formula.", "leave out the keyword"),
        ("L = zeros(x)", "x", "'zeros' needs the sizes of the array as whole numbers from 1.", "zeros((2, 3))"),
        ("L = np.eye(2, 3)", "2", "'np.eye' needs the sizes of the array as whole numbers from 1.", "np.eye(3)"),
        ("L = np.array([1], dtype=float)", ",", "'np.array' takes one array here and nothing else.", "alone"),
        ("L = x [0]", "[", "These brackets can be read in two ways, as an index or as an array.", "Write x[0] without"),
        ("L = x[]", "[]", "No entry is named in these brackets.", "x[0]"),
        ("L = x[y]", "y", "An index is made of whole numbers.", "x[1:3]"),
        ("L = x[1.5]", "1.5", "An index is made of whole numbers.", "x[1:3]"),
        ("L = x[½]", "½", "An index is made of whole numbers.", "x[1:3]"),
        ("L = x[0 1]", "1", "An index is made of whole numbers.", "x[1:3]"),
        ("L = x[:, None]", "None", "An index is made of whole numbers.", "reshape(x, (1, -1))"),
        ("L = x[::0]", ":0", "A slice cannot go on in steps of 0.", "::2"),
        ("L = x[1:", "[", "This bracket is never closed.", "Close it with ]"),
        ("L = x[9999999999]", "9999999999", "No array is as large as this.", "smaller"),
        ("L = sum(x, axs=0)", "axs", "'sum' has no option 'axs'.", "Did you mean 'axis'? It takes axis and keepdims"),
        ("L = sum(x, 0, axis=1)", "axis", "The axis is given twice.", "Leave one"),
        ("L = sum(axis=0, x)", "x", "An argument without a name cannot follow one with a name.", "sum(x, axis=0)"),
        ("L = sum(x, axis=y)", "y",
         "The axis of 'sum' must be a whole number, several in brackets, or None.", "axis=0"),
        ("L = sum(x, axis=)", ")", "The axis of 'sum' must be a whole number, several in brackets, or None.", "axis=0"),
        ("L = sum(x, 0, 1)", "1", "The keepdims of 'sum' must be True or False.", "keepdims=True"),
        ("L = sum(x, axis=1+0)", "+", "An option of 'sum' is written out, not worked out.", "whole number"),
        ("L = sum(x, y)", "y", "The axis of 'sum' must be a whole number, several in brackets, or None.", "axis=0"),
        ("L = reshape(x)", "reshape(x)", "'reshape' needs a shape.", "reshape(x, (2, 3))"),
        ("L = reshape(x, y)", "y", "The shape of 'reshape' must be whole numbers in brackets.", "shape=(2, 3)"),
        ("L = stack([1, 2], [3, 4])", "[", "The arrays of 'stack' stand in one pair of brackets.", "stack([[1, 2]"),
        ("L = stack()", "stack()", "'stack' takes at least 1 argument, not none.", "stack([a, b])"),
        ("L = stack([])", "[]", "There is nothing in these brackets.", "[1, 2]"),
        ("L = x + True", "True", "'True' is a word of Python and no name here.", "equations only"),
        ("L = exp(True)", "True", "'True' is a word of Python and no name here.", "equations only"),
        ("L = x.foo", ".foo", "A value has no 'foo' here.", "exp(x) or x.sum()"),
        ("L = x.sun()", ".sun", "A value has no 'sun' here.", "Did you mean 'sum'?"),
        ("L = x.view(2)", ".view", "A value has no 'view' here.", "Write .reshape( )"),
        ("L = x.t()", ".t", "A value has no 't' here.", "Write .T"),
        ("L = x.backward()", ".backward", "A value has no 'backward' here.", "forward pass"),
        ("L = x.sum", ".sum", "'sum' is a function and needs its brackets.", ".sum( )"),
        ("L = x.exp(y)", "x.exp(y)", "'exp' takes 1 argument, not 2.", "exp(a)"),
        ("L = x < y < z", "<", "Two comparisons follow each other.", "(a < b)·(b < c)"),
        ("L = < y", "<", "Nothing stands before '<'.", "on its left"),
        ("L = x @", "@", "Something is missing after '@'.", "on its right"),
        ("L = ᵀ", "ᵀ", "Nothing stands here to be transposed.", "W.T"),
        ("L = ‖x", "‖", "This bar is never closed.", "Close it with ‖"),
        ("L = ‖‖", "‖", "This bar is never closed.", "Close it with ‖"),
        ("L = x:y", ":", "A colon cannot be read here.", "Write a definition with ="),
        ("L = x⁽", "⁽", "Raised brackets only number a name: U+207D (SUPERSCRIPT LEFT PARENTHESIS).", "W⁽¹⁾"),
        ("L = x⊗y", "⊗", "This product cannot be read here: U+2297 (CIRCLED TIMES).", "outer(x, y)"),
        ("L = gelu(x)", "gelu", "'gelu' is no function here.", "x·½(1 + tanh(√(2/π)·(x + 0.044715x³)))"),
        ("L = np.arctan(x)", "arctan", "'arctan' is no function here.", "There is none of its kind here"),
    ],
)  # fmt: skip
def test_what_is_refused_where_and_with_what_remedy(source: str, place: str, what: str, hint: str) -> None:
    error = refusal(source)
    assert error.what == what
    assert error.span is not None
    assert source[error.span.column - 1 : error.span.end_column - 1] == place
    assert hint in error.hint
