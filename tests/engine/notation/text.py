"""Helpers of the notation's tests: a program read back as text with every bracket written out."""

from collections.abc import Collection

from engine.errors import EngineError
from engine.limits import Limits
from engine.notation import parse
from engine.notation.program import Argument, Definition, Literal, Name, Program

SIGNS = {
    "add": "+", "sub": "-", "mul": "*", "juxtapose": "*", "div": "/", "pow": "^", "matmul": "@",
    "less_than": "<", "greater_than": ">", "less_equal": "<=", "greater_equal": ">=",
}  # fmt: skip
NAMES = ("x", "y", "z", "w", "b", "t", "λ", "R", "L_reg", "x1", "w1", "w_i")


def bracketed(definition: Definition) -> str:
    """A definition's body as text: ``((w * x) + b)``."""
    results: list[str] = []

    def text(argument: Argument) -> str:
        match argument:
            case Name():
                return argument.id
            case Literal():
                return argument.latex
            case _:
                return results[argument.index]

    for operation in definition.body:
        parts = [text(argument) for argument in operation.arguments]
        sign = SIGNS.get(operation.op)
        parts += [f"{name}={value}" for name, value in operation.options]
        results.append(f"({f' {sign} '.join(parts)})" if sign else f"{operation.op}({', '.join(parts)})")
    return results[-1]


def outcome(source: str, names: Collection[str] = (), limits: Limits | None = None) -> Program | EngineError:
    """The program, or why there is none."""
    try:
        return parse(source, names, limits)
    except EngineError as error:
        return error


def reading(expression: str, names: Collection[str] = NAMES) -> str:
    """How an expression is read."""
    (definition,) = parse(f"result = {expression}", names).definitions
    return bracketed(definition)
