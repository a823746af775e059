"""What was promised in numbers, measured: `python3 scripts/dev.py bench [-- NAME ...]`.

Each module here is one benchmark: a docstring that says what is compared with what, and
`measure() -> Iterable[Row]`. Two things are compared within one run, as a ratio, because times alone
say more about the machine than about the code.
"""
