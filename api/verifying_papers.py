"""`soquy verify receipt.pdf`: is it genuine? Offline, from the file and the key that one trusts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from api.verifying import NotShown
from ledger.events import EntryReversed, GoodsDonated
from ledger.log.notes import Verifier
from ledger.log.policy import Policy
from reports.check_codes import check_code
from reports.from_entries.receipts import Gift, replacing_paper
from reports.from_entries.wording import NO_DONOR, goods_line, paper_date, replaced_papers
from reports.genuine import Genuine, NotGenuine, Proven, genuine
from reports.numbers import dong, long_date, moment, quantity, short_date
from reports.papers import paper_number
from reports.receipt_faults import why_not

NO_NAME_INSIDE: Final = "không có trong tệp này (bản công khai, hoặc đã xóa theo yêu cầu)"
NOT_IN_ENTRY: Final = (
    "Tên đơn vị và tên nguồn không nằm trong bút toán, và biên nhận có thể bị hủy sau khi lập tệp "
    "này: hãy tra mã kiểm chứng trên trang của hội."
)


def verify_paper(pdf: bytes, log: Sequence[Verifier], policy: Policy | None = None) -> Genuine:
    """Return what a genuine receipt proves.

    Args:
        pdf: the file.
        log: the keys that one trusts.
        policy: whose cosignatures are enough; None asks for none.

    Raises:
        NotShown: it is not genuine; the code and the sentence say why.
    """
    try:
        return genuine(pdf, log, policy)
    except NotGenuine as wrong:
        raise NotShown(*why_not(wrong)) from wrong


def paper_document(found: Genuine) -> dict[str, Any]:
    """Return what is proven beside the entry itself, for a JSON object."""
    event = found.gift.entry.event
    assert isinstance(event, Gift)
    return {
        **numbered(found.gift),
        "private": None if found.gift.private is None else dict(found.gift.private),
        "replaces": replaced_papers([event], receipt=True),
        "cancelled_on": None if found.reversal is None else _on(found.reversal).isoformat(),
    }


def numbered(gift: Proven) -> dict[str, Any]:
    """Return the number of a gift's receipt and its check code, for a JSON object."""
    event = gift.entry.event
    assert isinstance(event, Gift)
    number = paper_number(event.receipt_number, event.booked_on.year, "BN")
    return {"receipt": number, "check_code": check_code(gift.raw)}


def paper_text(found: Genuine) -> str:
    """Return what is proven, for people."""
    said, event = found.gift.verified, found.gift.entry.event
    assert isinstance(event, Gift)
    on, precision = paper_date([event])
    lines = [_headline(found), *_replaced_by(found.replacement)]
    lines.append(f"Số:            {paper_number(event.receipt_number, event.booked_on.year, 'BN')}")
    if replaced := replaced_papers([event], receipt=True):
        lines.append(f"Thay thế:      {replaced}")
    lines.append(f"Người ủng hộ:  {_donor(found.gift)}")
    lines += [f"Trị giá:       {each}" for each in _worth(event)]
    lines.append(f"Ngày:          {long_date(on, precision)}")
    lines.append(f"Mã kiểm chứng: {check_code(found.gift.raw)}")
    lines.append(f"Ghi sổ lúc:    {moment(found.gift.entry.recorded_at)}")
    lines.append(f"Bút toán thứ {said.index + 1} trong {said.said.size} bút toán đã ký.")
    if said.cosigned:
        lines.append(f"Nhân chứng đã xác nhận: {', '.join(each.name for each in said.cosigned)}.")
    return "\n".join([*lines, NOT_IN_ENTRY])


def _headline(found: Genuine) -> str:
    origin = found.gift.verified.said.origin
    if found.reversal is None:
        return f"ĐÚNG: biên nhận thật, đã ghi sổ, không thể sửa ({origin})."
    on = short_date(_on(found.reversal))
    return f"ĐÃ HỦY: biên nhận thật, nhưng khoản ủng hộ đã bị hủy ngày {on} ({origin})."


def _replaced_by(replacement: Proven | None) -> list[str]:
    if replacement is None:
        return []
    said, event = replacement.verified, replacement.entry.event
    assert isinstance(event, Gift)
    place = f"cùng đơn vị, bút toán thứ {said.index + 1} trong {said.said.size} bút toán đã ký"
    return [f"Thay bằng:     {replacing_paper(event, replacement.raw)} ({place})."]


def _on(reversal: Proven) -> date:
    event = reversal.entry.event
    assert isinstance(event, EntryReversed)
    return event.booked_on


def _donor(gift: Proven) -> str:
    if gift.private is None and getattr(gift.entry.event, "pii", None):
        return NO_NAME_INSIDE
    return (gift.private or {}).get("donor") or NO_DONOR


def _worth(event: Gift) -> list[str]:
    found = [] if event.amount_vnd is None else [dong(event.amount_vnd)]
    if isinstance(event, GoodsDonated):
        goods = goods_line(event)
        found.append(f"{quantity(goods.quantity)} {goods.counted_in} {goods.name}")
    return found
