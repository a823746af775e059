"""Products of vectors and matrices. Nobody forms their Jacobians: ``W̄ = z̄ xᵀ``, ``x̄ = Wᵀ z̄``."""

from __future__ import annotations

import numpy as np

from engine.formula.expr import Expr, Shape, call
from engine.primitives.declaration import A, B, G, Mismatch, Primitive, array_text, broadcast, element_count, shape_text
from engine.primitives.spelling import Spelling


def _matmul_shape(a: Shape, b: Shape) -> Shape:
    if not a or not b:
        which = "left" if not a else "right"
        raise Mismatch(
            f"@ multiplies arrays, and its {which} side is a number; the other is {array_text(b or a)}.",
            "Write * or · for a product with a number.",
            code="product-with-number",
            other=str(b or a),
        )
    inner, other = a[-1], b[-2] if len(b) > 1 else b[0]
    if inner != other:
        where = "rows" if len(b) > 1 else "entries"
        raise Mismatch(
            f"Shapes {shape_text(a)} and {shape_text(b)} do not fit in a matrix product (@):"
            f" the left side has {inner} {'columns' if len(a) > 1 else 'entries'}, the right side {other} {where}.",
            "Swap them, or transpose one of them with .T, so that the inner sizes agree.",
            code="inner-sizes",
            first=str(a),
            second=str(b),
            inner=inner,
            other=other,
        )
    return broadcast(a[:-2], b[:-2]) + a[-2:-1] + (b[-1:] if len(b) > 1 else ())


def _matmul_pullback(shapes: tuple[Shape, ...], output: Shape) -> tuple[Expr, Expr]:
    """The lecture's forms for vectors and matrices; stacks of matrices as matrices, summed over the stack."""
    a, b = shapes
    if len(a) == len(b) == 1:
        return G * B, G * A
    if len(a) == 2 and len(b) == 1:
        return call("outer", G, B), call("matmul", _transposed(A, a), G)
    if len(a) == 1 and len(b) == 2:
        return call("matmul", B, G), call("outer", A, G)
    rows, columns = (a if len(a) > 1 else (1, *a)), (b if len(b) > 1 else (*b, 1))
    full = (*broadcast(rows[:-2], columns[:-2]), rows[-2], columns[-1])
    upstream = _reshaped(G, output, full)
    left, right = _reshaped(A, a, rows), _reshaped(B, b, columns)
    to_left = call("matmul", upstream, _transposed(right, columns))
    to_right = call("matmul", _transposed(left, rows), upstream)
    return (
        _reshaped(_summed(to_left, full[:-2] + rows[-2:], rows), rows, a),
        _reshaped(_summed(to_right, full[:-2] + columns[-2:], columns), columns, b),
    )


def _transposed(formula: Expr, shape: Shape) -> Expr:
    """The matrix, or each matrix of a stack, transposed."""
    rank = len(shape)
    return call("transpose", formula, axes=None if rank == 2 else (*range(rank - 2), rank - 1, rank - 2))


def _reshaped(formula: Expr, shape: Shape, wanted: Shape) -> Expr:
    return formula if shape == wanted else call("reshape", formula, shape=wanted)


def _summed(formula: Expr, shape: Shape, wanted: Shape) -> Expr:
    return formula if shape == wanted else call("sum_to", formula, shape=wanted)


def _outer_shape(a: Shape, b: Shape) -> Shape:
    if len(a) != 1 or len(b) != 1:
        raise Mismatch(
            f"outer takes two vectors, not shapes {shape_text(a)} and {shape_text(b)}.",
            "Flatten them with reshape(x, -1), or use @ for matrices.",
            code="outer-shapes",
            first=str(a),
            second=str(b),
        )
    return a + b


PRIMITIVES = (
    Primitive(
        name="matmul",
        summary="matrix product a @ b, of vectors, matrices and stacks of matrices",
        value=np.matmul,
        arity_range=(2, 2),
        shape=_matmul_shape,
        vjp=_matmul_pullback,
        latex="#^1\\,#^2",
        multiply_adds=lambda shapes, output: element_count(output) * shapes[0][-1],
        linear=(0, 1),
        cases=tuple(
            (shapes, ())
            for shapes in (
                ((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)), ((5, 2, 3), (3, 4)),
                ((2, 3), (5, 3, 4)), ((2, 1, 2, 3), (4, 3, 2)), ((3,), (5, 3, 2)), ((5, 2, 3), (3,)),
            )
        ),
        spelling=Spelling(operator="@", notation="#*1 @ #^2", binds="product"),
    ),
    Primitive(
        name="outer",
        summary="outer product of two vectors: every product of their entries",
        value=np.multiply.outer,
        arity_range=(2, 2),
        shape=_outer_shape,
        vjp=lambda _shapes, _output: (call("matmul", G, B), call("matmul", call("transpose", G, axes=None), A)),
        latex="#^1\\,#!2^{\\top}",
        multiply_adds=lambda _shapes, output: element_count(output),
        linear=(0, 1),
        cases=((((3,), (4,)), ()),),
        spelling=Spelling(numpy="np.multiply.outer({0}, {1})"),
    ),
)  # fmt: skip
