"""Arrays: literals, products, transposes, indices, options and methods, as operations of the program."""

import math
from typing import Any

import pytest

from engine import trace
from engine.errors import EngineError
from engine.notation import parse
from engine.ops import FUNCTIONS, NOTATION
from engine.program import Literal, Nested, Operation
from tests.engine.notation_text import bracketed, reading

NAMES = ("W", "x", "y", "z", "b", "h", "x1", "x2")
ALL = (None, None, None)


def operations(expression: str) -> tuple[Operation, ...]:
    (definition,) = parse(f"result = {expression}", NAMES).definitions
    return definition.body


def last(expression: str) -> Operation:
    return operations(expression)[-1]


def refusal(source: str) -> EngineError:
    with pytest.raises(EngineError) as caught:
        parse(source, NAMES)
    return caught.value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("[1, 2]", (1.0, 2.0)),
        ("[[1, 2], [3, 4]]", ((1.0, 2.0), (3.0, 4.0))),
        ("［1， 2］", (1.0, 2.0)),
        ("[-1]", (-1.0,)),
        ("[½, 1/4, −½, -1/3]", (0.5, 0.25, -0.5, -1 / 3)),
        ("[π, 2π, e, -e, e^-1]", (math.pi, 2 * math.pi, math.e, -math.e, math.exp(-1))),
        ("[2·3, (1 + 1)^3]", (6.0, 8.0)),
        ("[[[1], [2]], [[3], [4]]]", (((1.0,), (2.0,)), ((3.0,), (4.0,)))),
        ("[[1/2, 1], [2, 3]]", ((0.5, 1.0), (2.0, 3.0))),
        ("np.array([[1, 2]])", ((1.0, 2.0),)),
        ("[np.array([1, 2]), torch.tensor([3, 4])]", ((1.0, 2.0), (3.0, 4.0))),
        ("zeros(2)", (0.0, 0.0)),
        ("np.ones((1, 2))", ((1.0, 1.0),)),
        ("torch.zeros(1, 2)", ((0.0, 0.0),)),
        ("eye(2)", ((1.0, 0.0), (0.0, 1.0))),
        ("[zeros(2), [1, 2]]", ((0.0, 0.0), (1.0, 2.0))),
        ("tensor(1.5)", 1.5),
    ],
)
def test_an_array_of_numbers_is_one_value(written: str, value: Nested) -> None:
    program = parse(f"W = {written}\nparam b = {written}, c = 1")
    assert [(leaf.role, leaf.value) for leaf in program.leaves] == [
        ("input", value),
        ("parameter", value),
        ("parameter", 1.0),
    ]
    literal = last(f"x + {written}").arguments[1]
    assert isinstance(literal, Literal)
    assert literal.value == value
    assert len(operations(f"x + {written}")) == 1, "what was worked out leaves nothing behind"


@pytest.mark.parametrize(
    ("written", "latex"),
    [
        ("[1, -½]", r"\begin{bmatrix} 1 \\ -\tfrac{1}{2} \end{bmatrix}"),
        ("[[1, 2], [3, 4.50]]", r"\begin{bmatrix} 1 & 2 \\ 3 & 4.50 \end{bmatrix}"),
        ("[1/3, -1/3, 2π, 1e-7·3]", None),
        ("[[[1]], [[2]]]", r"\left[ \begin{bmatrix} 1 \end{bmatrix},\, \begin{bmatrix} 2 \end{bmatrix} \right]"),
        ("[" + ", ".join("1" * 37) + "]", r"\left[ \cdots \right]_{37}"),
        ("[" + ", ".join(["[1, 2, 3, 4, 5, 6]"] * 7) + "]", r"\left[ \cdots \right]_{7 \times 6}"),
        ("[zeros(2), [1, 2]]", r"\left[ \cdots \right]_{2 \times 2}"),
        ("zeros(2, 3)", r"\mathbf{0}_{2 \times 3}"),
        ("eye(3)", r"\mathbf{I}_{3}"),
    ],
)  # fmt: skip
def test_an_array_is_printed_as_the_author_wrote_it(written: str, latex: str | None) -> None:
    literal = last(f"x + {written}").arguments[1]
    assert isinstance(literal, Literal)
    expected = r"\begin{bmatrix} \tfrac{1}{3} \\ -\tfrac{1}{3} \\ 6.28319 \\ 3 \cdot 10^{-7} \end{bmatrix}"
    assert literal.latex == (latex or expected)


