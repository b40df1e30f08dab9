"""The journal appends a batch in one call or not at all, and reads as the library does.

What is overridden is held against the library: the same table, the pinned version, its own reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.application import Application
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from ledger.database import connect, settings
from ledger.events import DonationReceived, FundDefined
from ledger.journal import Answer, Batch, BatchRecorder, Conflict, Journal, Row
from ledger.keys import id_of_key
from ledger.persons import Words
from ledger.vault import Part
from ledger.wire import Entry, to_bytes
from tests.ledger.examples import COMMUNE, DISTRICT, donated
from tests.ledger.samples import STORED
from tests.secret_keys import KEYS

SALT = bytes(range(32))
AT = datetime(2022, 3, 1, tzinfo=UTC)


@pytest.fixture
def journal(database_url: str) -> Iterator[Journal]:
    with closing(Journal(database_url, KEYS)) as opened:
        yield opened


def gift(version: int, unit_id: UUID = COMMUNE, key: str | None = None) -> Entry:
    event = donated(500, key=key or f"D-{version}", number=version, receipt_number=version)
    return Entry(unit_id, version, AT, "thu-quy", event)


def batch(journal: Journal, *entries: Entry, registry_version: int = 0) -> Batch:
    """Entries with the answers and private parts that belong to them."""
    rows = []
    for entry in entries:
        command_id, event = None, entry.event
        if isinstance(event, DonationReceived):
            command_id = id_of_key(event.key)
        private = b'{"donor":"Anh"}'
        words = Words(entry.originator_id, entry.originator_version, SALT, private)
        rows.append(Row(journal.stored(entry), command_id, b"print", words))
    return Batch(rows, registry_version)


def counts(url: str) -> tuple[Any, ...] | None:
    with connect(url) as connection:
        return connection.execute(
            "SELECT (SELECT count(*) FROM journal_events),"
            " (SELECT count(*) FROM command_log), (SELECT count(*) FROM vault)"
        ).fetchone()


# Appending


def test_a_batch_is_recorded_with_its_answers_and_private_parts(
    journal: Journal, database_url: str
) -> None:
    assert journal.append(batch(journal, gift(1), gift(2), gift(1, DISTRICT, "D-9"))) == []
    assert counts(database_url) == (3, 3, 3)


def test_the_stored_bytes_are_the_entry_and_the_topic_is_its_stored_name(
    journal: Journal, database_url: str
) -> None:
    journal.append(batch(journal, gift(1)))
    with connect(database_url) as connection:
        row = connection.execute("SELECT topic, state FROM journal_events").fetchone()
    assert row == ("donation.received/1", to_bytes(gift(1)))


def test_entries_are_notified_in_the_order_of_the_batch(
    journal: Journal, database_url: str
) -> None:
    entries = [gift(at // 2 + 1, (COMMUNE, DISTRICT)[at % 2], f"K-{at}") for at in range(40)]
    journal.append(batch(journal, *entries[:20]))
    journal.append(batch(journal, *entries[20:]))
    with connect(database_url) as connection:
        rows = connection.execute(
            "SELECT originator_id, originator_version FROM journal_events ORDER BY notification_id"
        ).fetchall()
    assert rows == [(each.originator_id, each.originator_version) for each in entries]


def test_a_batch_with_a_command_answered_before_records_nothing_and_says_which(
    journal: Journal, database_url: str
) -> None:
    journal.append(batch(journal, gift(1)))
    answered = journal.append(batch(journal, gift(1, DISTRICT, "D-1"), gift(2, DISTRICT, "D-2")))
    assert answered == [Answer(id_of_key("D-1"), b"print", COMMUNE, 1)]
    assert counts(database_url) == (1, 1, 1)


def test_a_batch_on_an_old_book_conflicts_and_records_nothing(
    journal: Journal, database_url: str
) -> None:
    journal.append(batch(journal, gift(1)))
    with pytest.raises(Conflict):
        journal.append(batch(journal, gift(1, DISTRICT, "D-8"), gift(1, key="D-9")))
    assert counts(database_url) == (1, 1, 1)


def test_a_batch_on_an_old_registry_conflicts_and_records_nothing(
    journal: Journal, database_url: str
) -> None:
    with pytest.raises(Conflict):
        journal.append(batch(journal, gift(1), registry_version=3))
    assert counts(database_url) == (0, 0, 0)


def test_the_library_cannot_append_past_the_command_log(
    journal: Journal, database_url: str
) -> None:
    recorder = BatchRecorder(journal._recorder.datastore, database_url, "journal_events")
    with pytest.raises(NotImplementedError):
        recorder.insert_events([StoredEvent(COMMUNE, 1, "donation.received/1", b"{}")])


# Reading


def test_a_book_is_read_oldest_first(journal: Journal) -> None:
    entries = [gift(at) for at in (1, 2, 3)]
    journal.append(batch(journal, *entries))
    assert list(journal.history(COMMUNE)) == [each.event for each in entries]
    assert list(journal.history(DISTRICT)) == []


def test_many_books_are_read_one_after_another(journal: Journal) -> None:
    mine, theirs = [gift(1), gift(2)], [gift(1, DISTRICT, "D-8"), gift(2, DISTRICT, "D-9")]
    journal.append(batch(journal, mine[0], theirs[0], mine[1], theirs[1]))
    read = list(journal.histories([COMMUNE, DISTRICT]))
    assert read == [(each.originator_id, each.event) for each in (*theirs, *mine)]


def test_answers_and_the_entries_they_name_are_found_by_command(journal: Journal) -> None:
    journal.append(batch(journal, gift(1), gift(2)))
    ids = [id_of_key("D-2"), id_of_key("unknown")]
    assert journal.answered(ids) == {ids[0]: Answer(ids[0], b"print", COMMUNE, 2)}
    assert journal.entries_of(ids) == {ids[0]: gift(2)}
    assert journal.entry(COMMUNE, 2) == gift(2)


def test_the_length_of_a_book_is_known_also_when_it_is_empty(journal: Journal) -> None:
    journal.append(batch(journal, gift(1), gift(2)))
    assert journal.versions([COMMUNE, DISTRICT]) == {COMMUNE: 2, DISTRICT: 0}


def test_private_parts_are_found_by_place_and_the_erased_are_missing(
    journal: Journal, database_url: str
) -> None:
    journal.append(batch(journal, gift(1), gift(2)))
    with connect(database_url) as connection:
        connection.execute("DELETE FROM vault WHERE version = 2")
    places = [(COMMUNE, 1), (COMMUNE, 2)]
    assert journal.private_parts(places) == {(COMMUNE, 1): Part(SALT, b'{"donor":"Anh"}')}


def test_every_stored_sample_passes_through_the_journal_unchanged(
    journal: Journal, database_url: str
) -> None:
    fund = FundDefined(fund="hoc-bong", name="Học bổng", restricted=True)
    journal.append(batch(journal, Entry(COMMUNE, 1, AT, "thu-quy", fund)))
    with connect(database_url) as connection:
        for stem, raw in STORED.items():
            connection.execute("UPDATE journal_events SET state = %s", (raw,))
            assert to_bytes(journal.entry(COMMUNE, 1)) == raw, stem


# The library


def test_the_library_is_the_version_whose_parts_are_overridden() -> None:
    assert version("eventsourcing").split(".")[:2] == ["9", "5"]
    assert tuple(int(part) for part in version("eventsourcing").split(".")) >= (9, 5, 6)


def definition(url: str, table: str) -> list[list[tuple[Any, ...]]]:
    """Columns, indexes, settings and constraints of a table, without its name."""
    questions = (
        "SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute"
        " WHERE attrelid = %(t)s::regclass AND attnum > 0 ORDER BY attnum",
        "SELECT replace(pg_get_indexdef(indexrelid), %(t)s, 't'), indisprimary, indisunique"
        " FROM pg_index WHERE indrelid = %(t)s::regclass ORDER BY 1",
        "SELECT unnest(reloptions) FROM pg_class WHERE oid = %(t)s::regclass ORDER BY 1",
        "SELECT contype, replace(pg_get_constraintdef(oid), %(t)s, 't') FROM pg_constraint"
        " WHERE conrelid = %(t)s::regclass ORDER BY 1, 2",
    )
    with connect(url) as connection:
        return [connection.execute(text.encode(), {"t": table}).fetchall() for text in questions]


def test_the_journal_is_the_table_that_the_library_would_create(database_url: str) -> None:
    said = settings(database_url)
    with closing(
        PostgresDatastore(
            dbname=said["dbname"],
            host=said.get("host", ""),
            port=said.get("port", "5432"),
            user=said.get("user", ""),
            password=said.get("password", ""),
            originator_id_type="uuid",
        )
    ) as datastore:
        recorder = PostgresApplicationRecorder(datastore, events_table_name="library_events")
        recorder.create_table()
    with connect(database_url) as connection:
        connection.execute("DROP INDEX journal_events_seldom")  # our own, to find few among many
    assert definition(database_url, "journal_events") == definition(database_url, "library_events")


def test_the_library_reads_what_was_appended(journal: Journal) -> None:
    entries = [gift(1), gift(1, DISTRICT, "D-8"), gift(2)]
    journal.append(batch(journal, *entries))
    application: Application[UUID] = journal._application
    notified = application.recorder.select_notifications(start=1, limit=10)
    assert [bytes(each.state) for each in notified] == [to_bytes(each) for each in entries]
    ids = [each.id for each in notified]
    assert ids == sorted(ids)
    assert application.recorder.max_notification_id() == ids[-1]
