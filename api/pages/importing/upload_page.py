"""What the page of one upload shows: how far it has come, what was found, what may be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from api.exchange.errors import Code
from api.identity.acting import names_of
from api.importing import Complaint
from api.pages.importing.listing import state_of
from api.pages.importing.rights import At
from api.uploads import undoing
from api.uploads.folders import Folders
from api.uploads.report import (
    NAME,
    Counts,
    Likeness,
    Out,
    Report,
    column_name,
    counts_from,
    kind_name,
    report_from,
    table_of,
)
from api.uploads.undoing import Left
from api.web.texts import phrase
from api.wiring import Wiring
from ledger.database import Connection, query
from projections.trail import names_of_units

PAGE: Final = 50
PHASES: Final = {
    "waiting": phrase("Đang chờ đến lượt"),
    "begun": phrase("Đang bắt đầu"),
    "read": phrase("Đang đọc tệp"),
    "decide": phrase("Đang xét từng dòng"),
    "record": phrase("Đang ghi vào sổ"),
}


@dataclass(frozen=True, slots=True)
class KindShown:
    """The new rows of one kind; `word` is its name in English files."""

    name: str
    word: str
    rows: int
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class PartShown:
    """The rows of one file or sheet."""

    shown: str
    new: int
    known: int
    refused: int
    amount_vnd: int
    kinds: tuple[KindShown, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong, at its place; `row` None: the whole file."""

    file: str
    row: int | None
    column: str
    message: str
    column_en: str
    english: str


@dataclass(frozen=True, slots=True)
class Entered:
    """One entry that was recorded."""

    name: str
    href: str
    on: date
    account: str
    amount_vnd: int
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """The contract of `importing/progress.html`."""

    href: str
    label: str
    done: int
    whole: int


@dataclass(frozen=True, slots=True)
class Wrongs:
    """A page of what is wrong; `told` of it can be shown, a few thousand at most."""

    rows: tuple[Wrong, ...]
    told: int
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be done now by who looks; `decide`: as the second person, `take_back`: as the first.

    `record` is for files in which no money goes out, `ask` for all others and for undoing.
    """

    record: bool
    ask: bool
    decide: bool
    take_back: bool
    drop: bool
    undo: bool
    try_again: bool


@dataclass(frozen=True, slots=True)
class People:
    """Who did what, by name; empty: nobody yet."""

    sent: str
    asked: str
    recorded: str
    undone: str


@dataclass(frozen=True, slots=True)
class Undoing:
    """What would be undone (lines, đồng), what cannot be, and what was."""

    lines: int
    total_vnd: int
    digest: str
    reason: str
    left: tuple[Left, ...]
    done_lines: int
    done_left: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a form: the reason as typed and what is wrong with it; what was refused."""

    reason: str = ""
    reason_error: str = ""
    trouble: str = ""
    has_changed: bool = False


@dataclass(frozen=True, slots=True)
class UploadPage:
    """The contract of `importing/upload.html`; `originals`: the files as sent, name and address."""

    href: str
    unit_code: str
    unit_name: str
    names: tuple[str, ...]
    digest: str
    sent_at: datetime
    recorded_at: datetime | None
    undone_at: datetime | None
    state: str
    state_text: str
    tone: str
    progress: Progress | None
    counts: Counts
    parts: tuple[PartShown, ...]
    wrong: Wrongs
    mended_href: str
    originals: tuple[tuple[str, str], ...]
    out: tuple[Out, ...]
    likenesses: tuple[Likeness, ...]
    undone_rows: tuple[tuple[str, int, str], ...]
    may: Allowed
    people: People
    entries: tuple[Entered, ...]
    entries_later: str
    undoing: Undoing
    form: Sent


def upload_page(
    connection: Connection,
    wiring: Wiring,
    at: At,
    *,
    wrong_page: int = 1,
    after: int = 0,
    form: Sent = Sent(),
) -> UploadPage:
    """Return the page of an upload.

    Args:
        connection: where to read.
        wiring: where the kept files are.
        at: who looks at which upload.
        wrong_page: which page of errors, from 1.
        after: entries after this position of the log.
        form: what came of a form, where one was sent.
    """
    upload = at.upload
    folders = Folders(wiring.home)
    report = report_from(folders.noted(upload.upload_id, NAME))
    counts = counts_from(upload.counts)
    state_text, tone = state_of(upload, counts)
    entries, entries_later = _entries(connection, at, after)
    found = names_of_units(connection, [upload.unit_id], at.rights.on)
    unit_code, unit_name = found.get(upload.unit_id, ("", ""))
    planned = _undoing(at, folders)
    return UploadPage(
        href=_href(at),
        unit_code=unit_code,
        unit_name=unit_name,
        names=tuple(upload.file_names),
        digest=upload.digest,
        sent_at=upload.received_at,
        recorded_at=upload.recorded_at,
        undone_at=upload.undone_at,
        state=upload.state,
        state_text=state_text,
        tone=tone,
        progress=progress_of(at),
        counts=counts,
        parts=_parts(counts),
        wrong=_wrong(at, report, wrong_page),
        mended_href=f"{_href(at)}/sua.xlsx" if _can_be_marked(report) else "",
        originals=tuple(
            (each.name, f"{_href(at)}/tep/{number}")
            for number, each in enumerate(folders.files(upload.upload_id))
        ),
        out=report.out,
        likenesses=report.warnings,
        undone_rows=report.undone,
        may=_allowed(at, counts, planned),
        people=_people(connection, at),
        entries=entries,
        entries_later=entries_later,
        undoing=planned,
        form=form,
    )


