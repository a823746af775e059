"""Lecture 6, section 2.1: how a calculus class would do it, and what it costs.

The cost is written in its leaves alone and differentiated line by line; nothing is given a name, so whatever is
needed twice is written twice. What that takes is counted against backpropagation, exactly, whatever the depth.
"""

from engine.calculus.choosing import MOST_LEAVES, choose
from engine.calculus.lesson import Derivation, Lesson, calculus

__all__ = ["MOST_LEAVES", "Derivation", "Lesson", "calculus", "choose"]
