"""What may mend a text that cannot be read: a row for each kind of mistake that one can mend without guessing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cached_property

from engine.errors import LINE_END, Arguments, Edit, EngineError, Fix, Span
from engine.limits import Limits
from engine.notation.characters import GREEK
from engine.notation.lexer import Token, lex
from engine.primitives.ops import NOTATION

_TIGHT = frozenset(("^", "superscript", "ᵀ", "[", "."))
"""What binds more tightly than a product, so that a bracket before it would change what it belongs to."""
_COMMANDS = {"cdot": "·", "times": "·", "odot": "⊙", "ast": "*"}
_SEPARATED = re.compile(r"\d+(?:_\d+)+(?:\.\d*)?")
_UNLIMITED = Limits(tokens=10**9, name_length=10**9)
_FREE = ("L", "y", "z", "u")


class Case:
    """A mistake and the text around it."""

    def __init__(self, error: EngineError, source: str, span: Span) -> None:
        self.source = source
        self.span = span
        self.arguments = error.arguments
        self.line = LINE_END.split(source)[span.line - 1]

    @property
    def written(self) -> str:
        """What stands at the place of the mistake."""
        return self.text(self.span.column, self.span.end_column)

    def text(self, column: int, end: int) -> str:
        """What stands between two columns of its line."""
        return self.line[column - 1 : end - 1]

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the statement, without its end."""
        current: list[Token] = []
        for token in lex(self.source, _UNLIMITED)[0]:
            if token.line == self.span.line and token.kind == "end":
                if token.column >= self.span.column:
                    break
                current = []
            elif token.line == self.span.line:
                current.append(token)
        return current

    @cached_property
    def words(self) -> set[str]:
        """Every word of the source."""
        return {token.text for token in lex(self.source, _UNLIMITED)[0] if token.kind == "word"}

    def at(self, column: int) -> int:
        """The position among the tokens of the first one that ends behind a column."""
        return next((at for at, token in enumerate(self.tokens) if token.end > column), len(self.tokens))

    def kind(self, at: int) -> str:
        """The kind of a token; ``end`` where there is none."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else "end"

    def put(self, kind: str, column: int, end: int, text: str, shown: Arguments | None = None) -> Fix:
        """The fix that replaces what stands between two columns; ``shown`` is what its label mentions."""
        return Fix(kind, (Edit(Span(self.span.line, column, end), text),), {"text": text} if shown is None else shown)

    def write(self, text: str) -> Fix:
        """The fix that replaces what is underlined."""
        return self.put("write", self.span.column, self.span.end_column, text)

    def insert(self, column: int, text: str, kind: str = "add", shown: str = "") -> Fix:
        """The fix that adds something."""
        return self.put(kind, column, column, text, {"text": shown or text})

    def delete(self, kind: str = "delete") -> Fix:
        """The fix that deletes what is underlined."""
        return self.put(kind, self.span.column, self.span.end_column, "", {})


def candidates(error: EngineError, source: str) -> Iterator[Fix]:
    """What might mend a text, best first. Whether it does must still be tried."""
    row = _ROWS.get(error.code)
    if row is not None and error.span is not None:
        yield from row(Case(error, source, error.span))


def _close(case: Case) -> Iterator[Fix]:
    mark = str(case.arguments["mark"])
    if case.tokens:
        yield case.insert(case.tokens[-1].end, mark)
    for token in case.tokens[case.at(case.span.column) + 1 :]:
        if token.kind in (")", "]") and token.kind != mark:
            yield case.put("write", token.column, token.end, mark)
            return


def _after_factor(case: Case) -> Iterator[Fix]:
    yield case.insert(case.span.column, "·", "write", f"·{case.written}")
    yield case.insert(case.span.column, "^", "write", f"^{case.written}")


def _comma(case: Case) -> Iterator[Fix]:
    before = case.at(case.span.column) - 1
    if before >= 0:
        yield case.insert(case.tokens[before].end, ",")


def _decimal(case: Case) -> Iterator[Fix]:
    at = case.at(case.span.column)
    comma = at if case.kind(at) == "," else at - 1
    if case.kind(comma - 1) == case.kind(comma + 1) == "number" and case.kind(comma) == ",":
        whole, sign, broken = case.tokens[comma - 1 : comma + 2]
        if (
            whole.end == sign.column
            and sign.end == broken.column
            and whole.text.isdecimal()
            and broken.text.isdecimal()
        ):
            number = f"{whole.text}.{broken.text}"
            yield case.put("write", whole.column, broken.end, number)


def _rest(case: Case) -> tuple[int, str, bool]:
    """Where the word ends in which the place ends, what of it is left, and whether something binds to it."""
    at = case.at(case.span.end_column - 1)
    end = case.span.end_column
    if case.kind(at) == "word":
        end = max(end, case.tokens[at].end)
    rest = case.text(case.span.end_column, end)
    after = case.kind(at + 1)
    is_array = after == "[" and case.tokens[at + 1].column > case.tokens[at].end
    return end, rest, after in _TIGHT and not is_array


def _two_readings(case: Case) -> Iterator[Fix]:
    end, rest, bound = _rest(case)
    first, second = (str(case.arguments[name]).removeprefix("^") for name in ("first", "second"))
    if _bare(first) != _bare(case.written):
        return  # the sentence speaks of a, b and c
    more = f"·{rest}" if rest else ""
    for reading in (first, second):
        if reading.endswith(")"):
            if not bound:
                text = f"{reading[:-1]}{more})"
                yield case.put("write", case.span.column, end, text)
        else:
            yield case.put("write", case.span.column, end, f"{reading}{rest}")


def _bare(text: str) -> str:
    return re.sub(r"[\s()·^]", "", text)


def _root(case: Case) -> Iterator[Fix]:
    at = case.at(case.span.end_column - 1)
    end, rest, bound = _rest(case)
    text = case.written
    if case.kind(at) == "superscript" and not bound:
        base, power = text[1 : -len(case.tokens[at].text)], case.tokens[at].text
        yield case.write(f"√({base}{power})")
        yield case.write(f"(√{base}){power}")
    elif case.kind(at) == "^":
        yield case.write(f"(√{text[1:-1].rstrip()})^")
    elif rest and not bound:
        yield case.put("write", case.span.column, end, f"√({text[1:]}{rest})")
        yield case.put("write", case.span.column, end, f"{text}·{rest}")


def _two_powers(case: Case) -> Iterator[Fix]:
    at = case.at(case.span.column)
    if case.kind(at - 1) == "superscript" and case.kind(at - 2) in ("word", "number"):
        begin, end = case.tokens[at - 2].column, case.tokens[at - 1].end
        inside = f"({case.text(begin, end)})"
        yield case.put("write", begin, end, inside)


def _index(case: Case) -> Iterator[Fix]:
    at = case.at(case.span.column)
    if at > 0:
        before = case.tokens[at - 1]
        name = case.text(before.column, before.end)
        yield case.put("write", before.end, case.span.column, "", {"text": f"{name}[ ]"})
        yield case.insert(case.span.column, "·", "write", f"{name}·[ ]")


def _value_and_function(case: Case) -> Iterator[Fix]:
    yield case.write(str(case.arguments["function"]))
    yield case.write(f"{case.written}·")


def _product(case: Case) -> Iterator[Fix]:
    yield case.write(f"{case.written}·")


def _nearest(case: Case) -> Iterator[Fix]:
    nearest = str(case.arguments["nearest"])
    first = re.match(r"\.?\S*", case.written)
    skipped = 1 if case.written.startswith(".") else 0
    begin = case.span.column + skipped
    end = case.span.column + (first.end() if first else 0)
    yield case.put("instead", begin, end, nearest)


def _call_end(case: Case) -> int | None:
    """Where an attribute ends that is called without arguments or not at all; None for other calls."""
    at = case.at(case.span.end_column)
    if case.kind(at) != "(" or case.tokens[at].column != case.span.end_column:
        return case.span.end_column
    return case.tokens[at + 1].end if case.kind(at + 1) == ")" else None


def _attribute(text: str) -> Callable[[Case], Iterator[Fix]]:
    def row(case: Case) -> Iterator[Fix]:
        end = _call_end(case)
        if end is not None:
            yield case.put("write" if text else "delete", case.span.column, end, text, {"text": text} if text else {})

    return row


def _called(case: Case) -> Iterator[Fix]:
    yield case.insert(case.span.end_column, "()", "write", f"{case.written}()")


def _bar_accent(case: Case) -> Iterator[Fix]:
    letter = "".join(c for c in unicodedata.normalize("NFD", case.written) if c != "\u0304")
    yield case.write(letter) if letter != "\u0305" and letter else case.delete()


def _plain(spelled: Callable[[str], str]) -> Callable[[Case], Iterator[Fix]]:
    def row(case: Case) -> Iterator[Fix]:
        text = spelled(case.written)
        if text:
            yield case.write(text)

    return row


def _raised(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)
    return f"^{plain}" if plain.isascii() and plain.isalnum() else ""


def _command(case: Case) -> Iterator[Fix]:
    after = case.line[case.span.end_column - 1 :]
    name = re.match("[A-Za-z]*", after)
    word = name[0] if name else ""
    end = case.span.end_column + len(word)
    text = _COMMANDS.get(word, word if word in GREEK.values() or word in NOTATION else "")
    if text:
        yield case.put("write", case.span.column, end, text)


def _equality(case: Case) -> Iterator[Fix]:
    if case.written == "==" and [token.kind for token in case.tokens] == ["word", "error"]:
        yield case.write("=")


def _coded(case: Case) -> Iterator[Fix]:
    try:
        yield case.write(str(int(case.written, 0)))
    except ValueError:  # 0b12
        return


def _separated(case: Case) -> Iterator[Fix]:
    if _SEPARATED.fullmatch(case.written):
        yield case.write(case.written.replace("_", ""))


def _name(case: Case) -> Iterator[Fix]:
    name = next((one for one in _FREE if one not in case.words), None)
    if name:
        equals = "" if case.written == "=" else "= "
        yield case.put("name", case.span.column, case.span.column, f"{name} {equals}", {"name": name})


def _power_of_function(case: Case) -> Iterator[Fix]:
    """``sin²(x)`` is ``sin(x)²``."""
    at = case.at(case.span.end_column - 1)
    opened = at + 1 if case.kind(at) == "superscript" else at + 2
    nesting = 0
    for token in case.tokens[opened:] if case.kind(opened) == "(" else ():
        nesting += {"(": 1, ")": -1}.get(token.kind, 0)
        if nesting == 0:
            begin, end = case.tokens[at].column, case.tokens[opened].column
            power, line = case.text(begin, end).strip(), case.span.line
            edits = (Edit(Span(line, begin, end), ""), Edit(Span(line, token.end, token.end), power))
            function = case.text(case.span.column, begin).strip()
            arguments: Arguments = {"text": f"{function}( ){power}"}
            yield Fix("write", edits, arguments)
            return


def _argument(case: Case) -> Iterator[Fix]:
    """``sin x`` is ``sin(x)``, where nothing else could belong to the x."""
    at = case.at(case.span.column) + 1
    if case.kind(at) in ("word", "number") and case.kind(at + 1) not in (*_TIGHT, "(", "/", "word", "number"):
        token = case.tokens[at]
        argument = case.text(token.column, token.end)
        text = f"{case.written}({argument})"
        yield case.put("write", case.span.column, token.end, text)


def _deleted(kind: str = "delete") -> Callable[[Case], Iterator[Fix]]:
    def row(case: Case) -> Iterator[Fix]:
        yield case.delete(kind)

    return row


_ROWS: dict[str, Callable[[Case], Iterator[Fix]]] = {
    "stray-bracket": _deleted("delete-bracket"),
    "stray-bar": _deleted("delete-bar"),
    "unclosed-bracket": _close,
    "unclosed-bar": _close,
    "number-after-factor": _after_factor,
    "missing-comma": _comma,
    "missing-leaf-comma": _comma,
    "stray-comma": _decimal,
    "decimal-comma": _decimal,
    "ambiguous-quotient": _two_readings,
    "ambiguous-exponent": _two_readings,
    "ambiguous-root": _root,
    "two-powers": _two_powers,
    "index-or-array": _index,
    "value-and-function": _value_and_function,
    "unknown-function": _product,
    "misspelled-function": _nearest,
    "misspelled-keyword": _nearest,
    "misspelled-attribute": _nearest,
    "misspelled-option": _nearest,
    "uncalled-method": _called,
    "foreign-transpose": _attribute(".T"),
    "foreign-flatten": _attribute(".reshape(-1)"),
    "foreign-conversion": _attribute(""),
    "look-alike-letter": lambda case: iter((case.write(str(case.arguments["latin"])),)),
    "invisible-character": _deleted(),
    "combining-mark": _deleted(),
    "undisplayable-character": _deleted(),
    "bar-accent": _bar_accent,
    "brace": _plain({"{": "(", "}": ")"}.__getitem__),
    "arrow": _plain(lambda _: "="),
    "colon": _plain(lambda sign: "=" if sign == "≔" else ""),
    "infinity": _plain(lambda _: "1e300"),
    "superscript-letter": _plain(_raised),
    "foreign-digit": _plain(lambda digit: str(unicodedata.decimal(digit, ""))),
    "latex-command": _command,
    "equality": _equality,
    "stray-dot": _plain(lambda _: "·"),
    "coded-number": _coded,
    "malformed-number": _separated,
    "nameless-line": _name,
    "missing-left-side": _name,
    "power-of-function": _power_of_function,
    "uncalled-function": _argument,
}
