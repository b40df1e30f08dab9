"""The dry run of what was sent, and the recording of the very same bytes.

read → what the person may not touch → decide every row → report         nothing is recorded
↘ record         all of it, or nothing
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from api.exchange.reader import Reading, read
from api.exchange.rows import ReversalRow, Row
from api.exchange.scope import Scope
from api.importing import OnProgress, Outcome, Terms, import_rows
from api.uploads import records
from api.uploads.folders import Folders
from api.uploads.likeness import likenesses
from api.uploads.records import Upload
from api.uploads.report import (
    NAME,
    OUT_MAX,
    TOLD_MAX,
    WARNED_MAX,
    Counts,
    Report,
    Tally,
    counts_of,
)
from ledger.collector import resting
from ledger.database import Connection
from ledger.journal import Journal
from ledger.keys import id_of_asking, id_of_key
from ledger.shelf import Shelf


class DigestDiffers(Exception):
    """What lies in the folder is not what was checked, or not what was admitted."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the work on one upload needs."""

    connection: Connection
    journal: Journal
    folders: Folders
    upload: Upload
    on: date
    on_progress: OnProgress

    @property
    def path(self) -> Path:
        """Where the rows are."""
        return self.folders.rows(self.upload.upload_id)


def check(desk: Desk, scope: Scope) -> None:
    """Say what would be recorded, and what is wrong; note both."""
    with resting():
        reading = _read(desk)
        outcome = _import(desk, reading, scope, actor=desk.upload.person, instant=None)
        counts = _reported(desk, reading, outcome)
    records.step(desk.connection, "upload_checked", desk.upload.upload_id, counts=asdict(counts))


def record(desk: Desk, scope: Scope, instant: datetime) -> None:
    """Record what was checked; if anything is refused now, nothing is, and the report says why.

    Raises:
        DigestDiffers: the bytes are not those that were checked, or not those admitted.
    """
    upload = desk.upload
    _require_digest(desk)
    assert upload.recorded_by is not None
    records.step(desk.connection, "upload_instant", upload.upload_id, instant=instant)
    with resting():
        reading = _read(desk)
        outcome = _import(desk, reading, scope, actor=upload.recorded_by, instant=instant)
        counts = _reported(desk, reading, outcome)
    said = {"counts": asdict(counts)}
    if outcome.errors:
        records.step(desk.connection, "upload_checked", upload.upload_id, **said)
        return
    if upload.instants and upload.counts:
        # It was interrupted: what it had recorded then counts as known now. The check knew all.
        said = {"counts": upload.counts}
    records.step(desk.connection, "upload_recorded", upload.upload_id, instant=instant, **said)
    desk.folders.delete(upload.upload_id)


def _require_digest(desk: Desk) -> None:
    upload = desk.upload
    if desk.folders.digest(upload.upload_id) != upload.digest:
        raise DigestDiffers(upload.upload_id)
    if upload.approval_key is not None:
        asked = desk.journal.entries_of([id_of_asking(upload.approval_key)])
        digests = {getattr(entry.event, "digest", None) for entry in asked.values()}
        if digests != {upload.digest}:
            raise DigestDiffers(upload.upload_id)


def _read(desk: Desk) -> Reading:
    return read(desk.path, on_progress=lambda done, whole: desk.on_progress("read", done, whole))


def _import(
    desk: Desk, reading: Reading, scope: Scope, *, actor: str, instant: datetime | None
) -> Outcome:
    folder = desk.path if desk.path.is_dir() else desk.path.parent
    terms = Terms(dry_run=instant is None, actor=actor, only=scope, recorded_at=instant)
    return import_rows(desk.journal, reading, folder, terms, desk.on_progress)


def _reported(desk: Desk, reading: Reading, outcome: Outcome) -> Counts:
    """Note the report of an outcome; return it in numbers."""
    unit_ids = Shelf(desk.journal).registry().codes
    alike = likenesses(
        desk.connection, desk.journal.vault, outcome.new, unit_ids, reading.shown_names
    )
    tally = Tally(reading.shown_names, _reversed_vnd(desk.journal, reading, outcome.new))
    tally.add_new(outcome.new)
    tally.add_known(outcome.known)
    report = Report(
        complaints=tuple(outcome.errors[:TOLD_MAX]),
        warnings=tuple(alike),
        undone=tuple(_undone(desk.journal, reading, outcome.known, unit_ids)),
        out=tuple(islice(tally.out(outcome.new), OUT_MAX)),
    )
    desk.folders.note(desk.upload.upload_id, NAME, report.to_json())
    return counts_of(tally, outcome.errors, len(alike))


def _reversed_vnd(journal: Journal, reading: Reading, rows: Iterable[Row]) -> dict[str, int]:
    """Return the amounts of what reversals undo, by its key: of recorded rows, and of this file."""
    keys = [row.reverses for row in rows if isinstance(row, ReversalRow)]
    if not keys:
        return {}
    ids = {id_of_key(key): key for key in keys}
    found = {
        ids[command_id]: getattr(entry.event, "amount_vnd", None) or 0
        for command_id, entry in journal.entries_of(list(ids)).items()
    }
    for name in ("openings", "donations", "handovers", "payouts", "transfers", "income_costs"):
        for row in getattr(reading, name):
            found.setdefault(row.key, row.amount_vnd or 0)
    return found


def _undone(
    journal: Journal, reading: Reading, known: Iterable[Row], unit_ids: Mapping[str, UUID]
) -> list[tuple[str, int, str]]:
    """Return the rows that were recorded before and have been reversed since: file, row, key."""
    shelf = Shelf(journal)
    found = []
    for row in known:
        code = getattr(row, "unit", None) or getattr(row, "from_unit", None)
        key = getattr(row, "key", None)
        if code and code in unit_ids and key in shelf.book(unit_ids[code]).reversed_keys:
            shown = reading.shown_names.get(row.FILE, row.FILE)
            found.append((shown, row.row, str(key)))
            if len(found) == WARNED_MAX:
                break
    return found
