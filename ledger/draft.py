"""A draft: what some requests would record, decided on the books as they stand, not yet appended.

Used by the office (a few requests from many people at once) and for history imported in bulk.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, cast, get_args
from uuid import UUID

import msgspec

from ledger import book as books_of_units
from ledger import registry as units
from ledger.commands import (
    ApprovalCommand,
    AskApproval,
    Asked,
    BookCommand,
    Command,
    DeclineApproval,
    GiveApproval,
    MoneyCommand,
    PublishFigures,
    ReceiveTransfer,
    RegisterHolder,
    RegistryCommand,
    ReprintReceipt,
    ReverseEntry,
    SendTransfer,
    StateUnitTerm,
)
from ledger.completing import completed
from ledger.events import MoneyEvent
from ledger.forgetting import Erased
from ledger.goods import to_millionths
from ledger.journal import Batch, Row
from ledger.keys import (
    id_of_asking,
    id_of_consenting,
    id_of_declining,
    id_of_erasing,
    id_of_giving,
    id_of_key,
    id_of_printing,
    id_of_publishing,
)
from ledger.persons import Words
from ledger.privacy_commands import (
    EraseSubject,
    GiveConsent,
    HeldFor,
    PrivacyCommand,
    WithdrawConsent,
)
from ledger.refusals import KeyUsedForOther, Refusal
from ledger.registry import REGISTRY_ID
from ledger.registry_events import RegistryEvent
from ledger.values import names_of, replace
from ledger.vault import Private, Seal, seal
from ledger.wire import Entry

if TYPE_CHECKING:
    from ledger.book import Book, Decided
    from ledger.journal import Journal
    from ledger.shelf import Shelf

CommandT = TypeVar("CommandT", bound=Command)
NOT_CONTENT: Final = frozenset(
    {
        *("pii", "nonce", "evidence", "approved_outside", "originals", "of_reversal", "restated"),
        *("asked_on", "given_on", "declined_on", "digest", "commands", "original", "printed_on"),
        *("erased_on", "agreed_on", "withdrawn_on", "subjects", "recorded", "entries"),
        *("waiting", "is_known", "holders", "collected_for", "held"),
    }
)
"""Fields of a command that do not belong to what it says."""

_CONTENT: Final = {
    kind: sorted(name for name in names_of(kind) if name not in NOT_CONTENT)
    for kind in (
        *(*get_args(MoneyCommand), *get_args(ApprovalCommand), ReprintReceipt, PublishFigures),
        *get_args(PrivacyCommand),
    )
}
_VALUES: Final = {kind: attrgetter(*names) for kind, names in _CONTENT.items()}
_OF_REGISTRY: Final = frozenset(get_args(RegistryCommand))
_encoder: Final = msgspec.json.Encoder()


class Request(NamedTuple):
    """A command as somebody asked it, with the private part sealed.

    `command_id` and `fingerprint` are None for definitions, which repeat without harm. `parts` are
    the rows that an approval admits, each with its own seal.
    """

    command: Command
    actor: str
    seal: Seal
    command_id: UUID | None
    fingerprint: bytes
    parts: tuple[Request, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """The answer to a request: its entries, or, if it was `repeated`, the first of them."""

    entries: tuple[Entry, ...]
    repeated: bool = False


def request(
    command: Command, private: Private, actor: str, evidence: Mapping[str, bytes] | None = None
) -> Request:
    """Make a request of a command and the private part that belongs to it.

    `evidence` are files beside it, by name; the entry keeps a mark of each, the vault the names.
    """
    sealed = seal(private, evidence)
    said: dict[str, Any] = {"pii": sealed.pii, "nonce": sealed.nonce}
    if sealed.marks:
        said["evidence"] = sealed.marks
    return sealed_request(replace(command, **said), sealed, actor)


def sealed_request(command: Command, sealed: Seal, actor: str) -> Request:
    """Make a request of a command that bears the seal of its private part already."""
    return Request(
        command=command,
        actor=actor,
        seal=sealed,
        command_id=command_id(command),
        fingerprint=fingerprint(command),
    )


def command_id(command: Command) -> UUID | None:  # noqa: PLR0911 - a table
    """Return the id under which the answer to `command` is kept; None where it has no key."""
    match command:
        case ReceiveTransfer(key=key):
            return id_of_key(key, received=True)
        case Asked(key=key) | ReverseEntry(key=key):
            return id_of_key(key)
        case AskApproval(key=key):
            return id_of_asking(key)
        case GiveApproval(key=key, given_by=person):
            return id_of_giving(key, person)
        case DeclineApproval(key=key, declined_by=person):
            return id_of_declining(key, person)
        case ReprintReceipt(key=key):
            return id_of_printing(key)
        case PublishFigures(asked_under=str(key)):
            return id_of_publishing(key)
        case EraseSubject(key=key):
            return id_of_erasing(key)
        case GiveConsent(key=key) | WithdrawConsent(key=key):
            return id_of_consenting(key)
        case _:
            return None


def fingerprint(command: Command) -> bytes:
    """Return 16 bytes that stand for the public content of `command`.

    What was not said is left out, so that a field added to a command later changes no fingerprint.
    """
    kind = type(command)
    names = _CONTENT.get(kind)
    if names is None:
        return b""
    values = zip(names, _VALUES[kind](command), strict=True)
    said = {name: value for name, value in values if value is not None}
    if "quantity" in said:
        said["quantity"] = to_millionths(said["quantity"])
    content = _encoder.encode((kind.__name__, said))
    return blake2b(content, digest_size=16).digest()


class Draft:
    """Entries decided one after another on the books of a shelf, for one batch or several."""

    def __init__(self, shelf: Shelf, journal: Journal, recorded_at: datetime) -> None:
        """Begin with nothing; every entry will bear `recorded_at`."""
        self.books: dict[UUID, Book] = {}
        self.registry = shelf.registry()
        self._appended_registry_version = self.registry.version
        self._shelf = shelf
        self._journal = journal
        self._recorded_at = recorded_at
        self._by_command: dict[UUID, tuple[Entry, ...]] = {}
        self._rows: list[Row] = []
        self._erased: Erased | None = None

    def add(self, asked: Request, *, cover: bool = True) -> tuple[Entry, ...]:
        """Decide one request and keep what it would record.

        Args:
            asked: the request.
            cover: look also whether there is enough; without it the caller must.

        Raises:
            Refusal: the draft is as before.
        """
        command = asked.command
        if type(command) in _OF_REGISTRY:
            return self._add_to_registry(asked, cast("RegistryCommand", command))
        if isinstance(command, EraseSubject) and command.unit_id == REGISTRY_ID:
            command = self._with_held(completed(command, self._journal, self._drafted))
            entries = self._add_to_registry(asked, command)
            self._erased = Erased(REGISTRY_ID, command.subjects, command.entries)
            return entries
        return self._add_to_books(asked, cast("BookCommand", command), cover=cover)

    def add_definitions(self, asked: Sequence[Request]) -> list[tuple[Entry, ...] | Refusal]:
        """Decide requests to the registry of which none needs what another one defines.

        The registry holds many units, and copying it for each new one would take for ever. Only a
        unit that is registered already sees what was decided just before: two of them may be moved
        below each other.
        """
        registry, decided = self.registry, list[tuple[Entry, ...] | Refusal]()
        events: list[RegistryEvent] = []
        for each in asked:
            command = each.command
            assert isinstance(command, RegistryCommand)
            if events and isinstance(command, StateUnitTerm) and command.unit_id in registry.terms:
                registry, events = units.evolve(registry, events), []
            try:
                new = units.decide(registry, command)
            except Refusal as refusal:
                decided.append(refusal)
                continue
            entries = self._entries(registry.version + len(events), each, new)
            self._record(each, entries)
            events += new
            decided.append(entries)
        self.registry = units.evolve(registry, events)
        return decided

    def forget_commands(self, but: Collection[UUID]) -> None:
        """Let go of what requests only need of those just before them, but for some commands."""
        self._by_command = {
            command_id: entries
            for command_id, entries in self._by_command.items()
            if command_id in but
        }

    def take(self) -> Batch:
        """Return what has been drafted since the last time, as one batch."""
        batch = Batch(self._rows, self._appended_registry_version, self._erased)
        self._appended_registry_version = self.registry.version
        self._rows = []
        return batch

    def units_of(self, command: Command) -> tuple[UUID, ...]:
        """Return the units whose books `command` touches, also where it names only a key."""
        return units_of(completed(command, self._journal, self._drafted))

    def _add_to_registry(
        self, asked: Request, command: RegistryCommand | EraseSubject
    ) -> tuple[Entry, ...]:
        events = units.decide(self.registry, command)
        registry = units.evolve(self.registry, events)
        entries = self._entries(self.registry.version, asked, events)
        self._record(asked, entries)
        self.registry = registry
        return entries

    def _with_held(self, command: EraseSubject) -> EraseSubject:
        """Return the erasure of a holder with what the newest books say that they still hold."""
        self._shelf.catch_up(command.collected_for)
        held = tuple(
            HeldFor(holder, unit_id, closings.balance)
            for unit_id in command.collected_for
            for holder, closings in self._book(unit_id).held.items()
            if holder in command.holders and closings.balance > 0
        )
        return replace(command, held=held)

    def _add_to_books(
        self, asked: Request, command: BookCommand, *, cover: bool
    ) -> tuple[Entry, ...]:
        command = completed(command, self._journal, self._drafted)
        books = {unit_id: self._book(unit_id) for unit_id in units_of(command)}
        decided, after = books_of_units.propose(books, self.registry, command)
        if cover:
            books_of_units.require_all_cover(decided, after)
        match command:
            case AskApproval() | GiveApproval():
                self._require_new([each.key for each in command.commands])
            case _:
                pass
        entries = self._as_entries(books, decided, asked.actor)
        self._record(asked, entries)
        if isinstance(command, EraseSubject):
            self._erased = Erased(
                command.unit_id, command.subjects, command.entries, command.waiting
            )
        self.books.update(after)
        return entries

    def _as_entries(
        self, books: Mapping[UUID, Book], decided: Decided, actor: str
    ) -> tuple[Entry, ...]:
        """Return facts as the next entries of the books on which they were decided."""
        recorded_at = self._recorded_at
        if len(decided) == 1:  # nearly always
            ((unit_id, event),) = decided
            return (Entry(unit_id, books[unit_id].version + 1, recorded_at, actor, event),)
        versions = {unit_id: book.version for unit_id, book in books.items()}
        entries = []
        for unit_id, event in decided:
            versions[unit_id] += 1
            entries.append(Entry(unit_id, versions[unit_id], recorded_at, actor, event))
        return tuple(entries)

    def _book(self, unit_id: UUID) -> Book:
        return self.books.get(unit_id) or self._shelf.book(unit_id)

    def _entries(
        self, version: int, asked: Request, events: Sequence[RegistryEvent]
    ) -> tuple[Entry, ...]:
        """Return events as entries of the registry, which has come to `version`."""
        return tuple(
            Entry(REGISTRY_ID, number, self._recorded_at, asked.actor, event)
            for number, event in enumerate(events, version + 1)
        )

    def _drafted(self, command_id: UUID) -> Entry | None:
        """Return the first entry that a command of this draft would record."""
        entries = self._by_command.get(command_id)
        return entries[0] if entries else None

    def _require_new(self, keys: list[str]) -> None:
        """Admit rows for a second person of which none was recorded, and none is there twice."""
        seen = {each.command_id for each in self._rows}
        seen.update(self._journal.answered([id_of_key(key) for key in keys]))
        for key in keys:
            if id_of_key(key) in seen:
                raise KeyUsedForOther(key=key)
            seen.add(id_of_key(key))

    def _record(self, asked: Request, entries: tuple[Entry, ...]) -> None:
        """Note entries with the answer and the private part that belong to them."""
        if asked.parts:
            self._record_parts(asked, entries)
            return
        seal = asked.seal
        command_id, fingerprint = asked.command_id, asked.fingerprint
        stored = [self._journal.stored(entry) for entry in entries]
        for (unit_id, version, *_), each in zip(entries, stored, strict=True):
            words = None
            if seal.private:
                words = Words(unit_id, version, seal.salt, seal.private, seal.person)
            self._rows.append(Row(each, command_id, fingerprint, words))
            command_id = None
        if asked.command_id is not None:
            self._by_command[asked.command_id] = entries

    def _record_parts(self, asked: Request, entries: tuple[Entry, ...]) -> None:
        """Note an approval, which comes first, and the rows that it admits."""
        of_key: dict[str, list[Entry]] = {}
        for entry in entries[1:]:
            of_key.setdefault(cast("MoneyEvent", entry.event).key, []).append(entry)
        self._record(asked._replace(parts=()), entries[:1])
        for part in asked.parts:
            self._record(part, tuple(of_key[cast("Asked", part.command).key]))


def units_of(command: Command) -> tuple[UUID, ...]:
    """Return the units whose books `command` touches."""
    match command:
        case SendTransfer():
            return (command.unit_id, command.to_unit_id)
        case ReceiveTransfer():
            return (command.unit_id, command.from_unit_id)
        case ReverseEntry():
            return tuple(dict.fromkeys(unit_id for unit_id, _ in command.originals))
        case AskApproval() | GiveApproval():
            rows = (unit_id for row in command.commands for unit_id in units_of(row))
            return tuple(dict.fromkeys((command.unit_id, *rows)))
        case RegisterHolder() | EraseSubject(unit_id=units.REGISTRY_ID):
            return ()
        case _:
            return (command.unit_id,)
