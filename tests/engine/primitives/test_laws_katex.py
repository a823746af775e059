"""What the declarations print is mathematics to KaTeX."""

import pytest

from engine.formula.expr import Call, Prime, Symbol
from engine.formula.walk import substitute
from engine.latex.formulas import latex
from engine.primitives.declaration import A, B, C, Y, argument
from engine.primitives.ops import COMPOSITES, TABLE
from engine.primitives.rules import printed_terms
from tests.engine import katex
from tests.engine.primitives.laws import cases_of
from tests.engine.primitives.laws import symbols as symbols_of

ELEMENTWISE = {name: primitive for name, primitive in TABLE.items() if primitive.elementwise}


@pytest.mark.slow
def test_every_rule_is_mathematics_to_katex() -> None:
    symbols = {
        A.key: Symbol("w", "w"),
        B.key: Symbol("x", "x_{1}"),
        C.key: Symbol("v", "v"),
        Y.key: Symbol("z", "\\hat{y}"),
    }
    formulas = [
        latex(substitute(rule, symbols))
        for primitive in TABLE.values()
        for rule in (*primitive.derivatives, *primitive.printed)
    ]
    formulas += [
        latex(head(name, tuple(symbols.values())[: primitive.arity[1]]))
        for name, primitive in ELEMENTWISE.items()
        for head in (Call, Prime)
        if head is Call or primitive.prime_notation
    ]
    for case in (case for primitive in TABLE.values() for case in cases_of(primitive)):
        known = symbols_of(case)
        own = Call(
            case.name, tuple(known[argument(position).key] for position in range(len(case.shapes))), case.options
        )
        formulas += [latex(own), *(latex(substitute(term, known)) for term in printed_terms(*case.key))]
    for composite in COMPOSITES.values():
        for shapes, options in composite.cases:
            known = {
                (one := argument(position)).key: Symbol(one.key, one.latex, shape)
                for position, shape in enumerate(shapes)
            }
            formulas.append(latex(substitute(composite.formula(shapes, **dict(options)), known)))
    assert katex.complaints(formulas) == []
