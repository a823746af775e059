"""A number or an array that remembers how it was computed.

Each operation makes a new Value that points at the ones it came from: a tape that only ever grows at
its end, is never rewritten, and whose parts go when nothing holds them any more. ``backward`` reads
it from the end to the beginning, in a loop.

The class is micrograd's as far as its users can see (github.com/karpathy/micrograd), so that what is
written for one runs on the other. The operators are made from the primitive table in
:mod:`engine.eager.operators`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from engine.eager.backward import sweep
from engine.eager.links import LEAF, CustomBackward, connect
from engine.formula.expr import Options
from engine.graph.graph import Role
from engine.latex.numbers import plain_text
from engine.primitives.ops import TABLE

_made = count()
"""Numbers the leaves in the order in which they were made."""

ROLES: tuple[Role, ...] = ("parameter", "input", "target", "constant")
"""What a leaf can be in a model."""


class Recorded:
    """An operation that needs more words than its name: constants, options, many arguments."""

    __slots__ = ("arguments", "op", "options")

    def __init__(self, op: str, arguments: tuple[Any, ...], options: Options = ()) -> None:
        self.op = op
        self.arguments = arguments
        self.options = options


class Foreign(Recorded):
    """An operation of the user's own, with its reverse rule as a closure: ``Value(data, (a,), "tanh")``."""

    __slots__ = ()


