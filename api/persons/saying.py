"""Words for what is done about persons: reasons that people type, and what is answered to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, get_args

from ledger.events import Event
from ledger.names import folded
from ledger.privacy_events import Consenter, ErasureReason
from reports.numbers import short_date, whole

REASONS: Final[Mapping[ErasureReason, str]] = {
    "request": "chính người đó yêu cầu",
    "consent_withdrawn": "rút lại sự đồng ý",
    "court": "quyết định của tòa án hoặc cơ quan có thẩm quyền",
    "mistaken": "thông tin thu thập nhầm",
    "retention_over": "hết thời hạn lưu giữ",
}
"""Why somebody is erased. Only the last is the association's own decision, so only that one waits
until the law lets the papers be destroyed (`ledger/retention.py`)."""


Row = tuple[str, str, date | None]
"""An entry about somebody: its type, key and day."""


class Done(NamedTuple):
    """What was, or would be, erased in one unit; `papers_until`: how long papers are kept."""

    unit: str
    key: str
    entries: int
    papers_until: date | None
    rows: Sequence[Row] = ()


def reason_of(typed: str) -> ErasureReason | None:
    """Return the reason that is meant by a word; None: it is none of the list.

    >>> reason_of("court"), reason_of("Hết thời hạn lưu giữ"), reason_of("bà Sáu gọi điện")
    ('court', 'retention_over', None)
    """
    word = folded(typed)
    for reason, words in REASONS.items():
        if word in (reason, reason.replace("_", " "), reason.replace("_", "-"), folded(words)):
            return reason
    return None


def consenter_of(typed: str) -> Consenter | None:
    """Return whose consent is meant; None: nobody's."""
    return next((each for each in get_args(Consenter) if each == typed), None)


def row_of(event: Event) -> Row:
    """Return an entry about somebody as it is listed."""
    return event.STORED_AS, getattr(event, "key", ""), getattr(event, "booked_on", None)


def erased_document(
    done: Sequence[Done], reason: ErasureReason, *, dry_run: bool
) -> dict[str, Any]:
    """Return what was erased as JSON has it; of a dry run, with the rows."""
    return {
        "dry_run": dry_run,
        "reason": reason,
        "erased": [
            {
                "unit": each.unit,
                "key": None if dry_run else each.key,
                "entries": each.entries,
                "papers_until": each.papers_until.isoformat() if each.papers_until else None,
                **({"rows": [_row(row) for row in each.rows]} if dry_run else {}),
            }
            for each in done
        ],
    }


def erased_text(done: Sequence[Done], reason: ErasureReason, *, dry_run: bool) -> str:
    """Return what was erased in words."""
    begin = "Sẽ xóa" if dry_run else "Đã xóa"
    lines = []
    for each in done:
        lines.append(
            f"{begin} thông tin của một người khỏi {whole(each.entries)} bút toán của {each.unit} "
            f"(lý do: {REASONS[reason]})."
        )
        if dry_run:
            lines += [f"  {kind}  {_day(on)}  {key}" for kind, key, on in each.rows]
        if each.papers_until:
            lines.append(
                f"  Giấy tờ có chữ ký của các khoản này giữ đến {_day(each.papers_until)}."
            )
    lines.append("Số tiền, số dư, số người nhận và bằng chứng không thay đổi.")
    return "\n".join(lines)


def _row(row: Row) -> dict[str, Any]:
    kind, key, on = row
    return {"type": kind, "key": key, "on": on.isoformat() if on else None}


def _day(on: date | None) -> str:
    return short_date(on) if on else "—"
