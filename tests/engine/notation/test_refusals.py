"""What is refused: what is said, about which characters, and with what remedy."""

import pytest

from engine.errors import EngineError
from engine.notation import parse
from engine.notation.identifiers import FUNCTIONS
from engine.notation.other_libraries import ELSEWHERE
from tests.engine.notation.text import NAMES


def refusal(source: str, names: tuple[str, ...] = NAMES) -> EngineError:
    with pytest.raises(EngineError) as caught:
        parse(source, names)
    return caught.value


def underlined(source: str, error: EngineError) -> str:
    assert error.span is not None
    return source.splitlines()[error.span.line - 1][error.span.column - 1 : error.span.end_column - 1]


@pytest.mark.parametrize(
    ("source", "place", "what"),
    [
        # brackets and bars
        ("L = (x + y", "(", "This bracket is never closed."),
        ("L = x + (y*(z + 1)", "(", "This bracket is never closed."),
        ("L = exp(x", "(", "This bracket is never closed."),
        ("L = ((x)\ny = z", "(", "This bracket is never closed."),
        ("L = x)", ")", "This bracket closes nothing."),
        ("L = x + y) + z", ")", "This bracket closes nothing."),
        ("L = ()", "()", "There is nothing in these brackets."),
        ("L = |x", "|", "This bar is never closed."),
        ("L = ||", "|", "This bar is never closed."),
        ("L = (|x)", "|", "This bar is never closed."),
        ("L = {x}", "{", "Braces cannot be read here."),
        # something is missing
        ("L =", "=", "Nothing stands to the right of this =."),
        ("L = # later", "=", "Nothing stands to the right of this =."),
        ("L = ; M = x", "=", "Nothing stands to the right of this =."),
        ("= x", "=", "A name is missing to the left of this =."),
        ("L = x +", "+", "Something is missing after '+'."),
        ("L = (x + )", "+", "Something is missing after '+'."),
        ("L = * x", "*", "Nothing stands before '*'."),
        ("L = x + * y", "*", "'*' cannot follow '+'."),
        ("L = ^2", "^", "Nothing stands here to be raised."),
        ("L = ²", "²", "Nothing stands here to be raised."),
        ("L = x^", "^", "Something is missing after '^'."),
        ("L = max(x,", ",", "Something is missing after this comma."),
        ("L = max(,x)", "(,", "There is nothing in these brackets."),
        ("x", "x", "This line gives its value no name."),
        ("x + y", "x + y", "This line gives its value no name."),
        # the left side
        ("x + 1 = y", "x + 1", "One name, and nothing else, stands to the left of an =."),
        ("f(x) = x", "f(x)", "One name, and nothing else, stands to the left of an =."),
        ("x += 1", "x +", "One name, and nothing else, stands to the left of an =."),
        ("parm w = 3", "parm w", "One name, and nothing else, stands to the left of an =."),
        ("2 = x", "2", "One name, and nothing else, stands to the left of an =."),
        ("a = b = 2", "=", "A second = cannot stand on this line."),
        ("a = 1\nb = 2\na = 3", "a", "'a' is defined twice."),
        ("param a = 1, a = 2", "a", "'a' is defined twice."),
        ("λ = 1\nlambda = 2", "lambda", "'lambda' is defined twice."),
        ("max = 3", "max", "'max' is a function and cannot be a value's name."),
        ("param exp = 3", "exp", "'exp' is a function and cannot be a value's name."),
        ("class = 3", "class", "'class' is a word of Python and cannot be a name."),
        ("import os", "import", "'import' is a word of Python and means nothing here."),
        ("def f(x): return x", "def", "'def' is a word of Python and means nothing here."),
        # declarations
        ("param", "param", "'param' must be followed by a name."),
        ("param w = 1,", ",", "A name is missing here."),
        ("param , w", "param", "'param' must be followed by a name."),
        ("param w b", "b", "This cannot follow a declared name."),
        ("param w = x", "x", "A declaration gives a number, not a formula."),
        ("param w = sin(1), b = 2", "sin(1)", "A declaration gives a number, not a function's value."),
        ("param w = max(1, 2)", "max(1, 2)", "A declaration gives a number, not a function's value."),
        ("param w =, b = 2", "=", "Nothing stands to the right of this =."),
        ("param w = 1 2", "2", "Two numbers follow each other."),
        # functions
        ("L = sigmod(x)", "sigmod", "'sigmod' is no function here."),
        ("L = np.sigmod(x)", "sigmod", "'sigmod' is no function here."),
        ("L = foo(x)", "foo", "'foo' is no function here."),
        ("L = globals()", "globals", "'globals' is no function here."),
        ("L = max(x, y, z)", "max(x, y, z)", "'max' takes 2 arguments, not 3."),
        ("L = 1 + sin(x, y)", "sin(x, y)", "'sin' takes 1 argument, not 2."),
        ("L = sin()", "sin()", "'sin' takes 1 argument, not none."),
        ("L = leaky_relu(x, y, z)", "leaky_relu(x, y, z)", "'leaky_relu' takes 1 or 2 arguments, not 3."),
        ("L = leaky_relu(z, slope=0.1)", "slope", "'leaky_relu' takes no arguments by name."),
        ("L = sin x", "sin", "'sin' is a function and needs its argument in brackets."),
        ("L = σ + 1", "σ", "'σ' is a function and needs its argument in brackets."),
        ("L = sin²(x)", "sin²", "A power cannot stand between 'sin' and its bracket."),
        ("L = sin^2(x)", "sin^", "A power cannot stand between 'sin' and its bracket."),
        ("σ = 2\nL = σ(x)", "σ", "'σ' is a value of yours and also a function."),
        # what readers would not agree about
        ("L = x/yz", "x/yz", "This quotient can be read in two ways."),
        ("L = x/2y", "x/2y", "This quotient can be read in two ways."),
        ("L = x/y(z)", "x/y(", "This quotient can be read in two ways."),
        ("L = 1/(2)x", "1/(2)x", "This quotient can be read in two ways."),
        ("L = 1/2π", "1/2π", "This quotient can be read in two ways."),
        ("L = 2·1/2x", "2·1/2x", "This quotient can be read in two ways."),
        ("L = e^xy", "xy", "It cannot be seen how far this exponent reaches."),
        ("L = e^2x", "2x", "It cannot be seen how far this exponent reaches."),
        ("L = e^-½x²", "-½x", "It cannot be seen how far this exponent reaches."),
        ("L = 2^-wσ(z)", "-wσ", "It cannot be seen how far this exponent reaches."),
        ("L = √x²", "√x²", "It cannot be seen how far this root reaches."),
        ("L = √x^2", "√x^", "It cannot be seen how far this root reaches."),
        ("L = √wx", "√w", "It cannot be seen how far this root reaches."),
        ("L = √-x", "√-", "It cannot be seen how far this root reaches."),
        ("L = x²^3", "^", "Two powers follow each other."),
        # numbers
        ("L = x 2", "2", "A number cannot follow a factor without a sign."),
        ("L = (x)½", "½", "A number cannot follow a factor without a sign."),
        ("L = 1 2", "2", "Two numbers follow each other."),
        ("L = 2½", "½", "Two numbers follow each other."),
        ("L = 0x10", "0x10", "Numbers are decimal here."),
        ("L = 0b101", "0b101", "Numbers are decimal here."),
        ("L = 1_000", "1_000", "This number cannot be read."),
        ("L = 1.2.3", "1.2.3", "This number cannot be read."),
        ("L = 1..2", "1..2", "This number cannot be read."),
        ("L = 1j", "j", "Imaginary numbers cannot be read here."),
        ("L = 1e5j", "j", "Imaginary numbers cannot be read here."),
        ("L = 1e999", "1e999", "This number is too large for float64."),
        ("L = 0,5", ",", "A comma cannot stand here."),
        ("L = x⁻", "⁻", "This superscript is no whole number."),
        # other languages
        ("L = x if y else z", "if", "'if' is a word of Python and no name here."),
        ("L = not x", "not", "'not' is a word of Python and no name here."),
        ("L = x and y", "and", "'and' is a word of Python and no name here."),
        ("L = await x", "await", "'await' is a word of Python and no name here."),
        ("L = None", "None", "'None' is a word of Python and no name here."),
        ("L = x == y", "==", "Whether values are equal cannot be asked here."),
        ("L = x ≠ y", "≠", "Whether values are equal cannot be asked here: U+2260 (NOT EQUAL TO)."),
        ("L = x % y", "%", "% cannot be read here."),
        ("L = x := 3", ":", "A colon cannot be read here."),
        ("L = 'a'*10", "'", "A prime cannot be part of a name."),
        ('L = "a"', '"', "Text in quotes cannot be read here."),
        ("L = x.__class__", ".__class__", "A value has no '__class__' here."),
        ("L = np.linalg.det(x)", "det", "'det' is no function here."),
        ("L = x .", ".", "A dot cannot stand here."),
        ("L = 2 * . x", ".", "'.' cannot follow '*'."),
        ("L = \\sigma(z)", "\\", "LaTeX commands cannot be read here."),
        ("L = $x$", "$", "This character cannot be read: U+0024 (DOLLAR SIGN)."),
        # single characters
        ("L = х*2", "х", "This letter only looks like the Latin x: it is U+0445 (CYRILLIC SMALL LETTER HA)."),
        ("Α = 2", "Α", "This letter only looks like the Latin A: it is U+0391 (GREEK CAPITAL LETTER ALPHA)."),
        ("L = x′", "′", "A prime cannot be part of a name: U+2032 (PRIME)."),
        ("L = ȳx", "ȳ", "A bar over a letter cannot be read here: U+0233 (LATIN SMALL LETTER Y WITH MACRON)."),
        ("L = x\u0304", "\u0304", "A bar over a letter cannot be read here: U+0304 (COMBINING MACRON)."),
        ("L = a\u0301", "\u0301", "A combining mark stands here: U+0301 (COMBINING ACUTE ACCENT)."),
        ("L = a\u200db", "\u200d", "An invisible character stands here: U+200D (ZERO WIDTH JOINER)."),
        ("L = x \u202e+ 1", "\u202e", "An invisible character stands here: U+202E (RIGHT-TO-LEFT OVERRIDE)."),
        ("L = x\0", "\0", "An invisible character stands here: U+0000."),
        ("L = \ue000", "\ue000", "This is no character that can be shown: U+E000."),
        ("L = \ud800", "\ud800", "This is no character that can be shown: U+D800."),
        ("L = é", "é", "This letter cannot be in a name: U+00E9 (LATIN SMALL LETTER E WITH ACUTE)."),
        ("L = ٣*x", "٣", "This digit cannot be read: U+0663 (ARABIC-INDIC DIGIT THREE)."),
        ("L = xⁿ", "ⁿ", "This superscript cannot be read: U+207F (SUPERSCRIPT LATIN SMALL LETTER N)."),
        ("L = 😀", "😀", "This character cannot be read: U+1F600 (GRINNING FACE)."),
        ("L = x # \u202e", "\u202e", "An invisible character stands here: U+202E (RIGHT-TO-LEFT OVERRIDE)."),
    ],
)
def test_what_is_said_and_where(source: str, place: str, what: str) -> None:
    error = refusal(source)
    assert error.what == what
    assert underlined(source, error) == place
    assert error.hint
    assert error.hint[0].isupper() or error.hint[0] == "'"
    assert error.limit is None


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("L = sigmod(x)", "Did you mean 'sigmoid'?"),
        ("L = ReLU(x)", "Did you mean 'relu'?"),
        ("L = torch.Tanh(x)", "Did you mean 'tanh'?"),
        ("L = foo(x)", "If it is a value, define it on a line above, or write foo·( ) for the product."),
        ("L = x/yz", "Write (x/y)·z or x/(y·z)."),
        ("L = x/2 y", "Write (x/2)·y or x/(2·y)."),
        ("L = e^-xy", "Write ^(-x·y) or ^-x·y."),
        ("L = e^2x", "Write ^(2·x) or ^2·x."),
        ("L = max(x, y, z)", "Write max(a, b): the greater of two."),
        ("L = sin²(x)", "Write sin(x)^2 for the square of sin(x)."),
        ("L = leaky_relu(z, slope=0.1)", "Give them in order, as in leaky_relu(z, 0.1)."),
        ("σ = 2; L = σ(x)", "Write sigmoid( ) for the function, σ·( ) for the product."),
        ("a = 1\nb = 2\na = 3", "It is first defined on line 1; give this one another name."),
        ("parm w = 3", "Did you mean 'param'?"),
        ("L = x 2", "Write ·2 to multiply, ^2 for a power, or put the number first."),
        ("", "Write a definition on each line, for instance: L = ½(y − t)²"),
        ("# nothing yet\n\n", "Write a definition on each line, for instance: L = ½(y − t)²"),
    ],
)
def test_the_remedy(source: str, hint: str) -> None:
    assert refusal(source).hint == hint


