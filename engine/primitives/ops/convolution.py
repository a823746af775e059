"""Convolution as neural networks mean it: a kernel slides over an image and is multiplied with what it covers.

It is linear in the image and linear in the kernel. With ȳ as a third partner, ⟨ȳ, x ∗ k⟩ is linear in all
three, and the reverse of each of the primitives here is made of the other two.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.formula.expr import ZERO, Expr, Shape, Static, add, call
from engine.primitives.declaration import A, B, G, Mismatch, Option, Primitive, Value, element_count, shape_text

STRIDE = Option("stride", "shape", default=1)
PADDING = Option("padding", "shape", default=0)


def pair(value: Static, name: str, least: int) -> tuple[int, int]:
    """An option that is one whole number for both directions, or two.

    Raises:
        Mismatch: For anything else, or a number that is too small.
    """
    given = value if isinstance(value, tuple) else (value,)
    sizes = [one for one in given if isinstance(one, int) and one >= least]
    if len(sizes) != len(given) or len(sizes) not in (1, 2):
        raise Mismatch(
            f"conv2d cannot take {name}={value}.",
            f"Give one or two whole numbers of at least {least}.",
            code="conv2d-option",
            option=name,
            value=str(value),
            least=least,
        )
    return sizes[0], sizes[-1]


def _images(shape: Shape) -> Shape:
    """An image's shape as (images, channels, rows, columns)."""
    return (1,) * (4 - len(shape)) + shape


def _result(x: Shape, k: Shape, stride: Static = 1, padding: Static = 0) -> Shape:
    """The shape of conv2d's result.

    Raises:
        Mismatch: Where image and kernel do not fit.
    """
    both = f"an image of shape {shape_text(x)} and a kernel of shape {shape_text(k)}"
    if (len(x), len(k)) not in ((2, 2), (3, 4), (4, 4)):
        raise Mismatch(
            f"conv2d cannot combine {both}.",
            "It takes (H, W) with (h, w), or (C, H, W) or (N, C, H, W) with (O, C, h, w).",
            code="conv2d-shapes",
            first=str(x),
            second=str(k),
        )
    channels, wanted = _images(x)[1], _images(k)[1]
    if channels != wanted:
        raise Mismatch(
            f"conv2d cannot combine {both}: the image has {channels} channels, the kernel reads {wanted}.",
            "The second size of the kernel is the number of the image's channels.",
            code="conv2d-channels",
            first=str(x),
            second=str(k),
            channels=channels,
            wanted=wanted,
        )
    steps, edges = pair(stride, "stride", 1), pair(padding, "padding", 0)
    if any(edge > width for width, edge in zip(k[-2:], edges, strict=True)):
        raise Mismatch(
            f"conv2d cannot combine {both} with a padding of {edges}.",
            "More padding than the kernel is wide only adds places where it sees nothing but zeros.",
            code="conv2d-padding",
            first=str(x),
            second=str(k),
            padding=str(edges),
        )
    sizes = tuple(
        (size + 2 * edge - width) // step + 1
        for size, width, step, edge in zip(x[-2:], k[-2:], steps, edges, strict=True)
    )
    if min(k[-2:]) < 1 or any(size + 2 * e < width for size, width, e in zip(x[-2:], k[-2:], edges, strict=True)):
        raise Mismatch(
            f"conv2d cannot combine {both}: the kernel is larger than the image.",
            "Add padding.",
            code="conv2d-kernel",
            first=str(x),
            second=str(k),
        )
    return (*x[:-3], *k[:-3], *sizes)


def _windows(x: Value, kernel: Shape, stride: Static, padding: Static) -> Value:
    """What the kernel covers at each place: (images, channels, h, w, rows, columns), without a copy."""
    (down, right), (above, left) = pair(stride, "stride", 1), pair(padding, "padding", 0)
    images = x.reshape(_images(x.shape))
    if above or left:
        images = np.pad(images, ((0, 0), (0, 0), (above, above), (left, left)))
    windows = np.lib.stride_tricks.sliding_window_view(images, kernel[-2:], axis=(2, 3))
    return windows[:, :, ::down, ::right].transpose(0, 1, 4, 5, 2, 3)


def _conv2d(x: Value, k: Value, stride: Any = 1, padding: Any = 0) -> Value:
    kernels = k.reshape(_images(k.shape))
    found = np.tensordot(kernels, _windows(x, k.shape, stride, padding), axes=((1, 2, 3), (1, 2, 3)))
    return found.swapaxes(0, 1).reshape(_result(x.shape, k.shape, stride, padding))


def _to_kernel(x: Value, g: Value, shape: Shape, stride: Any = 1, padding: Any = 0) -> Value:
    windows = _windows(x, shape, stride, padding)
    upstream = g.reshape(windows.shape[0], _images(shape)[0], *g.shape[-2:])
    # The windows first: of the two orders, this one copies along rows.
    found = np.tensordot(windows, upstream, axes=((0, 4, 5), (0, 2, 3)))
    return np.moveaxis(found, -1, 0).reshape(shape)


def _to_image(g: Value, k: Value, shape: Shape, stride: Any = 1, padding: Any = 0) -> Value:
    (down, right), (above, left) = pair(stride, "stride", 1), pair(padding, "padding", 0)
    count, channels, height, width = _images(shape)
    kernels = k.reshape(_images(k.shape))
    rows, columns = g.shape[-2:]
    upstream = g.reshape(count, kernels.shape[0], rows, columns)
    sent = np.tensordot(kernels, upstream, axes=((0,), (1,)))  # (channels, h, w, images, rows, columns)
    padded = np.zeros((channels, count, height + 2 * above, width + 2 * left), dtype=sent.dtype)
    for i, j in np.ndindex(kernels.shape[2:]):
        padded[:, :, i : i + down * rows : down, j : j + right * columns : right] += sent[:, i, j]
    return padded[:, :, above : above + height, left : left + width].swapaxes(0, 1).reshape(shape)


