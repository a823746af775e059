"""Program -> Graph: what is a node is decided by the grain."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import EngineError
from engine.formula.expr import Shape
from engine.graph.graph import GRAINS, Argument, Constant, Grain, Graph, Node, Operation, Role, Slot, with_output
from engine.graph.scalarize import Scalarizer
from engine.graph.scope import Leaf, check_given, check_names, leaves_of, output_of
from engine.graph.shape_inference import Budget, TypedOperation, elaborate, literal_shape
from engine.latex.names import name_latex
from engine.limits import Limits
from engine.notation import parse
from engine.notation.declaring import candidates
from engine.notation.mending import mended
from engine.notation.program import Definition, Literal, Name, Program, Result
from engine.primitives.declaration import shape_text


def lower(
    program: Program,
    given: Mapping[str, Shape] | None = None,
    *,
    roles: Mapping[str, Role] | None = None,
    output: str | None = None,
    grain: Grain = "named",
    limits: Limits | None = None,
    scalar: bool = True,
) -> Graph:
    """Turn a program into a graph at the given grain.

    Args:
        given: The shapes of the inputs that come with the request, by canonical name.
        roles: Roles that override the source's.
        output: The name to differentiate; the last one defined unless said otherwise.
        scalar: Whether the output must be one number.

    Raises:
        EngineError: For undefined, cyclic, doubly used or look-alike names, a role or an output
            that does not fit, a grain that there is not, an input that occurs nowhere, shapes that do
            not fit, a budget of the limits, and an empty program.
    """
    if grain not in GRAINS:
        grains = ", ".join(GRAINS)
        what = f"There is no grain {grain!r}."
        raise EngineError(what, f"The grains are: {grains}.", code="unknown-grain", grain=str(grain), grains=grains)
    given = given or {}

    def read(text: str) -> Graph:
        # Names and shapes are the same at every grain, and this one costs least: a refusal must not unfold arrays.
        return _lowered(parse(text, given, limits), given, roles or {}, output, "named", limits or Limits(), scalar)

    try:
        return _lowered(program, given, roles or {}, output, grain, limits or Limits(), scalar)
    except EngineError as error:
        raise mended(error, program.source, candidates(error, program, given), read) from None


def _lowered(
    program: Program,
    given: Mapping[str, Shape],
    roles: Mapping[str, Role],
    output: str | None,
    grain: Grain,
    limits: Limits,
    scalar: bool,
) -> Graph:
    """The graph, or what is wrong first."""
    leaves = leaves_of(program, given, roles)
    check_names(program, leaves)
    goal = output_of(program, leaves, output)
    shapes = {leaf.name: literal_shape(leaf.value) for leaf in program.leaves if leaf.value is not None} | dict(given)
    budget = Budget(limits)
    constants = [leaf for leaf in leaves if leaf.role == "constant"]
    if grain == "element":
        return _unfolded(program, leaves, shapes, goal, limits)
    builder = _Builder(grain, {leaf.name for leaf in constants}, _free_letter(program, leaves))
    for leaf in leaves:
        shape = shapes.setdefault(leaf.name, ())
        budget.spend(shape, leaf.span)
        if leaf.role != "constant":
            builder.add(_leaf_node(leaf, shape))
    for definition in program.definitions:
        steps = elaborate(definition, shapes, budget)
        shapes[definition.name] = steps[-1].shape
        builder.add_definition(definition, steps)
    if scalar:
        _check_scalar(goal, shapes[goal], program)
    check_given(program, given)  # at last: what is wrong with the text itself comes first
    return Graph(
        grain=grain,
        nodes=builder.finish(goal),
        output=builder.index[goal],
        constants=tuple(_leaf_node(leaf, shapes[leaf.name]) for leaf in constants),
    )


def _unfolded(program: Program, leaves: list[Leaf], shapes: dict[str, Shape], goal: str, limits: Limits) -> Graph:
    """The graph of single numbers: the arrays' elements are its nodes."""
    budget, unfolder = Budget(limits), Scalarizer(limits)
    for leaf in leaves:
        budget.spend(shapes.setdefault(leaf.name, ()), leaf.span)
        unfolder.add_leaf(leaf, shapes[leaf.name])
    for definition in program.definitions:
        steps = elaborate(definition, shapes, budget)
        shapes[definition.name] = steps[-1].shape
        unfolder.add_definition(definition, steps)
    _check_scalar(goal, shapes[goal], program)
    return Graph("element", unfolder.finish(goal), unfolder.index[goal], tuple(unfolder.constants))


