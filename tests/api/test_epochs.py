"""The program changes all keys once a month by itself, and once only."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.identity.passwords import now
from api.persons import epochs
from api.persons.epochs import change, changing_keys, is_due
from ledger.database import connect
from ledger.vault_keys import FILE
from tests.ledger.examples import donation
from tests.ledger.offices import ask, founded_office


@pytest.fixture
def keys(database_url: str, tmp_path: Path) -> Path:
    """Give the keys of a database in which somebody is named; its epoch began a month ago."""
    with founded_office(database_url, tmp_path / "keys") as office:
        ask(office, donation(5, key="D-1"), {"donor": "Nguyễn Văn Anh"})
    with connect(database_url) as connection:
        connection.execute("UPDATE vault_epoch SET begun_at = now() - INTERVAL '32 days'")
    return tmp_path / "keys"


def numbers(keys: Path) -> list[str]:
    """Return the numbers of the epochs whose keys are in the file."""
    return list(json.loads((keys / FILE).read_text())["epochs"])


def test_keys_are_changed_once_a_month(database_url: str, keys: Path) -> None:
    assert is_due(database_url, now())
    for _ in range(2):
        change(database_url, keys)
    assert (numbers(keys), is_due(database_url, now())) == (["2"], False)


def test_a_month_begins_when_it_does_in_vietnam(database_url: str, keys: Path) -> None:
    begun = datetime(2026, 1, 31, 16, 59, tzinfo=UTC)
    with connect(database_url) as connection:
        connection.execute("UPDATE vault_epoch SET begun_at = %s", [begun])
    assert not is_due(database_url, begun)
    assert is_due(database_url, begun + timedelta(minutes=1)) and keys.exists()


def test_the_program_looks_by_itself(
    database_url: str, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = threading.Event()
    monkeypatch.setattr(epochs, "LOOK_S", 0.01)
    monkeypatch.setattr(epochs, "change", lambda *_: changed.set())
    with changing_keys(database_url, keys):
        assert changed.wait(10)
