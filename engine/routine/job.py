"""What a routine is asked for: a tape that holds the forward and the backward pass, and what is read off it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.errors import EngineError
from engine.formula.expr import Shape
from engine.graph.graph import Graph
from engine.primitives.declaration import Value
from engine.tape import Tape, record
from engine.tape.differentiate import reverse


@dataclass(frozen=True, slots=True)
class Leaf:
    """An input of the routine, and the value that the source gives it (None where it gives none)."""

    name: str
    position: int
    shape: Shape
    default: Value | None


@dataclass(frozen=True, slots=True)
class GradientProgram:
    """A value and its gradients, on tape.

    Args:
        name: Of the output.
        output: Its position.
        gradients: For each name in ``wrt`` its position.
        adjoints: For each name in ``wrt`` the position of its adjoint; None where it is 0, or where the
            sweep is not on the tape (:func:`differentiated` puts it there).
    """

    tape: Tape
    name: str
    output: int
    leaves: tuple[Leaf, ...]
    gradients: Mapping[str, int]
    adjoints: Mapping[str, int | None]

    @property
    def scalar(self) -> bool:
        """Whether every value is one number."""
        return not any(self.tape.shapes)


def job_of(graph: Graph, wrt: Iterable[str] | None, defaults: Mapping[str, Value]) -> GradientProgram:
    """The forward pass on tape.

    Args:
        wrt: Ids of nodes; every leaf that is no constant unless given.
        defaults: Values of leaves, by id.

    Raises:
        EngineError: If one of ``wrt`` is no node of the graph.
    """
    recording = record(graph)
    leaves = (*graph.constants, *(node for node in graph.nodes if not node.body))
    names = [node.id for node in graph.nodes if not node.body] if wrt is None else list(dict.fromkeys(wrt))
    for name in names:
        if name not in graph.index:
            raise EngineError(
                f"There is no gradient for '{name}': it is no node of this program.",
                _known(graph),
                code="no-gradient",
                name=name,
                nodes=", ".join(node.id for node in graph.nodes[:12]),
            )
    return GradientProgram(
        recording.tape,
        graph.nodes[graph.output].id,
        recording.output,
        tuple(Leaf(leaf.id, recording.positions[leaf.id], leaf.shape, defaults.get(leaf.id)) for leaf in leaves),
        {name: recording.positions[name] for name in names},
        dict.fromkeys(names),
    )


def _known(graph: Graph) -> str:
    names = [node.id for node in graph.nodes][:12]
    return f"Its nodes are {', '.join(names)}{' …' if len(graph.nodes) > len(names) else ''}."


def differentiated(job: GradientProgram) -> GradientProgram:
    """The job with the reverse sweep on its tape."""
    found = reverse(job.tape, job.output, job.gradients.values())
    adjoints = {name: found[position] for name, position in job.gradients.items()}
    return GradientProgram(job.tape, job.name, job.output, job.leaves, job.gradients, adjoints)
