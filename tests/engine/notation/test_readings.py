"""How expressions are read: the lecture's hand, the programmer's, and what binds more tightly."""

import ast
import random
import re

import pytest

from engine.notation import parse
from engine.notation.program import Definition, Leaf, Literal, Name, Operation, Result
from tests.engine.notation.text import bracketed, reading

LECTURE = """\
param w = 0.5, b = -1       # leaves
input x = 2
target t = 1
const λ = 0.1
z = wx + b
y = σ(z)
L = ½(y − t)²
R = ½w²
L_reg = L + λR
"""

PYTHON = """\
param w = 0.5, b = -1; input x = 2; target t = 1; const lambda = 0.1
z = w*x + b
y = torch.sigmoid(z)
L = 0.5*(y-t)**2
R = 0.5*w**2
L_reg = L + lambda*R
"""


def test_the_lectures_equations_are_read_as_the_lecture_means_them() -> None:
    program = parse(LECTURE)
    assert [(leaf.name, leaf.role, leaf.value) for leaf in program.leaves] == [
        ("w", "parameter", 0.5),
        ("b", "parameter", -1.0),
        ("x", "input", 2.0),
        ("t", "target", 1.0),
        ("lambda", "constant", 0.1),
    ]
    assert {d.name: bracketed(d) for d in program.definitions} == {
        "z": "((w * x) + b)",
        "y": "sigmoid(z)",
        "L": r"(\tfrac{1}{2} * ((y - t) ^ 2))",
        "R": r"(\tfrac{1}{2} * (w ^ 2))",
        "L_reg": "(L + (lambda * R))",
    }
    assert program.source == LECTURE


def test_the_programmers_hand_says_the_same() -> None:
    lecture, python = parse(LECTURE), parse(PYTHON)
    assert [(leaf.name, leaf.role, leaf.value) for leaf in lecture.leaves] == [
        (leaf.name, leaf.role, leaf.value) for leaf in python.leaves
    ]
    assert [bracketed(d).replace(r"\tfrac{1}{2}", "0.5") for d in lecture.definitions] == [
        bracketed(d) for d in python.definitions
    ]


def test_a_program_is_flat_and_every_part_has_its_place() -> None:
    program = parse("input x = 3\ny = 2x² + x")
    span = program.definitions[0].span.__class__
    assert program.leaves == (Leaf("x", "input", 3.0, span(1, 7, 8), span(1, 11, 12)),)
    two, again = Literal(2.0, "2", span(2, 5, 6)), Literal(2.0, "2", span(2, 7, 8))
    assert program.definitions == (
        Definition(
            "y",
            (
                Operation("pow", (Name("x", span(2, 6, 7)), again), span(2, 6, 8)),
                Operation("mul", (two, Result(0)), span(2, 5, 8)),
                Operation("add", (Result(1), Name("x", span(2, 11, 12))), span(2, 5, 12)),
            ),
            span(2, 1, 2),
            span(2, 1, 12),
        ),
    )


