"""Print jobs as rows, and which papers have been printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from ledger.events import (
    DonationCollected,
    DonationReceived,
    Event,
    GoodsDonated,
    Vouched,
)

Kind = Literal["BN", "THU", "CHI"]
State = Literal["waiting", "running", "done", "cancelled"]
KINDS: Final[tuple[Kind, ...]] = ("BN", "THU", "CHI")
SERIES: Final = {"THU": frozenset({"PT", "BC", "NK"}), "CHI": frozenset({"PC", "UNC", "XK"})}
PAPERS_MAX: Final = 1_000
"""So many papers one job takes; a longer range is printed in parts."""

PER_FILE: Final = 100
"""So many papers lie in one file; a printer's memory, and a browser's, are not endless."""

JOBS_SHOWN: Final = 10
FOLDER: Final = "in"


class Job(NamedTuple):
    """A print run; `done` of `papers` are made, `problems` says which could not be and why."""

    job_id: int
    kind: Kind
    state: State
    done: int
    papers: int
    problems: list[str]
    asked_by: str
    asked_at: datetime
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is not finished yet."""
        return self.state in ("waiting", "running")

    @property
    def files(self) -> range:
        """The numbers of the files that are there, from 1."""
        made = self.papers if self.state == "done" else 0
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
    said = {"form_key": form_key, "unit_id": unit_id, "asked_by": person, "kind": kind}
    row = connection.execute(
        query("print_job_ask"),
        {
            **said,
            "base_url": base_url,
            "keys": list(keys),
            "copies": [copies.get(key, 1) for key in keys],
        },
    ).fetchone()
    assert row is not None
    connection.execute(query("print_job_sign"))
    return int(row[0])


def job_of_form(connection: Connection, form_key: str) -> int | None:
    """Return the number of the job that was asked for by a form, if it was."""
    row = connection.execute(query("print_job_of_form"), {"form_key": form_key}).fetchone()
    return int(row[0]) if row else None


def job(connection: Connection, unit_id: UUID, job_id: int) -> Job | None:
    """Return a job of a unit."""
    asked = {"job_id": job_id, "unit_id": unit_id}
    row = connection.execute(query("print_job_read"), asked).fetchone()
    return Job(*row) if row else None


def jobs_of(connection: Connection, unit_id: UUID, limit: int = JOBS_SHOWN) -> tuple[Job, ...]:
    """Return the newest jobs of a unit."""
    asked = {"unit_id": unit_id, "limit": limit}
    return tuple(Job(*row) for row in connection.execute(query("print_jobs_of"), asked))


def cancel(connection: Connection, unit_id: UUID, job_id: int) -> None:
    """Stop a job that is not finished; nothing happens to others."""
    connection.execute(query("print_job_cancel"), {"job_id": job_id, "unit_id": unit_id})


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


def file_of(home: Path, job_id: int, number: int) -> Path:
    """Return where a file of a job lies, numbered from 1."""
    return home / FOLDER / str(job_id) / f"{number}.pdf"
