"""Journals of plain bytes, which is all that the log knows of entries."""

from __future__ import annotations

import time
from uuid import UUID, uuid4

from ledger.database import Connection, connect
from ledger.log.merkle import leaf_hash, root_of
from ledger.log.store import LogReader

BOOK = UUID("20000000-0000-4000-8000-000000000001")


def record(url: str, count: int, *, gap: int = 0) -> None:
    """Append so many entries, after so many positions that a refused batch has left empty."""
    with connect(url) as connection, connection.transaction():
        connection.execute("LOCK TABLE journal_events IN EXCLUSIVE MODE")
        connection.execute(
            "SELECT nextval('journal_events_notification_id_seq') FROM generate_series(1, %s)",
            (gap,),
        )
        book = uuid4() if gap or stored(connection) else BOOK
        connection.execute(
            "INSERT INTO journal_events (originator_id, originator_version, topic, state) "
            "SELECT %s, n, 'x/1', convert_to(%s || n, 'UTF8') FROM generate_series(1, %s) AS n",
            (book, f"{book} ", count),
        )


def stored(connection: Connection) -> list[bytes]:
    """Return the bytes of all entries in the order of the journal."""
    rows = connection.execute("SELECT state FROM journal_events ORDER BY notification_id")
    return [bytes(raw) for (raw,) in rows]


def places(connection: Connection) -> list[tuple[UUID, int, int]]:
    """Return stream, version and position of all entries in the order of the journal."""
    return connection.execute(
        "SELECT originator_id, originator_version, notification_id FROM journal_events "
        "ORDER BY notification_id"
    ).fetchall()


def require_whole(url: str) -> int:
    """Hold the log against the journal, hash by hash; return its size."""
    with connect(url) as connection:
        log, entries = LogReader(connection), stored(connection)
        leaves = [leaf_hash(each) for each in entries]
        newest = log.newest()
        assert newest is not None
        assert (newest.size, newest.root) == (len(entries), root_of(leaves))
        assert log.root(newest.size) == newest.root
        assert log.entries(0, newest.size) == entries
        for index, (_, _, position) in list(enumerate(places(connection)))[
            :: len(entries) // 50 + 1
        ]:
            assert log.index_of(position) == index
            assert log.nodes(0, index) == leaves[index]
    return newest.size


def covered_after_s(url: str, count: int) -> float:
    """Record entries; return how long it took until a checkpoint covered them."""
    with connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM journal_events").fetchone()
        assert row is not None
        record(url, count)
        begun = time.monotonic()
        while LogReader(connection).size() < row[0] + count:
            assert time.monotonic() - begun < 20
            time.sleep(0.01)
    return time.monotonic() - begun
