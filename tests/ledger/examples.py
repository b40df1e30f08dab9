"""The people and places of the ledger's tests: three units, two who collect for them, one year.

Two words for each thing: `donation(…)` is what is asked, `donated(…)` is what is then true. The
facts bear the first number of their series unless a test says another; `key` names the row. Money
out was approved outside; `test_approvals.py` is about what one person asks alone.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from ledger import events as fact
from ledger import registry_events as of_registry
from ledger.commands import (
    AskApproval,
    CollectDonation,
    GiveApproval,
    GiveCollectionDirectly,
    HandOverCollection,
    MoneyCommand,
    MoveMoney,
    PayAward,
    PayAwardInGoods,
    ReceiveDonation,
    ReceiveGoods,
    ReceiveTransfer,
    ReverseEntry,
    SendTransfer,
)
from ledger.privacy_commands import EraseSubject, GiveConsent, WithdrawConsent
from ledger.privacy_events import ConsentGiven
from ledger.registry import REGISTRY_ID, Registry, evolve
from ledger.values import names_of

PROVINCE = UUID("10000000-0000-4000-8000-000000000001")
DISTRICT = UUID("10000000-0000-4000-8000-000000000002")
COMMUNE = UUID("10000000-0000-4000-8000-000000000003")
NEWSPAPER = "bao-nghe-an"
COMPANY = "cong-ty-a"
PREPARER = "p-thu-quy"
APPROVER = "p-chu-tai-khoan"
"""Account holder of the district, and so of the commune below it."""

FOUNDED = date(2000, 10, 2)
MARCH = date(2022, 3, 1)
JUNE = date(2022, 6, 30)
SEPTEMBER = date(2022, 9, 5)
OCTOBER = date(2022, 10, 2)
NEXT_YEAR = date(2023, 2, 1)


def term(
    unit_id: UUID, code: str, level: of_registry.Level, parent_id: UUID | None, **more: object
) -> of_registry.UnitTermStarted:
    """A unit bears this code below this parent, since it was founded."""
    said: dict[str, Any] = {"name": f"Hội Khuyến học {code}", "valid_from": FOUNDED, **more}
    return of_registry.UnitTermStarted(
        unit_id=unit_id, code=code, level=level, parent_id=parent_id, **said
    )


REGISTRY = evolve(
    Registry(),
    [
        term(PROVINCE, "NA", "province", None),
        term(DISTRICT, "NA-01", "district", PROVINCE),
        term(COMMUNE, "NA-01-01", "commune", DISTRICT),
        of_registry.HolderRegistered(holder=NEWSPAPER, kind="press"),
        of_registry.HolderRegistered(holder=COMPANY, kind="organisation"),
        of_registry.RoleGranted(
            person=APPROVER, role="account_holder", unit_id=DISTRICT, valid_from=FOUNDED
        ),
    ],
)


def donation(
    amount_vnd: int, on: date = MARCH, channel: fact.MoneyChannel = "cash", **more: object
) -> ReceiveDonation:
    """Ask to record a gift of money to the commune."""
    said: dict[str, Any] = {"key": "D-1", "unit_id": COMMUNE, **more}
    return ReceiveDonation(booked_on=on, channel=channel, amount_vnd=amount_vnd, **said)


def donated(
    amount_vnd: int, on: date = MARCH, channel: fact.MoneyChannel = "cash", **more: object
) -> fact.DonationReceived:
    """The gift was recorded."""
    series = "PT" if channel == "cash" else "BC"
    said: dict[str, Any] = {
        "key": "D-1",
        "series": series,
        "number": 1,
        "receipt_number": 1,
        **more,
    }
    said = {"holding": channel, "holding_kind": channel, **said}
    return fact.DonationReceived(booked_on=on, channel=channel, amount_vnd=amount_vnd, **said)


def payout(
    amount_vnd: int, on: date = SEPTEMBER, channel: fact.MoneyChannel = "cash", **more: object
) -> PayAward:
    """Ask to pay a pupil a scholarship."""
    said: dict[str, Any] = {"approved_outside": True, "key": "P-1", "unit_id": COMMUNE, **more}
    said = {"kind": "scholarship", "recipient_kind": "pupil", **said}
    return PayAward(booked_on=on, channel=channel, amount_vnd=amount_vnd, **said)


def paid(
    amount_vnd: int, on: date = SEPTEMBER, channel: fact.MoneyChannel = "cash", **more: object
) -> fact.PayoutPaid:
    """The scholarship was paid."""
    series = "PC" if channel == "cash" else "UNC"
    said: dict[str, Any] = {
        "approved_outside": True,
        "key": "P-1",
        "series": series,
        "number": 1,
        **more,
    }
    said = {"kind": "scholarship", "recipient_kind": "pupil", **said}
    said = {"holding": channel, "holding_kind": channel, **said}
    return fact.PayoutPaid(booked_on=on, amount_vnd=amount_vnd, **said)


def goods(
    quantity: str, amount_vnd: int | None, on: date = MARCH, item: str = "vở", **more: object
) -> ReceiveGoods:
    """Ask to record exercise books (vở) as a gift."""
    said: dict[str, Any] = {"key": "G-1", "unit_id": COMMUNE, "counted_in": "quyển", **more}
    return ReceiveGoods(
        booked_on=on, item=item, quantity=Decimal(quantity), amount_vnd=amount_vnd, **said
    )


def goods_came(
    quantity: str, amount_vnd: int | None, on: date = MARCH, item: str = "vở", **more: object
) -> fact.GoodsDonated:
    """The exercise books were recorded."""
    said: dict[str, Any] = {"key": "G-1", "series": "NK", "number": 1, "receipt_number": 1, **more}
    said = {"counted_in": "quyển", **said}
    return fact.GoodsDonated(
        booked_on=on, item=item, quantity=Decimal(quantity), amount_vnd=amount_vnd, **said
    )


def goods_payout(quantity: str, on: date = SEPTEMBER, **more: object) -> PayAwardInGoods:
    """Ask to give a pupil exercise books."""
    said: dict[str, Any] = {
        "approved_outside": True,
        "key": "X-1",
        "unit_id": COMMUNE,
        "item": "vở",
        "counted_in": "quyển",
        **more,
    }
    said = {"kind": "reward", "recipient_kind": "pupil", **said}
    return PayAwardInGoods(booked_on=on, quantity=Decimal(quantity), **said)


def goods_went(
    *lots: tuple[str, str, int | None], on: date = SEPTEMBER, **more: object
) -> fact.GoodsPaidOut:
    """The exercise books of these lots (key, quantity, value) were given."""
    taken = tuple(
        fact.LotTaken(lot=lot, quantity=Decimal(quantity), amount_vnd=amount_vnd)
        for lot, quantity, amount_vnd in lots
    )
    valued = [each.amount_vnd for each in taken if each.amount_vnd is not None]
    said: dict[str, Any] = {
        "approved_outside": True,
        "key": "X-1",
        "series": "XK",
        "number": 1,
        "item": "vở",
        "counted_in": "quyển",
        **more,
    }
    said = {"kind": "reward", "recipient_kind": "pupil", **said}
    return fact.GoodsPaidOut(
        booked_on=on,
        quantity=sum((each.quantity for each in taken), Decimal(0)),
        amount_vnd=sum(valued) if valued else None,
        lots=taken,
        **said,
    )


def collection(amount_vnd: int, on: date = MARCH, **more: object) -> CollectDonation:
    """Ask to record a gift that the newspaper collected for the commune."""
    said: dict[str, Any] = {"key": "C-1", "unit_id": COMMUNE, "holder": NEWSPAPER, **more}
    return CollectDonation(booked_on=on, amount_vnd=amount_vnd, **said)


def collected(amount_vnd: int, on: date = MARCH, **more: object) -> fact.DonationCollected:
    """The newspaper holds the gift."""
    said: dict[str, Any] = {"key": "C-1", "holder": NEWSPAPER, "receipt_number": 1, **more}
    return fact.DonationCollected(booked_on=on, amount_vnd=amount_vnd, **said)


def handover(amount_vnd: int, on: date = JUNE, **more: object) -> HandOverCollection:
    """Ask to record that the newspaper handed money to the fund."""
    said: dict[str, Any] = {"key": "H-1", "unit_id": COMMUNE, "holder": NEWSPAPER, **more}
    return HandOverCollection(booked_on=on, amount_vnd=amount_vnd, **said)


def handed_over(amount_vnd: int, on: date = JUNE, **more: object) -> fact.CollectionHandedOver:
    """The newspaper's money reached the bank account."""
    said: dict[str, Any] = {"key": "H-1", "holder": NEWSPAPER, "series": "BC", "number": 1, **more}
    said = {"holding": "bank", "holding_kind": "bank", **said}
    return fact.CollectionHandedOver(booked_on=on, amount_vnd=amount_vnd, **said)


