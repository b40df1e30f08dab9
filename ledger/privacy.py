"""The rules about persons themselves: who may be named to everybody, and who is forgotten.

A gift is named if the donor wishes it; an award if the recipient does, and, where that is a child,
somebody who represents the child as well. Who was forgotten stays so; the entries stay too.

Source: Law on Protection of Personal Data 91/2025/QH15 and Decree 356/2025/NĐ-CP, both in force
since 1 January 2026 (the decree took the place of Decree 13/2023/NĐ-CP): consent is told in so many
words, can be proved and withdrawn; a child's needs the representative's (art. 24 of the law); a
person may ask for deletion. But for art. 24 the articles were not looked up. Papers are kept as
`ledger/retention.py` says: that binds the association when it destroys by itself, not the person
who asks to be forgotten; the paper that bears the signature stays in the file until then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.asking_of_rows import require_registered
from ledger.events import (
    DonationCollected,
    DonationReceived,
    GoodsDonated,
    GoodsPaidOut,
    PayoutPaid,
)
from ledger.privacy_commands import EraseSubject, GiveConsent, PrivacyCommand, WithdrawConsent
from ledger.privacy_events import Consenter, ConsentGiven, ConsentWithdrawn, SubjectErased
from ledger.refusals import (
    ConsentNotGiven,
    ConsentUnfitting,
    HolderHolds,
    MayNotErase,
    RetentionNotOver,
    UnknownPerson,
)
from ledger.retention import retain_until
from ledger.roles import holds_role
from ledger.tree import own_and_above

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from ledger.book import Book
    from ledger.events import Posted
    from ledger.privacy_events import Consent, PrivacyEvent
    from ledger.registry import Registry
    from ledger.registry_events import Role

ERASERS: Final[tuple[Role, ...]] = ("account_holder", "administrator")
OF_A_GIFT: Final[frozenset[Consenter]] = frozenset({"donor"})
OF_AN_AWARD: Final[frozenset[Consenter]] = frozenset({"recipient", "representative"})


def decide(book: Book, registry: Registry, command: PrivacyCommand) -> PrivacyEvent | None:
    """Say what happens if `command` is obeyed; nothing, where it stands so already."""
    match command:
        case EraseSubject():
            return erase(book, registry, command)
        case GiveConsent():
            return give_consent(book, registry, command)
        case WithdrawConsent():
            return withdraw_consent(book, registry, command)


def erase(book: Book, registry: Registry, command: EraseSubject) -> SubjectErased:
    """Forget who a person was.

    Raises:
        UnknownUnit: the unit is not registered.
        MayNotErase: a person asks who is neither an account holder nor an administrator of the
            unit on the day. At the machine itself nobody is named.
        UnknownPerson: the vault knows nobody like that.
        RetentionNotOver: the reason is that the time of keeping is over, and it is not.
    """
    require_registered(registry, book.unit_id)
    person, on = command.erased_by, command.erased_on
    if person is not None and not any(
        holds_role(registry, person, role, book.unit_id, on) for role in ERASERS
    ):
        raise MayNotErase(unit_id=book.unit_id, on=on)
    if not command.entries:
        raise UnknownPerson()
    until = retain_until(command.recorded, on)
    if command.reason == "retention_over" and until is not None and until >= on:
        raise RetentionNotOver(unit_id=book.unit_id, until=until)
    return _erased(command)


def erase_holder(registry: Registry, command: EraseSubject) -> SubjectErased:
    """Forget who a holder was: in the registry, which is above no unit.

    The registry names nobody on an accounting paper, so that no time of keeping holds here.

    Raises:
        MayNotErase: a person asks who is neither an account holder nor an administrator of every
            unit that stands below nobody on the day. At the machine itself nobody is named.
        UnknownPerson: the vault knows nobody like that.
        HolderHolds: money of a unit is still in their hands.
    """
    person, on = command.erased_by, command.erased_on
    if person is not None:
        for top in _tops(registry, on) or [command.unit_id]:
            if not any(holds_role(registry, person, role, top, on) for role in ERASERS):
                raise MayNotErase(unit_id=top, on=on)
    if not command.entries:
        raise UnknownPerson()
    if command.held:
        held = command.held[0]
        raise HolderHolds(holder=held.holder, unit_id=held.unit_id, amount_vnd=held.amount_vnd)
    return _erased(command)


def _tops(registry: Registry, on: date) -> list[UUID]:
    """Return the units that stand below nobody on a day, of those that had begun by then."""
    return [
        unit_id
        for unit_id, terms in registry.terms.items()
        if terms[0].valid_from <= on and own_and_above(registry, unit_id, on) == (unit_id,)
    ]


def _erased(command: EraseSubject) -> SubjectErased:
    return SubjectErased(
        key=command.key,
        erased_on=command.erased_on,
        erased_by=command.erased_by,
        reason=command.reason,
        entries=command.entries,
        nonce=command.nonce,
    )


def give_consent(book: Book, registry: Registry, command: GiveConsent) -> ConsentGiven | None:
    """Note that somebody wishes a person to be named; None where that stands already.

    Raises:
        UnknownUnit: the unit is not registered.
        ConsentUnfitting: the book has no such gift or award, or `consenter` has no say in it.
        UnknownPerson: it names nobody, or nobody any more.
    """
    require_registered(registry, book.unit_id)
    if command.consenter not in consenters(command.recorded):
        raise ConsentUnfitting(about=command.about, consenter=command.consenter)
    if not command.is_known:
        raise UnknownPerson()
    if command.consenter in book.consents.get(command.about, frozenset()):
        return None
    return ConsentGiven(
        key=command.key,
        about=command.about,
        consenter=command.consenter,
        agreed_on=command.agreed_on,
        pii=command.pii,
        nonce=command.nonce,
    )


def withdraw_consent(book: Book, registry: Registry, command: WithdrawConsent) -> ConsentWithdrawn:
    """Note that somebody does not wish a person to be named any more.

    Raises:
        UnknownUnit: the unit is not registered.
        ConsentNotGiven: no such consent stands.
    """
    require_registered(registry, book.unit_id)
    if command.consenter not in book.consents.get(command.about, frozenset()):
        raise ConsentNotGiven(about=command.about, consenter=command.consenter)
    return ConsentWithdrawn(
        key=command.key,
        about=command.about,
        consenter=command.consenter,
        withdrawn_on=command.withdrawn_on,
        pii=command.pii,
        nonce=command.nonce,
    )


def consenters(recorded: Posted | None) -> frozenset[Consenter]:
    """Return who has a say in whether the person of an entry is named; nobody: it names none."""
    match recorded:
        case DonationReceived() | GoodsDonated() | DonationCollected():
            return OF_A_GIFT
        case PayoutPaid() | GoodsPaidOut():
            return OF_AN_AWARD
        case _:
            return frozenset()


def consents_after(
    consents: Mapping[str, frozenset[Consenter]], event: Consent
) -> Mapping[str, frozenset[Consenter]]:
    """Return the standing consents of a book, by the key of the row, after `event`."""
    standing = consents.get(event.about, frozenset())
    if isinstance(event, ConsentGiven):
        return {**consents, event.about: standing | {event.consenter}}
    return {**consents, event.about: standing - {event.consenter}}
