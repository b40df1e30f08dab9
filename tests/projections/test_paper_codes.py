"""Every paper is found by its code, whether its entry came before the codes were kept or after."""

from __future__ import annotations

from ledger.database import Connection, connect, migrations
from ledger.wire import from_bytes
from projections.audit import audit
from projections.paper_codes import OnPaper, code_of, entries_with_code
from projections.runner import rebuild
from tests.projections.damage import Damaged
from tests.secret_keys import KEYS

ALL = b"SELECT position, code FROM paper_code ORDER BY position"
DATES = b"SELECT position, paper_on FROM gift ORDER BY position"


def _expected(connection: Connection) -> list[tuple[int, int]]:
    rows = connection.execute(b"SELECT notification_id, state FROM journal_events ORDER BY 1")
    return [
        (position, code_of(bytes(raw)))
        for position, raw in rows.fetchall()
        if isinstance(from_bytes(bytes(raw)).event, OnPaper)
    ]


def test_every_entry_with_a_paper_has_its_code_and_no_other_entry(ledger: Damaged) -> None:
    with connect(ledger.url) as connection:
        assert connection.execute(ALL).fetchall() == _expected(connection)


def test_a_rebuild_keeps_the_codes_and_the_days_on_papers(ledger: Damaged) -> None:
    with connect(ledger.url) as connection:
        before = [connection.execute(each).fetchall() for each in (ALL, DATES)]
    rebuild(ledger.url)
    with connect(ledger.url) as connection:
        assert [connection.execute(each).fetchall() for each in (ALL, DATES)] == before


def test_the_migration_gives_old_entries_what_new_ones_are_given(ledger: Damaged) -> None:
    (migration,) = [path for path in migrations() if path.name == "0020_paper_codes.sql"]
    with connect(ledger.url) as connection:
        before = [connection.execute(each).fetchall() for each in (ALL, DATES)]
        connection.execute(b"DROP TABLE paper_code; ALTER TABLE gift DROP COLUMN paper_on")
        connection.execute(migration.read_bytes())
        assert [connection.execute(each).fetchall() for each in (ALL, DATES)] == before


def test_entries_are_found_by_their_codes_oldest_first(ledger: Damaged) -> None:
    with connect(ledger.url) as connection:
        wanted = _expected(connection)[:3]
        found = entries_with_code(connection, [code for _, code in reversed(wanted)])
    assert [(each.position, each.code) for each in found] == wanted


def test_an_audit_names_a_code_that_was_changed(ledger: Damaged) -> None:
    newest = "(SELECT max(position) FROM paper_code)"
    ledger.run(f"UPDATE paper_code SET code = code + 1 WHERE position = {newest}")
    faults = audit(ledger.url, KEYS).faults
    assert [(each.code, each.facts["table"]) for each in faults] == [
        ("projection_row_differs", "paper_code")
    ]
