"""What every test may use."""

import pytest
from hypothesis import settings

from scripts.processes import pass_no_ignored_signals

pass_no_ignored_signals()  # servers and browsers must end when they are told to, also below a background job

# The same examples on every run: a red test must be red for the next person too.
settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests run on the event loop that the server runs on."""
    return "asyncio"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow tests come first, so that no process begins one when the others are done; the browser's come last.

    A browser that is open keeps an event loop running in its process, and an asynchronous test after it could not run
    its own. Processes side by side each take the tests in this order.
    """
    items.sort(
        key=lambda item: ("browser" in getattr(item, "fixturenames", ()), item.get_closest_marker("slow") is None)
    )