def test_a_declaration_of_an_array_may_hold_what_is_not_finite() -> None:
    (leaf,) = parse("param w = [[1/0, 1], [0, -1/0]]").leaves
    assert leaf.value == ((math.inf, 1.0), (0.0, -math.inf))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[x1, x2]", "stack(x1, x2, axis=0)"),
        ("[2*x, 1]", "stack((2 * x), 1, axis=0)"),
        ("[x]", "stack(x, axis=0)"),
        ("[[x, 1], [y, 2]]", "stack(stack(x, 1, axis=0), stack(y, 2, axis=0), axis=0)"),
        ("[sin(1), 2]", "stack(sin(1), 2, axis=0)"),
        ("[x, y].T", "transpose(stack(x, y, axis=0), axes=None)"),
        ("2[x, y]", "(2 * stack(x, y, axis=0))"),
    ],
)
def test_an_array_with_names_in_it_stacks_them(written: str, read: str) -> None:
    assert reading(written, NAMES) == read


def test_the_commas_of_an_array_do_not_end_a_declaration() -> None:
    program = parse("param W = [[1, 2], [3, 4]], b = [0, 0]\nL = Wb")
    assert [leaf.name for leaf in program.leaves] == ["W", "b"]
    error = refusal("param v = [q, r]\nL = qr")
    assert error.what == "A declaration gives a number, not a formula."


@pytest.mark.parametrize(
    ("written", "op"),
    [
        ("W@x", "matmul"), ("W @ x", "matmul"), ("W·x", "mul"), ("W*x", "mul"), ("W ⊙ x", "mul"), ("W∘x", "mul"),
        ("W×x", "mul"), ("Wx", "juxtapose"), ("W x", "juxtapose"), ("W(x)", "juxtapose"), ("W.T x", "juxtapose"),
        ("Wᵀx", "juxtapose"), ("(W)(x)", "juxtapose"), ("Wσ(x)", "juxtapose"), ("[[1, 2]]x", "juxtapose"),
        ("2x", "mul"), ("½x", "mul"), ("1/2x", "mul"), ("πx", "mul"), ("2[1, 2]", "mul"),
    ],
)  # fmt: skip
def test_which_product_is_meant(written: str, op: str) -> None:
    assert last(f"{written} + 0").op == "add"
    assert operations(written)[-1].op == op
    assert last(written).options == ()


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("W = [[1, 2], [3, 4]]\nx = [5, 6]\nL = sum(Wx)", 56.0),
        ("W = [[1, 2], [3, 4]]\nx = [5, 6]\nL = sum(W·x)", 5.0 + 12 + 15 + 24),
        ("w = 2\nx = [5, 6]\nL = sum(wx)", 22.0),
        ("W⁽¹⁾ = [[1, 2]]\nb⁽¹⁾ = [1]\nx = [5, 6]\nL = (W⁽¹⁾x + b⁽¹⁾)[0]", 18.0),
        ("x = [1, -2, 3]\nL = sum(x > 0)", 2.0),
        ("x = [3, -4]\nL = ‖x‖", 5.0),
        ("x = [[1, 2], [3, 4]]\nL = x.T[0, 1] + x[-1, :].max()", 7.0),
    ],
)
def test_what_is_read_is_what_is_computed(source: str, value: float) -> None:
    computed = trace(parse(source))
    assert computed.values["L"] == pytest.approx(value)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("W@x@y", "((W @ x) @ y)"),
        ("W@x·y", "((W @ x) * y)"),
        ("W@x + b", "((W @ x) + b)"),
        ("-W@x", "(neg(W) @ x)"),
        ("W@-x", "(W @ neg(x))"),
        ("W@x²", "(W @ (x ^ 2))"),
        ("2W@x", "((2 * W) @ x)"),
        ("W@xy", "((W @ x) * y)"),
        ("x > 0", "(x > 0)"),
        ("x + 1 <= 2y", "((x + 1) <= (2 * y))"),
        ("x ≥ y", "(x >= y)"),
        ("x < -y", "(x < neg(y))"),
        ("(x > 0)·y", "((x > 0) * y)"),
        ("where(x ≤ 0, 0, x)", "where((x <= 0), 0, x)"),
        ("‖x‖", "norm(x)"),
        ("∥x − y∥²", "squared_norm((x - y))"),
        ("‖x‖₂²", "squared_norm(x)"),
        ("‖x‖³", "(norm(x) ^ 3)"),
        ("½‖x‖‖y‖", r"((\tfrac{1}{2} * norm(x)) * norm(y))"),
        ("‖|x| − ‖y‖ x‖", "norm((abs(x) - (norm(y) * x)))"),
    ],
)
def test_signs_of_arrays(written: str, read: str) -> None:
    assert reading(written, NAMES) == read