def direct(amount_vnd: int, on: date = JUNE, **more: object) -> GiveCollectionDirectly:
    """Ask to record that the newspaper gave money to recipients itself."""
    said: dict[str, Any] = {"key": "K-1", "unit_id": COMMUNE, "holder": NEWSPAPER, **more}
    return GiveCollectionDirectly(booked_on=on, amount_vnd=amount_vnd, **said)


def given_directly(
    amount_vnd: int, on: date = JUNE, **more: object
) -> fact.CollectionGivenDirectly:
    """The newspaper gave it."""
    said: dict[str, Any] = {"key": "K-1", "holder": NEWSPAPER, **more}
    return fact.CollectionGivenDirectly(booked_on=on, amount_vnd=amount_vnd, **said)


def transfer(amount_vnd: int, on: date = JUNE, **more: object) -> SendTransfer:
    """Ask to send money from the commune to its district."""
    said: dict[str, Any] = {
        "approved_outside": True,
        "key": "T-1",
        "unit_id": COMMUNE,
        "to_unit_id": DISTRICT,
        "channel": "bank",
        **more,
    }
    return SendTransfer(booked_on=on, amount_vnd=amount_vnd, **said)


def sent(amount_vnd: int, on: date = JUNE, **more: object) -> fact.TransferSent:
    """The commune's money left."""
    said: dict[str, Any] = {
        "approved_outside": True,
        "key": "T-1",
        "to_unit_id": DISTRICT,
        "series": "UNC",
        "number": 1,
        **more,
    }
    said = {"holding": "bank", "holding_kind": "bank", **said}
    return fact.TransferSent(booked_on=on, amount_vnd=amount_vnd, **said)


