"""Calling a function of the table from Python: which of what is given are arguments, which are options."""

from __future__ import annotations

from typing import Any

from engine.eager.record import record
from engine.eager.value import Value
from engine.errors import EngineError
from engine.formula.expr import Static
from engine.primitives.declaration import Function
from engine.primitives.ops import NOTATION


def call(name: str, *given: Any, **keywords: Any) -> Value:
    """``call("sum", v, axis=0)``: the function under any name the notation knows it by.

    As in the notation, options may follow the arguments (``sum(v, 0)``), the arguments of ``stack``
    may be one list, and ``max`` of a single argument is the greatest entry.

    Raises:
        EngineError: For too few or too many arguments, options it does not have, and shapes that do not fit.
    """
    function = NOTATION[name]
    if function.takes_list:
        first = given[0] if given else ()
        given = (*first, *given[1:]) if isinstance(first, list | tuple) else given
        operands = len(first) if isinstance(first, list | tuple) else len(given)
    else:
        if function.unary_overload and (len(given) == 1 or keywords):
            function = NOTATION[function.unary_overload]
        operands = min(len(given), function.arity[1])
    arguments, rest = given[:operands], given[operands:]
    least, most = function.arity
    if len(arguments) < least:
        raise EngineError(
            f"'{name}' takes {least} arguments, not {len(arguments)}.",
            "Give the ones that are missing.",
            code="too-few-arguments",
            function=name,
            wanted=least,
            count=len(arguments),
        )
    omitted = function.defaults[len(function.defaults) - (most - len(arguments)) :] if function.defaults else ()
    return record(function.name, (*arguments, *omitted), _options(function, rest, keywords))


def key(index: Any) -> Static:
    """An index as the primitives take it: numbers, and slices as ``(start, stop, step)``.

    Raises:
        EngineError: For an ellipsis, a new axis, or an array of indices.
    """
    return tuple(_part(part) for part in (index if isinstance(index, tuple) else (index,)))


def _part(part: Any) -> Static:
    if isinstance(part, slice):
        return tuple(None if one is None else int(one) for one in (part.start, part.stop, part.step))
    try:
        return int(part.__index__())
    except AttributeError:
        raise EngineError(
            f"An index is a whole number or a slice, not {part!r}.",
            "Write one index or slice for each axis, as in v[0, 1:3].",
            code="index-of-value",
            index=repr(part),
        ) from None


def _options(function: Function, rest: tuple[Any, ...], keywords: dict[str, Any]) -> tuple[tuple[str, Static], ...]:
    declared = {option.name: option for option in function.options}
    if len(rest) > 1 and len(declared) == 1:  # v.reshape(2, 3), v.transpose(1, 0)
        rest = (tuple(rest),)
    given = dict(zip(declared, rest, strict=False)) | keywords
    unknown = [name for name in keywords if name not in declared]
    if unknown or len(rest) > len(declared):
        listed = ", ".join(declared) or "none"
        raise EngineError(
            f"'{function.name}' cannot be called with {unknown[0] if unknown else 'so many arguments'}.",
            f"Its options are: {listed}.",
            code="unknown-call-option",
            function=function.name,
            option=unknown[0] if unknown else str(len(rest)),
            options=listed,
        )
    return tuple(sorted((name, _static(value)) for name, value in given.items()))


def _static(value: Any) -> Static:
    if isinstance(value, list | tuple):
        return tuple(_static(one) for one in value)
    if value is None or isinstance(value, bool | int):
        return value
    return value.__index__() if hasattr(value, "__index__") else float(value)
