"""Rows are held against the entries as text; only where the text differs is everything replayed."""

from __future__ import annotations

import pytest

from ledger.database import connect, query
from projections import audit_replay
from projections.audit_rows import TABLES, digests_of_rows
from tests.ledger.examples import donation, reversal
from tests.ledger.offices import ask, office_at
from tests.projections.damage import Damaged

NOT_COMPARED = {"reversed_on", "reversed_position"}
"""Columns that do not follow from the entry of the row itself; they are looked at apart."""


@pytest.fixture
def never_replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be replayed that was not found to differ."""

    def apply(*_: object) -> int:
        raise AssertionError("replayed")

    monkeypatch.setattr(audit_replay, "apply", apply)


@pytest.mark.usefixtures("never_replayed")
def test_rows_of_every_kind_are_told_as_they_are_stored(ledger: Damaged) -> None:
    assert ledger.audit().is_clean


@pytest.mark.usefixtures("never_replayed")
def test_odd_characters_are_told_as_they_are_stored(ledger: Damaged) -> None:
    with office_at(ledger.url) as office:
        ask(office, donation(1_000, key='D\\8 "một" hai'))
    assert ledger.audit().is_clean


@pytest.mark.usefixtures("never_replayed")
def test_what_was_recorded_after_one_another_is_told_as_it_is_stored(ledger: Damaged) -> None:
    for number in range(5):
        with office_at(ledger.url) as office:
            ask(office, donation(1_000, key=f"D-1{number}"))
            ask(office, reversal(reverses=f"D-1{number}", key=f"R-1{number}"))
    assert ledger.audit().is_clean


@pytest.mark.parametrize("table", TABLES)
def test_a_row_too_few_changes_the_digest(ledger: Damaged, table: str) -> None:
    ledger.run("INSERT INTO admitted SELECT position, unit_id, version, key FROM gift")
    with connect(ledger.url) as connection:
        before = digests_of_rows(connection)[table]
        ledger.run(f"DELETE FROM {table} WHERE ctid = (SELECT min(ctid) FROM {table})")
        assert digests_of_rows(connection)[table] != before


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_a_row_is_looked_at(ledger: Damaged, table: str) -> None:
    asked = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
    with connect(ledger.url) as connection:
        columns = {name for (name,) in connection.execute(asked, [table])}
    told = query("audit_text_of_" + table).decode().partition("FROM")[0]
    assert {name for name in columns if name not in told} == columns & NOT_COMPARED


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE gift SET reversed_on = '2022-03-01' WHERE key = 'D-1'",
        "UPDATE gift SET reversed_on = NULL WHERE reversed_on IS NOT NULL",
        "UPDATE payout SET reversed_on = '2022-03-01', reversed_position = 1",
    ],
)
def test_a_wrong_mark_of_what_was_undone_is_named(ledger: Damaged, change: str) -> None:
    ledger.run(change)
    assert "projection_row_differs" in ledger.codes()
