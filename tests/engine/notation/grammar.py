"""A small reader of EBNF, and a writer of random sentences of what it has read."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

_TOKEN = re.compile(r"""\s*(?:\(\*.*?\*\)\s*)*("[^"]*"|\?[^?]*\?|[a-z][a-z ]*[a-z]|[a-z]|[=,|;()\[\]{}])""", re.DOTALL)


@dataclass(frozen=True)
class Node:
    """``kind`` is ``any`` (of parts), ``all`` (in order), ``maybe``, ``many``, ``text``, ``words`` or ``rule``."""

    kind: str
    text: str = ""
    parts: tuple["Node", ...] = ()


def read_grammar(source: str) -> dict[str, Node]:
    """The rules of a grammar by name."""
    tokens: list[str] = []
    at = 0
    source = source.rstrip()
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            assert re.fullmatch(r"\s*(\(\*.*?\*\)\s*)*", source[at:], re.DOTALL), source[at : at + 60]
            break
        tokens.append(match[1])
        at = match.end()
    rules: dict[str, Node] = {}
    reader = _Reader(tokens)
    while reader.tokens:
        name = reader.take()
        assert name not in rules, f"{name} has two rules"
        assert reader.take() == "="
        rules[name] = reader.alternatives()
        assert reader.take() == ";", name
    return rules


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens[::-1]

    def take(self) -> str:
        return self.tokens.pop()

    def alternatives(self) -> Node:
        parts = [self.sequence()]
        while self.tokens[-1] == "|":
            self.take()
            parts.append(self.sequence())
        return parts[0] if len(parts) == 1 else Node("any", parts=tuple(parts))

    def sequence(self) -> Node:
        parts = [self.part()]
        while self.tokens[-1] == ",":
            self.take()
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else Node("all", parts=tuple(parts))

    def part(self) -> Node:
        token = self.take()
        closing = {"(": ")", "[": "]", "{": "}"}.get(token)
        if closing is not None:
            inner = self.alternatives()
            assert self.take() == closing
            return inner if token == "(" else Node("maybe" if token == "[" else "many", parts=(inner,))
        if token.startswith('"'):
            return Node("text", token[1:-1])
        if token.startswith("?"):
            return Node("words", token[1:-1].strip())
        assert token[0].isalpha(), token
        return Node("rule", token)


class Dead(Exception):
    """This alternative is not allowed here, or leads too deep."""


@dataclass
class Writer:
    """Writes random sentences.

    Args:
        rules: The grammar.
        lexical: The rules whose parts are written without spaces.
        words: What the grammar says in words: each gives a text, or raises Dead.
        flags: What each rule means for the alternatives within it.
    """

    rules: dict[str, Node]
    lexical: frozenset[str]
    words: dict[str, Callable[["Writer"], str]]
    rng: random.Random
    flags: set[str] = field(default_factory=set)
    around: Callable[["Writer", str, Callable[[], list[str]]], list[str]] | None = None
    depth: int = 0

    def sentence(self, rule: str) -> list[str]:
        """The words of a sentence."""
        return self._rule(rule)

    def _rule(self, name: str) -> list[str]:
        if self.depth > 40:
            raise Dead
        self.depth += 1

        def attempt() -> list[str]:
            parts = self.write(self.rules[name])
            return ["".join(parts)] if name in self.lexical else parts

        try:
            return self.around(self, name, attempt) if self.around else attempt()
        finally:
            self.depth -= 1

    def write(self, node: Node) -> list[str]:
        """The words of one sentence of a part of a rule."""
        match node.kind:
            case "text":
                return [node.text]
            case "words":
                text = self.words[node.text](self)
                return [text] if text else []
            case "rule":
                return self._rule(node.text)
            case "all":
                return [text for part in node.parts for text in self.write(part)]
            case "any":
                return self._first_alive(node.parts)
            case "maybe":
                return self._optional(node) if self._more() else []
            case _:
                written: list[str] = []
                while self._more():
                    written += self._optional(node)
                return written

    def _more(self) -> bool:
        return self.rng.random() < 0.4 / (1 + self.depth / 12)

    def _optional(self, node: Node) -> list[str]:
        try:
            return self.write(node.parts[0])
        except Dead:
            return []

    def _first_alive(self, parts: tuple[Node, ...]) -> list[str]:
        for part in self.rng.sample(parts, len(parts)):
            flags = set(self.flags)
            try:
                return self.write(part)
            except Dead:
                self.flags = flags
        raise Dead