@pytest.mark.parametrize("written", ["x.T", "xᵀ", "x⊤", "x^T", "x^⊤", "x^ᵀ", "x.transpose()"])
def test_every_way_of_transposing(written: str) -> None:
    read = last(written)
    assert read.op == "transpose"
    assert dict(read.options).get("axes") is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("xᵀ²", "(transpose(x, axes=None) ^ 2)"),
        ("x^y.T", "(x ^ transpose(y, axes=None))"),
        ("-x.T", "neg(transpose(x, axes=None))"),
        ("√x.T", "sqrt(transpose(x, axes=None))"),
        ("(x + y).T", "transpose((x + y), axes=None)"),
        ("σ(x).T", "transpose(sigmoid(x), axes=None)"),
        ("x[0].T", "transpose(index(x, at=(0,)), axes=None)"),
        ("Wx.T", "(W * transpose(x, axes=None))"),
        ("xᵀy", "(transpose(x, axes=None) * y)"),
        ("e^x.T", "exp(transpose(x, axes=None))"),
    ],
)
def test_what_stands_behind_binds_most_tightly(written: str, read: str) -> None:
    assert reading(written, NAMES) == read


def test_a_power_of_a_value_named_t_is_a_power() -> None:
    assert reading("x^T", ["x", "T"]) == "(x ^ T)"
    assert reading("F.T", ["F"]) == "transpose(F, axes=None)"
    assert reading("F.sum()", ["F"]) == "sum(F)"
    assert reading("F.sum(axis=0)", ["F"]) == "sum(F, axis=0)"
    assert reading("F.relu(x)", ["F", "x"]) == "relu(x)"


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("y[0]", (0,)), ("W[1, 0]", (1, 0)), ("W[:, 0]", (ALL, 0)), ("x[1:3]", ((1, 3, None),)),
        ("x[::2]", ((None, None, 2),)), ("x[-1]", (-1,)), ("x[−1]", (-1,)), ("x[::-1]", ((None, None, -1),)),
        ("x[:]", (ALL,)), ("x[::]", (ALL,)), ("x[2:]", ((2, None, None),)), ("x[:-1:2]", ((None, -1, 2),)),
        ("x[ 1 : 3 , 0 ]", ((1, 3, None), 0)), ("x［0］", (0,)), ("x[00]", (0,)), ("x[+1]", (1,)),
        ("σ(x)[0]", (0,)), ("(x + y)[0]", (0,)), ("[1, 2][0]", (0,)), ("x.T[0]", (0,)), ("|x|[0]", (0,)),
    ],
)  # fmt: skip
def test_an_index_is_a_tuple_of_whole_numbers_and_slices(written: str, at: Any) -> None:
    read = last(written)
    assert read.op == "index"
    assert read.options == (("at", at),)


def test_an_index_belongs_to_what_it_follows() -> None:
    assert reading("h[0][1]", NAMES) == "index(index(h, at=(0,)), at=(1,))"
    assert reading("Wx[0]", NAMES) == "(W * index(x, at=(0,)))"
    assert reading("x[0]y[1]", NAMES) == "(index(x, at=(0,)) * index(y, at=(1,)))"
    assert reading("-x[0]²", NAMES) == "neg((index(x, at=(0,)) ^ 2))"
    assert reading("√x[0]", NAMES) == "sqrt(index(x, at=(0,)))"


