"""An entry as rows: what each projection keeps of it, as lines for PostgreSQL's COPY.

Pure: an entry, and for a gift or an award the subject it is about, go in; lines of text come out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Final, cast, get_args
from uuid import UUID

from ledger.events import (
    Approval,
    ApprovalAsked,
    ApprovalDeclined,
    ApprovalGiven,
    DonationCollected,
    DonationReceived,
    EntryReversed,
    GoodsDonated,
    GoodsPaidOut,
    PayoutPaid,
    Posted,
    TransferArrived,
    TransferReceived,
    TransferSent,
)
from ledger.postings import Posting
from ledger.privacy_events import Consent, ConsentGiven
from ledger.registry import REGISTRY_ID
from ledger.registry_events import RegistryEvent
from ledger.wire import Entry
from projections.paper_codes import OnPaper, code_of

ENTRY_COLUMNS: Final = (
    "position, line, unit_id, version, booked_on, recorded_at, account, fund, amount_vnd, place, "
    "counted_in, quantity, occurrences, other_unit_id, sent_on"
)
GIFT_COLUMNS: Final = (
    "position, unit_id, version, key, received_on, channel, fund, amount_vnd, item, quantity, "
    "counted_in, holder, receipt_number, person, paper_on"
)
PAYOUT_COLUMNS: Final = (
    "position, unit_id, version, key, paid_on, kind, recipient_kind, award_round, channel, fund, "
    "amount_vnd, item, quantity, counted_in, person"
)
PAPER_CODE_COLUMNS: Final = "position, code"
APPROVAL_STEP_COLUMNS: Final = (
    "position, unit_id, version, key, step, person, on_day, recorded_at, asked_of, lines, total_vnd"
)
CONSENT_COLUMNS: Final = "position, unit_id, version, about, consenter, stands, on_day"
ADMITTED_COLUMNS: Final = "position, unit_id, version, key"
LEARNED_COLUMNS: Final = "learned_at, first_position, entries_before"
_NO_GOODS: Final = "\\N\t\\N"
_NO_TRANSFER: Final = "\\N\t\\N"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

# A look into a set, for every entry: asking whether it is one of a union takes ten times as long.
_POSTED: Final = frozenset(get_args(Posted))
_ON_PAPER: Final = frozenset(kind for kind in get_args(Posted) if issubclass(kind, OnPaper))

Gift = DonationReceived | GoodsDonated | DonationCollected
Payout = PayoutPaid | GoodsPaidOut


@dataclass(slots=True)
class Undone:
    """Gifts or payouts that were reversed: unit, key, from which day on, and where it says so."""

    units: list[UUID] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)

    def add(self, position: int, unit_id: UUID, event: EntryReversed) -> None:
        """Note one reversal."""
        self.units.append(unit_id)
        self.keys.append(event.reverses)
        self.days.append(event.booked_on)
        self.positions.append(position)

    def extend(self, more: Undone) -> None:
        """Note all that `more` does."""
        self.units += more.units
        self.keys += more.keys
        self.days += more.days
        self.positions += more.positions


@dataclass(slots=True)
class Rows:
    """What a run of entries adds to the projections.

    It goes on where `log_size` entries are known, the latest of them recorded at `newest`; the
    last one at `recorded_at`.
    """

    log_size: int = 0
    newest: datetime | None = None
    recorded_at: datetime | None = None
    learned: list[tuple[datetime, int, int]] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    gifts: list[str] = field(default_factory=list)
    payouts: list[str] = field(default_factory=list)
    paper_codes: list[str] = field(default_factory=list)
    approval_steps: list[str] = field(default_factory=list)
    admitted: list[str] = field(default_factory=list)
    consents: list[str] = field(default_factory=list)
    gifts_undone: Undone = field(default_factory=Undone)
    payouts_undone: Undone = field(default_factory=Undone)
    of_registry: list[RegistryEvent] = field(default_factory=list)
    has_transfers: bool = False
    has_payouts: bool = False

    def add(
        self,
        position: int,
        entry: Entry,
        lines: tuple[Posting, ...],
        raw: bytes,
        person: UUID | None,
    ) -> None:
        """Add the entry at `position` of the journal with its postings; it is stored as `raw`.

        `person`: whom the vault knows as donor or recipient; None: nobody.
        """
        event = entry.event
        self.recorded_at = entry.recorded_at
        if self.newest is None or entry.recorded_at > self.newest:
            self.newest = entry.recorded_at
            self.learned.append((entry.recorded_at, position, self.log_size))
        self.log_size += 1
        kind = type(event)
        if kind in _POSTED:
            book = f"{entry.originator_id.hex}\t{entry.originator_version}"
            self.entries.append(entry_lines(position, book, entry, lines))
            self._add_posted(position, book, entry, person)
            if kind in _ON_PAPER:
                self.paper_codes.append(f"{position}\t{code_of(raw)}\n")
        elif entry.originator_id == REGISTRY_ID:
            # Not by its type: an erasure may stand in a unit's book as well.
            self.of_registry.append(cast("RegistryEvent", event))
        elif isinstance(event, Approval):
            self.approval_steps.append(approval_line(position, entry, event))
        elif isinstance(event, Consent):
            self.consents.append(consent_line(position, entry, event))

    def go_on_with(self, part: Rows) -> list[str]:
        """Take in a part that was made from nothing, but for its lines; return those of `learned`.

        What was learned first within the part may have been learned before it.
        """
        lines = []
        for at, position, before in part.learned:
            if self.newest is None or at > self.newest:
                self.newest = at
                lines.append(f"{at.isoformat()}\t{position}\t{self.log_size + before}\n")
        self.log_size += part.log_size
        self.recorded_at = part.recorded_at or self.recorded_at
        self.gifts_undone.extend(part.gifts_undone)
        self.payouts_undone.extend(part.payouts_undone)
        self.of_registry += part.of_registry
        self.has_transfers |= part.has_transfers
        self.has_payouts |= part.has_payouts
        return lines

    def join_lines(self) -> None:
        """Make one of all lines of a table, which is sooner told."""
        for lines in (self.entries, self.gifts, self.payouts, self.paper_codes):
            lines[:] = ["".join(lines)]

    def _add_posted(self, position: int, book: str, entry: Entry, person: UUID | None) -> None:
        event = cast("Posted", entry.event)
        if event.approval is not None:
            self.admitted.append(f"{position}\t{book}\t{_text(event.approval)}\n")
        match event:
            case DonationReceived() | GoodsDonated() | DonationCollected():
                self.gifts.append(gift_line(position, book, event, person))
            case PayoutPaid() | GoodsPaidOut():
                self.has_payouts = True
                self.payouts.append(payout_line(position, book, event, person))
            case TransferSent() | TransferArrived() | TransferReceived():
                self.has_transfers = True
            case EntryReversed(original=original):
                self.has_transfers = True
                self.has_payouts = True
                if isinstance(original, Gift):
                    self.gifts_undone.add(position, entry.originator_id, event)
                elif isinstance(original, Payout):
                    self.payouts_undone.add(position, entry.originator_id, event)
            case _:
                pass


def entry_lines(position: int, book: str, entry: Entry, lines: tuple[Posting, ...]) -> str:
    """Return one line of `entry` for each posting; `book` says unit and version."""
    on = cast("Posted", entry.event).booked_on.isoformat()
    head = f"{book}\t{on}\t{_instant(entry.recorded_at)}"
    told = ""
    for number, line in enumerate(lines):
        account, fund, amount_vnd, place, counted_in, quantity, occurrences, other, sent_on = line
        goods = f"{_text_again(counted_in)}\t{quantity}" if quantity is not None else _NO_GOODS
        transfer = f"{other}\t{_or_null(sent_on)}" if other is not None else _NO_TRANSFER
        told += (
            f"{position}\t{number}\t{head}\t{account}\t{_text_again(fund)}\t{amount_vnd}"
            f"\t{_text_again(place)}\t{goods}\t{occurrences}\t{transfer}\n"
        )
    return told


def approval_line(position: int, entry: Entry, event: Approval) -> str:
    """Return the line of `approval_step` for what a second person was asked, or decided."""
    match event:
        case ApprovalAsked():
            step = ("asked", event.asked_by, event.asked_on)
        case ApprovalGiven():
            step = ("given", event.given_by, event.given_on)
        case ApprovalDeclined():
            step = ("declined", event.declined_by, event.declined_on)
    asked = event if isinstance(event, ApprovalAsked) else None
    return _line(
        position,
        entry.originator_id.hex,
        entry.originator_version,
        _text(event.key),
        *step,
        _instant(entry.recorded_at),
        _or_null(asked.of if asked else None),
        _or_null(asked.lines if asked else None),
        _or_null(asked.total_vnd if asked else None),
    )


def consent_line(position: int, entry: Entry, event: Consent) -> str:
    """Return the line of `consent` for what somebody wishes about being named."""
    stands = isinstance(event, ConsentGiven)
    return _line(
        position,
        entry.originator_id.hex,
        entry.originator_version,
        _text(event.about),
        event.consenter,
        stands,
        event.agreed_on if isinstance(event, ConsentGiven) else event.withdrawn_on,
    )


def gift_line(position: int, book: str, event: Gift, person: UUID | None) -> str:
    """Return the line of `gift` for a donation; `book` says unit and version."""
    goods = event if isinstance(event, GoodsDonated) else None
    match event:
        case DonationReceived():
            channel: str = event.channel
        case GoodsDonated():
            channel = "in_kind"
        case DonationCollected():
            channel = "press"
    holder = event.holder if isinstance(event, DonationCollected) else None
    on = event.booked_on.isoformat()
    paper_on = on if event.document_on is None else event.document_on.isoformat()
    return (
        f"{position}\t{book}\t{_text(event.key)}\t{on}\t{channel}\t{_text_again(event.fund)}\t{_or_null(event.amount_vnd)}"
        f"\t{_goods(goods)}\t{_text_again(holder)}\t{event.receipt_number}"
        f"\t{_or_null(person and person.hex)}\t{paper_on}\n"
    )


def payout_line(position: int, book: str, event: Payout, person: UUID | None) -> str:
    """Return the line of `payout` for an award; `book` says unit and version."""
    goods = event if isinstance(event, GoodsPaidOut) else None
    if isinstance(event, PayoutPaid):
        channel = "cash" if event.holding_kind in ("cash", "collector") else "bank"
    else:
        channel = "in_kind"
    # Whoever is not named is somebody of their own.
    who = person or UUID(int=position)
    return (
        f"{position}\t{book}\t{_text(event.key)}\t{event.booked_on.isoformat()}\t{event.kind}\t{event.recipient_kind}"
        f"\t{_text_again(event.award_round)}\t{channel}\t{_text_again(event.fund)}"
        f"\t{_or_null(event.amount_vnd)}\t{_goods(goods)}\t{who.hex}\n"
    )


def _goods(goods: GoodsDonated | GoodsPaidOut | None) -> str:
    if goods is None:
        return f"\\N\t{_NO_GOODS}"
    return f"{_text_again(goods.item)}\t{goods.quantity}\t{_text_again(goods.counted_in)}"


def _line(*values: object) -> str:
    return "\t".join(map(str, values)) + "\n"


def _or_null(value: object) -> str:
    return "\\N" if value is None else str(value)


def _text(value: str | None) -> str:
    if value is None:
        return "\\N"
    # Nothing to escape, the usual case; a backslash alone is both printable and special.
    if value.isprintable() and "\\" not in value:
        return value
    return value.translate(_ESCAPES)


_text_again: Final = lru_cache(maxsize=4096)(_text)
"""The same for what comes again and again: funds, holdings, items."""


@lru_cache(maxsize=64)
def _instant(recorded_at: datetime) -> str:
    """Return an instant (UTC) as PostgreSQL writes it; an import has one for all its entries.

    >>> from datetime import UTC
    >>> _instant(datetime(2022, 9, 5, 7, 30, 0, 120_000, UTC))
    '2022-09-05 07:30:00.12+00'
    """
    text = recorded_at.isoformat(" ").removesuffix(":00")
    return text if text[-4] != "0" or "." not in text else f"{text[:-3].rstrip('0')}+00"
