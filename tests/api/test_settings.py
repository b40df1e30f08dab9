"""Settings come from the environment; what cannot be read is said before anything is served."""

from __future__ import annotations

import pytest

from api.serving import serve_until_stopped
from api.settings import settings
from api.speaking import Refused

NAME = "SOQUY_WEBHOOKS_TO_PRIVATE"


@pytest.mark.parametrize(("said", "is_allowed"), [("yes", True), ("no", False), ("", False)])
def test_a_setting_is_yes_or_no(
    monkeypatch: pytest.MonkeyPatch, said: str, is_allowed: bool
) -> None:
    monkeypatch.setenv(NAME, said)
    assert settings().webhooks_to_private is is_allowed


def test_nothing_is_served_with_a_setting_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(NAME, "có lẽ")
    with pytest.raises(Refused, match="“có lẽ” của biến môi trường SOQUY_WEBHOOKS_TO_PRIVATE"):
        serve_until_stopped("", "127.0.0.1", 0)
