"""A form that corrects a row: it begins with what the row said, and records what replaces it.

    the row was reversed   → the new one names it, and is recorded as any other of its kind
    the row still stands   → reversal and new row go before the second person together

The row is named by its key in the address, and read from the book: no name stands in an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import HTTPException

from api.identity.acting import Acting
from api.pages.correction_links import CORRECTS, FORMS
from api.pages.entering.shown import Shown, shown
from api.pages.inspecting.reading import note_read
from api.pages.typed import Reading, Typed
from api.wiring import Wiring
from ledger.commands import AskedOnPaper, ReverseEntry
from ledger.draft import Request, request, sealed_request
from ledger.events import (
    CollectionHandedOver,
    CostPaid,
    DonationCollected,
    DonationReceived,
    GoodsDonated,
    GoodsPaidOut,
    IncomeReceived,
    MoneyMoved,
    PayoutPaid,
    TransferSent,
)
from ledger.replacing import OnPaper
from ledger.values import replace
from projections.desk import Told, names_of_units, of_keys, reversed_keys
from projections.naming import ERASED
from reports.numbers import quantity, short_date

WHY: Final = "ly-do-sua"
OF_A_PERSON: Final = {
    "donor": "ten-1",
    "recipient": "ten-1",
    "contact": "dia-chi-1",
    "donor_kind": "loai-1",
    "birth_year": "nam-sinh-1",
    "school": "truong-1",
    "class": "lop-1",
    "named": "neu-ten-1",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """The row that a form corrects, and what the form says of it at first."""

    entry: Shown
    values: Mapping[str, str]

    @property
    def is_reversal_too(self) -> bool:
        """Whether the row still stands, so that the form reverses it as well."""
        return not self.entry.is_reversed

    def back_vnd(self, fund: str, holding: str) -> int:
        """What the reversal of a payout brings back to a place of a fund, in đồng."""
        from_there = (self.values["nguon"], self.values.get("noi-giu")) == (fund, holding)
        return (self.entry.amount_vnd or 0) if from_there and self.is_reversal_too else 0


def correction(wiring: Wiring, who: Acting, typed: Typed, path: str) -> Correction | None:
    """Return what a form at `path` corrects; None: it records something new.

    Raises:
        HTTPException: 404, the unit's own book has no such row, or it has another form.
    """
    key = typed.text(CORRECTS)
    if not key:
        return None
    with wiring.connection() as connection:
        for told in of_keys(connection, [key]):
            mine = told.entry.originator_id == who.unit.unit_id
            if not mine or FORMS.get(type(told.entry.event)) != path:
                continue
            note_read(connection, who.person, path, [told.entry])
            gone = reversed_keys(connection, who.unit.unit_id, [key])
            units = names_of_units(connection, _units(told))
            codes = {unit_id: code for unit_id, (code, _) in units.items()}
            values = _shared(told) | _own(told, codes) | _of_a_person(told)
            return Correction(shown(told, who.unit.code, is_reversed=key in gone), values)
    raise HTTPException(404)


def corrected(
    found: Correction, rows: list[Request], reading: Reading, who: Acting, key: str
) -> list[Request]:
    """Return what corrects a row: the first of `rows` in its place, behind its reversal if need be.

    More rows than one stand for themselves.

    `reading.errors` says whether it is whole.
    """
    reason = reading.note(WHY, required=True) if found.is_reversal_too else None
    if reading.errors or not rows:
        return rows
    first = rows[0]
    assert isinstance(first.command, AskedOnPaper)
    command = replace(first.command, replaces=found.entry.key)
    new = sealed_request(command, first.seal, first.actor)
    if reason is None:
        return [new, *rows[1:]]
    undoing = ReverseEntry(
        key=f"{key}-huy", reverses=found.entry.key, booked_on=max(who.on, found.entry.on)
    )
    return [request(undoing, {"reason": reason}, who.person.person_id), new, *rows[1:]]


def _units(told: Told) -> list[Any]:
    event = told.entry.event
    return [event.to_unit_id] if isinstance(event, TransferSent) else []


def _shared(told: Told) -> dict[str, str]:
    """Return the fields that forms have in common."""
    event = told.entry.event
    assert isinstance(event, OnPaper)
    amount = "" if event.amount_vnd is None else str(event.amount_vnd)
    note = str(told.private.get("note", ""))
    return {
        "ngay": short_date(event.booked_on),
        "nguon": event.fund,
        "so-giay": event.paper_no or "",
        "quyet-dinh": event.decision or "",
        "dong": "1",
        "so-tien": amount,
        "so-tien-1": amount,
        "ghi-chu": note,
        "ghi-chu-1": note,
    }


def _own(told: Told, codes: Mapping[Any, str]) -> dict[str, str]:  # noqa: PLR0911 - a table of facts
    """Return the fields that only the form of a kind has."""
    event = told.entry.event
    match event:
        case DonationReceived():
            return {"kenh": event.channel, "noi-giu": event.holding}
        case DonationCollected():
            return {"kenh": "press", "nguoi-giu": event.holder}
        case GoodsDonated():
            return {"kenh": "in_kind", "hien-vat-1": event.item} | _counted(event)
        case PayoutPaid():
            return {"bang": "money", "noi-giu": event.holding} | _award(event)
        case GoodsPaidOut():
            return {"bang": "goods", "hien-vat": event.item} | _counted(event) | _award(event)
        case CollectionHandedOver():
            return {"nguoi-giu": event.holder, "noi-den": event.holding}
        case IncomeReceived() | CostPaid():
            return {"khoan": event.what, "noi-giu": event.holding}
        case MoneyMoved():
            return {"noi-giu": event.from_holding, "noi-den": event.to_holding}
        case TransferSent():
            channel = "cash" if event.holding_kind == "cash" else "bank"
            return {"don-vi-nhan": codes.get(event.to_unit_id, ""), "hinh-thuc": channel}
        case _:
            return {}


def _counted(event: GoodsDonated | GoodsPaidOut) -> dict[str, str]:
    return {"so-luong-1": quantity(event.quantity), "don-vi-tinh-1": event.counted_in}


def _award(event: PayoutPaid | GoodsPaidOut) -> dict[str, str]:
    return {
        "loai": event.kind,
        "doi-tuong": event.recipient_kind,
        "dot": event.award_round or "",
    }


def _of_a_person(told: Told) -> dict[str, str]:
    said = told.private.items()
    return {
        OF_A_PERSON[name]: str(value)
        for name, value in said
        if name in OF_A_PERSON and value != ERASED
    }
