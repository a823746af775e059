"""Names, numbers and formulas in LaTeX."""
