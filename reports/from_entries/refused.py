"""Why an entry has no paper of the kind that was asked for, and which it has instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.events import (
    CollectionGivenDirectly,
    CollectionHandedOver,
    CostPaid,
    DonationCollected,
    DonationReceived,
    GoodsBroughtIn,
    GoodsDonated,
    GoodsPaidOut,
    HeldBroughtIn,
    IncomeReceived,
    MoneyBroughtIn,
    MoneyEvent,
    MoneyMoved,
    PayoutPaid,
    TransferArrived,
    TransferReceived,
    TransferSent,
    Vouched,
)
from reports.papers import paper_number
from reports.voucher import FORMS

KINDS: Final[Mapping[type[MoneyEvent], str]] = {
    MoneyBroughtIn: "số dư tiền mang sang",
    GoodsBroughtIn: "hiện vật mang sang",
    HeldBroughtIn: "tiền nơi khác đang giữ, mang sang",
    DonationReceived: "khoản ủng hộ",
    GoodsDonated: "khoản ủng hộ hiện vật",
    DonationCollected: "khoản ủng hộ do nơi khác nhận hộ, chưa vào Quỹ",
    CollectionHandedOver: "khoản nơi nhận hộ nộp vào Quỹ",
    CollectionGivenDirectly: "khoản trao trực tiếp, không qua Quỹ",
    PayoutPaid: "khoản trao cho người nhận",
    GoodsPaidOut: "khoản trao hiện vật cho người nhận",
    TransferSent: "khoản điều chuyển cho đơn vị khác",
    TransferArrived: "khoản điều chuyển đã đến nơi",
    TransferReceived: "khoản nhận điều chuyển",
    MoneyMoved: "khoản chuyển giữa các nơi giữ tiền của đơn vị",
    IncomeReceived: "khoản thu khác",
    CostPaid: "khoản chi khác",
}
"""What an entry is, in the middle of a sentence."""


class NoSuchPaper(Exception):
    """The entry has no such paper; the message says so to people, and which paper it has."""


class NoSuchDonor(NoSuchPaper):
    """Nobody of this name or id gave in the year; or several did, and `ids` tell them apart."""

    def __init__(self, donor: str, year: int, ids: tuple[str, ...] = ()) -> None:
        """Keep who was asked for."""
        said = f"Năm {year}, sổ này không có khoản ủng hộ nào của “{donor}”."
        if ids:
            said = (
                f"Có {len(ids)} người ủng hộ cùng tên “{donor}”: hãy dùng mã người ủng hộ "
                f"({', '.join(ids)})."
            )
        super().__init__(said)
        self.donor = donor
        self.ids = ids


def no_receipt(event: MoneyEvent) -> NoSuchPaper:
    """Refuse a receipt for what is no gift."""
    kind = KINDS[type(event)]
    said = f"“{event.key}” là {kind}, không phải khoản ủng hộ, nên không có giấy biên nhận"
    if isinstance(event, Vouched) and event.series != "BN":
        title = FORMS[event.series].title.lower()
        number = paper_number(event.number, event.booked_on.year, event.series)
        return NoSuchPaper(f"{said}: hãy in {title} số {number} của nó.")
    return NoSuchPaper(f"{said}; nó cũng không có chứng từ nào khác.")


def no_voucher(event: MoneyEvent) -> NoSuchPaper:
    """Refuse an accounting voucher for what did not pass through the unit's holdings."""
    said = f"“{event.key}” là {KINDS[type(event)]}, nên không có chứng từ kế toán"
    if isinstance(event, DonationCollected):
        number = paper_number(event.receipt_number, event.booked_on.year, "BN")
        return NoSuchPaper(f"{said}: hãy in giấy biên nhận số {number} của nó.")
    return NoSuchPaper(f"{said}.")
