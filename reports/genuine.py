"""Is this PDF a genuine receipt? Said offline, from the file and the keys that one trusts.

    attachments → entry, private part, proof
    proof       the entry is in the log whose key is trusted, seen by enough witnesses
    commitment  the private part (the donor's name) is the one that the entry stands for
    later       what cancelled it and what stands in its place are about this gift, each proven so
    page        says what the entries and the private parts say

The file is all that is looked at, so that a receipt which was cancelled after it was made is still
a genuine receipt: whether it counts today, the page of its check code says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from ledger.events import EntryReversed, Event
from ledger.log.merkle import ProofWrong
from ledger.log.notes import NoteWrong, Verifier
from ledger.log.policy import Policy
from ledger.log.proofs import TlogProof, Verified, verify
from ledger.refusals import Broken
from ledger.vault import says_the_same
from ledger.wire import Entry, from_bytes
from reports.attached import LATER, PROOF, RECEIPT, Carried, NotOurs, read
from reports.from_entries.receipts import Gift, receipt_as_replaced
from reports.pictures import NotReadable, inside
from reports.receipt_text import Differs, Later, pieces, require_same

PDF_BYTES_MAX: Final = 4_000_000
PICTURES_MAX: Final = 1
"""The QR code; any other picture could hide words, or show some that are not read."""


class Fault(StrEnum):
    """Why a file is no genuine receipt."""

    NOT_A_PDF = "receipt_not_a_pdf"
    NOTHING_INSIDE = "receipt_nothing_inside"  # without our attachments: a scan, a print to a file
    ATTACHED_TWICE = "receipt_attached_twice"
    NOT_AN_ENTRY = "receipt_not_an_entry"  # what is attached is no gift, or of another form
    PROOF_WRONG = "receipt_proof_wrong"  # the entry was changed, or the proof was
    KEY_WRONG = "receipt_key_wrong"  # signed by nobody whom one trusts, or the signature is false
    NAME_WRONG = "receipt_name_wrong"  # the private part is not what the entry stands for
    PAGE_COVERED = "receipt_page_covered"  # by pictures or notes that are not ours
    PAGE_WRONG = "receipt_page_wrong"  # the page says something else
    CANCELLED_OTHERWISE = "receipt_cancelled_otherwise"  # by an entry about another gift
    REPLACED_OTHERWISE = "receipt_replaced_otherwise"  # by one in the place of another, or of none


class NotGenuine(Exception):
    """The file is no genuine receipt; `differs` says where the page says something else.

    `inside` names the attachment that is wrong, if it is not the receipt's own.
    """

    def __init__(self, fault: Fault, detail: str = "", differs: Differs | None = None) -> None:
        super().__init__(f"{fault}: {detail}" if detail else str(fault))
        self.fault = fault
        self.detail = detail
        self.differs = differs
        self.inside = ""


@dataclass(frozen=True, slots=True)
class Proven:
    """An entry that is in the log; `private` is None where the file has no private part."""

    raw: bytes
    entry: Entry
    private: Mapping[str, Any] | None
    verified: Verified


@dataclass(frozen=True, slots=True)
class Genuine:
    """A genuine receipt: the gift, and what became of it by then, as far as the file says so.

    `later` are the entry that cancelled it and the one in its place.
    """

    gift: Proven
    later: tuple[Proven, ...]

    @property
    def reversal(self) -> Proven | None:
        """What cancelled the gift."""
        return next(iter(self.later), None)

    @property
    def replacement(self) -> Proven | None:
        """What stands in its place."""
        return next(iter(self.later[1:]), None)


def genuine(pdf: bytes, log: Sequence[Verifier], policy: Policy | None = None) -> Genuine:
    """Return what a genuine receipt proves.

    Args:
        pdf: the file.
        log: the keys that one trusts; one of them must have signed.
        policy: whose cosignatures must be there; None asks for none.

    Raises:
        NotGenuine: the faults in the order in which they are named above.
    """
    try:
        found = inside(pdf[: PDF_BYTES_MAX + 1])
    except NotReadable as error:
        raise NotGenuine(Fault.NOT_A_PDF, str(error)) from error
    named = dict(found.attachments)
    if len(named) != len(found.attachments):
        raise NotGenuine(Fault.ATTACHED_TWICE)
    if RECEIPT not in named or PROOF not in named:
        raise NotGenuine(Fault.NOTHING_INSIDE)
    gift = proven(named[RECEIPT], named[PROOF], log, policy)
    event = gift.entry.event
    if not isinstance(event, Gift):
        raise NotGenuine(Fault.NOT_AN_ENTRY, gift.entry.event.STORED_AS)
    later = _later(gift, named, log, policy)
    if found.pictures > PICTURES_MAX or found.notes:
        raise NotGenuine(Fault.PAGE_COVERED)
    meant = pieces(gift.raw, gift.entry, event, gift.private, map(_said, later))
    try:
        require_same(found.pages, meant)
    except Differs as differs:
        raise NotGenuine(Fault.PAGE_WRONG, str(differs), differs) from differs
    return Genuine(gift, later)


def proven(receipt: bytes, proof: bytes, log: Sequence[Verifier], policy: Policy | None) -> Proven:
    """Return the entry that a `receipt.json` carries, if it is in the log.

    Raises:
        NotGenuine: NOT_AN_ENTRY, PROOF_WRONG, KEY_WRONG, NAME_WRONG.
    """
    try:
        carried = read(receipt, proof.decode())
        entry = from_bytes(carried.entry)
    except (NotOurs, UnicodeDecodeError, Broken) as error:
        raise NotGenuine(Fault.NOT_AN_ENTRY, str(error)) from error
    try:
        verified = verify(carried.entry, TlogProof.parse(carried.proof), log, policy)
    except ProofWrong as wrong:
        raise NotGenuine(Fault.PROOF_WRONG, str(wrong)) from wrong
    except NoteWrong as wrong:
        raise NotGenuine(Fault.KEY_WRONG, str(wrong)) from wrong
    return Proven(carried.entry, entry, _private(carried, entry), verified)


def _private(carried: Carried, entry: Entry) -> Mapping[str, Any] | None:
    """Return the private part, which is the one that the entry stands for."""
    if carried.part is None:
        return None
    pii = getattr(entry.event, "pii", None)
    if pii is None or not says_the_same(pii, carried.part.salt, carried.part.private):
        raise NotGenuine(Fault.NAME_WRONG)
    try:
        return carried.part.opened()
    except Broken as error:
        raise NotGenuine(Fault.NAME_WRONG, str(error)) from error


def _later(
    gift: Proven, named: Mapping[str, bytes], log: Sequence[Verifier], policy: Policy | None
) -> tuple[Proven, ...]:
    """Return what became of a gift, as far as the file says so."""
    found: list[Proven] = []
    for at, ((content, proof), (is_about, fault)) in enumerate(zip(LATER, _LATER, strict=True)):
        if content not in named:
            continue
        try:
            each = proven(named[content], named.get(proof, b""), log, policy)
        except NotGenuine as wrong:
            wrong.inside = content
            raise
        is_next = len(found) == at and each.entry.originator_id == gift.entry.originator_id
        if not is_next or not is_about(each.entry.event, gift.entry.event):
            raise NotGenuine(fault)
        found.append(each)
    return tuple(found)


def _cancels(event: Event, gift: Event) -> bool:
    return isinstance(event, EntryReversed) and event.original == gift


def _replaces(event: Event, gift: Event) -> bool:
    assert isinstance(gift, Gift)
    return isinstance(event, Gift) and receipt_as_replaced(gift) in event.replaces


_LATER: Final = (
    (_cancels, Fault.CANCELLED_OTHERWISE),
    (_replaces, Fault.REPLACED_OTHERWISE),
)


def _said(later: Proven) -> Later:
    event = later.entry.event
    assert isinstance(event, EntryReversed | Gift)
    return Later(later.raw, event, later.private or {})
