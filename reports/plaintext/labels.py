"""What an entry is called in a plain-text ledger: in Vietnamese, and without any person's name."""

from __future__ import annotations

from typing import assert_never

from ledger.events import (
    CollectionGivenDirectly,
    CollectionHandedOver,
    CostPaid,
    DonationCollected,
    DonationReceived,
    EntryReversed,
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
)
from reports.from_entries.wording import AWARDS, COSTS, INCOMES


def label(event: MoneyEvent | EntryReversed) -> str:  # noqa: C901, PLR0911, PLR0912 - a table
    """Return what `event` is called."""
    match event:
        case EntryReversed(original=original):
            return f"Hủy bút toán: {label(original)}"
        case MoneyBroughtIn():
            return "Số dư tiền mang sang"
        case GoodsBroughtIn():
            return "Hiện vật mang sang"
        case HeldBroughtIn():
            return "Tiền nơi khác đang giữ, mang sang"
        case DonationReceived():
            return "Thu tiền ủng hộ"
        case GoodsDonated():
            return "Nhận hiện vật ủng hộ"
        case DonationCollected():
            return "Nơi nhận hộ đã thu"
        case CollectionHandedOver():
            return "Nơi nhận hộ nộp vào Quỹ"
        case CollectionGivenDirectly():
            return "Nơi nhận hộ trao trực tiếp"
        case PayoutPaid(kind=kind):
            return AWARDS[kind]
        case GoodsPaidOut(kind=kind):
            return f"{AWARDS[kind]} bằng hiện vật"
        case TransferSent():
            return "Điều chuyển đi"
        case TransferArrived():
            return "Đơn vị nhận báo tiền đã đến"
        case TransferReceived():
            return "Điều chuyển đến"
        case MoneyMoved():
            return "Chuyển giữa các nơi giữ tiền"
        case IncomeReceived(what=income):
            return INCOMES[income]
        case CostPaid(what=cost):
            return COSTS[cost]
        case _:
            assert_never(event)
