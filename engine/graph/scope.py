"""What the names of a program stand for: its leaves, in order, and the definitions that may use them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.errors import EngineError, Span
from engine.graph.graph import Role
from engine.latex.names import name_latex
from engine.notation import program as text
from engine.notation.program import Definition, Name, Program

LEAF_ROLES: dict[str, Role] = {
    "parameter": "parameter",
    "input": "input",
    "target": "target",
    "constant": "constant",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf with the role it has in this request."""

    name: str
    role: Role
    span: Span | None


def leaves_of(program: Program, given: Collection[str], roles: Mapping[str, Role]) -> list[Leaf]:
    """Every leaf: those declared, then those that only the request gives.

    Raises:
        EngineError: For an input that the program computes, and a role of what is no leaf.
    """
    declared: dict[str, text.Leaf] = {leaf.name: leaf for leaf in program.leaves}
    computed = {definition.name: definition for definition in program.definitions}
    for name in given:
        if name in computed:
            line = computed[name].name_span.line
            raise EngineError(
                f"'{name}' is computed on line {line}, so it cannot be given as an input.",
                "Leave it out of the inputs, or delete the line.",
                computed[name].name_span,
                code="computed-input",
                name=name,
                line=line,
            )
    spans: dict[str, Span | None] = {leaf.name: leaf.span for leaf in program.leaves}
    used = list(dict.fromkeys(name.id for _, name in _names_used(program)))
    # The order must not depend on the order of keys in a request.
    for name in [*(n for n in used if n in given), *sorted(n for n in given if n not in used)]:
        spans.setdefault(name, None)
    for name, role in roles.items():
        if name not in spans:
            raise _no_leaf(name, spans)
        if role not in LEAF_ROLES:
            raise EngineError(
                f"'{name}' cannot have the role '{role}'.",
                f"A leaf is one of: {', '.join(LEAF_ROLES)}.",
                code="unknown-role",
                name=name,
                role=role,
                roles=", ".join(LEAF_ROLES),
            )
    return [Leaf(name, _role(name, declared, roles), span) for name, span in spans.items()]


def check_given(program: Program, given: Collection[str]) -> None:
    """See that every input is of a name that the program has: a slip of the pen is no node of its own.

    It is asked last: of ``L = wx`` with only ``w`` given, x is what is missing.

    Raises:
        EngineError: For an input that occurs nowhere.
    """
    known = {leaf.name for leaf in program.leaves} | {name.id for _, name in _names_used(program)}
    for name in given:
        if name not in known:
            raise _unknown_input(name, known - set(given))


def _unknown_input(name: str, candidates: Iterable[str]) -> EngineError:
    what = f"A value of '{name}' is given, but '{name}' occurs nowhere in this program."
    close = _nearest(name, candidates)
    if close is None:
        hint = "Use the name in the source, or leave it out of the inputs."
        return EngineError(what, hint, code="unknown-input", name=name)
    return EngineError(what, f"Did you mean '{close}'?", code="misspelled-input", name=name, nearest=close)


def _no_leaf(name: str, candidates: Iterable[str]) -> EngineError:
    what = f"The role of '{name}' is given, but '{name}' is no leaf of this program."
    hint = "Roles belong to parameters, inputs, targets and constants."
    close = _nearest(name, candidates)
    if close is None:
        return EngineError(what, hint, code="role-of-no-leaf", name=name)
    return EngineError(what, f"Did you mean '{close}'? {hint}", code="misspelled-role", name=name, nearest=close)


def _role(name: str, declared: Mapping[str, text.Leaf], roles: Mapping[str, Role]) -> Role:
    if name in roles:
        return roles[name]
    return LEAF_ROLES[declared[name].role] if name in declared else "input"


def _names_used(program: Program) -> Iterator[tuple[Definition, Name]]:
    for definition in program.definitions:
        for operation in definition.body:
            for argument in operation.arguments:
                if isinstance(argument, Name):
                    yield definition, argument


