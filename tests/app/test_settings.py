"""Settings come from the environment and are checked."""

import pytest
from pydantic import ValidationError

from app.settings import Settings


def test_the_environment_sets_them_with_the_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKSWEEP_SOURCE_BYTES", "99")
    monkeypatch.setenv("BACKSWEEP_ALLOWED_HOSTS", "board.example, 10.0.0.7,")
    settings = Settings()
    assert settings.limits().source_bytes == 99
    assert settings.allowed_hosts == ("board.example", "10.0.0.7")


def test_other_origins_get_nothing_unless_asked_for() -> None:
    assert Settings().cors_origins == ()
    assert Settings().host == "127.0.0.1"


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "99999"), ("DEPTH", "0"), ("DEPTH", "100000"), ("LOG_LEVEL", "LOUD")]
)
def test_what_cannot_work_is_refused_at_the_start(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"BACKSWEEP_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()
