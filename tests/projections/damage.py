"""A small ledger with a row of every kind, and ways to damage it behind the ledger's back.

The commune receives cash, money at the bank, goods (valued and not), and what the newspaper
collected; it pays pupils, one of them two lines on one voucher, sends money up, and undoes a gift.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.commands import Command, ContinueSeries, DefineFund, StatePopulation
from ledger.database import connect
from ledger.keys import id_of_key
from ledger.wire import canonical
from projections.audit import Report, audit
from projections.runner import catch_up
from tests.ledger.examples import (
    COMMUNE,
    JUNE,
    MARCH,
    OCTOBER,
    arrival,
    collection,
    direct,
    donation,
    goods,
    goods_payout,
    handover,
    movement,
    payout,
    reversal,
    transfer,
)
from tests.ledger.offices import ask, founded_office
from tests.secret_keys import KEYS

ANH = {"donor": "Nguyễn Văn Anh"}
LAN = {"recipient": "Hồ Thị Lan", "birth_year": 2010}

YEAR: Sequence[tuple[Command, dict[str, Any]]] = (
    (StatePopulation(unit_id=COMMUNE, on=MARCH, persons=9_000, source="Xã"), {}),
    (DefineFund(unit_id=COMMUNE, fund="hoc-bong", name="Học bổng", restricted=True), {}),
    (ContinueSeries(unit_id=COMMUNE, series="PT", year=2022, next_number=41), {}),
    (donation(700_000, key="D-1"), ANH),
    (donation(300_000, key="D-2"), {"donor": "Trần Thị Bình"}),
    (donation(900_000, key="D-3", channel="bank", fund="hoc-bong"), {}),
    (donation(50_000, key="D-4", on=JUNE), ANH),
    (goods("100", 1_000_000, key="G-1"), ANH),
    (goods("3", None, key="G-2", item="đàn", counted_in="chiếc"), {}),
    (collection(400_000, key="C-1"), ANH),
    (handover(250_000, key="H-1"), {}),
    (direct(100_000, key="K-1"), {}),
    (movement(200_000, source="cash", target="bank", key="M-1"), {}),
    (payout(120_000, key="P-1", voucher="đợt 1"), LAN),
    (payout(130_000, key="P-2", voucher="đợt 1"), {"recipient": "Lê Văn Cường"}),
    (goods_payout("40", key="X-1"), LAN),
    (transfer(150_000, key="T-1"), {}),
    (transfer(60_000, key="T-2"), {}),
    (arrival(key="T-1"), {}),
    (reversal(key="R-1", reverses="D-4", on=OCTOBER), {"reason": "ghi nhầm"}),
    (reversal(key="R-2", reverses="T-1", on=OCTOBER), {"reason": "chuyển nhầm"}),
)


@dataclass(frozen=True)
class Damaged:
    """The small ledger at `url`, to be damaged and audited."""

    url: str

    def run(self, statement: str, *values: object) -> int:
        """Change something in the database; return how many rows were changed."""
        with connect(self.url) as connection:
            return connection.execute(statement.encode(), values).rowcount

    def place(self, key: str, *, received: bool = False) -> tuple[UUID, int]:
        """Return where the entry of a key is stored: unit and version."""
        with connect(self.url) as connection:
            found = connection.execute(
                "SELECT unit_id, version FROM command_log WHERE command_id = %s",
                (id_of_key(key, received=received),),
            ).fetchone()
        assert found is not None
        return found[0], found[1]

    def said(self, key: str, *, received: bool = False) -> dict[str, Any]:
        """Return what the stored bytes of an entry say."""
        with connect(self.url) as connection:
            found = connection.execute(
                "SELECT state FROM journal_events "
                "WHERE originator_id = %s AND originator_version = %s",
                self.place(key, received=received),
            ).fetchone()
        assert found is not None
        said: dict[str, Any] = json.loads(bytes(found[0]))
        return said

    def rewrite(self, key: str, *, received: bool = False, **changes: object) -> None:
        """Change facts in the stored bytes of an entry; None takes a fact away."""
        said = {**self.said(key, received=received), **changes}
        kept = {name: value for name, value in said.items() if value is not None}
        self.store(key, canonical(kept), received=received)

    def store(self, key: str, raw: bytes, *, received: bool = False) -> None:
        """Put other bytes in the place of an entry."""
        changed = self.run(
            "UPDATE journal_events SET state = %s "
            "WHERE originator_id = %s AND originator_version = %s",
            raw,
            *self.place(key, received=received),
        )
        assert changed == 1

    def add_copy(self, of_key: str, *, key: str, unit: UUID | None = None) -> None:
        """Add an entry that says the same under another key, as the newest of a book."""
        said = self.said(of_key)
        unit_id = unit or UUID(said["unit"])
        version = 1 + self.count("journal_events", unit_id)
        raw = canonical({**said, "key": key, "unit": unit_id, "version": version})
        self.add(unit_id, version, said["type"], raw)
        self.run(
            "INSERT INTO command_log VALUES (%s, %s, %s, %s)",
            *(id_of_key(key), b"", unit_id, version),
        )

    def add(self, unit_id: UUID, version: int, stored_as: str, raw: bytes) -> None:
        """Add an entry to the journal, and nothing else."""
        self.run(
            "INSERT INTO journal_events (originator_id, originator_version, topic, state) "
            "VALUES (%s, %s, %s, %s)",
            *(unit_id, version, stored_as, raw),
        )

    def count(self, table: str, unit_id: UUID | None = None) -> int:
        """Return the number of rows of a table, or of one book in the journal."""
        where = "" if unit_id is None else f" WHERE originator_id = '{unit_id}'"
        with connect(self.url) as connection:
            found = connection.execute(f"SELECT count(*) FROM {table}{where}".encode()).fetchone()
        assert found is not None
        count: int = found[0]
        return count

    def audit(self) -> Report:
        """Look at everything."""
        return audit(self.url, KEYS)

    def codes(self) -> set[str]:
        """Look at everything, and return the codes of what is wrong."""
        return set(self.audit().found)


def record_a_year(url: str) -> None:
    """Record and project the small ledger, still undamaged."""
    with founded_office(url) as office:
        for command, private in YEAR:
            ask(office, command, private)
    catch_up(url)
