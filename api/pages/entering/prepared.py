"""Rows that wait for a second person, as that person reads them; and what would be left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from api.pages.entering.payout_form import KINDS, RECIPIENTS
from api.pages.entering.recording import holding_name
from api.pages.entering.shown import CANCELLED, shown, title_of
from api.web.texts import phrase
from ledger.approvals import Prepared
from ledger.book import HOLDING_ACCOUNTS
from ledger.commands import (
    AskedOnPaper,
    BringInGoods,
    BringInHeld,
    BringInMoney,
    CollectDonation,
    GiveCollectionDirectly,
    HandOverCollection,
    MoneyCommand,
    MoveMoney,
    PayAward,
    PayAwardInGoods,
    PayCost,
    ReceiveDonation,
    ReceiveGoods,
    ReceiveIncome,
    ReverseEntry,
    SendTransfer,
)
from ledger.database import Connection
from ledger.events import (
    CollectionGivenDirectly,
    CollectionHandedOver,
    DonationCollected,
    DonationReceived,
    Event,
    GoodsBroughtIn,
    GoodsDonated,
    GoodsPaidOut,
    HeldBroughtIn,
    IncomeReceived,
    MoneyBroughtIn,
    MoneyEvent,
    MoneyMoved,
    TransferSent,
)
from ledger.postings import postings
from projections.desk import Definitions, Held, names_of_units, of_keys
from reports.numbers import quantity

INCOMING: Final[Mapping[type[MoneyCommand], type[MoneyEvent]]] = {
    BringInMoney: MoneyBroughtIn,
    BringInGoods: GoodsBroughtIn,
    BringInHeld: HeldBroughtIn,
    ReceiveDonation: DonationReceived,
    ReceiveGoods: GoodsDonated,
    CollectDonation: DonationCollected,
    HandOverCollection: CollectionHandedOver,
    GiveCollectionDirectly: CollectionGivenDirectly,
    MoveMoney: MoneyMoved,
    ReceiveIncome: IncomeReceived,
}
"""What is recorded of the rows that one person may record alone."""

COSTS: Final = {
    "management_cost": phrase("Chi quản lý quỹ"),
    "bank_fee": phrase("Phí ngân hàng"),
    "other_cost": phrase("Chi khác"),
}


class Row(NamedTuple):
    """One row that waits: `what` is a text to translate, `amount_vnd` None where goods say it.

    `born` is the year of birth of who it is for. `replaces` is the number of the paper in whose
    place that of the row would stand.
    """

    what: str
    who: str
    detail: str
    amount_vnd: int | None
    goods: str
    born: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all rows of a list say; empty where they differ, or say nothing."""

    what: str = ""
    recipients: str = ""
    occasion: str = ""
    decision: str = ""
    fund: str = ""
    holding: str = ""
    on: date | None = None


class Left(NamedTuple):
    """What one place of a fund holds now, and would after the rows."""

    fund: str
    holding: str
    now_vnd: int
    after_vnd: int


def row_of(connection: Connection, prepared: Prepared) -> Row:
    """Return a row as it is read by the one who decides."""
    command = prepared.command
    row = _row(connection, prepared)._replace(born=str(prepared.private.get("birth_year", "")))
    if not isinstance(command, AskedOnPaper) or command.replaces is None:
        return row
    found = of_keys(connection, [command.replaces])
    papers = [shown(told, "") for told in found]
    return row._replace(replaces=next((each.voucher or each.receipt for each in papers), ""))


def kind_of(command: MoneyCommand) -> str:
    """Return what a row is; a text to translate."""
    match command:
        case PayAward():
            return KINDS[command.kind]
        case PayAwardInGoods():
            return title_of(GoodsPaidOut)
        case PayCost():
            return COSTS[command.what]
        case SendTransfer():
            return title_of(TransferSent)
        case ReverseEntry():
            return CANCELLED
        case _:
            return title_of(INCOMING[type(command)])


def _row(connection: Connection, prepared: Prepared) -> Row:
    command, private = prepared
    match command:
        case PayAward():
            return Row(KINDS[command.kind], _who(private), _detail(private), command.amount_vnd, "")
        case PayAwardInGoods():
            goods = f"{quantity(command.quantity)} {command.counted_in} {command.item}"
            return Row(KINDS[command.kind], _who(private), _detail(private), None, goods)
        case PayCost():
            note = str(private.get("note", ""))
            return Row(COSTS[command.what], "", note, command.amount_vnd, "")
        case SendTransfer():
            _, name = names_of_units(connection, [command.to_unit_id]).get(
                command.to_unit_id, ("", "")
            )
            return Row(kind_of(command), name, "", command.amount_vnd, "")
        case ReverseEntry():
            return _reversal(connection, command, private)
        case _:
            return _incoming(command, private)


