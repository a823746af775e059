"""Program -> Graph: names find what they stand for, and the grain decides what is a node."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.errors import EngineError, Span
from engine.graph import Argument, Constant, Grain, Graph, Node, Operation, Role, Slot
from engine.names import name_latex
from engine.program import Definition, Leaf, Literal, Name, Program, Result

LEAF_ROLES: dict[str, Role] = {
    "parameter": "parameter",
    "input": "input",
    "target": "target",
    "constant": "constant",
}


def lower(
    program: Program,
    given: Collection[str] = (),
    *,
    roles: Mapping[str, Role] | None = None,
    output: str | None = None,
    grain: Grain = "named",
) -> Graph:
    """Turn a program into a graph at the given grain.

    Args:
        given: The canonical names of the inputs that come with the request.
        roles: Roles that override the source's.
        output: The name to differentiate; the last one defined unless said otherwise.

    Raises:
        EngineError: For undefined, cyclic, doubly used or look-alike names, a role or an output
            that does not fit, and an empty program.
    """
    leaves = _leaves(program, given, roles or {})
    constants = [leaf for leaf in leaves if leaf.role == "constant"]
    _check_names(program, leaves)
    builder = _Builder(grain, {leaf.name for leaf in constants}, _free_letter(program, leaves))
    for leaf in leaves:
        if leaf.role != "constant":
            builder.add_leaf(leaf)
    for definition in program.definitions:
        builder.add_definition(definition)
    goal = _output(program, leaves, output)
    return Graph(
        grain=grain,
        nodes=builder.finish(goal),
        output=builder.index[goal],
        constants=tuple(Node(leaf.name, "constant", (), (), name_latex(leaf.name), leaf.span) for leaf in constants),
    )


@dataclass(frozen=True, slots=True)
class _Leaf:
    name: str
    role: Role
    span: Span | None


def _leaves(program: Program, given: Collection[str], roles: Mapping[str, Role]) -> list[_Leaf]:
    declared: dict[str, Leaf] = {leaf.name: leaf for leaf in program.leaves}
    computed = {definition.name: definition for definition in program.definitions}
    for name in given:
        if name in computed:
            line = computed[name].name_span.line
            raise EngineError(
                f"'{name}' is computed on line {line}, so it cannot be given as an input.",
                "Leave it out of the inputs, or delete the line.",
                computed[name].name_span,
            )
    spans: dict[str, Span | None] = {leaf.name: leaf.span for leaf in program.leaves}
    used = list(dict.fromkeys(name.id for _, name in _names_used(program)))
    # The order must not depend on the order of keys in a request.
    for name in [*(n for n in used if n in given), *sorted(n for n in given if n not in used)]:
        spans.setdefault(name, None)
    for name, role in roles.items():
        if name not in spans:
            raise EngineError(
                f"The role of '{name}' is given, but '{name}' is no leaf of this program.",
                "Roles belong to parameters, inputs, targets and constants.",
            )
        if role not in LEAF_ROLES:
            raise EngineError(
                f"'{name}' cannot have the role '{role}'.",
                f"A leaf is one of: {', '.join(LEAF_ROLES)}.",
            )
    return [_Leaf(name, _role(name, declared, roles), span) for name, span in spans.items()]


def _role(name: str, declared: Mapping[str, Leaf], roles: Mapping[str, Role]) -> Role:
    if name in roles:
        return roles[name]
    return LEAF_ROLES[declared[name].role] if name in declared else "input"


def _names_used(program: Program) -> Iterator[tuple[Definition, Name]]:
    for definition in program.definitions:
        for operation in definition.body:
            for argument in operation.arguments:
                if isinstance(argument, Name):
                    yield definition, argument


def _check_names(program: Program, leaves: list[_Leaf]) -> None:
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
            )
        line = program.definitions[lines[name.id]].name_span.line
        raise EngineError(
            f"'{name.id}' is used here, but computed only on line {line}.",
            f"Move line {line} above this one.",
            name.span,
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
        return EngineError(what, hint, name.span)
    close = _nearest(name.id, known)
    declare = f"give it a value with a line such as: input {name.id} = 1"
    hint = f"Did you mean '{close}'? Or {declare}" if close else declare[0].upper() + declare[1:]
    return EngineError(what, hint, name.span)


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
            )


def _output(program: Program, leaves: list[_Leaf], wanted: str | None) -> str:
    nodes = [leaf.name for leaf in leaves if leaf.role != "constant"]
    nodes += [definition.name for definition in program.definitions]
    if wanted is not None:
        if wanted in nodes:
            return wanted
        close = _nearest(wanted, nodes)
        hint = f"Did you mean '{close}'?" if close else "Name one that the program defines."
        raise EngineError(f"The output '{wanted}' is no node of this program.", hint)
    if not nodes:
        raise EngineError("There is nothing to differentiate.", "Write at least one line, such as: L = (x - 1)^2")
    return nodes[-1]


def _free_letter(program: Program, leaves: list[_Leaf]) -> str:
    """A letter for unnamed nodes (u₁, u₂ …) that no name of the program begins with."""
    taken = {name[0] for name in [*(leaf.name for leaf in leaves)] if name}
    taken |= {definition.name[0] for definition in program.definitions}
    return next((letter for letter in "usqrgpkmnac" if letter not in taken), "\\mathsf{u}")


class _Builder:
    """Collects nodes in topological order."""

    def __init__(self, grain: Grain, constants: set[str], letter: str) -> None:
        self.grain = grain
        self.constants = constants
        self.letter = letter
        self.nodes: list[Node] = []
        self.index: dict[str, int] = {}
        self.unnamed = 0

    def add_leaf(self, leaf: _Leaf) -> None:
        self._add(Node(leaf.name, leaf.role, (), (), name_latex(leaf.name), leaf.span))

    def add_definition(self, definition: Definition) -> None:
        if self.grain == "named":
            self._add_whole(definition)
        else:
            self._add_operations(definition)

    def finish(self, output: str) -> tuple[Node, ...]:
        node = self.nodes[self.index[output]]
        if node.body:
            self.nodes[self.index[output]] = Node(node.id, "output", node.parents, node.body, node.latex, node.span)
        return tuple(self.nodes)

    def _add(self, node: Node) -> int:
        self.index[node.id] = len(self.nodes)
        self.nodes.append(node)
        return self.index[node.id]

    def _add_whole(self, definition: Definition) -> None:
        slots: dict[int, Slot] = {}
        uses = [a for op in definition.body for a in op.arguments if isinstance(a, Name)]
        for name in sorted(uses, key=lambda use: (use.span.line, use.span.column)):
            self._shared_slot(name, slots)  # parents in the order in which they are read
        body = tuple(
            Operation(
                operation.op,
                tuple(self._shared_slot(argument, slots) for argument in operation.arguments),
            )
            for operation in definition.body
        )
        self._add(self._definition_node(definition, tuple(slots), body))

    def _shared_slot(self, argument: Name | Literal | Result, slots: dict[int, Slot]) -> Argument:
        if not isinstance(argument, Name):
            return argument
        if argument.id in self.constants:
            return Constant(argument.id)
        parent = self.index[argument.id]
        return slots.setdefault(parent, Slot(len(slots)))

    def _add_operations(self, definition: Definition) -> None:
        """One node for each operation that depends on a node; the others move into its body."""
        made: dict[int, int] = {}
        count = 0
        last = len(definition.body) - 1
        for position, operation in enumerate(definition.body):
            parents: list[int] = []
            body: list[Operation] = []
            arguments = tuple(
                self._own_slot(argument, definition, made, parents, body) for argument in operation.arguments
            )
            if not parents and position != last:
                continue
            body.append(Operation(operation.op, arguments))
            if position == last:
                self._add(self._definition_node(definition, tuple(parents), tuple(body)))
                continue
            count += 1
            self.unnamed += 1
            latex = f"{self.letter}_{{{self.unnamed}}}"
            made[position] = self._add(
                Node(
                    f"{definition.name}.{count}",
                    "intermediate",
                    tuple(parents),
                    tuple(body),
                    latex,
                    definition.name_span,
                )
            )

    def _own_slot(
        self,
        argument: Name | Literal | Result,
        definition: Definition,
        made: dict[int, int],
        parents: list[int],
        body: list[Operation],
    ) -> Argument:
        match argument:
            case Literal():
                return argument
            case Name(id=name) if name in self.constants:
                return Constant(name)
            case Name(id=name):
                parents.append(self.index[name])
            case Result(index) if index in made:
                parents.append(made[index])
            case Result(index):
                return self._inline(definition, index, body)
        return Slot(len(parents) - 1)

    def _inline(self, definition: Definition, index: int, body: list[Operation]) -> Result:
        """Copy a step that depends on constants alone, and what it needs, into ``body``."""
        needed = {index}
        for position in range(index, -1, -1):
            if position in needed:
                for argument in definition.body[position].arguments:
                    if isinstance(argument, Result):
                        needed.add(argument.index)
        moved: dict[int, int] = {}
        for position in sorted(needed):
            operation = definition.body[position]
            arguments: list[Argument] = []
            for argument in operation.arguments:
                match argument:
                    case Result(old):
                        arguments.append(Result(moved[old]))
                    case Name(id=name):
                        arguments.append(Constant(name))
                    case literal:
                        arguments.append(literal)
            moved[position] = len(body)
            body.append(Operation(operation.op, tuple(arguments)))
        return Result(moved[index])

    @staticmethod
    def _definition_node(definition: Definition, parents: tuple[int, ...], body: tuple[Operation, ...]) -> Node:
        return Node(
            definition.name,
            "intermediate",
            parents,
            body,
            name_latex(definition.name),
            definition.name_span,
        )