def _can_be_marked(report: Report) -> bool:
    """Say whether all that is wrong is wrong in some row of files that were read to the end."""
    found = report.complaints
    return bool(found) and all(each.row and each.code != Code.BAD_QUOTING for each in found)


def progress_of(at: At) -> Progress | None:
    """Return how far the work has come; None if none is under way."""
    upload = at.upload
    if not upload.is_working:
        return None
    label = PHASES.get(upload.phase, PHASES["begun"])
    return Progress(f"{_href(at)}/tien-do", label, upload.done, upload.whole)


def _href(at: At) -> str:
    return f"/nhap-excel/{at.upload.upload_id}"


def _allowed(at: At, counts: Counts, planned: Undoing) -> Allowed:
    upload, rights = at.upload, at.rights
    me = rights.person.person_id
    is_ready = upload.state == "checked" and counts.is_ready and rights.may_send
    is_planned = upload.state == "undo_checked" and planned.lines > 0 and rights.enters
    waits = upload.state in ("asked", "undo_asked")
    return Allowed(
        record=is_ready and not counts.needs_second,
        ask=(is_ready and counts.needs_second) or is_planned,
        decide=waits and rights.approves and upload.asked_by != me,
        take_back=waits and upload.asked_by == me,
        drop=rights.may_send and upload.state in ("checking", "checked", "undo_checked"),
        undo=rights.enters
        and (upload.state == "recorded" or (upload.state == "undone" and bool(planned.done_left))),
        try_again=rights.may_send and upload.is_stuck,
    )


def _people(connection: Connection, at: At) -> People:
    upload = at.upload
    recorded_by = upload.recorded_by if upload.recorded_at else None
    persons = [upload.person, upload.asked_by, recorded_by, upload.undone_by]
    names = names_of(connection, {each for each in persons if each})
    return People(*(names.get(each or "", "") for each in persons))


def _parts(counts: Counts) -> tuple[PartShown, ...]:
    return tuple(
        PartShown(
            part.shown,
            part.new,
            part.known,
            part.refused,
            part.amount_vnd,
            tuple(
                KindShown(kind_name(part.table, each.word), each.word, each.rows, each.amount_vnd)
                for each in part.kinds
                if each.word
            ),
        )
        for part in counts.parts
    )


def _wrong(at: At, report: Report, number: int) -> Wrongs:
    told = len(report.complaints)
    pages = max(1, -(-told // PAGE))
    number = min(max(number, 1), pages)
    shown = report.complaints[(number - 1) * PAGE : number * PAGE]
    return Wrongs(
        rows=tuple(map(_said, shown)),
        told=told,
        earlier=f"{_href(at)}?trang={number - 1}" if number > 1 else "",
        later=f"{_href(at)}?trang={number + 1}" if number < pages else "",
    )


def _said(each: Complaint) -> Wrong:
    column = column_name(table_of(each.file), each.column)
    english = each.english or each.message
    return Wrong(each.file, each.row, column, each.message, each.column or "", english)


def _entries(connection: Connection, at: At, after: int) -> tuple[tuple[Entered, ...], str]:
    upload = at.upload
    if upload.upto_position is None or upload.after_position is None:
        return (), ""
    sought = {
        "after": max(after, upload.after_position),
        "upto": upload.upto_position,
        "instants": upload.instants,
        "limit": PAGE + 1,
    }
    rows: Sequence[tuple[Any, ...]] = connection.execute(query("upload_entries"), sought).fetchall()
    entries = tuple(
        Entered(f"{code}-{version}", f"/chung-tu/{code}-{version}", on, account, vnd, is_reversed)
        for _, code, version, on, account, vnd, is_reversed in rows[:PAGE]
    )
    later = f"{_href(at)}?sau={rows[PAGE - 1][0]}" if len(rows) > PAGE else ""
    return entries, later


def _undoing(at: At, folders: Folders) -> Undoing:
    upload = at.upload
    raw = folders.noted(upload.upload_id, undoing.PLAN) if upload.undo_digest else None
    plan = undoing.plan_from(raw) if raw else undoing.Plan("", 0, ())
    counts = upload.counts or {}
    return Undoing(
        lines=len(plan.rows),
        total_vnd=plan.total_vnd,
        digest=upload.undo_digest or "",
        reason=plan.reason,
        left=tuple(undoing.left_from(folders.noted(upload.upload_id, undoing.LEFT))),
        done_lines=counts.get("undone", 0),
        done_left=tuple((*each, each[-1])[:3] for each in counts.get("left", ())),
    )
