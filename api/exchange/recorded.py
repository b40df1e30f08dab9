"""What was recorded → rows of money files: `requests` the other way round.

A cell stays empty where a reader would fill in the same: the fund `general`, the holding that the
channel has of its own, a day known to the day. Who a person is comes from the vault; of somebody
who has been erased the cells are empty, and a cell that must not be says so.
"""

from __future__ import annotations

from datetime import date
from typing import Any, assert_never

from api.exchange.cells import NOT_FROM_A_FILE
from api.exchange.definitions import ERASED
from api.exchange.rows import (
    DonationRow,
    HandoverRow,
    IncomeCostRow,
    MoneyRow,
    MovementRow,
    OpeningRow,
    PaidFrom,
    PayoutRow,
    ReversalRow,
    TransferRow,
)
from ledger.events import (
    Booked,
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
    MoneyMoved,
    PayoutPaid,
    TransferSent,
)
from ledger.vault import Private

Opening = MoneyBroughtIn | GoodsBroughtIn | HeldBroughtIn
Donation = DonationReceived | GoodsDonated | DonationCollected
Handover = CollectionHandedOver | CollectionGivenDirectly
Payout = PayoutPaid | GoodsPaidOut
OneRow = (
    Opening | Donation | Handover | Payout | MoneyMoved | IncomeReceived | CostPaid | EntryReversed
)
"""The facts of one book that are a row each; a transfer takes two."""


def money_row(  # noqa: PLR0911 - one return per file
    unit: str, event: OneRow, private: Private, voucher: str | None, goods_order: int | None
) -> MoneyRow:
    """Return the row of a fact in the book of `unit`.

    `voucher` is what its paper is called; `goods_order` is its place among the unit's rows of goods
    where these were not recorded in the order of days.
    """
    match event:
        case MoneyBroughtIn() | GoodsBroughtIn() | HeldBroughtIn():
            return _opening(unit, event, goods_order)
        case DonationReceived() | GoodsDonated() | DonationCollected():
            return _donation(unit, event, private, voucher, goods_order)
        case CollectionHandedOver() | CollectionGivenDirectly():
            return _handover(unit, event, private, voucher)
        case PayoutPaid() | GoodsPaidOut():
            return _payout(unit, event, private, voucher, goods_order)
        case MoneyMoved():
            return _movement(unit, event, voucher)
        case IncomeReceived() | CostPaid():
            return _income_or_cost(unit, event, private, voucher)
        case EntryReversed():
            return _reversal(event, private, goods_order)
        case _:
            assert_never(event)


def transfer_row(
    sent: TransferSent, units: tuple[str, str], received_on: date | None, voucher: str | None
) -> TransferRow:
    """Return the row of a transfer between `units`; `received_on` None: still in transit."""
    from_unit, to_unit = units
    return TransferRow(
        **_said(sent),
        from_unit=from_unit,
        to_unit=to_unit,
        amount_vnd=sent.amount_vnd,
        sent_on=sent.booked_on,
        received_on=received_on,
        paid_from="cash" if sent.holding_kind == "cash" else None,
        voucher=voucher,
    )


def _opening(unit: str, event: Opening, goods_order: int | None) -> OpeningRow:
    goods = event if isinstance(event, GoodsBroughtIn) else None
    return OpeningRow(
        **_said(event),
        unit=unit,
        on=event.booked_on,
        holding=_unless(event.holding, "bank") if isinstance(event, MoneyBroughtIn) else None,
        holder=event.holder if isinstance(event, HeldBroughtIn) else None,
        **_goods(goods),
        amount_vnd=event.amount_vnd,
        goods_order=goods_order,
        voucher=None,
    )


def _donation(
    unit: str, event: Donation, private: Private, voucher: str | None, goods_order: int | None
) -> DonationRow:
    money = event if isinstance(event, DonationReceived) else None
    goods = event if isinstance(event, GoodsDonated) else None
    return DonationRow(
        **_said(event),
        unit=unit,
        received_on=event.booked_on,
        channel=money.channel if money else "in_kind" if goods else "press",
        donor=private.get("donor"),
        donor_id=private.get("donor_id"),
        donor_kind=private.get("donor_kind"),
        contact=private.get("contact"),
        amount_vnd=event.amount_vnd,
        **_goods(goods),
        holder=event.holder if isinstance(event, DonationCollected) else None,
        holding=_unless(money.holding, money.channel) if money else None,
        note=private.get("note"),
        goods_order=goods_order,
        voucher=voucher,
    )


