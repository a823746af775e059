"""Formulas that simplify as they are built, and the way through them."""