def arrival(on: date = SEPTEMBER, **more: object) -> ReceiveTransfer:
    """Ask the district to receive it."""
    said: dict[str, Any] = {"key": "T-1", "unit_id": DISTRICT, "from_unit_id": COMMUNE, **more}
    return ReceiveTransfer(booked_on=on, **said)


def arrived(
    amount_vnd: int, sent_on: date = JUNE, on: date = SEPTEMBER, **more: object
) -> fact.TransferArrived:
    """The commune's book learns that the money arrived."""
    said: dict[str, Any] = {"key": "T-1", "to_unit_id": DISTRICT, **more}
    return fact.TransferArrived(booked_on=on, sent_on=sent_on, amount_vnd=amount_vnd, **said)


def received(
    amount_vnd: int, sent_on: date = JUNE, on: date = SEPTEMBER, **more: object
) -> fact.TransferReceived:
    """The district's book has the money."""
    said: dict[str, Any] = {
        "key": "T-1",
        "from_unit_id": COMMUNE,
        "series": "BC",
        "number": 1,
        **more,
    }
    said = {"holding": "bank", "holding_kind": "bank", **said}
    return fact.TransferReceived(booked_on=on, sent_on=sent_on, amount_vnd=amount_vnd, **said)


def movement(
    amount_vnd: int, source: str = "bank", target: str = "cash", on: date = JUNE, **more: object
) -> MoveMoney:
    """Ask to move money between two holdings of the commune."""
    said: dict[str, Any] = {"key": "M-1", "unit_id": COMMUNE, **more}
    return MoveMoney(
        booked_on=on, from_holding=source, to_holding=target, amount_vnd=amount_vnd, **said
    )


def reversal(*originals: fact.MoneyEvent, on: date = OCTOBER, **more: object) -> ReverseEntry:
    """Ask to undo facts of the commune's book (`more` may give `originals` of several books)."""
    in_commune = tuple((COMMUNE, each) for each in originals)
    said: dict[str, Any] = {"approved_outside": True, "key": "R-1", "originals": in_commune, **more}
    said = {"reverses": originals[0].key if originals else "D-1", **said}
    return ReverseEntry(booked_on=on, **said)


