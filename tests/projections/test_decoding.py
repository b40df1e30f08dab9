"""Decoders in processes of their own tell what would have been decoded here, in the same order."""

from __future__ import annotations

import pytest

from ledger.database import connect, query
from ledger.refusals import Broken
from projections import decoding
from projections.rows import Rows
from projections.runner import rebuild
from tests.projections.damage import Damaged

PART = 3


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few entries be many parts."""
    monkeypatch.setattr(decoding, "PART", PART)


@pytest.fixture
def always_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes of their own decode however few entries."""
    monkeypatch.setattr(decoding, "MANY", 0)


def newest(url: str) -> int:
    with connect(url) as connection:
        row = connection.execute(query("positions")).fetchone()
    assert row is not None
    return int(row[0])


def told(url: str) -> list[Rows]:
    with connect(url) as here:
        parts = list(decoding.parts(here, url, 0, newest(url)))
    for part in parts:
        part.join_lines()
    return parts


def test_decoders_apart_tell_the_same_parts(
    ledger: Damaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = told(ledger.url)
    monkeypatch.setattr(decoding, "MANY", 0)
    assert len(here) > 2 * decoding.DECODERS
    assert told(ledger.url) == here


def test_a_rebuild_from_decoders_is_what_a_replay_finds(
    ledger: Damaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as apart:
        apart.setattr(decoding, "MANY", 0)
        rebuild(ledger.url)
    assert ledger.codes() == set()


@pytest.mark.usefixtures("always_apart")
def test_an_entry_that_is_none_is_named_and_nothing_is_rebuilt(ledger: Damaged) -> None:
    projected = ledger.count("entry")
    ledger.run("UPDATE journal_events SET state = 'x' WHERE notification_id = 7")
    with pytest.raises(Broken, match="not an entry"):
        rebuild(ledger.url)
    assert ledger.count("entry") == projected > 0