@pytest.mark.parametrize(
    ("written", "op", "options"),
    [
        ("sum(x)", "sum", {}),
        ("sum(x, axis=0)", "sum", {"axis": 0}),
        ("sum(x, 0)", "sum", {"axis": 0}),
        ("sum(x, 0, True)", "sum", {"axis": 0, "keepdims": True}),
        ("sum(x, keepdims=True, axis=-1)", "sum", {"axis": -1, "keepdims": True}),
        ("sum(x, axis=None)", "sum", {"axis": None}),
        ("sum(x, axis=(0, 2))", "sum", {"axis": (0, 2)}),
        ("sum(x, axis=[0, 2])", "sum", {"axis": (0, 2)}),
        ("sum(x, axis=(0,))", "sum", {"axis": (0,)}),
        ("mean(x, dim=1, keepdim=False)", "mean", {"axis": 1, "keepdims": False}),
        ("reshape(x, (2, 3))", "reshape", {"shape": (2, 3)}),
        ("reshape(x, [2, 3])", "reshape", {"shape": (2, 3)}),
        ("reshape(x, 2, 3)", "reshape", {"shape": (2, 3)}),
        ("reshape(x, -1)", "reshape", {"shape": (-1,)}),
        ("reshape(x, shape=(2, -1))", "reshape", {"shape": (2, -1)}),
        ("reshape(x, ())", "reshape", {"shape": ()}),
        ("transpose(x, (1, 0))", "transpose", {"axes": (1, 0)}),
        ("transpose(x, 1, 0)", "transpose", {"axes": (1, 0)}),
        ("concatenate([x, y], axis=1)", "concatenate", {"axis": 1}),
        ("torch.cat((x, y), 1)", "concatenate", {"axis": 1}),
        ("stack([x, y])", "stack", {}),
        ("var(x, ddof=1)", "var", {"ddof": 1}),
        ("layer_norm(x, y, eps=1e-3)", "layer_norm", {"eps": 1e-3}),
        ("conv2d(x, y, stride=2)", "conv2d", {"stride": 2}),
        ("conv2d(x, y, 2, 1)", "conv2d", {"padding": 1, "stride": 2}),
        ("conv2d(x, y, padding=(0, 1))", "conv2d", {"padding": (0, 1)}),
        ("max(x)", "amax", {}),
        ("max(x, axis=0)", "amax", {"axis": 0}),
        ("max(x, 0)", "max", {}),
        ("x.max(0)", "amax", {"axis": 0}),
        ("min(x, y)", "min", {}),
        ("x.sum()", "sum", {}),
        ("x.sum(axis=0)", "sum", {"axis": 0}),
        ("x.reshape(2, 3)", "reshape", {"shape": (2, 3)}),
        ("x.exp()", "exp", {}),
        ("(x + y).mean(0)", "mean", {"axis": 0}),
        ("x.dot(y)", "dot", {}),
        ("np.linalg.norm(x, axis=1)", "norm", {"axis": 1}),
    ],
)  # fmt: skip
def test_options_are_those_that_the_author_gave(written: str, op: str, options: dict[str, Any]) -> None:
    read = last(written)
    assert read.op == op
    assert read.options == tuple(sorted(options.items()))


@pytest.mark.parametrize("name", [name for name, function in NOTATION.items() if function.options])
def test_every_declared_option_can_be_given_by_name(name: str) -> None:
    function = NOTATION[name]
    values = {"axis": "0", "axes": "(0,)", "shape": "(2, 3)", "flag": "True", "number": "0.5"}
    needed = ", ".join(f"{option.name}={values[option.kind]}" for option in function.options)
    arguments = "[x, y]" if function.listed else ", ".join("xyz"[: function.arity[0]])
    read = last(f"{name}({arguments}, {needed})")
    assert read.op == function.name
    assert [option for option, _ in read.options] == sorted(option.name for option in function.options)


def test_every_function_that_stands_for_another_with_one_argument_is_declared() -> None:
    for function in FUNCTIONS.values():
        assert not function.alone or FUNCTIONS[function.alone].arity[0] == 1


def test_a_value_may_be_named_like_a_function_of_arrays() -> None:
    program = parse("mean = x.sum()/2\nvar = mean·2\nL = var + np.var(x)", ["x"])
    assert [bracketed(definition) for definition in program.definitions] == [
        "(sum(x) / 2)",
        "(mean * 2)",
        "(var + var(x))",
    ]
    error = refusal("var = 2\nL = var(x)")
    assert error.hint == "Write np.var( ) for the function, var·( ) for the product."


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
        ("L = stack()", "stack()", "'stack' takes at least 1 arguments, not none.", "stack([a, b])"),
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


def test_gelu_as_it_is_suggested_is_gelu() -> None:
    computed = trace(parse("x = 1\nL = x·½(1 + tanh(√(2/π)·(x + 0.044715x³)))"))
    assert computed.values["L"] == pytest.approx(0.841192, abs=1e-6)


def test_a_long_array_costs_no_more_memory_than_its_rows() -> None:
    (leaf,) = parse("W = zeros((1000, 1000))").leaves
    assert isinstance(leaf.value, tuple)
    assert leaf.value[0] is leaf.value[999]