def undone(original: fact.MoneyEvent, on: date = OCTOBER, **more: object) -> fact.EntryReversed:
    """The fact was undone."""
    said: dict[str, Any] = {
        "approved_outside": True,
        "key": "R-1",
        "reverses": original.key,
        **more,
    }
    return fact.EntryReversed(booked_on=on, original=original, **said)


def proposal(*commands: MoneyCommand, **more: object) -> AskApproval:
    """Ask a second person to admit rows."""
    said: dict[str, Any] = {"key": "A-1", "asked_by": PREPARER, "digest": "d1", **more}
    return AskApproval(unit_id=COMMUNE, asked_on=SEPTEMBER, commands=commands, **said)


def put_forward(lines: int = 1, total_vnd: int = 5, **more: object) -> fact.ApprovalAsked:
    """The rows wait."""
    said: dict[str, Any] = {"key": "A-1", "asked_by": PREPARER, "digest": "d1", **more}
    said = {"of": "rows", **said}
    return fact.ApprovalAsked(asked_on=SEPTEMBER, lines=lines, total_vnd=total_vnd, **said)


def approval(*commands: MoneyCommand, on: date = OCTOBER, **more: object) -> GiveApproval:
    """Admit the rows, as the district's account holder."""
    said: dict[str, Any] = {"key": "A-1", "given_by": APPROVER, "digest": "d1", **more}
    return GiveApproval(unit_id=COMMUNE, given_on=on, commands=commands, **said)


def admitted(on: date = OCTOBER, **more: object) -> fact.ApprovalGiven:
    """The rows were admitted."""
    said: dict[str, Any] = {"key": "A-1", "given_by": APPROVER, **more}
    return fact.ApprovalGiven(given_on=on, **said)


def sent_back(person: str = APPROVER) -> fact.ApprovalDeclined:
    """The rows were sent back, or withdrawn by the one who asked."""
    return fact.ApprovalDeclined(key="A-1", declined_on=OCTOBER, declined_by=person)


def erasing(*recorded: fact.Posted, **more: object) -> EraseSubject:
    """Ask, as the district's account holder, to forget the person of some entries."""
    said: dict[str, Any] = {"key": "E-1", "erased_on": NEXT_YEAR, "erased_by": APPROVER}
    said |= {"reason": "request", "entries": len(recorded), **more}
    return EraseSubject(unit_id=COMMUNE, recorded=recorded, **said)


def erasing_holder(**more: object) -> EraseSubject:
    """Ask, at the machine itself, to forget who the newspaper was."""
    said: dict[str, Any] = {"key": "E-1", "erased_on": NEXT_YEAR, "reason": "request"}
    said |= {"entries": 1, "holders": (NEWSPAPER,), **more}
    return EraseSubject(unit_id=REGISTRY_ID, **said)


def consent(recorded: fact.Posted | None, **more: object) -> GiveConsent:
    """Note that the donor of a gift wishes to be named."""
    said: dict[str, Any] = {"key": "C-1", "about": "D-1", "consenter": "donor", "is_known": True}
    said |= {"agreed_on": NEXT_YEAR, "pii": "c2VhbA==", **more}
    return GiveConsent(unit_id=COMMUNE, recorded=recorded, **said)


def withdrawal(**more: object) -> WithdrawConsent:
    """Note that the donor of a gift does not wish it any more."""
    said: dict[str, Any] = {"key": "C-2", "about": "D-1", "consenter": "donor", **more}
    return WithdrawConsent(unit_id=COMMUNE, withdrawn_on=NEXT_YEAR, nonce="bm9uY2U=", **said)


def agreed(**more: object) -> ConsentGiven:
    """The donor of a gift wished to be named."""
    said: dict[str, Any] = {"key": "C-1", "about": "D-1", "consenter": "donor", **more}
    return ConsentGiven(agreed_on=NEXT_YEAR, **said)


def booked_part(event: fact.Booked) -> dict[str, object]:
    """What an event says as a money row: the fields that the other side of a transfer repeats."""
    return {name: getattr(event, name) for name in names_of(fact.Booked)}