def _leaf_node(leaf: Leaf, shape: Shape) -> Node:
    return Node(leaf.name, leaf.role, (), (), name_latex(leaf.name), leaf.span, shape)


def _check_scalar(output: str, shape: Shape, program: Program) -> None:
    if shape == ():
        return
    span = next((one.name_span for one in program.definitions if one.name == output), None)
    what = f"The output '{output}' is an array of shape {shape_text(shape)}; backpropagation starts from one number."
    if all(size == 1 for size in shape):
        line = f"L = {output}[{', '.join('0' for _ in shape)}]"
        hint, code = f"It holds one entry: add the line {line}.", "single-entry-output"
        raise EngineError(what, hint, span, code=code, name=output, shape=str(shape), line=line)
    hint = f"Add a line that makes one number of it, for instance total = sum({output})."
    raise EngineError(what, hint, span, code="array-output", name=output, shape=str(shape))


def _free_letter(program: Program, leaves: list[Leaf]) -> str:
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

    def add_definition(self, definition: Definition, steps: list[TypedOperation]) -> None:
        """A line of the program, elaborated: one node, or one for each operation."""
        if self.grain == "named":
            self._add_whole(definition, steps)
        else:
            self._add_operations(definition, steps)

    def finish(self, output: str) -> tuple[Node, ...]:
        """All nodes; the output gets its role."""
        return with_output(self.nodes, self.index[output])

    def add(self, node: Node) -> int:
        """Append a node and give its index."""
        self.index[node.id] = len(self.nodes)
        self.nodes.append(node)
        return self.index[node.id]

    def _add_whole(self, definition: Definition, steps: list[TypedOperation]) -> None:
        slots: dict[int, Slot] = {}
        uses = [a for op in steps for a in op.arguments if isinstance(a, Name)]
        for name in sorted(uses, key=lambda use: (use.span.line, use.span.column)):
            self._shared_slot(name, slots)  # parents in the order in which they are read
        body = tuple(
            Operation(
                step.op,
                tuple(self._shared_slot(argument, slots) for argument in step.arguments),
                step.options,
                step.shape,
            )
            for step in steps
        )
        self.add(self._definition_node(definition, tuple(slots), body))

    def _shared_slot(self, argument: Name | Literal | Result, slots: dict[int, Slot]) -> Argument:
        if not isinstance(argument, Name):
            return argument
        if argument.id in self.constants:
            return Constant(argument.id)
        parent = self.index[argument.id]
        return slots.setdefault(parent, Slot(len(slots)))

    def _add_operations(self, definition: Definition, steps: list[TypedOperation]) -> None:
        """One node for each operation that depends on a node; the others move into its body."""
        made: dict[int, int] = {}
        count = 0
        last = len(steps) - 1
        for position, operation in enumerate(steps):
            parents: list[int] = []
            body: list[Operation] = []
            arguments = tuple(self._own_slot(argument, steps, made, parents, body) for argument in operation.arguments)
            if not parents and position != last:
                continue
            body.append(Operation(operation.op, arguments, operation.options, operation.shape))
            if position == last:
                self.add(self._definition_node(definition, tuple(parents), tuple(body)))
                continue
            count += 1
            self.unnamed += 1
            latex = f"{self.letter}_{{{self.unnamed}}}"
            made[position] = self.add(
                Node(
                    f"{definition.name}.{count}",
                    "intermediate",
                    tuple(parents),
                    tuple(body),
                    latex,
                    definition.name_span,
                    operation.shape,
                )
            )

    def _own_slot(
        self,
        argument: Name | Literal | Result,
        steps: list[TypedOperation],
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
                return self._inline(steps, index, body)
        return Slot(len(parents) - 1)

    def _inline(self, steps: list[TypedOperation], index: int, body: list[Operation]) -> Result:
        """Copy a step that depends on constants alone, and what it needs, into ``body``."""
        needed = {index}
        for position in range(index, -1, -1):
            if position in needed:
                for argument in steps[position].arguments:
                    if isinstance(argument, Result):
                        needed.add(argument.index)
        moved: dict[int, int] = {}
        for position in sorted(needed):
            operation = steps[position]
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
            body.append(Operation(operation.op, tuple(arguments), operation.options, operation.shape))
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
            body[-1].shape,
        )
