"""The published grammar: whatever it allows is read, and the page's tables say what the parser does."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from engine import trace
from engine.errors import EngineError
from engine.limits import Limits
from engine.notation import canonical, parse
from engine.notation.characters import FRACTIONS, GREEK, SIGNS, SUPERSCRIPTS, fold
from engine.notation.other_libraries import ARRAYS, PREFIXES
from engine.notation.statements import KEYWORDS
from tests.engine.notation.grammar import Dead, read_grammar
from tests.engine.notation.sentences import Sentences
from tests.engine.notation.text import NAMES, outcome, reading

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "notation.md").read_text("utf-8")
SENTENCES, WORDS = (read_grammar(block) for block in re.findall(r"```ebnf\n(.*?)```", PAGE, re.DOTALL))
GRAMMAR = SENTENCES | WORDS
HELD_LATER = {"multiply_adds", "unfolded"}
"""The limits of lowering."""


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


def test_every_rule_is_there_and_is_used() -> None:
    def uses(node: object) -> set[str]:
        assert hasattr(node, "parts")
        inner = set().union(*(uses(part) for part in node.parts)) if node.parts else set()
        return inner | ({node.text} if node.kind == "rule" else set())  # type: ignore[attr-defined]

    used = set().union(*(uses(node) for node in GRAMMAR.values()))
    assert used | {"program"} == set(GRAMMAR)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_every_sentence_of_the_grammar_is_read(seed: int) -> None:
    read = 0
    for number in range(25):
        sentences = Sentences(GRAMMAR, frozenset(WORDS), 1000 * seed + number)
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


@pytest.mark.parametrize("heading", ["Signs", "Products without a sign", "Arrays"])
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
    lecture, python, arrays = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert [leaf.value for leaf in parse(lecture).leaves] == [leaf.value for leaf in parse(python).leaves]
    assert parse(arrays).leaves[0].value == ((0.5, -1.0), (1.0, 2.0))
    assert len(trace(parse(arrays)).graph.nodes) == 7


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
    spelled = {
        "minus": "-", "times": "*", "divide": "/", "caret": "^", "bar": "|", "double bar": "‖", "transpose": "ᵀ",
        "compare": "< <= > >=",
    }  # fmt: skip
    for rule, signs in spelled.items():
        wide = {char for char in SIGNS if 0xFF00 < ord(char) < 0xFFEF}
        ours = {char for char in SIGNS if SIGNS[char] in signs.split()} - wide
        assert listed(rule) - {"**", "<=", ">=", ".T"} == ours, rule
    assert {part.text for part in GRAMMAR["wrapper"].parts[1].parts} == ARRAYS
    subscripts = {chr(point) for point in range(0x10000) if (fold(chr(point)) or ("", False))[1]}
    assert listed("subscript") <= subscripts


def listed_prefixes() -> set[str]:
    alternatives = GRAMMAR["prefix"].parts[0]
    return {part.text for part in alternatives.parts}


def test_every_prefix_and_limit_is_on_the_page() -> None:
    for prefix in PREFIXES:
        assert f"`{prefix}`" in PAGE
    for limit in {*(field.name for field in fields(Limits)), "axes"} - HELD_LATER:
        assert f"`{limit}`" in PAGE, limit
