"""The one error that a command ends with: what is said on standard error, and the exit code."""

REFUSED = 1
"""The answer is no: the model is refused, an adjoint disagrees, the address cannot be listened on."""
MISUSED = 2
"""The command cannot begin: wrong arguments, or a file that cannot be read. argparse ends with it too."""


class Failure(Exception):
    """A command cannot go on.

    Args:
        message: What is said, in whole lines and without a closing line break.
        code: The exit code, :data:`REFUSED` or :data:`MISUSED`.
    """

    def __init__(self, message: str, code: int = REFUSED) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
