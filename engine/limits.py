"""The budgets of one request's text. Each names itself when it is hit."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import EngineError, Span

DEEPEST = 100
"""The parser takes up to five Python frames a level; a depth beyond this could exhaust the stack."""

MOST_AXES = 32
"""NumPy has arrays of up to 64 axes; half of that leaves room for operations that hold more on the way."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much source the notation reads. Every check raises EngineError with ``limit`` set.

    Args:
        source_bytes: Length of the whole source in UTF-8.
        tokens: Number of words, numbers and signs.
        depth: Nesting of brackets, calls, signs, powers and quotients in one expression.
        name_length: Characters of one name.
        operations: Operations of all definitions together.
        elements: Numbers in all values of a program together, arrays and unnamed results included.
        multiply_adds: Multiplications with an addition in one forward pass.
        unfolded: Operations on single numbers when arrays are unfolded into their elements.
    """

    source_bytes: int = 16384
    tokens: int = 4000
    depth: int = 64
    name_length: int = 64
    operations: int = 4000
    elements: int = 1_000_000
    multiply_adds: int = 50_000_000
    unfolded: int = 20_000

    def __post_init__(self) -> None:
        if not 1 <= self.depth <= DEEPEST:
            raise ValueError(f"depth must lie between 1 and {DEEPEST}, not {self.depth}")

    def check_source(self, source: str) -> None:
        """Refuse a source that is too long, before anything else looks at it."""
        size = len(source)  # never more than the bytes, so a huge text is not even encoded
        if size <= self.source_bytes:
            # surrogatepass: a lone surrogate is refused later, by name and with its place
            size = len(source.encode("utf-8", "surrogatepass"))
        if size > self.source_bytes:
            raise EngineError(
                "The source is too long.",
                f"At most {self.source_bytes} bytes are read (limit source_bytes);"
                " split the model or shorten its comments.",
                limit="source_bytes",
                code="source-too-long",
                most=self.source_bytes,
            )

    def check_tokens(self, count: int, span: Span) -> None:
        """Refuse a source of too many words, numbers and signs."""
        if count > self.tokens:
            raise EngineError(
                "The source has too many words, numbers and signs.",
                f"At most {self.tokens} are read (limit tokens); this is where they run out.",
                span,
                limit="tokens",
                code="too-many-tokens",
                most=self.tokens,
            )

    def check_depth(self, depth: int, span: Span) -> None:
        """Refuse an expression that is nested too deeply."""
        if depth > self.depth:
            raise EngineError(
                "This expression is nested too deeply.",
                f"At most {self.depth} levels are read (limit depth); give an inner part a name and a line of its own.",
                span,
                limit="depth",
                code="nested-too-deeply",
                most=self.depth,
            )

    def check_name(self, name: str, span: Span | None) -> None:
        """Refuse a name that is too long."""
        if len(name) > self.name_length:
            raise EngineError(
                "This name is too long.",
                f"A name has at most {self.name_length} characters (limit name_length).",
                span,
                limit="name_length",
                code="name-too-long",
                most=self.name_length,
            )

    def check_operations(self, count: int, span: Span) -> None:
        """Refuse a program of too many operations."""
        if count > self.operations:
            raise EngineError(
                "The program has too many operations.",
                f"At most {self.operations} are read (limit operations).",
                span,
                limit="operations",
                code="too-many-operations",
                most=self.operations,
            )

    def check_axes(self, count: int, span: Span | None) -> None:
        """Refuse an array of more axes than can be computed with."""
        if count > MOST_AXES:
            raise EngineError(
                f"This array has too many axes: {count}.",
                f"At most {MOST_AXES} are read (limit axes); use fewer brackets or a smaller shape.",
                span,
                limit="axes",
                code="too-many-axes",
                most=MOST_AXES,
                count=count,
            )

    def check_elements(self, count: int, shape: str, span: Span | None) -> None:
        """Refuse a program whose values hold too many numbers; ``shape`` is that of the last one."""
        if count > self.elements:
            raise EngineError(
                f"The program's values hold too many numbers: with this one, of shape {shape}, {count}.",
                f"At most {self.elements} are held (limit elements); use smaller arrays.",
                span,
                limit="elements",
                code="too-many-elements",
                most=self.elements,
                count=count,
                shape=shape,
            )

    def check_terms(self, count: int) -> None:
        """Refuse a reverse sweep whose terms hold too many numbers: a large array with very many children."""
        if count > self.elements:
            raise EngineError(
                f"The terms of the reverse sweep hold too many numbers: {count}.",
                f"At most {self.elements} are held (limit elements); use smaller arrays, or use them less often.",
                limit="elements",
                code="too-many-terms",
                most=self.elements,
                count=count,
            )

    def check_multiply_adds(self, count: int, span: Span | None) -> None:
        """Refuse a program that would take too long to compute."""
        if count > self.multiply_adds:
            raise EngineError(
                f"The program takes too much work: {count} multiplications.",
                f"At most {self.multiply_adds} are done (limit multiply_adds); use smaller arrays.",
                span,
                limit="multiply_adds",
                code="too-much-work",
                most=self.multiply_adds,
                count=count,
            )

    def check_unfolded(self, count: int, span: Span | None) -> None:
        """Refuse to unfold arrays into more operations than anybody could look at."""
        if count > self.unfolded:
            raise EngineError(
                "The arrays unfold into too many single numbers.",
                f"At most {self.unfolded} operations on single numbers are shown (limit unfolded);"
                " look at the arrays as they are, or make them smaller.",
                span,
                limit="unfolded",
                code="too-many-unfolded",
                most=self.unfolded,
            )
