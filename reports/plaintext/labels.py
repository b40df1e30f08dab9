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
            return f"Đảo bút toán: {label(original)}"
        case MoneyBroughtIn():
            return "Tiền mang sang khi vào sổ"
        case GoodsBroughtIn():
            return "Hiện vật mang sang khi vào sổ"
        case HeldBroughtIn():
            return "Tiền bên giữ hộ đang giữ khi vào sổ"
        case DonationReceived():
            return "Nhận ủng hộ bằng tiền"
        case GoodsDonated():
            return "Nhận ủng hộ hiện vật"
        case DonationCollected():
            return "Bên giữ hộ nhận ủng hộ"
        case CollectionHandedOver():
            return "Bên giữ hộ bàn giao về quỹ"
        case CollectionGivenDirectly():
            return "Bên giữ hộ trao trực tiếp"
        case PayoutPaid(kind=kind):
            return AWARDS[kind]
        case GoodsPaidOut(kind=kind):
            return f"{AWARDS[kind]} bằng hiện vật"
        case TransferSent():
            return "Chuyển tiền cho đơn vị khác"
        case TransferArrived():
            return "Tiền chuyển đã đến nơi"
        case TransferReceived():
            return "Nhận tiền từ đơn vị khác"
        case MoneyMoved():
            return "Chuyển giữa các nơi giữ tiền"
        case IncomeReceived(what=income):
            return INCOMES[income]
        case CostPaid(what=cost):
            return COSTS[cost]
        case _:
            assert_never(event)
