"""The rule of two persons: who prepares money out, or a reversal, does not admit it alone.

    asked directly      refused, unless the unit's dated rule lets the amount go free
    put before another  approval.asked → approval.given, then the rows themselves; or declined

Source: Law on Accounting 2015 art. 52 (the accountant may not be treasurer too) and the custom of
the associations' funds: three signatures on every payment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ledger import events as fact
from ledger.asking_of_rows import require_registered
from ledger.commands import (
    PayAward,
    PayAwardInGoods,
    PayCost,
    ReverseEntry,
    SendTransfer,
)
from ledger.refusals import (
    ApprovalContentDiffers,
    ApprovalDecided,
    ApprovalNeeded,
    MayNotApprove,
    PreparerCannotApprove,
    UnknownApproval,
)
from ledger.roles import free_up_to_vnd, holds_role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from ledger.book import Book, Decided
    from ledger.commands import AskApproval, BookCommand, DeclineApproval, GiveApproval
    from ledger.registry import Registry

MoneyOut = PayAward | PayAwardInGoods | PayCost | SendTransfer
APPROVER: Final = "account_holder"


class Proposal(NamedTuple):
    """What was put before a second person, and what became of it."""

    event: fact.ApprovalAsked
    state: Literal["waiting", "given", "declined"] = "waiting"


def needs_second_person(registry: Registry, command: BookCommand) -> bool:
    """Say whether `command`, asked live by one person, must be put before another."""
    if isinstance(command, ReverseEntry):
        return not command.approved_outside
    if not isinstance(command, MoneyOut) or command.approved_outside:
        return False
    free_vnd = free_up_to_vnd(registry, command.unit_id, command.booked_on)
    return command.amount_vnd is None or command.amount_vnd > free_vnd


def require_second_person(registry: Registry, command: BookCommand) -> None:
    """Admit what one person may ask alone."""
    if needs_second_person(registry, command):
        raise ApprovalNeeded(key=getattr(command, "key", ""))


def ask(
    book: Book, registry: Registry, command: AskApproval, decided: Decided
) -> fact.ApprovalAsked:
    """Put rows, or a file, before a second person; `decided` is what the rows would record."""
    require_registered(registry, command.unit_id)
    if command.key in book.proposals:
        raise ApprovalDecided(key=command.key)
    return fact.ApprovalAsked(
        key=command.key,
        asked_on=command.asked_on,
        asked_by=command.asked_by,
        of="rows" if command.commands else "file",
        digest=command.digest,
        lines=len(command.commands) or command.lines,
        total_vnd=_total_vnd(decided) if command.commands else command.total_vnd,
        nonce=command.nonce,
    )


def give(book: Book, registry: Registry, command: GiveApproval) -> fact.ApprovalGiven:
    """Admit, as the second person, what was put before one."""
    asked = _waiting(book, command.key)
    if asked.asked_by == command.given_by:
        raise PreparerCannotApprove(key=command.key)
    _require_approver(registry, command.given_by, command.unit_id, command.given_on)
    if asked.digest != command.digest:
        raise ApprovalContentDiffers(key=command.key)
    return fact.ApprovalGiven(
        key=command.key,
        given_on=command.given_on,
        given_by=command.given_by,
        nonce=command.nonce,
    )


def decline(book: Book, registry: Registry, command: DeclineApproval) -> fact.ApprovalDeclined:
    """Send back what was put before one, or withdraw what one has asked oneself."""
    asked = _waiting(book, command.key)
    if asked.asked_by != command.declined_by:
        _require_approver(registry, command.declined_by, command.unit_id, command.declined_on)
    return fact.ApprovalDeclined(
        key=command.key,
        declined_on=command.declined_on,
        declined_by=command.declined_by,
        pii=command.pii,
        nonce=command.nonce,
    )


def proposals_after(
    proposals: Mapping[str, Proposal], event: fact.Approval
) -> Mapping[str, Proposal]:
    """Return what a second person was asked, by key, after `event`."""
    match event:
        case fact.ApprovalAsked():
            return {**proposals, event.key: Proposal(event)}
        case fact.ApprovalGiven():
            state: Literal["given", "declined"] = "given"
        case fact.ApprovalDeclined():
            state = "declined"
    known = proposals.get(event.key)
    if known is None:
        return proposals
    return {**proposals, event.key: known._replace(state=state)}


def _total_vnd(decided: Decided) -> int:
    """Return what rows amount to; two sides of a row count once, a correction as what is right."""
    replaced = {paper.key for _, event in decided for paper in getattr(event, "replaces", ())}
    amounts: dict[str, int] = {}
    for _, event in decided:
        if isinstance(event, fact.EntryReversed) and event.reverses in replaced:
            continue
        assert isinstance(event, fact.Booked | fact.EntryReversed)
        money = event.original if isinstance(event, fact.EntryReversed) else event
        amounts[event.key] = money.amount_vnd or 0
    return sum(amounts.values())


def _waiting(book: Book, key: str) -> fact.ApprovalAsked:
    known = book.proposals.get(key)
    if known is None:
        raise UnknownApproval(key=key)
    if known.state != "waiting":
        raise ApprovalDecided(key=key)
    return known.event


def _require_approver(registry: Registry, person: str, unit_id: UUID, on: date) -> None:
    if not holds_role(registry, person, APPROVER, unit_id, on):
        raise MayNotApprove(unit_id=unit_id, on=on)