def _handover(unit: str, event: Handover, private: Private, voucher: str | None) -> HandoverRow:
    direct = event if isinstance(event, CollectionGivenDirectly) else None
    return HandoverRow(
        **_said(event),
        unit=unit,
        holder=event.holder,
        handed_over_on=event.booked_on,
        how="direct" if direct else "to_fund",
        amount_vnd=event.amount_vnd,
        into=_unless(event.holding, "bank") if isinstance(event, CollectionHandedOver) else None,
        recipients=direct.recipients if direct else None,
        note=private.get("note"),
        voucher=voucher,
    )


def _payout(
    unit: str, event: Payout, private: Private, voucher: str | None, goods_order: int | None
) -> PayoutRow:
    goods = event if isinstance(event, GoodsPaidOut) else None
    paid_from: PaidFrom = "in_kind"
    if isinstance(event, PayoutPaid):
        paid_from = "cash" if event.holding_kind in ("cash", "collector") else "bank"
    return PayoutRow(
        **_said(event),
        unit=unit,
        paid_on=event.booked_on,
        round=event.award_round,
        recipient=private.get("recipient"),
        recipient_id=private.get("recipient_id"),
        recipient_kind=event.recipient_kind,
        kind=event.kind,
        paid_from=paid_from,
        holding=_unless(event.holding, paid_from) if isinstance(event, PayoutPaid) else None,
        # Of goods too: were the same goods ever worth something else, the import would refuse
        # the row by name, instead of giving other figures without a word. No row says 0: a share
        # of a lot that comes to nothing is left to the lots.
        amount_vnd=event.amount_vnd or None,
        **_goods(goods),
        birth_year=private.get("birth_year"),
        school=private.get("school"),
        class_name=private.get("class"),
        address=private.get("address"),
        guardian=private.get("guardian"),
        note=private.get("note"),
        goods_order=goods_order,
        voucher=voucher,
    )


def _movement(unit: str, event: MoneyMoved, voucher: str | None) -> MovementRow:
    return MovementRow(
        **_said(event),
        unit=unit,
        on=event.booked_on,
        from_holding=event.from_holding,
        to_holding=event.to_holding,
        amount_vnd=event.amount_vnd,
        voucher=voucher,
    )


def _income_or_cost(
    unit: str, event: IncomeReceived | CostPaid, private: Private, voucher: str | None
) -> IncomeCostRow:
    return IncomeCostRow(
        **_said(event),
        unit=unit,
        on=event.booked_on,
        what=event.what,
        holding=_unless(event.holding, "bank"),
        amount_vnd=event.amount_vnd,
        note=private.get("note"),
        voucher=voucher,
    )


def _reversal(event: EntryReversed, private: Private, goods_order: int | None) -> ReversalRow:
    return ReversalRow(
        row=NOT_FROM_A_FILE,
        key=event.key,
        reverses=event.reverses,
        on=event.booked_on,
        reason=private.get("reason") or ERASED,
        goods_order=goods_order,
        voucher=None,
        paper_no=event.paper_no,
        document_on=event.document_on,
        precision=None,
        decision=event.decision,
        evidence=None,
    )


def _said(event: Booked) -> dict[str, Any]:
    """Return what every money row says; of evidence the ledger keeps marks only, not the files."""
    return {
        "row": NOT_FROM_A_FILE,
        "key": event.key,
        "fund": _unless(event.fund, "general"),
        "paper_no": event.paper_no,
        "document_on": event.document_on,
        "precision": _unless(event.precision, "day"),
        "decision": event.decision,
        "evidence": None,
    }


def _goods(event: GoodsBroughtIn | GoodsDonated | GoodsPaidOut | None) -> dict[str, Any]:
    if event is None:
        return {"item": None, "quantity": None, "counted_in": None}
    return {"item": event.item, "quantity": event.quantity, "counted_in": event.counted_in}


def _unless(said: str, default: str) -> str | None:
    return None if said == default else said