def test_a_refusal_reads_as_one_sentence_after_another() -> None:
    assert str(refusal("z = w*x\nL = sigmod(z)")) == (
        "line 2, column 5: 'sigmod' is no function here. Did you mean 'sigmoid'?"
    )


def test_the_first_mistake_is_the_one_that_is_named() -> None:
    assert underlined("a = x +\nb = @", refusal("a = x +\nb = @")) == "+"
    assert underlined("a = x + @\nb = )", refusal("a = x + @\nb = )")) == "@"
    assert underlined("a = foo(x) + @", refusal("a = foo(x) + @")) == "foo"


def test_a_word_before_a_bracket_that_is_function_and_product_at_once_is_refused() -> None:
    error = refusal("L = wexp(z)", ("w", "e", "x", "p", "z"))
    assert error.what == "This can be read in two ways, as a function or as a product."


def test_words_of_python_are_names_when_the_request_gives_them() -> None:
    assert parse("L = class*2", ["class"]).definitions
    assert parse("L = None + True", ["None", "True"]).definitions


def test_a_name_of_the_request_that_is_no_name_is_refused() -> None:
    assert refusal("L = x", ("<img src=x>",)).what == "This character cannot be read: U+003C (LESS-THAN SIGN)."
    assert refusal("L = x", ("x", "")).what == "A name is empty."


@pytest.mark.parametrize(("source", "hint"), [
    ("L = log10(x)", "Write log(x)/log(10)."),
    ("L = math.log2(x)", "Write log(x)/log(2)."),
    ("L = log₂(x)", "Write log(x)/log(2)."),
    ("L = F.logsigmoid(x)", "Write -softplus(-x)."),
    ("x = float(1.0)", "Write the number alone."),
    ("L = sigmod(x)", "Did you mean 'sigmoid'?"),
    ("L = x!", "Write equations only, as in y = σ(z), and a factorial as its number: 6 for 3!."),
    ("param w = 0,5", "Write decimals with a point, as in 0.5."),
    ("param w = 1, , b", "Declare names with commas between: param w = 1, b = 0"),
])  # fmt: skip
def test_the_remedy_means_the_same_function(source: str, hint: str) -> None:
    with pytest.raises(EngineError) as caught:
        parse(source, names=("x",))
    assert caught.value.hint == hint


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_what_stands_for_a_function_of_another_place_can_be_read(name: str) -> None:
    assert name not in FUNCTIONS
    if "number" not in ELSEWHERE[name]:
        assert parse(f"L = {ELSEWHERE[name]}", names=("x",)).definitions
