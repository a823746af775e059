"""Each room of the engine (a file or a folder of it) and the rooms that it may import; there are no cycles."""

GROUND = {"errors", "limits"}
"""These two, every other room may import."""

_TABLE = """
# words
errors:
limits: errors
numerals:
# formulas and primitives
algebra:
primitive: algebra
ops: algebra primitive
traverse: algebra
rules: algebra ops primitive traverse
shapes: algebra ops primitive traverse
scalars: algebra ops primitive traverse
printing: algebra numerals ops shapes
# text to graph
program: algebra
notation: algebra ops primitive program
names: notation
graph: algebra ops program shapes
scope: graph names program
elaborate: algebra numerals ops primitive program traverse
elements: algebra elaborate graph names numerals ops primitive program scope traverse
lowering: algebra elaborate elements graph names primitive program scope
# graph to trace
evaluate: graph ops primitive program
backprop: algebra evaluate graph ops primitive program rules
tangent: backprop evaluate graph primitive program rules
remarks: algebra backprop evaluate graph ops primitive
trace: backprop evaluate graph lowering notation primitive program remarks
# graph to tape, routine and derivatives of any order
tape: algebra graph ops primitive program
derivative: algebra primitive rules tape traverse
routine: algebra derivative graph lowering notation ops primitive program rules scalars tape
# views of a trace
formulas: algebra graph names ops primitive program traverse
pulled: algebra formulas graph ops primitive program rules shapes traverse
pushed: algebra formulas graph names ops primitive program rules traverse
chain: algebra formulas graph pulled rules
mathematics: algebra chain formulas graph numerals primitive printing trace traverse
forward: mathematics notation primitive printing pushed tangent trace traverse
modes: algebra derivative graph lowering notation primitive program tape trace
cost: algebra graph ops primitive program rules tangent traverse
calculus: algebra formulas graph notation ops primitive printing program rules trace traverse
nudge: evaluate graph ops primitive trace
ripple: graph notation nudge primitive tangent trace
complexstep: nudge ops primitive rules trace
kinks: ops trace
gradcheck: complexstep graph kinks nudge ops primitive trace
formats: algebra chain formulas graph mathematics numerals ops primitive printing routine shapes trace traverse
# Python in place of text
eager: algebra graph lowering names notation numerals ops primitive program rules scalars trace traverse
"""

ENGINE: dict[str, set[str]] = {
    room.strip(): set(allowed.split())
    for room, _, allowed in (line.partition(":") for line in _TABLE.splitlines() if line and not line.startswith("#"))
}
