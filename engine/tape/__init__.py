"""A Wengert list: the form of a program on which derivative rules are read as graph nodes.

Compiled routines, second derivatives, forward mode and exports all start from here.
"""

from engine.tape.recording import Recording, record
from engine.tape.running import run
from engine.tape.tape import CONSTANT, INPUT, Tape

__all__ = ["CONSTANT", "INPUT", "Recording", "Tape", "record", "run"]
