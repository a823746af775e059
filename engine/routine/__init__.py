"""Compiled routines: a program and its reverse sweep as straight-line code."""

from engine.routine.compiling import compile, written
from engine.routine.routine import Routine

__all__ = ["Routine", "compile", "written"]
