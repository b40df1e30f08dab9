"""The printer: makes the papers of one job after another.

A job is claimed by one printer (SKIP LOCKED). Each full file is on disk before it is counted; after
a crash another printer goes on at the last one. Papers that cannot be made are named in the job.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Final, NamedTuple
from uuid import UUID

from api.home import keys_folder
from api.papers_queue.jobs import PER_FILE, SERIES, Kind, file_of, mark_printed
from api.persons.leftovers import sweep
from ledger.database import Connection, DatabaseUnavailable, connect, query
from ledger.refusals import Broken, EntryNotLogged, UnknownEntry
from ledger.vault import vault_at
from reports.from_entries import NoSuchPaper, papers_of
from reports.native import NativeLibrariesMissing
from reports.papers import Receipt, Voucher
from reports.pictures import joined
from reports.receipt import make_receipt
from reports.voucher import make_voucher

SILENT_S: Final = 30
"""A printer that was not heard of for so long has died."""

LISTEN_S: Final = 1.0
KEEP_DAYS: Final = 7
"""So long papers, which name people, lie in files; they can be made again at any time."""


class _Claimed(NamedTuple):
    job_id: int
    unit_id: UUID
    kind: Kind
    base_url: str
    keys: list[str]
    copies: list[int]
    done: int

    def copy(self, key: str) -> int:
        """Return which print of a paper it is."""
        return self.copies[self.keys.index(key)]


def print_until(url: str, home: Path, stop: Event) -> None:
    """Make the papers of every job until `stop` is set; while the database is away, wait for it.

    Args:
        url: the database.
        home: the folder below which the files are put.
        stop: looked at between two papers.
    """
    while not stop.is_set():
        try:
            _listen(url, home, stop)
        except DatabaseUnavailable:
            stop.wait(LISTEN_S)


def print_waiting(connection: Connection, home: Path, stop: Event) -> int:
    """Make the papers of every job that waits; return how many jobs there were."""
    count = 0
    while not stop.is_set():
        row = connection.execute(query("print_job_claim"), {"silent_s": SILENT_S}).fetchone()
        if row is None:
            break
        _print(connection, home, _Claimed(*row), stop)
        count += 1
    return count


def _listen(url: str, home: Path, stop: Event) -> None:
    with connect(url) as ears, connect(url) as connection:
        vault_at(url, keys_folder()).opens(connection)
        ears.execute("LISTEN print_job")
        while not stop.is_set():
            if print_waiting(connection, home, stop):
                _forget(connection, home)
            for _ in ears.notifies(timeout=LISTEN_S, stop_after=1):
                pass


def _print(connection: Connection, home: Path, job: _Claimed, stop: Event) -> None:
    """Make the papers of a job, file by file, beginning with the first that is not whole."""
    first = job.done // PER_FILE * PER_FILE
    for start in range(first, len(job.keys), PER_FILE):
        keys = job.keys[start : start + PER_FILE]
        made: dict[str, bytes] = {}
        for done, (key, pdf) in enumerate(_papers(connection, job, keys), start + 1):
            if pdf is not None:
                made[key] = pdf
            is_whole = done == start + len(keys)
            if stop.is_set() or not (is_whole or _beat(connection, job, done)):
                return
        _write(file_of(home, job.job_id, start // PER_FILE + 1), list(made.values()))
        mark_printed(connection, job.unit_id, job.kind, list(made))
        if not _beat(connection, job, start + len(keys)):
            sweep(connection, home)  # somebody was erased meanwhile, and the job with them
            return
    said = {"job_id": job.job_id, "done": len(job.keys)}
    connection.execute(query("print_job_finish"), said)


def _papers(
    connection: Connection, job: _Claimed, keys: Sequence[str]
) -> Iterator[tuple[str, bytes | None]]:
    """Make one paper for each key; None for one that cannot be made, which the job then names."""
    for key in keys:
        try:
            yield key, paper(connection, key, job.kind, job.base_url, copy=job.copy(key))
        except (NoSuchPaper, UnknownEntry, EntryNotLogged, Broken, NativeLibrariesMissing) as error:
            problem = {"job_id": job.job_id, "problem": f"{key}: {error}"[:300]}
            connection.execute(query("print_job_problem"), problem)
            yield key, None


def paper(
    connection: Connection,
    key: str,
    kind: Kind,
    base_url: str,
    *,
    issuer: str | None = None,
    copy: int = 1,
) -> bytes:
    """Return one paper of a row as PDF.

    Args:
        connection: to the projections.
        key: of the row.
        kind: which paper.
        base_url: where anyone can check it.
        issuer: of two vouchers (of a transfer), the one of the unit with this code.
        copy: which print of a receipt it is.

    Raises:
        UnknownEntry: no row has the key.
        NoSuchPaper: the row has no such paper.
        NativeLibrariesMissing: the machine cannot make PDF.
    """
    for each in papers_of(connection, key, check_base_url=base_url, copy=copy):
        if issuer is not None and each.issuer.code != issuer:
            continue
        if isinstance(each, Receipt) and kind == "BN":
            return make_receipt(each)
        if isinstance(each, Voucher) and kind != "BN" and each.series in SERIES[kind]:
            return make_voucher(each)
    raise NoSuchPaper(f"“{key}” không có giấy này.")


def _beat(connection: Connection, job: _Claimed, done: int) -> bool:
    """Say how far the job has come; return whether it is still wanted."""
    said = {"job_id": job.job_id, "done": done}
    return connection.execute(query("print_job_beat"), said).fetchone() is not None


def _write(path: Path, pdfs: list[bytes]) -> None:
    """Put a file there whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not pdfs:
        return
    part = path.with_suffix(".part")
    part.write_bytes(joined(pdfs))
    part.replace(path)


def _forget(connection: Connection, home: Path) -> None:
    """Let go of jobs that were finished long ago, with their files."""
    rows = connection.execute(query("print_jobs_forget"), {"days": KEEP_DAYS}).fetchall()
    for (job_id,) in rows:
        shutil.rmtree(file_of(home, job_id, 1).parent, ignore_errors=True)