def check_names(program: Program, leaves: list[Leaf]) -> None:
    """See that every name is defined, and before it is used.

    Raises:
        EngineError: For undefined, cyclic, misplaced and look-alike names.
    """
    lines = {definition.name: i for i, definition in enumerate(program.definitions)}
    known = {leaf.name for leaf in leaves}
    for definition, name in _names_used(program):
        position = lines[definition.name]
        if name.id in known or lines.get(name.id, position) < position:
            continue
        if name.id not in lines:
            earlier = (other for other, line in lines.items() if line < position)
            raise _undefined(name, [*known, *earlier])
        cycle = _cycle(program, definition.name, name.id)
        if cycle:
            raise EngineError(
                f"'{definition.name}' depends on itself: {' → '.join(cycle)}.",
                "A graph has no cycles; give one of these lines another name on its left.",
                name.span,
                code="cyclic-definition",
                name=definition.name,
                cycle=" → ".join(cycle),
            )
        line = program.definitions[lines[name.id]].name_span.line
        raise EngineError(
            f"'{name.id}' is used here, but computed only on line {line}.",
            f"Move line {line} above this one.",
            name.span,
            code="used-before-computed",
            name=name.id,
            line=line,
        )
    spans = {leaf.name: leaf.span for leaf in leaves}
    _check_look_alikes(spans | {definition.name: definition.name_span for definition in program.definitions})


def _undefined(name: Name, candidates: Iterable[str]) -> EngineError:
    known = sorted(candidates)
    what = f"'{name.id}' is not defined here."
    missing = [letter for letter in name.id if letter not in known]
    if len(missing) == 1 and 1 < len(name.id) == name.span.end_column - name.span.column:
        # wx with w known: the other factor was forgotten, not the name misspelled.
        product = "·".join(name.id)
        hint = f"For the product {product}, give {missing[0]} a value with a line such as: input {missing[0]} = 1"
        code, factor = "undefined-factor", missing[0]
        return EngineError(what, hint, name.span, code=code, name=name.id, product=product, factor=factor)
    close = _nearest(name.id, known)
    declare = f"give it a value with a line such as: input {name.id} = 1"
    if close:
        hint = f"Did you mean '{close}'? Or {declare}"
        return EngineError(what, hint, name.span, code="misspelled-name", name=name.id, nearest=close)
    return EngineError(what, declare[0].upper() + declare[1:], name.span, code="undefined-name", name=name.id)


def _nearest(name: str, candidates: Iterable[str]) -> str | None:
    """What was probably meant: a like spelling, the other case, or a neighbour in the alphabet."""
    known = sorted(candidates)
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    close += [other for other in known if other.lower() == name.lower()]
    if len(name) == 1:
        close += [other for other in known if len(other) == 1 and abs(ord(other) - ord(name)) == 1]
    return close[0] if close else None


def _cycle(program: Program, start: str, first: str) -> list[str]:
    """A way from ``start`` over ``first`` back to ``start``, or nothing."""
    uses: dict[str, list[str]] = {}
    for definition, name in _names_used(program):
        uses.setdefault(definition.name, []).append(name.id)
    came_from: dict[str, str] = {first: start}
    pending = [first]
    while pending and start not in came_from:
        current = pending.pop()
        for used in uses.get(current, ()):
            if used not in came_from:
                came_from[used] = current
                pending.append(used)
    if first == start:
        return [start, start]
    if start not in came_from:
        return []
    way = [start, came_from[start]]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def _check_look_alikes(names: Mapping[str, Span | None]) -> None:
    printed: dict[str, str] = {}
    for name, span in names.items():
        other = printed.setdefault(name_latex(name), name)
        if other != name:
            raise EngineError(
                f"'{other}' and '{name}' look the same on the blackboard.",
                "Rename one of them, so that nobody takes one for the other.",
                span,
                code="look-alike-names",
                first=other,
                second=name,
            )


def output_of(program: Program, leaves: list[Leaf], wanted: str | None) -> str:
    """The name to differentiate: the one that is wanted, else the last one defined.

    Raises:
        EngineError: If it is no node, or there is none.
    """
    nodes = [leaf.name for leaf in leaves if leaf.role != "constant"]
    nodes += [definition.name for definition in program.definitions]
    if wanted is not None:
        if wanted in nodes:
            return wanted
        close = _nearest(wanted, nodes)
        what = f"The output '{wanted}' is no node of this program."
        if close:
            raise EngineError(what, f"Did you mean '{close}'?", code="misspelled-output", name=wanted, nearest=close)
        raise EngineError(what, "Name one that the program defines.", code="unknown-output", name=wanted)
    if not nodes:
        raise EngineError(
            "There is nothing to differentiate.",
            "Write at least one line, such as: L = (x - 1)^2",
            code="nothing-to-differentiate",
        )
    return nodes[-1]
