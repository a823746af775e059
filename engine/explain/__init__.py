"""Definitions, local derivatives and chain-rule lines, as formulas and as LaTeX."""
