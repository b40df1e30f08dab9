"""Rows as they are stored ↔ rows as the journal tells them, as two digests of the same text.

Nearly all rows of the projections say what one entry says, and nothing else. While an audit reads
the entries book by book, it makes those rows once more, as text; PostgreSQL writes the stored ones
as text in the same order. Where all digests are equal every row is what it should be, byte for
byte; where one differs, a replay names the rows (projections/audit_replay.py).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from ledger.database import Connection, query
from ledger.postings import Posting
from ledger.wire import Entry
from projections.rows import Rows

if TYPE_CHECKING:
    from hashlib import _Hash

TABLES: Final = ("entry", "gift", "payout", "admitted", "paper_code")
"""The tables whose rows each follow from one entry, but for the day on which it was undone."""

LINES_AT_ONCE: Final = 10_000


class TellingRows:
    """What the journal says the rows are, learned entry by entry, book by book."""

    def __init__(self, position: int) -> None:
        """Begin; entries after `position` have no rows yet."""
        self.rows = Rows()
        self.is_whole = True
        self._position = position
        self._digests: dict[str, _Hash] = {table: sha256() for table in TABLES}
        self._positions = array("q")
        self._instants: dict[datetime, int] = {}
        self._last: tuple[int, datetime | None] = (0, None)

    def miss(self) -> None:
        """Note that an entry could not be read, or stands behind a later one of its book."""
        self.is_whole = False

    def take(
        self,
        position: int,
        entry: Entry,
        lines: tuple[Posting, ...],
        raw: bytes,
        person: UUID | None,
    ) -> None:
        """Learn the rows of the next entry, as `Rows.add` does."""
        if position > self._position:
            return
        self._positions.append(position)
        first = self._instants.get(entry.recorded_at)
        if first is None or position < first:
            self._instants[entry.recorded_at] = position
        if position > self._last[0]:
            self._last = position, entry.recorded_at
        self.rows.add(position, entry, lines, raw, person)
        if len(self.rows.entries) >= LINES_AT_ONCE:
            self._digest_lines()

    def finish(self) -> None:
        """Note that every entry was taken."""
        self._digest_lines()
        codes = self.rows.paper_codes
        codes.sort(key=_position_of)
        self._digest("paper_code", codes)
        _, self.rows.recorded_at = self._last

    def digests(self) -> Mapping[str, bytes]:
        """Return the digest of each table."""
        return {table: each.digest() for table, each in self._digests.items()}

    def learned(self) -> list[str]:
        """Return the lines of `learned`: since when how many entries are known."""
        positions = sorted(self._positions)
        lines, newest = [], None
        for at, position in sorted(self._instants.items(), key=lambda each: each[1]):
            if newest is None or at > newest:
                newest = at
                before = bisect_left(positions, position)
                lines.append(f"{at.isoformat()}\t{position}\t{before}\n")
        return lines

    def _digest_lines(self) -> None:
        rows = self.rows
        self._digest("entry", rows.entries)
        self._digest("gift", rows.gifts)
        self._digest("payout", rows.payouts)
        self._digest("admitted", rows.admitted)

    def _digest(self, table: str, lines: list[str]) -> None:
        self._digests[table].update("".join(lines).encode())
        lines.clear()


def digests_of_rows(connection: Connection) -> Mapping[str, bytes]:
    """Return the digest of each table as it is stored; its settings last as long as the audit."""
    connection.execute(query("audit_as_text"))
    found = {}
    for table in TABLES:
        digest = sha256()
        with connection.cursor().copy(query("audit_text_of_" + table)) as copy:
            for block in copy:
                digest.update(block)
        found[table] = digest.digest()
    return found


def undone_as_told(connection: Connection, rows: Rows) -> bool:
    """Say whether the gifts and payouts that are marked as undone are those that were."""
    for name, undone in (
        ("audit_gifts_undone", rows.gifts_undone),
        ("audit_payouts_undone", rows.payouts_undone),
    ):
        asked: dict[str, Any] = {
            "units": undone.units,
            "keys": undone.keys,
            "days": undone.days,
            "positions": undone.positions,
        }
        if connection.execute(query(name), asked).fetchone() != (0,):
            return False
    return True


def _position_of(line: str) -> int:
    return int(line.partition("\t")[0])
