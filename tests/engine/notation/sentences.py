"""Random programs of the published grammar, and what the page says of its rules in words."""

import random
from collections.abc import Callable

from engine.errors import EngineError
from engine.notation import canonical
from engine.notation.characters import FRACTIONS, SUPERSCRIPTS, fold
from engine.notation.identifiers import CONSTANTS, FUNCTIONS, PYTHON
from engine.primitives.declaration import Function
from engine.primitives.ops import NOTATION
from tests.engine.notation.grammar import Dead, Node, Writer
from tests.engine.notation.text import outcome


def needs_option(function: Function) -> bool:
    """Whether a call must give an option, as that of reshape its shape."""
    return any(option.kind == "shape" and option.default is None for option in function.options)


class Sentences:
    """Random programs of the grammar, and the names that they use."""

    def __init__(self, grammar: dict[str, Node], lexical: frozenset[str], seed: int) -> None:
        self.grammar = grammar
        self.used: set[str] = set()
        self.taken: set[str] = set()
        self.calls: list[tuple[Function | None, set[str]]] = [(None, set())]
        self.kind = ""
        self.writer = Writer(
            grammar,
            lexical,
            {
                "of numbers only": self._numbers_only,
                "not of numbers only": lambda w: self._unless(w, "numbers"),
                "not of numbers only, not within bars": lambda w: self._unless(w, "numbers", "bars"),
                "not of numbers only, not within double bars": lambda w: self._unless(w, "numbers", "double"),
                "a to z, A to Z, and their typographic forms such as 𝐱 and 𝓛": lambda w: w.rng.choice("abwxyzLRE𝐱𝓛"),
                "a function that one argument is enough for": lambda w: self._function(w, 1),
                "a function that takes two arguments": lambda w: self._function(w, 2),
                "a function that takes three arguments": lambda w: self._function(w, 3),
                "a function that takes a list": lambda w: self._function(w, 2, listed=True),
                "the name of an option of the function, not given before": self._option,
                "a flag": lambda _: self._is_kind("flag"),
                "an axis": lambda _: self._is_kind("axis"),
                "axes": lambda _: self._is_kind("axes"),
                "a shape": lambda _: self._is_kind("shape"),
                "a number": lambda _: self._is_kind("number"),
                "anything but control characters and what changes the direction of text": lambda _: " é <b> = ( 😀",
                "line feed, carriage return, or both": lambda w: w.rng.choice(["\n", "\r", "\r\n"]),
            },
            random.Random(seed),
            around=self._around,
        )

    def program(self) -> str:
        return self._spaced(self.writer.sentence("program"))

    @staticmethod
    def _numbers_only(writer: Writer) -> str:
        writer.flags.add("numbers")
        return ""

    @staticmethod
    def _unless(writer: Writer, *flags: str) -> str:
        if writer.flags & set(flags):
            raise Dead
        return ""

    def _function(self, writer: Writer, arguments: int, listed: bool = False) -> str:
        names = [
            name
            for name, function in NOTATION.items()
            if function.arity[0] <= arguments <= function.arity[1]
            and function.takes_list == listed
            and not needs_option(function)
        ]
        name = writer.rng.choice(names)
        self.calls[-1] = (NOTATION[name], set())
        return name

    def _option(self, writer: Writer) -> str:
        function, given = self.calls[-1]
        left = [] if function is None else [option for option in function.options if option.name not in given]
        if not left:
            raise Dead
        option = writer.rng.choice(left)
        given.add(option.name)
        self.kind = option.kind
        return option.name

    def _is_kind(self, kind: str) -> str:
        if self.kind != kind:
            raise Dead
        return ""

    def _around(self, writer: Writer, rule: str, write: Callable[[], list[str]]) -> list[str]:
        """What the page says about a rule in words: bars, fresh names, the range of numbers, even rows."""
        flags = set(writer.flags)
        if rule in ("leaf", "program"):
            writer.flags = set()
        if rule in ("call", "array", "postfix"):
            writer.flags -= {"bars", "double"}
            self.calls.append((None, set()))
        try:
            if rule == "enclosed":
                return self._enclosed(writer)
            for _ in range(100):
                written = write()
                if self._fits(writer, rule, written):
                    break
            else:
                raise Dead
        finally:
            writer.flags = flags
            if rule in ("call", "array", "postfix"):
                self.calls.pop()
        if rule == "new name":
            self.taken.add(canonical(written[0]))
        elif rule == "name":
            self.used.add(written[0])
        return written

    def _fits(self, writer: Writer, rule: str, written: list[str]) -> bool:
        text = written[0]
        match rule:
            case "name":
                spelled = canonical(text)
                return spelled not in FUNCTIONS and spelled not in PYTHON and spelled not in CONSTANTS
            case "new name":
                return canonical(text) not in self.taken
            case "number":
                return text[0] in FRACTIONS or float(text.replace("−", "-")) <= 1e300
            case "whole":
                return len(text) < 10
            case "size":
                return len(text) < 3
            case "array":
                keyword = "param " if "numbers" in writer.flags else ""
                read = outcome(f"{keyword}result = {self._spaced(written)}", list(self.used))
                return not (isinstance(read, EngineError) and ("differ in" in read.what or "mixes" in read.what))
        return True

    def _enclosed(self, writer: Writer) -> list[str]:
        """Within bars no such bar may stand without a bracket around it; which of them it is, is known only here."""
        bracket, bars, double = self.grammar["enclosed"].parts
        for part, flag in ((bars, "bars"), (double, "double")):
            if not writer.flags & {"numbers", flag} and writer.rng.random() < 0.2:
                writer.flags -= {"bars", "double"}
                writer.flags.add(flag)
                return [text for inner in part.parts[1:] for text in writer.write(inner)]
        writer.flags -= {"bars", "double"}
        return writer.write(bracket)

    def _spaced(self, texts: list[str]) -> str:
        """Spaces where two words would touch, none before an index or a dot, and anywhere else as it pleases."""
        result = ""
        for text in texts:
            attached = len(text) > 1 and (text[0] == "[" or (text[0] == "." and text[1].isalpha()))
            glued = result and text and is_wordlike(result[-1]) and is_wordlike(text[0])
            apart = not attached and (glued or self.writer.rng.random() < 0.3)
            result += (" " if apart else "") + text
        return result


def is_wordlike(char: str) -> bool:
    """Whether a character would run into a word or number beside it."""
    return char.isalnum() or char in "._⁾" or char in FRACTIONS or char in SUPERSCRIPTS or fold(char) is not None
