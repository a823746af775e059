"""What every test may use."""

import pytest
from hypothesis import settings

# The same examples on every run: a red test must be red for the next person too.
settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests run on the event loop that the server runs on."""
    return "asyncio"
