"""What people decide about an upload: record it, put it before a second person, admit, undo, drop.

Money out and every undoing need a second person. The approval is asked for the SHA-256 of what was
sent (or of the plan of the undoing), so what is recorded then is that, byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from api.identity.people import new_id
from api.uploads import records, undoing
from api.uploads.folders import KEPT_FILES_MAX, KEPT_MAX_BYTES, MEGABYTE, Folders, Sent, plain_name
from api.uploads.records import Upload
from api.uploads.report import counts_from
from api.web.texts import Language, phrase, translate
from api.wiring import Wiring
from ledger.database import Connection
from ledger.refusals import Refusal, UnknownApproval

REASON_MAX: Final = 500


TOO_OFTEN: Final = phrase(
    "Bạn đang có {files} lần gửi chưa xong (nhiều nhất {most}): hãy ghi sổ hoặc bỏ bớt các lần cũ "
    "rồi gửi lại."
)
TOO_MUCH: Final = phrase(
    "Các tệp chưa xong của bạn vượt {most} MB: hãy ghi sổ hoặc bỏ bớt các lần cũ rồi gửi lại."
)


def too_much(
    connection: Connection, person: str, size_bytes: int, language: Language = "vi"
) -> str | None:
    """Return why nothing more of a person can be kept; None: it can."""
    files, kept_bytes = records.kept_of(connection, person)
    if files >= KEPT_FILES_MAX:
        return translate(language, TOO_OFTEN, files=files, most=KEPT_FILES_MAX)
    if kept_bytes + size_bytes > KEPT_MAX_BYTES:
        return translate(language, TOO_MUCH, most=KEPT_MAX_BYTES // MEGABYTE)
    return None


def receive(
    connection: Connection,
    folders: Folders,
    sent: Sequence[Sent],
    *,
    unit_id: UUID,
    person: str,
) -> str:
    """Keep what was sent, to be checked; return the upload, an older one if it is the same."""
    upload_id = new_id("nhap", 12)
    digest = folders.keep(upload_id, sent)
    kept = records.add(
        connection,
        upload_id,
        unit_id,
        person,
        file_names=[plain_name(each.name) for each in sent],
        size_bytes=sum(each.size_bytes for each in sent),
        digest=digest,
    )
    if kept != upload_id:
        folders.delete(upload_id)
    return kept


def record(connection: Connection, upload: Upload, *, person: str, digest: str) -> bool:
    """Let an upload without money out be recorded; say whether this was the step to take now."""
    counts = counts_from(upload.counts)
    if upload.state != "checked" or not counts.is_ready or counts.needs_second:
        return False
    said = {"person": person, "digest": digest}
    return records.step(connection, "upload_record", upload.upload_id, **said) is not None


def ask(
    connection: Connection, wiring: Wiring, upload: Upload, *, person: str, on: date, digest: str
) -> bool:
    """Put an upload with money out, or an undoing, before a second person; say whether it was.

    Raises:
        Refusal: it could not be put before one.
    """
    counts = counts_from(upload.counts)
    lines, total_vnd = counts.new, counts.in_vnd + counts.out_vnd
    if upload.state == "undo_checked":
        raw = Folders(wiring.home).noted(upload.upload_id, undoing.PLAN)
        plan = undoing.plan_from(raw) if raw else None
        if plan is None or not plan.rows or digest != upload.undo_digest:
            return False
        lines, total_vnd = len(plan.rows), plan.total_vnd
    elif upload.state != "checked" or not counts.is_ready or digest != upload.digest:
        return False
    said = {"person": person, "state": upload.state}
    key = records.step(connection, "upload_ask", upload.upload_id, **said)
    if key is None:
        return False
    try:
        wiring.approvals.ask_file(
            upload.unit_id,
            key,
            digest=digest,
            lines=lines,
            total_vnd=total_vnd,
            person=person,
            on=on,
        )
    except Refusal:
        records.step(connection, "upload_not_asked", upload.upload_id)
        raise
    return True


def admit(connection: Connection, wiring: Wiring, upload: Upload, *, person: str, on: date) -> None:
    """Let an upload go on, as the second person.

    Raises:
        Refusal: see `Approvals.give`.
    """
    if upload.state in ("asked", "undo_asked") and upload.approval_key:
        wiring.approvals.give(upload.unit_id, upload.approval_key, person=person, on=on)
        records.step(connection, "upload_given", upload.upload_id, person=person)


def decline(
    connection: Connection, wiring: Wiring, upload: Upload, *, person: str, on: date
) -> None:
    """Send an upload back, as the second person, or take it back, as the first.

    Raises:
        Refusal: see `Approvals.decline`.
    """
    if upload.state not in ("asked", "undo_asked") or not upload.approval_key:
        return
    try:
        wiring.approvals.decline(upload.unit_id, upload.approval_key, person=person, on=on)
    except UnknownApproval:
        # The machine stopped between the two steps of asking; nobody else has seen it.
        records.step(connection, "upload_not_asked", upload.upload_id)
        return
    records.step(connection, "upload_declined", upload.upload_id, person=person)


def undo(
    connection: Connection,
    folders: Folders,
    upload: Upload,
    *,
    person: str,
    reason: str,
    on: date,
) -> None:
    """Begin to undo an import: what can be undone is looked at next."""
    if upload.state in ("recorded", "undone"):
        folders.note(upload.upload_id, undoing.WISH, undoing.wish(reason, on))
        records.step(connection, "upload_undo", upload.upload_id, person=person)


def drop(connection: Connection, folders: Folders, upload: Upload) -> None:
    """Let go of an upload that was not recorded, or of the wish to undo it."""
    for name in ("upload_discard", "upload_undo_dropped"):
        if records.step(connection, name, upload.upload_id) is not None:
            folders.delete(upload.upload_id)
            records.step(connection, "upload_deleted", upload.upload_id)
