"""Each wing of the engine and of the service, and the wings that it may import; there are no cycles.

The order is the way of a model: a wing imports only wings that stand above it.
"""

GROUND = {"engine": {"errors", "limits", "mistakes"}, "app": {"settings"}}
"""These, every other wing may import."""

_ENGINE = """
mistakes:
errors: mistakes
limits: errors
formula:
primitives: formula
notation: formula primitives
latex: formula notation primitives
graph: formula latex notation primitives
sweeps: formula graph notation primitives
tape: formula graph notation primitives
explain: formula graph latex notation primitives sweeps
finite_differences: graph primitives sweeps
routine: formula graph notation primitives tape
calculus: explain formula graph latex notation primitives sweeps
formats: explain formula graph latex notation primitives routine sweeps
eager: formula graph latex notation primitives sweeps
"""

_APP = """
settings:
http:
request: http
content: request
api: content http request
pages: api content http
main: api content http pages
__main__: http main settings
"""


def _read(table: str) -> dict[str, set[str]]:
    rows = (line.partition(":") for line in table.split("\n") if line)
    return {wing: set(allowed.split()) for wing, _, allowed in rows}


WINGS: dict[str, dict[str, set[str]]] = {"engine": _read(_ENGINE), "app": _read(_APP)}
