"""From entries to the accounting voucher on which they stand, as one paper with all its lines.

A voucher shows what it said when it was issued, whatever was undone later: a wrong voucher is
crossed out and kept, and so is a wrong line of a list. When every line has been reversed the whole
paper is marked as cancelled, on the day of the last reversal; when only some have, these lines are
struck out with their day, the slip says how many and for how much, and the total stays what the
paper was signed for: it must equal the paper in the folder and the cash book of its day. What the
reversal changes is an entry of its own day.

Source: Law on Accounting 2015 art. 18 (a voucher is neither mended nor erased; a wrong one is
crossed out and kept).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, cast

from ledger.database import Connection
from ledger.events import GoodsDonated, GoodsPaidOut, MoneyEvent
from ledger.wire import Entry
from reports.addresses import address
from reports.check_codes import check_code
from reports.form_headers import form_header
from reports.from_entries.found import (
    Kept,
    Line,
    Names,
    Pages,
    names,
    pages,
    recorded,
    with_privates,
)
from reports.from_entries.refused import no_voucher
from reports.from_entries.wording import (
    OnVoucher,
    decision,
    goods_line,
    paper_date,
    person,
    place,
    purpose,
    reason,
    remarks,
    replaced_papers,
)
from reports.papers import Voucher, VoucherLine, VoucherSeries, total_vnd

ON_THE_LIST: Final = "Theo danh sách kèm theo"


def voucher_of(connection: Connection, key: str, *, check_base_url: str | None = None) -> Voucher:
    """Return the whole voucher on which the row with this key is a line.

    Of a transfer it is the sender's; `papers_of` has the receiver's too.

    Args:
        connection: to a database whose projections know the unit.
        key: of any line of the voucher, or of the reversal of one.
        check_base_url: where anyone can check it; None: as the installation is set.

    Raises:
        UnknownEntry: no row has the key.
        NoSuchPaper: the row stands on no voucher.
        Broken: the projections do not know the unit.
    """
    kept, event = _recorded_on_voucher(connection, key)
    return voucher_on(connection, kept, event, check_base_url)


def entries_on_voucher(connection: Connection, key: str) -> tuple[Entry, ...]:
    """Return the entries that are the lines of `voucher_of`, in their order.

    Raises:
        UnknownEntry, NoSuchPaper: as `voucher_of`.
    """
    kept, event = _recorded_on_voucher(connection, key)
    around = pages(connection, kept.entry.originator_id, f'"number":{event.number},')
    return tuple(line.entry for line, _ in _lines(around, event))


def _recorded_on_voucher(connection: Connection, key: str) -> tuple[Kept, OnVoucher]:
    kept = recorded(connection, key)
    event = kept.entry.event
    if not isinstance(event, OnVoucher):
        assert isinstance(event, MoneyEvent)
        raise no_voucher(event)
    return kept, event


def voucher_on(
    connection: Connection, kept: Kept, event: OnVoucher, check_base_url: str | None
) -> Voucher:
    """Return the whole voucher of a row that has been found."""
    around = pages(connection, kept.entry.originator_id, f'"number":{event.number},')
    lines = with_privates(connection, around, _lines(around, event))
    events = [line.event for line in lines]
    called = names(connection, around, events, event.booked_on)
    return _voucher(around, lines, called, check_base_url or address())


def _lines(around: Pages, asked: OnVoucher) -> list[tuple[Kept, OnVoucher]]:
    """Find the lines of one voucher among the rows of a book, in their order."""
    found = [
        (kept, kept.entry.event)
        for kept in around.rows
        if isinstance(kept.entry.event, OnVoucher) and _same_paper(kept.entry.event, asked)
    ]
    return sorted(found, key=lambda each: each[1].line)


def _same_paper(one: OnVoucher, other: OnVoucher) -> bool:
    return (one.series, one.number, one.booked_on.year) == (
        other.series,
        other.number,
        other.booked_on.year,
    )


def _voucher(
    around: Pages, lines: tuple[Line[OnVoucher], ...], called: Names, check_base_url: str
) -> Voucher:
    events = [line.event for line in lines]
    first = events[0]
    on, precision = paper_date(events)
    people = [person(line, called) for line in lines]
    is_alone = len(set(people)) == 1
    undone = [line.reversed_on for line in lines if line.reversed_on]
    code = check_code(lines[0].raw)
    printed = _printed(lines, called)
    voucher = Voucher(
        issuer=called.issuer,
        form_header=form_header(first.series, on),
        series=cast("VoucherSeries", first.series),
        number=first.number,
        year=first.booked_on.year,
        book=around.books.get((first.series, first.booked_on.year)),
        on=on,
        precision=precision,
        person=people[0] if is_alone else ON_THE_LIST,
        address=_address(printed[0]) if is_alone else None,
        reason=reason(events, called),
        lines=printed,
        total_vnd=total_vnd(line.value_vnd for line in printed),
        fund_name=_joined((called.funds[event.fund] for event in events), " và "),
        holding_name=_joined((place(event, called) for event in events), " và "),
        attachments_count=_attachments(lines),
        decision=_joined(map(decision, events), "; ") or None,
        cancelled_on=max(undone) if len(undone) == len(lines) else None,
        replaces=replaced_papers(events, receipt=False),
        check_url=f"{check_base_url}/v/{code.replace('-', '')}",
        check_code=code,
        recorded_at=max(line.entry.recorded_at for line in lines),
    )
    return voucher if voucher.needs_list else _with_remarks(voucher)


def _with_remarks(voucher: Voucher) -> Voucher:
    """Put what the lines remark into the reason, for there is no list on which it could stand."""
    said = _joined((line.note for line in voucher.lines), "; ")
    return replace(voucher, reason=f"{voucher.reason} ({said})") if said else voucher


def _printed(lines: tuple[Line[OnVoucher], ...], called: Names) -> tuple[VoucherLine, ...]:
    """Return the lines as the list shows them; what all have in common stands on the slip alone."""
    purposes = [purpose(line.event, called) for line in lines]
    funds = [f"nguồn {called.funds[line.event.fund]}" for line in lines]
    places = [place(line.event, called) for line in lines]
    own = [each for each in (purposes, funds, places) if len(set(each)) > 1]
    return tuple(
        _line(line, called, [column[at] for column in own]) for at, line in enumerate(lines)
    )


def _line(line: Line[OnVoucher], called: Names, own: list[str]) -> VoucherLine:
    event = line.event
    goods = goods_line(event) if isinstance(event, GoodsDonated | GoodsPaidOut) else None
    return VoucherLine(
        person=person(line, called) or "",
        birth_year=line.said("birth_year"),
        school_class=_joined([line.said("class"), line.said("school")], ", ") or None,
        address=line.said("address") or line.said("contact"),
        amount_vnd=None if goods else event.amount_vnd,
        goods=goods,
        note="; ".join([*own, *remarks(line)]) or None,
        cancelled_on=line.reversed_on,
    )


def _address(line: VoucherLine) -> str | None:
    """Say where the one who stands on the slip is found: a pupil by class and school too."""
    return _joined([line.school_class, line.address], ", ") or None


def _attachments(lines: tuple[Line[OnVoucher], ...]) -> int | None:
    """Count the files named as evidence, each once; None where none was named."""
    named = {name for line in lines for name in line.said("evidence") or ()}
    return len(named) or None


def _joined(parts: Iterable[str | None], by: str) -> str:
    """Join what is said, each thing once, in the order in which it was said first."""
    return by.join(dict.fromkeys(part for part in parts if part))
