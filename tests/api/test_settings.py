"""Settings come from the environment; what cannot be read is said before anything is served."""

from __future__ import annotations

import pytest

from api.serving import serve_until_stopped
from api.settings import settings
from api.speaking import Refused
from reports.addresses import address

NAME = "SOQUY_WEBHOOKS_TO_PRIVATE"


@pytest.mark.parametrize(("said", "is_allowed"), [("yes", True), ("no", False), ("", False)])
def test_a_setting_is_yes_or_no(
    monkeypatch: pytest.MonkeyPatch, said: str, is_allowed: bool
) -> None:
    monkeypatch.setenv(NAME, said)
    assert settings().webhooks_to_private is is_allowed


@pytest.mark.parametrize(("said", "meant"), [("600", 600), ("", 120_000)])
def test_how_much_one_key_may_ask_is_a_number(
    monkeypatch: pytest.MonkeyPatch, said: str, meant: int
) -> None:
    monkeypatch.setenv("SOQUY_REQUESTS_PER_MINUTE", said)
    assert settings().requests_per_minute == meant


def test_a_number_out_of_bounds_is_refused_with_the_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOQUY_REQUESTS_PER_MINUTE", "0")
    with pytest.raises(Refused, match=r"“0” .* SOQUY_REQUESTS_PER_MINUTE: .* từ 1 đến 10000000"):
        settings()


def test_nothing_is_served_with_a_setting_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(NAME, "có lẽ")
    with pytest.raises(Refused, match="“có lẽ” của biến môi trường SOQUY_WEBHOOKS_TO_PRIVATE"):
        serve_until_stopped("", "127.0.0.1", 0)


@pytest.mark.parametrize("said", ["so-quy.example", "ftp://so-quy.example", "https://a b"])
def test_an_address_that_is_none_is_refused_with_an_example(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("SOQUY_ADDRESS", said)
    with pytest.raises(Refused, match=r"SOQUY_ADDRESS: .* ví dụ https://so-quy.example"):
        settings()


def test_papers_name_the_address_that_is_set_else_that_which_the_asker_sees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SOQUY_ADDRESS", raising=False)
    assert address("http://127.0.0.1:8000/") == "http://127.0.0.1:8000"
    monkeypatch.setenv("SOQUY_ADDRESS", "https://so-quy.example/")
    assert settings().address == "https://so-quy.example/"
    assert address("http://127.0.0.1:8000/") == "https://so-quy.example"
