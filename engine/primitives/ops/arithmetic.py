"""Sums, products and powers."""

from __future__ import annotations

import numpy as np

from engine.formula.expr import ONE, ZERO, Expr, Negative, Number, Power, Product, Quotient, call
from engine.primitives.declaration import A, B, Condition, Primitive, Value, Y
from engine.primitives.spelling import Spelling


def _power_slope(a: Value, b: Value) -> Value:
    return np.where(np.equal(b, 0.0), 0.0, b * np.power(a, b - 1.0))[()]


def _scaled_log(v: Value, a: Value) -> Value:
    return np.where(np.equal(v, 0.0), 0.0, v * np.log(a))[()]


def _product(a: Expr, b: Expr) -> Expr:
    """A b c is one product of three factors."""
    return Product((*a.factors, b)) if isinstance(a, Product) else Product((a, b))


PRIMITIVES = (
    Primitive(
        name="identity",
        summary="the same value under another name",
        value=lambda a: a,
        derivatives=(ONE,),
        linear=(0,),
        latex="#1",
        in_notation=False,
        spelling=Spelling(python="{0}", numpy_to_read="{0}"),
        as_formula=lambda a: a,
    ),
    Primitive(
        name="add",
        summary="a + b",
        value=np.add,
        derivatives=(ONE, ONE),
        latex="#1 + #2",
        spelling=Spelling(operator="+", notation="#1 + #*2", binds="sum"),
    ),
    Primitive(
        name="sub",
        summary="a − b",
        value=np.subtract,
        derivatives=(ONE, Number(-1.0)),
        latex="#1 - #2",
        aliases=("subtract",),
        spelling=Spelling(operator="-", notation="#1 - #*2", binds="sum", drawn="−"),
    ),
    Primitive(
        name="mul",
        summary="a · b",
        value=np.multiply,
        derivatives=(B, A),
        linear=(0, 1),
        latex="#1 \\, #2",
        aliases=("multiply",),
        spelling=Spelling(operator="*", notation="#*1*#^2", binds="product", drawn="×"),
        as_formula=_product,
    ),
    Primitive(
        name="div",
        summary="a / b",
        value=np.divide,
        # −y/b rather than −a/b²: squaring the divisor overflows where the quotient does not.
        derivatives=(1 / B, -Y / B),
        printed_derivatives=(1 / B, -A / B**2),
        linear=(0,),
        latex="\\frac{#1}{#2}",
        aliases=("divide",),
        domain=((-3.0, 3.0), (0.3, 3.0)),
        faults=(Condition(lambda _, b: b == 0.0, "division by zero", at=(1.0, 0.0)),),
        spelling=Spelling(operator="/", notation="#*1/#^2", binds="product", drawn="÷"),
        as_formula=Quotient,
    ),
    Primitive(
        name="neg",
        summary="−a",
        value=np.negative,
        derivatives=(Number(-1.0),),
        linear=(0,),
        latex="-#1",
        aliases=("negative",),
        spelling=Spelling(operator="-", notation="-#^1", binds="sum", drawn="−"),
        as_formula=Negative,
    ),
    Primitive(
        name="pow",
        summary="a to the power b",
        value=np.power,
        derivatives=(call("power_slope", A, B), call("scaled_log", Y, A)),
        printed_derivatives=(B * A ** (B - 1), Y * call("log", A)),
        latex="#1^{#2}",
        aliases=("power",),
        domain=((0.3, 3.0), (-3.0, 3.0)),
        faults=(
            Condition(lambda a, b: (a == 0.0) & (b < 0.0), "0 to a negative power", at=(0.0, -1.0)),
            Condition(
                lambda a, b: (a < 0.0) & (b != np.floor(b)),
                "a negative number to a power that is no whole number",
                at=(-2.0, 0.5),
            ),
        ),
        kinks=(Condition(lambda a, b: (a == 0.0) & (b == 0.0), "the derivative of x⁰ is taken as 0", at=(0.0, 0.0)),),
        # pow raises where ** would give a complex number; NumPy's ** takes short cuts that its function does not.
        spelling=Spelling(
            operator="**",
            notation="#!1^#!2",
            binds="power",
            drawn="^",
            python="pow({0}, {1})",
            numpy_to_read="np.power({0}, {1})",
        ),
        as_formula=Power,
    ),
    Primitive(
        name="square",
        summary="a²",
        value=np.square,
        derivatives=(2 * A,),
        latex="#!1^{2}",
        spelling=Spelling(python="({0} * {0})", numpy_to_read="({0} ** 2)"),
        as_formula=lambda a: Power(a, Number(2.0)),
    ),
    Primitive(
        name="power_slope",
        summary="b · a^(b − 1), and 0 where b is 0",
        value=_power_slope,
        derivatives=(
            B * call("power_slope", A, B - 1),
            call("pow", A, B - 1) + B * call("scaled_log", call("pow", A, B - 1), A),
        ),
        latex="#^2 \\, #!1^{#2 - 1}",
        domain=((0.3, 3.0), (1.5, 3.0)),
        in_notation=False,
        spelling=Spelling(python="(0.0 if {1} == 0.0 else {1} * pow({0}, {1} - 1.0))"),
    ),
    Primitive(
        name="scaled_log",
        summary="a · log b, and 0 where a is 0",
        value=_scaled_log,
        derivatives=(call("log", B), A / B),
        linear=(0,),
        latex="#^1 \\, \\log(#2)",
        domain=((0.3, 3.0), (0.3, 3.0)),
        in_notation=False,
        spelling=Spelling(python="(0.0 if {0} == 0.0 else {0} * log({1}))"),
    ),
    Primitive(
        name="sign",
        summary="−1, 0 or 1",
        value=np.sign,
        derivatives=(ZERO,),
        latex="\\operatorname{sgn}",
        domain=((0.3, 3.0),),
        in_notation=False,
        spelling=Spelling(
            notation="((#*1 > 0) - (#*1 < 0))", python="(1.0 if {0} > 0.0 else -1.0 if {0} < 0.0 else {0})"
        ),
    ),
)