@pytest.mark.parametrize(
    ("expression", "read"),
    [
        ("-x^2", "neg((x ^ 2))"),
        ("−x²", "neg((x ^ 2))"),
        ("x^-2", "(x ^ -2)"),
        ("x⁻²", "(x ^ -2)"),
        ("x²³", "(x ^ 23)"),
        ("x^2^3", "(x ^ (2 ^ 3))"),
        ("x**2**3", "(x ^ (2 ^ 3))"),
        ("x^2²", "(x ^ (2 ^ 2))"),
        ("-2^2", "neg((2 ^ 2))"),
        ("(-2)^2", "(-2 ^ 2)"),
        ("2^-x^2", "(2 ^ neg((x ^ 2)))"),
        ("--x", "neg(neg(x))"),
        ("- -2x", "(neg(-2) * x)"),
        ("+x", "identity(x)"),
        ("x--y", "(x - neg(y))"),
        ("x - 1", "(x - 1)"),
        ("x −1", "(x - 1)"),
        ("x - y - z", "((x - y) - z)"),
        ("x / y / z", "((x / y) / z)"),
        ("x ÷ y × z", "((x / y) * z)"),
        ("1/2*(x-1)^2", "((1 / 2) * ((x - 1) ^ 2))"),
        ("1/3*x", "((1 / 3) * x)"),
        ("x·y∗z⋅w×t", "((((x * y) * z) * w) * t)"),
        ("（x＋y）＊z", "((x + y) * z)"),
        ("σ(z)²", "(sigmoid(z) ^ 2)"),
        ("exp(-z)", "exp(neg(z))"),
        ("ln(x)", "log(x)"),
        ("max(x, y) + min(z,w)", "(max(x, y) + min(z, w))"),
        ("leaky_relu(z)", "leaky_relu(z, 0.01)"),
        ("leaky_relu(z, 0.1)", "leaky_relu(z, 0.1)"),
        ("pow(x, 3)", "(x ^ 3)"),
        ("|x|", "abs(x)"),
        ("|x − |y||", "abs((x - abs(y)))"),
        ("||x||", "abs(abs(x))"),
        ("λ|w|", "(lambda * abs(w))"),
        ("|x||y|", "(abs(x) * abs(y))"),
        ("|(2|x|)|", "abs((2 * abs(x)))"),
        ("√x", "sqrt(x)"),
        ("√2x", "(sqrt(2) * x)"),
        ("√(x+1)", "sqrt((x + 1))"),
        ("√(x)²", "(sqrt(x) ^ 2)"),
        ("√√x", "sqrt(sqrt(x))"),
        ("√|x|", "sqrt(abs(x))"),
        ("√σ(z)y", "(sqrt(sigmoid(z)) * y)"),
        ("e^x", "exp(x)"),
        ("e^-x²/2", "(exp(neg((x ^ 2))) / 2)"),
        ("e²", "exp(2)"),
        ("np.e**x", "exp(x)"),
        ("e*x", "(e * x)"),
        ("2e", "(2 * e)"),
        ("2e-x", "((2 * e) - x)"),
        ("π", r"identity(\pi)"),
        ("-pi", r"neg(\pi)"),
        ("np.pi*x", r"(\pi * x)"),
        ("x", "identity(x)"),
    ],
)
def test_signs_and_calls(expression: str, read: str) -> None:
    assert reading(expression) == read


@pytest.mark.parametrize(
    ("expression", "read"),
    [
        ("2x", "(2 * x)"),
        ("wx", "(w * x)"),
        ("wxy", "((w * x) * y)"),
        ("wx^2", "(w * (x ^ 2))"),
        ("w²x", "((w ^ 2) * x)"),
        ("-wx", "(neg(w) * x)"),
        ("λR", "(lambda * R)"),
        ("λL_reg", "(lambda * L_reg)"),
        ("x1w1", "(x1 * w1)"),
        ("x₁w₁", "(x1 * w1)"),
        ("w_ix", "(w_i * x)"),
        ("wᵢx₁", "(w_i * x1)"),
        ("𝑤𝑥", "(w * x)"),
        ("2πx", r"((2 * \pi) * x)"),
        ("πx", r"(\pi * x)"),
        ("x y z", "((x * y) * z)"),
        ("(x)(y)", "(x * y)"),
        ("w(x+1)", "(w * (x + 1))"),
        ("w (x)", "(w * x)"),
        ("wx(y)", "((w * x) * y)"),
        ("2(x)", "(2 * x)"),
        ("½(y−t)²", r"(\tfrac{1}{2} * ((y - t) ^ 2))"),
        ("wσ(z)", "(w * sigmoid(z))"),
        ("wxσ(z)²", "((w * x) * (sigmoid(z) ^ 2))"),
        ("wexp(z)", "(w * exp(z))"),
        ("wlog1p(z)", "(w * log1p(z))"),
        ("x sin(y)", "(x * sin(y))"),
        ("1/2x", "((1 / 2) * x)"),
        ("1/2 x y", "(((1 / 2) * x) * y)"),
        ("z + 1/2(x)", "(z + ((1 / 2) * x))"),
        ("-1/2x", "((-1 / 2) * x)"),
        ("x/y·z", "((x / y) * z)"),
        ("x^2y", "((x ^ 2) * y)"),
        ("e^x y", "(exp(x) * y)"),
        ("e^2 x", "(exp(2) * x)"),
        ("e^(2x)y", "(exp((2 * x)) * y)"),
        ("|e^x|", "abs(exp(x))"),
        ("xq", "identity(xq)"),
        ("we", "identity(we)"),
        ("λq", "identity(lambda_q)"),
        ("lambdaR", "identity(lambdaR)"),
        ("x2", "identity(x2)"),
    ],
)
def test_products_without_a_sign(expression: str, read: str) -> None:
    assert reading(expression) == read


def test_a_word_that_is_a_name_is_no_product() -> None:
    assert reading("wx", ["w", "x", "wx"]) == "identity(wx)"
    program = parse("x1w1 = x1*w1\ns = x1w1 + x1w1", ["x1", "w1"])
    assert bracketed(program.definitions[1]) == "(x1w1 + x1w1)"


