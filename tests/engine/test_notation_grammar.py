"""The published grammar: whatever it allows is read, and the page's tables say what the parser does."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import EngineError
from engine.notation import canonical, parse
from engine.notation.characters import FRACTIONS, GREEK, SIGNS, SUPERSCRIPTS, fold
from engine.notation.statements import KEYWORDS
from engine.notation.words import CONSTANTS, FUNCTIONS, PREFIXES, PYTHON
from engine.ops import NOTATION
from tests.engine.notation_grammar import Dead, Writer, read_grammar
from tests.engine.notation_text import NAMES, outcome, reading

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "notation.md").read_text("utf-8")
SENTENCES, WORDS = (read_grammar(block) for block in re.findall(r"```ebnf\n(.*?)```", PAGE, re.DOTALL))
GRAMMAR = SENTENCES | WORDS


def rows(heading: str) -> list[list[str]]:
    """The cells of every table row under a heading of the page."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    cells = [[cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [row for row in cells if row[0].startswith("`")]


def code(cell: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def listed(rule: str) -> set[str]:
    """The texts that a rule of the grammar chooses between."""
    node = GRAMMAR[rule]
    return {part.text for part in (node.parts or (node,)) if part.kind == "text"}


class Sentences:
    """Random programs of the grammar, and the names that they use."""

    def __init__(self, seed: int) -> None:
        self.used: set[str] = set()
        self.taken: set[str] = set()
        self.writer = Writer(
            GRAMMAR,
            frozenset(WORDS),
            {
                "of numbers only": self._numbers_only,
                "not of numbers only": lambda w: self._unless(w, "numbers"),
                "not of numbers only, not within bars": lambda w: self._unless(w, "numbers", "bars"),
                "a to z, A to Z, and their typographic forms such as 𝐱 and 𝓛": lambda w: w.rng.choice("abwxyzLRE𝐱𝓛"),
                "a function that takes one argument": lambda w: self._function(w, 1),
                "a function that takes two arguments": lambda w: self._function(w, 2),
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

    @staticmethod
    def _function(writer: Writer, arguments: int) -> str:
        return writer.rng.choice([name for name, p in NOTATION.items() if p.arity[0] <= arguments <= p.arity[1]])

    def _around(self, writer: Writer, rule: str, write: Callable[[], list[str]]) -> list[str]:
        """What the page says about a rule in words: bars, fresh names, the range of numbers."""
        flags = set(writer.flags)
        if rule in ("leaf", "program"):
            writer.flags = set()
        if rule == "call":
            writer.flags.discard("bars")
        try:
            if rule == "enclosed":
                return self._enclosed(writer)
            while True:
                written = write()
                if rule == "name" and not self._is_free(written[0]):
                    continue
                if rule == "new name" and canonical(written[0]) in self.taken:
                    continue
                if rule == "number" and written[0][0] not in FRACTIONS and float(written[0].replace("−", "-")) > 1e300:
                    continue
                break
        finally:
            writer.flags = flags
        if rule == "new name":
            self.taken.add(canonical(written[0]))
        elif rule == "name":
            self.used.add(written[0])
        return written

    @staticmethod
    def _enclosed(writer: Writer) -> list[str]:
        """Within bars no bar may stand without a bracket around it; which of the two it is, is known only here."""
        bracket, bars = GRAMMAR["enclosed"].parts
        if "numbers" not in writer.flags and "bars" not in writer.flags and writer.rng.random() < 0.3:
            writer.flags.add("bars")
            opening, inner, closing = bars.parts[1:]
            return [text for part in (opening, inner, closing) for text in writer.write(part)]
        writer.flags.discard("bars")
        return writer.write(bracket)

    @staticmethod
    def _is_free(name: str) -> bool:
        spelled = canonical(name)
        return spelled not in FUNCTIONS and spelled not in PYTHON and spelled not in CONSTANTS

    def _spaced(self, texts: list[str]) -> str:
        """Spaces where two words would touch, and anywhere else as it pleases."""
        result = ""
        for text in texts:
            glued = result and text and _wordlike(result[-1]) and _wordlike(text[0])
            result += (" " if glued or self.writer.rng.random() < 0.3 else "") + text
        return result


def _wordlike(char: str) -> bool:
    return char.isalnum() or char in "._" or char in FRACTIONS or char in SUPERSCRIPTS or fold(char) is not None


def test_every_rule_is_there_and_is_used() -> None:
    def uses(node: object) -> set[str]:
        assert hasattr(node, "parts")
        inner = set().union(*(uses(part) for part in node.parts)) if node.parts else set()
        return inner | ({node.text} if node.kind == "rule" else set())  # type: ignore[attr-defined]

    used = set().union(*(uses(node) for node in GRAMMAR.values()))
    assert used | {"program"} == set(GRAMMAR)


@pytest.mark.parametrize("seed", range(40))
def test_every_sentence_of_the_grammar_is_read(seed: int) -> None:
    read = 0
    for number in range(25):
        sentences = Sentences(1000 * seed + number)
        try:
            source = sentences.program()
        except Dead:
            continue
        if len(source.encode()) > 16000:
            continue
        names = [name for name in sentences.used if canonical(name) not in sentences.taken]
        program = outcome(source, names)
        if isinstance(program, EngineError):
            assert program.limit is not None, f"{program}\n{source!r}"
            continue
        assert len(program.leaves) + len(program.definitions) == len(sentences.taken)
        read += 1
    assert read >= 15


@pytest.mark.parametrize("heading", ["Signs", "Products without a sign"])
def test_every_reading_on_the_page_is_the_parsers(heading: str) -> None:
    tables = [row for row in rows(heading) if len(row) == 2]
    assert len(tables) > 5
    for written, read in tables:
        assert reading(code(written)[0]) == reading(code(read)[0]), written


def test_every_name_on_the_page_is_spelled_so() -> None:
    for written, name in rows("Names"):
        assert canonical(code(written)[0]) == code(name)[0]


def test_every_refusal_on_the_page_is_worded_so() -> None:
    for written, what in rows("Refusals"):
        with pytest.raises(EngineError) as caught:
            parse(code(written)[0], NAMES)
        assert caught.value.what == code(what)[0]


def test_every_program_on_the_page_is_read() -> None:
    lecture, python = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert [leaf.value for leaf in parse(lecture).leaves] == [leaf.value for leaf in parse(python).leaves]


def test_every_function_is_on_the_page() -> None:
    documented = {name for row in rows("Functions") for cell in row[:2] for name in code(cell)}
    assert documented == set(NOTATION)


def test_every_number_of_arguments_on_the_page_is_right() -> None:
    for names, _, arguments in rows("Functions"):
        if arguments[0].isdigit():
            for name in code(names):
                least, most = NOTATION[name].arity
                assert arguments.startswith(f"{least} or {most}" if least != most else str(most)), name


def test_every_spelling_of_a_sign_is_on_the_page() -> None:
    documented = {text for row in rows("Signs") if len(row) == 3 for cell in row[:2] for text in code(cell)}
    assert {*SIGNS, *SUPERSCRIPTS, *FRACTIONS} - documented == {"|"}  # it stands there as |x|
    assert {"|x|", "**"} <= documented


def test_the_grammar_lists_what_the_parser_knows() -> None:
    assert listed("keyword") == set(KEYWORDS)
    assert listed("greek") == set(GREEK)
    assert listed("vulgar") == set(FRACTIONS)
    assert listed("raised") | {"⁻", "⁺"} == set(SUPERSCRIPTS)
    assert {f"{text}." for text in listed_prefixes()} == {f"{prefix}." for prefix in PREFIXES}
    for rule, sign in (("minus", "-"), ("times", "*"), ("divide", "/"), ("caret", "^"), ("bar", "|")):
        wide = {char for char in SIGNS if 0xFF00 < ord(char) < 0xFFEF}
        ours = {char for char in SIGNS if SIGNS[char] == sign} - wide
        assert listed(rule) - {"**"} == ours, rule
    subscripts = {chr(point) for point in range(0x10000) if (fold(chr(point)) or ("", False))[1]}
    assert listed("subscript") <= subscripts


def listed_prefixes() -> set[str]:
    alternatives = GRAMMAR["prefix"].parts[0]
    return {part.text for part in alternatives.parts}


def test_every_prefix_and_limit_is_on_the_page() -> None:
    for prefix in PREFIXES:
        assert f"`{prefix}`" in PAGE
    for limit in ("`source_bytes` 16384", "`tokens` 4000", "`depth` 64", "`name_length` 64", "`operations` 4000"):
        assert limit in PAGE
