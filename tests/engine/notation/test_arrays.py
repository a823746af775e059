"""Arrays: literals, products, transposes, indices, options and methods, as operations of the program."""

import math
from typing import Any

import pytest

from engine import trace
from engine.errors import EngineError
from engine.notation import parse
from engine.notation.program import Literal, Nested, Operation
from engine.primitives.ops import FUNCTIONS, NOTATION
from tests.engine.notation.text import bracketed, reading

NAMES = ("W", "x", "y", "z", "b", "h", "x1", "x2")
ALL = (None, None, None)


def operations(expression: str) -> tuple[Operation, ...]:
    (definition,) = parse(f"result = {expression}", NAMES).definitions
    return definition.body


def last(expression: str) -> Operation:
    return operations(expression)[-1]


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
    with pytest.raises(EngineError, match="not a formula"):
        parse("param v = [q, r]\nL = qr")


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
    arguments = "[x, y]" if function.takes_list else ", ".join("xyz"[: function.arity[0]])
    read = last(f"{name}({arguments}, {needed})")
    assert read.op == function.name
    assert [option for option, _ in read.options] == sorted(option.name for option in function.options)


def test_every_function_that_stands_for_another_with_one_argument_is_declared() -> None:
    for function in FUNCTIONS.values():
        assert not function.unary_overload or FUNCTIONS[function.unary_overload].arity[0] == 1


def test_a_value_may_be_named_like_a_function_of_arrays() -> None:
    program = parse("mean = x.sum()/2\nvar = mean·2\nL = var + np.var(x)", ["x"])
    assert [bracketed(definition) for definition in program.definitions] == [
        "(sum(x) / 2)",
        "(mean * 2)",
        "(var + var(x))",
    ]
    with pytest.raises(EngineError, match=r"Write np\.var\( \) for the function, var·\( \) for the product\."):
        parse("var = 2\nL = var(x)", ["x"])


def test_gelu_as_it_is_suggested_is_gelu() -> None:
    computed = trace(parse("x = 1\nL = x·½(1 + tanh(√(2/π)·(x + 0.044715x³)))"))
    assert computed.values["L"] == pytest.approx(0.841192, abs=1e-6)


def test_a_long_array_costs_no_more_memory_than_its_rows() -> None:
    (leaf,) = parse("W = zeros((1000, 1000))").leaves
    assert isinstance(leaf.value, tuple)
    assert leaf.value[0] is leaf.value[999]


def test_very_many_formulas_do_not_stand_in_one_array() -> None:
    assert len(operations(f"[{', '.join('x' * 1000)}]")) == 1
    with pytest.raises(EngineError, match="At most 1000 may stand in one pair of brackets"):
        operations(f"[{', '.join('x' * 1001)}]")
    with pytest.raises(EngineError, match="'stack' takes at most 1000 arguments"):
        operations(f"stack([{', '.join('x' * 1001)}])")
    assert len(parse(f"W = [{', '.join('1' * 1500)}]").leaves) == 1