def _incoming(command: MoneyCommand, private: dict[str, Any]) -> Row:
    """Return a row that needs no second person of its own, and waits with those that do."""
    goods = ""
    if isinstance(command, BringInGoods | ReceiveGoods):
        goods = f"{quantity(command.quantity)} {command.counted_in} {command.item}"
    kind = kind_of(command)
    return Row(kind, _who(private), _detail(private), getattr(command, "amount_vnd", None), goods)


def _reversal(connection: Connection, command: ReverseEntry, private: dict[str, Any]) -> Row:
    """Return a reversal with what it undoes."""
    found = of_keys(connection, [command.reverses])
    reason = str(private.get("reason", ""))
    if not found or not isinstance(found[0].entry.event, MoneyEvent):
        return Row(CANCELLED, command.reverses, reason, None, "")
    told = found[0]
    event = told.entry.event
    assert isinstance(event, MoneyEvent)
    who = str(told.private.get("donor") or told.private.get("recipient") or "")
    return Row(CANCELLED, who, reason, event.amount_vnd, title_of(type(event)))


def shared_by(commands: Sequence[MoneyCommand | Event], defined: Definitions) -> Shared:
    """Return what all rows of a list say."""
    fund, holding = same(commands, "fund"), same(commands, "holding")
    fund_named = defined.funds.get(fund)
    return Shared(
        what=KINDS.get(same(commands, "kind"), ""),
        recipients=RECIPIENTS.get(same(commands, "recipient_kind"), ""),
        occasion=same(commands, "award_round"),
        decision=same(commands, "decision"),
        fund=fund_named.name if fund_named else fund,
        holding=holding_name(defined, holding) if holding else "",
        on=same(commands, "booked_on") or None,
    )


def left_after(
    commands: Sequence[MoneyCommand],
    undone: Sequence[MoneyEvent],
    defined: Definitions,
    held: Sequence[Held],
) -> tuple[Left, ...]:
    """Return what each place holds now and would after `commands`, which undo `undone`."""
    changed: dict[tuple[str, str], int] = {}
    changes = [each for command in commands for each in _changes(command)]
    changes += [each for event in undone for each in _taken_back(event)]
    for at, amount_vnd in changes:
        changed[at] = changed.get(at, 0) + amount_vnd
    found: list[Left] = []
    for (fund, place), amount_vnd in changed.items():
        now_vnd = sum(
            each.amount_vnd
            for each in held
            if each.fund == fund and each.place == place and each.account != "goods"
        )
        name = defined.funds[fund].name if fund in defined.funds else fund
        found.append(Left(name, holding_name(defined, place), now_vnd, now_vnd + amount_vnd))
    return tuple(found)


def _changes(command: MoneyCommand) -> list[tuple[tuple[str, str], int]]:
    """Return by how much a row changes which place of which fund."""
    match command:
        case PayAward() | PayCost() | SendTransfer():
            return [((command.fund, _place(command)), -command.amount_vnd)]
        case ReceiveDonation() | ReceiveIncome() | BringInMoney():
            return [((command.fund, _place(command)), command.amount_vnd)]
        case HandOverCollection():
            return [((command.fund, command.into or "bank"), command.amount_vnd)]
        case MoveMoney():
            return [
                ((command.fund, command.from_holding), -command.amount_vnd),
                ((command.fund, command.to_holding), command.amount_vnd),
            ]
        case _:
            return []


def undone_by(connection: Connection, commands: Sequence[MoneyCommand]) -> list[MoneyEvent]:
    """Return the rows that some commands reverse, on this side."""
    keys = [each.reverses for each in commands if isinstance(each, ReverseEntry)]
    events = (told.entry.event for told in of_keys(connection, keys))
    return [event for event in events if isinstance(event, MoneyEvent)]


def _taken_back(event: MoneyEvent) -> list[tuple[tuple[str, str], int]]:
    """Return by how much undoing a row changes which place of which fund."""
    return [
        ((line.fund, line.place or ""), -line.amount_vnd)
        for line in postings(event)
        if line.account in HOLDING_ACCOUNTS
    ]


def _place(command: MoneyCommand) -> str:
    return str(getattr(command, "holding", None) or getattr(command, "channel", "bank"))


def same(commands: Sequence[MoneyCommand | Event], name: str) -> Any:  # noqa: ANN401 - any field
    """Return the value of a field if all rows have the same; else nothing."""
    values = {getattr(command, name, None) for command in commands}
    return (values.pop() or "") if len(values) == 1 else ""


def _who(private: dict[str, Any]) -> str:
    return str(private.get("recipient") or private.get("donor") or "")


def _detail(private: dict[str, Any]) -> str:
    names = ("class", "school", "address", "guardian", "note")
    return ", ".join(str(private[name]) for name in names if private.get(name))