def _pullback(shapes: tuple[Shape, ...], _output: Shape, stride: Static = 1, padding: Static = 0) -> tuple[Expr, Expr]:
    x, k = shapes
    return (
        call("conv2d_to_image", G, B, shape=x, stride=stride, padding=padding),
        call("conv2d_to_kernel", A, G, shape=k, stride=stride, padding=padding),
    )


def _to_image_pullback(
    shapes: tuple[Shape, ...], _output: Shape, shape: Shape, stride: Static = 1, padding: Static = 0
) -> tuple[Expr, Expr]:
    del shape
    return (
        call("conv2d", G, B, stride=stride, padding=padding),
        call("conv2d_to_kernel", G, A, shape=shapes[1], stride=stride, padding=padding),
    )


def _to_kernel_pullback(
    shapes: tuple[Shape, ...], _output: Shape, shape: Shape, stride: Static = 1, padding: Static = 0
) -> tuple[Expr, Expr]:
    del shape
    return (
        call("conv2d_to_image", B, G, shape=shapes[0], stride=stride, padding=padding),
        call("conv2d", A, G, stride=stride, padding=padding),
    )


def _scalars(shapes: tuple[Shape, ...], stride: Static = 1, padding: Static = 0) -> Expr:
    """For each entry of the kernel, its product with the image shifted; and the sum of them."""
    x, k = shapes
    output = _result(x, k, stride, padding)
    (down, right), (above, left) = pair(stride, "stride", 1), pair(padding, "padding", 0)
    count, channels, height, width = _images(x)
    kernels = _images(k)
    image = call("reshape", A, shape=(count, channels, height, width))
    if above:
        edge = call("broadcast_to", ZERO, shape=(count, channels, above, width))
        image = call("concatenate", edge, image, edge, axis=2)
    if left:
        edge = call("broadcast_to", ZERO, shape=(count, channels, height + 2 * above, left))
        image = call("concatenate", edge, image, edge, axis=3)
    weights = call("reshape", B, shape=kernels)
    rows, columns = output[-2:]
    every: Static = (None, None, None)
    terms: list[Expr] = []
    for i, j in np.ndindex(kernels[2:]):
        down_slice, right_slice = (i, i + down * rows, down), (j, j + right * columns, right)
        seen = call("index", image, at=(every, every, down_slice, right_slice))
        flat = call("reshape", seen, shape=(count, channels, rows * columns))
        terms.append(call("matmul", call("index", weights, at=(every, every, i, j)), flat))
    return call("reshape", add(*terms), shape=output)


PRIMITIVES = (
    Primitive(
        name="conv2d",
        summary="a kernel b slid over an image a, and multiplied with what it covers (cross-correlation)",
        value=_conv2d,
        arity_range=(2, 2),
        options=(STRIDE, PADDING),
        shape=_result,
        vjp=_pullback,
        latex="#^1 \\ast #^2",
        scalar_expansion=_scalars,
        multiply_adds=lambda shapes, output: element_count(output) * element_count(_images(shapes[1])[1:]),
        linear=(0, 1),
        cases=(
            (((4, 5), (2, 3)), ()),
            (((2, 4, 4), (3, 2, 2, 2)), ()),
            (((2, 2, 5, 4), (3, 2, 3, 2)), (("padding", 1), ("stride", 2))),
            (((1, 2, 4, 5), (2, 2, 1, 3)), (("padding", (0, 2)), ("stride", (3, 1)))),
        ),
    ),
    Primitive(
        name="conv2d_to_image",
        summary="the adjoint of conv2d's image, from the upstream adjoint a and the kernel b",
        value=_to_image,
        arity_range=(2, 2),
        options=(Option("shape", "shape"), STRIDE, PADDING),
        shape=lambda _g, _k, shape, **_options: shape,
        vjp=_to_image_pullback,
        latex="#^1 \\ast^{\\top} #^2",
        multiply_adds=lambda shapes, _output: element_count(shapes[0]) * element_count(_images(shapes[1])[1:]),
        linear=(0, 1),
        in_notation=False,
        cases=(
            (((3, 3), (2, 3)), (("shape", (4, 5)),)),
            (((2, 3, 3, 3), (3, 2, 3, 2)), (("padding", 1), ("shape", (2, 2, 5, 4)), ("stride", 2))),
        ),
    ),
    Primitive(
        name="conv2d_to_kernel",
        summary="the adjoint of conv2d's kernel, from the image a and the upstream adjoint b",
        value=_to_kernel,
        arity_range=(2, 2),
        options=(Option("shape", "shape"), STRIDE, PADDING),
        shape=lambda _x, _g, shape, **_options: shape,
        vjp=_to_kernel_pullback,
        latex="#^1 \\star #^2",
        multiply_adds=lambda shapes, output: element_count(shapes[1]) * element_count(_images(output)[1:]),
        linear=(0, 1),
        in_notation=False,
        cases=(
            (((4, 5), (3, 3)), (("shape", (2, 3)),)),
            (((2, 2, 5, 4), (2, 3, 3, 3)), (("padding", 1), ("shape", (3, 2, 3, 2)), ("stride", 2))),
        ),
    ),
)
