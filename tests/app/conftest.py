"""An application in this process, and clients that talk to it without a network."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.content.examples import Library
from app.main import create_app
from app.settings import Settings

LIBRARY = Library.read()

MakeApp = Callable[..., FastAPI]
PATIENCE = 120.0
"""Seconds for an answer: on a busy machine a test must not be told to ask again."""

Connect = Callable[..., httpx.AsyncClient]


@pytest.fixture
def make_app() -> Iterator[MakeApp]:
    """Makes applications with these settings; their threads end with the test."""
    made: list[FastAPI] = []

    def make(**settings: Any) -> FastAPI:
        made.append(create_app(Settings(**{"deadline_seconds": PATIENCE, **settings}), LIBRARY))
        return made[-1]

    yield make
    for app in made:
        app.state.service.close()


@pytest.fixture
async def connect(make_app: MakeApp) -> AsyncIterator[Connect]:
    """Makes a client of a new application with these settings."""
    async with AsyncExitStack() as stack:
        clients: list[httpx.AsyncClient] = []

        def make(**settings: Any) -> httpx.AsyncClient:
            clients.append(client_of(make_app(**settings)))
            stack.push_async_callback(clients[-1].aclose)
            return clients[-1]

        yield make


@pytest.fixture
async def client(connect: Connect) -> httpx.AsyncClient:
    """A client of an application with the settings as they come."""
    return connect()


def client_of(app: FastAPI, **headers: str) -> httpx.AsyncClient:
    """A client of this application. It does not ask for compression unless a test does."""
    plain = {"accept-encoding": "identity", **headers}
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost", headers=plain)
