"""The lecture's notation: text -> Program, with the place of everything in it.

``docs/notation.md`` has the grammar. The room imports errors, limits, program and the primitive
table (for names and arities), and nothing else of the engine.
"""

from engine.notation.names import canonical
from engine.notation.reading import as_program
from engine.notation.statements import parse

__all__ = ["as_program", "canonical", "parse"]
