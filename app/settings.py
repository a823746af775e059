"""Everything that can be set from outside: environment variables with the prefix ``BACKSWEEP_``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from engine import Limits
from engine.limits import DEEPEST

Names = Annotated[tuple[str, ...], NoDecode]
"""A list written with commas: ``BACKSWEEP_ALLOWED_HOSTS=board.example,10.0.0.7``."""


class Settings(BaseSettings):
    """The service's budgets and addresses. A budget that is hit is named in the answer by its field name."""

    model_config = SettingsConfigDict(env_prefix="BACKSWEEP_", extra="ignore", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    allowed_hosts: Names = ()
    """Names other than the local ones that the Host header may carry; ``*`` allows every name."""
    cors_origins: Names = ()
    """Origins whose pages may call the API; none unless set."""

    source_bytes: int = Field(default=262_144, ge=1)
    tokens: int = Field(default=32_768, ge=1)
    depth: int = Field(default=64, ge=1, le=DEEPEST)
    name_length: int = Field(default=64, ge=1)
    operations: int = Field(default=12_000, ge=1)
    inputs: int = Field(default=1_000, ge=1)
    elements: int = Field(default=200_000, ge=1)
    """Numbers in the inputs of a request together, and in all values of a model together."""
    multiply_adds: int = Field(default=50_000_000, ge=1)
    unfolded: int = Field(default=20_000, ge=1)
    steps: int = Field(default=20_000, ge=1)
    formula_digits: int = Field(default=1_000, ge=1, le=4_000)
    """Decimal digits of the longest count of operations; Python itself writes no more than 4,300."""
    nudges: int = Field(default=64, ge=1)
    """How many sizes of nudge one request may try."""
    work: int = Field(default=2_000, ge=1)
    """Milliseconds of a processor that an answer may take, as estimated before any of it is made."""
    batch: int = Field(default=64, ge=1)
    """How many models one request may bring."""
    answer_bytes: int = Field(default=16_000_000, ge=1)
    body_bytes: int = Field(default=1_048_576, ge=1)

    deadline_seconds: float = Field(default=10.0, gt=0)
    """How long a request may take to arrive, and how long it may then wait for its answer."""
    graceful_seconds: int = Field(default=5, ge=0)
    """How long open requests may still run once the server was told to stop."""
    queue_length: int = Field(default=32, ge=1)
    """How many computations may wait for the engine's thread before the next is answered 503."""
    quick_bytes: int = Field(default=4_096, ge=0)
    """Requests up to this size are read on the thread for small ones, and a longer one where large ones are."""
    quick_work: int = Field(default=50, ge=0)
    """Answers of at most so many estimated milliseconds have a thread of their own; none waits for a heavy one."""
    cache_bytes: int = Field(default=67_108_864, ge=0)

    lessons: str = ""
    """A directory with lessons of one's own, offered before those that come with the server; none unless set."""

    log_level: str = "INFO"
    access_log: bool = False
    """One line for each request. Off: a class of thirty would fill the terminal."""

    @field_validator("allowed_hosts", "cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        level = value.upper()
        if level not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
            raise ValueError("one of DEBUG, INFO, WARNING, ERROR, CRITICAL")
        return level

    def limits(self) -> Limits:
        """The budgets that the engine keeps itself."""
        return Limits(
            source_bytes=self.source_bytes,
            tokens=self.tokens,
            depth=self.depth,
            name_length=self.name_length,
            operations=self.operations,
            elements=self.elements,
            multiply_adds=self.multiply_adds,
            unfolded=self.unfolded,
        )
