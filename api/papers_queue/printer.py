"""The printer: makes the papers of a run, file by file.

Each full file is on disk before it is counted; after a crash another printer goes on at the last
one. Papers that cannot be made are named in the job.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from api.jobs.files import paper_file
from api.jobs.making import Task
from api.papers_queue.jobs import KINDS, PER_FILE, SERIES, Kind, mark_printed
from ledger.database import Connection
from ledger.refusals import Broken, EntryNotLogged, UnknownEntry
from reports.from_entries import NoSuchPaper, papers_of
from reports.native import NativeLibrariesMissing
from reports.papers import Receipt, Voucher
from reports.pictures import joined
from reports.receipt import make_receipt
from reports.voucher import make_voucher

LETTERS_MAX: Final = 300
"""So much of what is wrong with a paper is kept."""


def make(task: Task) -> dict[str, Any]:
    """Make the papers of a run, beginning with the first file that is not whole.

    Raises:
        Stopped, NotWanted: as `Task.tell`.
    """
    job, keys = task.job, task.job.asked["keys"]
    assert job.kind in KINDS
    problems: list[str] = list(job.result.get("problems", ()))
    for start in range(job.done // PER_FILE * PER_FILE, len(keys), PER_FILE):
        some = keys[start : start + PER_FILE]
        made: dict[str, bytes] = {}
        for done, (key, pdf) in enumerate(_papers(task, some, problems), start):
            task.tell(done, len(keys))
            if pdf is not None:
                made[key] = pdf
        _write(paper_file(task.bench.home, job.job_id, start // PER_FILE + 1), list(made.values()))
        mark_printed(task.bench.hand, job.unit_id, job.kind, list(made))
        task.tell(start + len(some), len(keys), {"problems": problems})
    return {"problems": problems}


def _papers(
    task: Task, keys: Sequence[str], problems: list[str]
) -> Iterator[tuple[str, bytes | None]]:
    """Make one paper for each key; None for one that cannot be made, which is then a problem."""
    kind, asked, eyes = task.job.kind, task.job.asked, task.bench.eyes
    copies = dict(zip(asked["keys"], asked["copies"], strict=True))
    assert kind in KINDS
    for key in keys:
        try:
            yield key, paper(eyes, key, kind, asked["base_url"], copy=copies[key])
        except (NoSuchPaper, UnknownEntry, EntryNotLogged, Broken, NativeLibrariesMissing) as error:
            problems.append(f"{key}: {error}"[:LETTERS_MAX])
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


def _write(path: Path, pdfs: list[bytes]) -> None:
    """Put a file there whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not pdfs:
        return
    part = path.with_suffix(".part")
    part.write_bytes(joined(pdfs))
    part.replace(path)
