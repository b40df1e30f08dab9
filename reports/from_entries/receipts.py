"""From the entry of a gift to the donor's receipt.

Every gift has one (series BN): in money, in kind, and collected by somebody else for the unit. Its
number runs in the year in which the gift was booked; its date is the one on the paper written by
hand, where there is one.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any, Final, assert_never

from ledger.database import Connection
from ledger.events import (
    DonationCollected,
    DonationReceived,
    GoodsDonated,
    MoneyEvent,
    ReplacedPaper,
)
from ledger.log.store import LogReader
from ledger.refusals import EntryNotLogged
from ledger.replacing import papers_of
from ledger.vault import Part
from ledger.wire import Entry
from projections.replaced import replacement_of
from reports.addresses import address
from reports.attached import Carried
from reports.check_codes import check_code
from reports.from_entries.found import (
    Kept,
    Line,
    Names,
    names,
    pages,
    parts,
    recorded,
    with_privates,
)
from reports.from_entries.refused import no_receipt
from reports.from_entries.wording import goods_line, paper_called, paper_date, replaced_papers
from reports.papers import Channel, Receipt

Gift = DonationReceived | GoodsDonated | DonationCollected

PATIENCE_S: Final = 3.0
LOOK_AGAIN_S: Final = 0.05


def receipt_of(
    connection: Connection, key: str, *, check_base_url: str | None = None, copy: int = 1
) -> Receipt:
    """Return the donor's receipt of the gift with this key.

    Args:
        connection: to a database whose projections know the unit.
        key: of a gift, or of the reversal of one.
        check_base_url: where anyone can check it; None: as the installation is set.
        copy: which print for the donor it is.

    Raises:
        UnknownEntry: no row has the key.
        NoSuchPaper: the row is no gift.
        EntryNotLogged: no checkpoint covers the gift, although it was waited for.
        Broken: the projections do not know the unit.
    """
    kept = recorded(connection, key)
    event = kept.entry.event
    if not isinstance(event, Gift):
        assert isinstance(event, MoneyEvent)
        raise no_receipt(event)
    return receipt_on(connection, kept, event, check_base_url, copy)


def receipt_on(
    connection: Connection, kept: Kept, event: Gift, check_base_url: str | None, copy: int = 1
) -> Receipt:
    """Return the receipt of a gift that has been found; one that was cancelled has no copies."""
    around = pages(
        connection, kept.entry.originator_id, f'"receipt_number":{event.receipt_number},'
    )
    (line,) = with_privates(connection, around, [(kept, event)])
    called = names(connection, around, [event], event.booked_on)
    log = LogReader(connection)
    carried = _carried(log, line.entry, line.raw, line.part)
    receipt = _receipt(line, called, check_base_url or address(), carried)
    if line.reversal is None:
        return replace(receipt, copy=copy)
    return replace(receipt, reversed_on=line.reversed_on, **_later(connection, log, line.reversal))


def _later(connection: Connection, log: LogReader, reversal: Kept) -> dict[str, Any]:
    """Return what became of a gift: what cancelled it and why, and what stands in its place.

    Of that the public facts alone: its donor may be somebody else.
    """
    unit_id, version = reversal.entry.originator_id, reversal.entry.originator_version
    part = parts(connection, unit_id, [version]).get(version)
    said: dict[str, Any] = {
        "reversal_reason": part.opened().get("reason") if part else None,
        "later": (_carried(log, reversal.entry, reversal.raw, part),),
    }
    found = replacement_of(connection, reversal.entry)
    if found is None:
        return said
    assert isinstance(found.entry.event, Gift)
    later = (*said["later"], _carried(log, found.entry, found.raw, None))
    return {**said, "later": later, "replaced_by": replacing_paper(found.entry.event, found.raw)}


def replacing_paper(event: Gift, raw: bytes) -> str:
    """Name the receipt of a gift on the one in whose place it stands, with its check code."""
    return f"{paper_called(receipt_as_replaced(event))}, mã kiểm chứng {check_code(raw)}"


def receipt_as_replaced(event: Gift) -> ReplacedPaper:
    """Return the receipt of a gift as an entry in its place names it."""
    return papers_of(event)[-1]


def _carried(log: LogReader, entry: Entry, raw: bytes, part: Part | None) -> Carried:
    """Return an entry with its first proof, for which one that is new waits a moment."""
    patience_until = time.monotonic() + PATIENCE_S
    while True:
        try:
            proven = log.first_proof_of(entry.originator_id, entry.originator_version)
        except EntryNotLogged:
            if time.monotonic() > patience_until:
                raise
            time.sleep(LOOK_AGAIN_S)
        else:
            assert proven.entry == raw
            return Carried(raw, part, str(proven.proof))


def _receipt(line: Line[Gift], called: Names, check_base_url: str, carried: Carried) -> Receipt:
    event = line.event
    on, precision = paper_date([event])
    code = check_code(line.raw)
    return Receipt(
        issuer=called.issuer,
        number=event.receipt_number,
        year=event.booked_on.year,
        on=on,
        precision=precision,
        donor=line.name("donor"),
        donor_address=line.said("contact"),
        channel=channel_of(event),
        holder_name=called.holders[event.holder] if isinstance(event, DonationCollected) else None,
        fund_name=called.funds[event.fund],
        amount_vnd=event.amount_vnd,
        goods=(goods_line(event),) if isinstance(event, GoodsDonated) else (),
        paper_no=event.paper_no,
        note=line.said("note"),
        replaces=replaced_papers([event], receipt=True),
        check_url=f"{check_base_url}/r/{code.replace('-', '')}#{event.pii or event.nonce}",
        check_code=code,
        recorded_at=line.entry.recorded_at,
        carried=carried,
    )


def channel_of(event: Gift) -> Channel:
    """Say by which way a gift came."""
    match event:
        case DonationReceived():
            return event.channel
        case GoodsDonated():
            return "in_kind"
        case DonationCollected():
            return "press"
    assert_never(event)
