"""The words of a paper: who stands on it, what it is for and when, from the kind of its row.

Pure: what a row says and how things are called goes in, Vietnamese comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, assert_never

from ledger.events import (
    Booked,
    CollectionHandedOver,
    CostPaid,
    DonationReceived,
    GoodsDonated,
    GoodsPaidOut,
    IncomeReceived,
    MoneyMoved,
    PayoutPaid,
    Precision,
    ReplacedPaper,
    TransferReceived,
    TransferSent,
)
from projections.replaced import papers_replaced
from reports.from_entries.found import Line, Names
from reports.numbers import short_date
from reports.papers import GoodsLine, paper_number

OnVoucher = (
    DonationReceived
    | GoodsDonated
    | CollectionHandedOver
    | PayoutPaid
    | GoodsPaidOut
    | TransferSent
    | TransferReceived
    | MoneyMoved
    | IncomeReceived
    | CostPaid
)
"""Every fact that stands on an accounting voucher."""

NO_DONOR: Final = "Người ủng hộ không nêu tên"
NO_RECIPIENT: Final = "Người nhận không nêu tên"
BANK: Final = "Ngân hàng nơi mở tài khoản"
STOCK: Final = "Kho hiện vật"

AWARDS: Final = {"scholarship": "Trao học bổng", "reward": "Khen thưởng", "aid": "Hỗ trợ"}
INCOMES: Final = {
    "interest": "Thu lãi tiền gửi",
    "membership_fee": "Thu hội phí",
    "state_budget": "Ngân sách nhà nước hỗ trợ",
    "other_income": "Thu khác",
}
COSTS: Final = {
    "management_cost": "Chi quản lý quỹ",
    "bank_fee": "Phí ngân hàng",
    "other_cost": "Chi khác",
}
PAPERS: Final = {
    "PT": "phiếu thu",
    "PC": "phiếu chi",
    "BC": "giấy báo có",
    "UNC": "ủy nhiệm chi",
    "NK": "phiếu nhập kho",
    "XK": "phiếu xuất kho",
    "BN": "giấy biên nhận",
}
OUT_OF: Final = {
    "cash": "Xuất quỹ tiền mặt",
    "bank": "Rút tiền gửi",
    "savings": "Rút tiền tiết kiệm",
    "collector": "Nhận tiền từ người thu",
}
INTO: Final = {
    "cash": "về quỹ tiền mặt",
    "bank": "nộp vào tài khoản",
    "savings": "để gửi tiết kiệm",
    "collector": "giao cho người thu",
}

DECISION: Final = re.compile(r"([^,]+), (\d{4})-(\d\d)-(\d\d), (.+)")


def person(line: Line[OnVoucher], names: Names) -> str | None:  # noqa: PLR0911 - a table of facts
    """Say who gives or takes; None where nobody can be known from the entry."""
    event = line.event
    match event:
        case DonationReceived() | GoodsDonated():
            return line.name("donor") or NO_DONOR
        case PayoutPaid() | GoodsPaidOut():
            return line.name("recipient") or NO_RECIPIENT
        case CollectionHandedOver():
            return names.holders[event.holder]
        case TransferSent():
            return names.units[event.to_unit_id]
        case TransferReceived():
            return names.units[event.from_unit_id]
        case MoneyMoved():
            return names.holdings[_other_holding(event)]
        case IncomeReceived() | CostPaid():
            return BANK if event.what in {"interest", "bank_fee"} else None
    assert_never(event)


def place(event: OnVoucher, names: Names) -> str:
    """Say into or out of which holding the money goes, as the unit whose paper it is sees it."""
    match event:
        case GoodsDonated() | GoodsPaidOut():
            return STOCK
        case MoneyMoved():
            return names.holdings[_own_holding(event)]
        case _:
            return names.holdings[event.holding]


def purpose(event: OnVoucher, names: Names) -> str:  # noqa: C901, PLR0911 - a table of facts
    """Say what the row is for, without the occasion.

    >>> moved = dict(key="M", booked_on=None, series="PT", number=1, amount_vnd=1)
    >>> purpose(MoneyMoved(**moved, from_holding="bank", from_kind="bank", to_holding="cash",
    ...     to_kind="cash"), None)
    'Rút tiền gửi về quỹ tiền mặt'
    """
    match event:
        case DonationReceived():
            return "Ủng hộ Quỹ Khuyến học"
        case GoodsDonated():
            return "Ủng hộ hiện vật cho Quỹ Khuyến học"
        case CollectionHandedOver():
            return f"Tiếp nhận tiền ủng hộ do {names.holders[event.holder]} nhận hộ"
        case PayoutPaid() | GoodsPaidOut():
            return AWARDS[event.kind]
        case TransferSent():
            return f"Điều chuyển cho {names.units[event.to_unit_id]}"
        case TransferReceived():
            return f"Nhận điều chuyển từ {names.units[event.from_unit_id]}"
        case MoneyMoved(from_kind=source, to_kind=target):
            if source == target:
                return "Chuyển tiền trong nội bộ đơn vị"
            return f"{OUT_OF[source]} {INTO[target]}"
        case IncomeReceived():
            return INCOMES[event.what]
        case CostPaid():
            return COSTS[event.what]
    assert_never(event)


def reason(events: Iterable[OnVoucher], names: Names) -> str:
    """Say what a whole voucher is for: each purpose once, those of one occasion together.

    An occasion is the round of an award, e.g. "Trao học bổng, khen thưởng – Tháng khuyến học 2022".
    """
    occasions: dict[str, list[str]] = {}
    for event in events:
        purposes = occasions.setdefault(getattr(event, "award_round", None) or "", [])
        said = purpose(event, names)
        if said not in purposes:
            purposes.append(said)
    return "; ".join(
        _together(purposes) + (f" – {occasion}" if occasion else "")
        for occasion, purposes in occasions.items()
    )


def remarks(line: Line[OnVoucher]) -> list[str]:
    """Return what else a row says: the paper written by hand, the guardian, the note."""
    paper_no = line.event.paper_no
    said = (
        f"Biên lai viết tay số {paper_no}" if paper_no else None,
        line.said("guardian"),
        line.said("note"),
    )
    return [each for each in said if each]


def goods_line(event: GoodsDonated | GoodsPaidOut) -> GoodsLine:
    """Return the goods of a row as they stand on a paper."""
    return GoodsLine(
        name=event.item,
        counted_in=event.counted_in,
        quantity=event.quantity,
        value_vnd=event.amount_vnd,
    )


def decision(event: Booked) -> str | None:
    """Cite the decision behind a row; one that is not "number, date, issuer" stands as it was said.

    >>> said = "13/QĐ-HKH, 2022-10-10, Hội Khuyến học thành phố Vinh"
    >>> decision(PayoutPaid(key="P", booked_on=date(2022, 10, 10), decision=said, series="PC",
    ...     number=1, kind="aid", recipient_kind="pupil", holding="cash", holding_kind="cash",
    ...     amount_vnd=1))
    'Quyết định số 13/QĐ-HKH ngày 10/10/2022 của Hội Khuyến học thành phố Vinh'
    """
    parts = DECISION.fullmatch(event.decision or "")
    if parts is None:
        return event.decision
    number, year, month, day, issuer = parts.groups()
    return f"Quyết định số {number} ngày {day}/{month}/{year} của {issuer}"


def replaced_papers(events: Iterable[Booked], *, receipt: bool) -> str | None:
    """Name the papers in whose place the one of some rows stands; None where it replaces none.

    Args:
        events: the rows of the paper.
        receipt: it is the donor's receipt, which takes the place of one; else a voucher, which
            takes that of a voucher, or of a receipt where there was no voucher.

    >>> old = ReplacedPaper(key="D", line=0, number=1, on=date(2022, 3, 1), series="PT", year=2022)
    >>> new = CostPaid(key="C", booked_on=date(2022, 3, 2), series="PC", number=1, replaces=(old,),
    ...     what="other_cost", holding="cash", holding_kind="cash", amount_vnd=1)
    >>> replaced_papers([new], receipt=False)
    'phiếu thu số 000001/2022/PT ngày 01/03/2022'
    """
    found: dict[str, None] = {}
    for event in events:
        papers = papers_replaced(event)
        receipts = [each for each in papers if each.series == "BN"]
        vouchers = [each for each in papers if each.series != "BN"]
        for each in receipts if receipt else vouchers or receipts:
            found.setdefault(paper_called(each))
    return "; ".join(found) or None


def paper_called(paper: ReplacedPaper) -> str:
    """Name one paper that was replaced, or a line of it."""
    line = f"dòng {paper.line} của " if paper.line else ""
    number = paper_number(paper.number, paper.year, paper.series)
    return f"{line}{PAPERS[paper.series]} số {number} ngày {short_date(paper.on)}"


def paper_date(events: Sequence[Booked]) -> tuple[date, Precision]:
    """Return the date on the paper of some rows of one day, and how much of it is known.

    It is the date that the paper itself bears, where all rows agree on one; else the day on which
    they count.
    """
    said = {
        (event.booked_on, event.precision)
        if event.document_on is None
        else (event.document_on, "day")
        for event in events
    }
    if len(said) == 1:
        (dated,) = said
        return dated
    return events[0].booked_on, "day"


def _together(purposes: list[str]) -> str:
    first, *others = purposes
    return ", ".join([first, *(other[0].lower() + other[1:] for other in others)])


def _own_holding(event: MoneyMoved) -> str:
    """Return the holding whose paper it is: a phiếu thu is the target's, any other the source's."""
    return event.to_holding if event.series == "PT" else event.from_holding


def _other_holding(event: MoneyMoved) -> str:
    return event.from_holding if event.series == "PT" else event.to_holding