class Value:
    """A number (a Python float) or an array (float64) that remembers its history.

    Args:
        data: A number, an array, or nested lists of numbers.
        label: Its name, for graphs: ``Value(0.5, label="w")``.
        role: What it is in a model: ``parameter``, ``input``, ``target`` or ``constant``.
        _children, _op: As in micrograd, for operations of your own: set ``_backward`` afterwards.

    Raises:
        TypeError, ValueError: For data that is not numeric or not rectangular, and for no such role.
    """

    # The two that this came from, and the local derivatives towards them; see engine.eager.backward. _how is
    # the primitive's name ("~mul" when the constant _k stands on its left), a Recorded, or a leaf's number.
    __slots__ = ("_dleft", "_dright", "_how", "_k", "_left", "_mark", "_note", "_right", "data", "grad")

    __array_ufunc__: ClassVar[None] = None
    """NumPy must leave ``array * value`` to Value."""

    data: Any
    """The value: a float, or an ndarray."""
    grad: Any
    """The adjoint: 0 until ``backward`` has come by."""
    _left: Value | None
    _right: Value | None
    _dleft: Any
    _dright: Any
    _mark: int
    _how: Any
    _k: float
    _note: tuple[str, Role]

    def __init__(
        self,
        data: Any,
        _children: Iterable[Value] = (),
        _op: str = "",
        label: str = "",
        *,
        role: Role = "parameter",
    ) -> None:
        if data.__class__ is float:
            self.data = data
            self.grad = 0.0
        else:
            self.data = plain(np.array(data, dtype=np.float64))
            self.grad = blank(self.data)
        self._left = None
        self._mark = LEAF
        self._how = next(_made)
        if label or role != "parameter":
            self._note = (label, known(role))
        if _children:
            children = tuple(_children)
            self._how = Foreign(_op, children)
            connect(self, children, [CustomBackward() for _ in children])

    def backward(self) -> None:
        """Give this and everything it was computed from its ``grad``: the reverse sweep.

        The gradients of leaves add up over several calls, until set to 0 (``p.grad = 0``); those of
        what lies between begin at 0 each time, so that nothing is counted twice.

        Raises:
            EngineError: If this is an array: backpropagation starts from one number.
        """
        sweep(self)

    @property
    def label(self) -> str:
        """The name for graphs; empty unless given."""
        return self.note[0]

    @label.setter
    def label(self, label: str) -> None:
        self._note = (label, self.role)

    @property
    def role(self) -> Role:
        """What a leaf is in a model."""
        return self.note[1]

    @role.setter
    def role(self, role: Role) -> None:
        self._note = (self.label, known(role))

    @property
    def note(self) -> tuple[str, Role]:
        """Label and role; the slot is empty in most values."""
        try:
            return self._note
        except AttributeError:
            return "", "parameter"

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the data; empty for a number."""
        return np.shape(self.data)

    @property
    def _prev(self) -> set[Value]:
        """What it was computed from, as micrograd has it: a set, without constants."""
        return {argument for argument in self.operation().arguments if isinstance(argument, Value)}

    @property
    def _op(self) -> str:
        """The operation's name, as micrograd has it: ``+``, ``*``, ``**2``, ``ReLU``; empty for a leaf."""
        operation = self.operation()
        if operation.op == "pow" and not isinstance(operation.arguments[1], Value):
            return f"**{plain_text(np.asarray(operation.arguments[1]).tolist())}"
        return TABLE[operation.op].label if operation.op in TABLE else operation.op

    @property
    def _backward(self) -> Callable[[], object]:
        """The reverse rule of an operation of the user's own."""
        run: Callable[[], object] = self._sender().run
        return run

    @_backward.setter
    def _backward(self, run: Callable[[], object]) -> None:
        self._sender().run = run

    def _sender(self) -> CustomBackward:
        if not isinstance(self._how, Foreign):
            raise AttributeError("the rules of Backsweep's own operations are in its table, not in closures")
        sender = self._dleft
        assert isinstance(sender, CustomBackward)
        return sender

    def operation(self) -> Recorded:
        """How it was computed; an operation of no name and no arguments for a leaf."""
        how = self._how
        if isinstance(how, Recorded):
            return how
        if not isinstance(how, str):
            return Recorded("", ())
        if how.startswith("~"):
            return Recorded(how[1:], (self._k, self._left))
        if self._right is not None:
            return Recorded(how, (self._left, self._right))
        try:
            return Recorded(how, (self._left, self._k))
        except AttributeError:
            return Recorded(how, (self._left,))

    def __repr__(self) -> str:
        return f"Value(data={self.data}, grad={self.grad})"

    def __iter__(self) -> Iterator[Value]:
        """The entries of an array along its first axis."""
        if not self.shape:
            raise TypeError("a number has no entries")
        return (self[position] for position in range(self.shape[0]))

    if TYPE_CHECKING:  # made from the primitive table: engine.eager.operators

        def __add__(self, other: Any) -> Value: ...
        def __radd__(self, other: Any) -> Value: ...
        def __sub__(self, other: Any) -> Value: ...
        def __rsub__(self, other: Any) -> Value: ...
        def __mul__(self, other: Any) -> Value: ...
        def __rmul__(self, other: Any) -> Value: ...
        def __truediv__(self, other: Any) -> Value: ...
        def __rtruediv__(self, other: Any) -> Value: ...
        def __pow__(self, other: Any) -> Value: ...
        def __rpow__(self, other: Any) -> Value: ...
        def __matmul__(self, other: Any) -> Value: ...
        def __rmatmul__(self, other: Any) -> Value: ...
        def __neg__(self) -> Value: ...
        def __abs__(self) -> Value: ...
        def __getitem__(self, index: Any) -> Value: ...
        def show(self) -> str: ...
        def _repr_html_(self) -> str: ...
        @property
        def T(self) -> Value: ...
        def __getattr__(self, name: str) -> Callable[..., Value]: ...


def known(role: Role) -> Role:
    """A role that a leaf can have.

    Raises:
        ValueError: For any other.
    """
    if role not in ROLES:
        raise ValueError(f"a Value's role is one of {', '.join(ROLES)}, not {role!r}")
    return role


def plain(data: Any) -> Any:
    """A float for what has no axes; else the array."""
    return data if np.ndim(data) else float(data)


def blank(data: Any) -> Any:
    """An adjoint of 0, in the shape of the data."""
    return np.zeros(np.shape(data)) if np.ndim(data) else 0.0
