"""Print runs as jobs, and which papers have been printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple
from uuid import UUID

from api.jobs import rows
from ledger.database import Connection, query
from ledger.events import (
    DonationCollected,
    DonationReceived,
    Event,
    GoodsDonated,
    Vouched,
)

Kind = Literal["BN", "THU", "CHI"]
KINDS: Final[tuple[Kind, ...]] = ("BN", "THU", "CHI")
SERIES: Final = {"THU": frozenset({"PT", "BC", "NK"}), "CHI": frozenset({"PC", "UNC", "XK"})}
PAPERS_MAX: Final = 1_000
"""So many papers one job takes; a longer range is printed in parts."""

PER_FILE: Final = 100
"""So many papers lie in one file; a printer's memory, and a browser's, are not endless."""

JOBS_SHOWN: Final = 10


class Job(rows.Job):
    """A print run: papers are what is counted."""

    @property
    def problems(self) -> list[str]:
        """Which papers could not be made, and why."""
        return list(self.result.get("problems", ()))

    @property
    def files(self) -> range:
        """The numbers of the files that are there, from 1."""
        made = self.whole if self.state == "done" else 0
        return range(1, (made + PER_FILE - 1) // PER_FILE + 1)


class Paper(NamedTuple):
    """A paper that can be printed: the key of its (first) row, its number."""

    key: str
    number: int


def paper_of(fact: Event, kind: Kind) -> Paper | None:
    """Return the paper of a kind on which a row stands; None if it stands on none.

    Of a voucher with many lines, the first stands for all.
    """
    if kind == "BN":
        if isinstance(fact, DonationReceived | GoodsDonated | DonationCollected):
            return Paper(fact.key, fact.receipt_number)
        return None
    if isinstance(fact, Vouched) and fact.series in SERIES[kind] and fact.line == 1:
        return Paper(fact.key, fact.number)
    return None


def ask(
    connection: Connection,
    form_key: str,
    unit_id: UUID,
    person: str,
    kind: Kind,
    keys: Sequence[str],
    *,
    base_url: str,
    copies: Mapping[str, int],
) -> int:
    """Ask for papers of a unit (1 … 1,000 keys); return the number of the job.

    Args:
        connection: that commits.
        form_key: the same key is the same job.
        unit_id: whose papers.
        person: who asks.
        kind: which paper of each row.
        keys: of the rows.
        base_url: where anyone can check them, without a stroke at the end.
        copies: which print it is, of those papers that were printed before.
    """
    assert 1 <= len(keys) <= PAPERS_MAX
    asked = {
        "base_url": base_url,
        "keys": list(keys),
        "copies": [copies.get(key, 1) for key in keys],
    }
    wanted = rows.Order(kind, unit_id, person, asked, whole=len(keys))
    return rows.order(connection, wanted, once=form_key)


def job(connection: Connection, unit_id: UUID, job_id: int) -> Job | None:
    """Return a print run of a unit."""
    found = rows.of_unit(connection, KINDS, unit_id, job_id)
    return Job(*found) if found else None


def jobs_of(connection: Connection, unit_id: UUID, limit: int = JOBS_SHOWN) -> tuple[Job, ...]:
    """Return the newest print runs of a unit."""
    return tuple(Job(*each) for each in rows.newest(connection, KINDS, unit_id, limit))


def cancel(connection: Connection, unit_id: UUID, job_id: int) -> None:
    """Stop a print run that is not finished; nothing happens to others."""
    rows.cancel(connection, KINDS, unit_id, job_id)


def mark_printed(connection: Connection, unit_id: UUID, kind: Kind, keys: Sequence[str]) -> None:
    """Remember that papers have been printed."""
    said = {"unit_id": unit_id, "kind": kind, "keys": list(keys)}
    connection.execute(query("printed_write"), said)


def printed(
    connection: Connection, unit_id: UUID, kind: Kind, keys: Sequence[str]
) -> frozenset[str]:
    """Return which of some papers have been printed."""
    asked = {"unit_id": unit_id, "kind": kind, "keys": list(keys)}
    return frozenset(key for (key,) in connection.execute(query("printed_read"), asked))