def test_names_from_below_count_as_known() -> None:
    """Lowering says that a name is used too early; a word must not change its reading for that."""
    assert bracketed(parse("z = wx\nw = y + 1", ["x", "y"]).definitions[0]) == "(w * x)"


def test_the_author_may_take_e_pi_and_sigma_for_himself() -> None:
    assert [bracketed(d) for d in parse("e = exp(n)\nq = e^n + 2e", ["n"]).definitions] == [
        "exp(n)",
        "((e ^ n) + (2 * e))",
    ]
    assert reading("πx", ["pi", "x"]) == "(pi * x)"
    assert reading("xe", ["e", "x"]) == "(x * e)"
    assert reading("x/σ²", ["σ", "x"]) == "(x / (sigma ^ 2))"
    assert reading("power·x", ["power", "x"]) == "(power * x)"


@pytest.mark.parametrize(
    "written",
    [
        "np.exp(x)", "numpy.exp(x)", "torch.exp(x)", "jnp.exp(x)", "jax.numpy.exp(x)", "math.exp(x)",
        "tf.exp(x)", "tf.math.exp(x)", "exp(x)", "exp( x )", "ｅｘｐ(x)",
    ],
)  # fmt: skip
def test_prefixes_mean_nothing(written: str) -> None:
    assert reading(written) == "exp(x)"
    assert reading("F.relu(x)", ["F", "x"]) == "relu(x)"
    assert reading("torch.nn.functional.relu(x)") == "relu(x)"
    assert reading("jax.nn.softplus(x)") == "softplus(x)"


@pytest.mark.parametrize(
    ("written", "value", "latex"),
    [
        ("0.5", 0.5, "0.5"),
        (".5", 0.5, "0.5"),
        ("5.", 5.0, "5"),
        ("007", 7.0, "007"),
        ("1e-5", 1e-5, "10^{-5}"),
        ("1E+5", 1e5, "10^{5}"),
        ("1e−5", 1e-5, "10^{-5}"),
        ("2.50e3", 2500.0, r"2.50 \cdot 10^{3}"),
        ("½", 0.5, r"\tfrac{1}{2}"),
        ("⅔", 2 / 3, r"\tfrac{2}{3}"),
        ("⅒", 0.1, r"\tfrac{1}{10}"),
        ("-½", -0.5, r"-\tfrac{1}{2}"),
        ("99999999999999999999999999999999999", 1e35, "99999999999999999999999999999999999"),
    ],
)
def test_a_number_keeps_the_authors_digits(written: str, value: float, latex: str) -> None:
    (definition,) = parse(f"q = x + ({written})", ["x"]).definitions
    (operation,) = definition.body
    literal = operation.arguments[1]
    assert isinstance(literal, Literal)
    assert literal.value == pytest.approx(value, rel=1e-15)
    assert literal.latex == latex
    (leaf,) = parse(f"q = {written}").leaves
    assert (leaf.role, leaf.value) == ("input", literal.value)


def _python(node: ast.expr) -> str:
    match node:
        case ast.BinOp():
            sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}[type(node.op)]
            return f"({_python(node.left)} {sign} {_python(node.right)})"
        case ast.UnaryOp(operand=ast.Constant(value=value)):
            return f"-{value!r}"
        case ast.UnaryOp():
            return f"neg({_python(node.operand)})"
        case ast.Call(func=ast.Name(id=name)):
            return f"{name}({', '.join(map(_python, node.args))})"
        case ast.Name():
            return node.id
        case ast.Constant():
            return repr(node.value)
        case _:
            raise AssertionError(ast.dump(node))


def _expression(rng: random.Random, depth: int) -> str:
    if depth == 0:
        return rng.choice(["x", "y", "w", "2", "3.5"])
    form = rng.choice(["{} + {}", "{} - {}", "{}*{}", "{}/{}", "{}**{}", "-{}", "({})", "exp({})", "max({}, {})"])
    return form.format(*(_expression(rng, rng.randrange(depth)) for _ in range(form.count("{}"))))


@pytest.mark.slow
def test_explicit_signs_bind_as_in_python() -> None:
    rng = random.Random(6)
    for _ in range(2000):
        text = _expression(rng, 6)
        ours = re.sub(r"neg\(([0-9.]+)\)", r"-\1", reading(f"{text} + x"))  # −(2) is not −2 to us
        assert ours == _python(ast.parse(f"{text} + x", mode="eval").body), text
