"""Every stored entry, one by one, and every book as a whole: the journal's part of an audit.

What is read is judged as an outsider would: the bytes are what their place says and are canonical;
private parts are what the entries committed to; each answer belongs to an entry, and each money
entry to an answer. A book is then followed from its first entry to its last: papers are numbered
without a gap, nothing is undone twice, and no day ends below zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple, cast, get_args
from uuid import UUID

from ledger import registry as units_registry
from ledger.book import Book, evolve
from ledger.closings import Closings
from ledger.collector import resting
from ledger.database import Connection, query
from ledger.events import (
    MONEY_KINDS,
    Approval,
    ApprovalAsked,
    ApprovalDeclined,
    ApprovalGiven,
    BookEvent,
    EntryReversed,
    MoneyEvent,
    TransferArrived,
    TransferReceived,
    TransferSent,
    Vouched,
)
from ledger.goods import from_millionths
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
from ledger.numbering import PaperLine
from ledger.paper_events import ReceiptReprinted
from ledger.privacy_events import ConsentGiven, ConsentWithdrawn, PrivacyEvent, SubjectErased
from ledger.publication_events import FiguresPublished
from ledger.refusals import Broken
from ledger.registry import REGISTRY_ID, Registry
from ledger.registry_events import RegistryEvent
from ledger.vault import Vault
from ledger.wire import Entry, is_canonical, with_postings
from projections.audit_rows import TellingRows
from projections.audit_vault import VaultInspection
from projections.faults import OnProgress, Report

READ_AT_ONCE: Final = 5_000
Answering = Approval | ReceiptReprinted | PrivacyEvent | FiguresPublished
"""What answers a command of its own beside the rows."""
Transfer = TransferSent | TransferArrived | TransferReceived

# A look into a set, for every entry: asking whether it is one of a union takes ten times as long.
_ANSWERING: Final = frozenset(get_args(Answering))
_OF_BOOKS: Final = frozenset(get_args(BookEvent))
_TRANSFERS: Final = frozenset(get_args(Transfer))


class Row(NamedTuple):
    """One entry as it is stored, with its private part, its answer and its person if there are."""

    unit_id: UUID
    version: int
    position: int
    topic: str
    raw: bytes
    box: bytes | None
    lookup: bytes | None
    is_forgotten: bool
    command_id: UUID | None
    person: UUID | None


@dataclass(slots=True)
class Across:
    """What can be judged only when every book has been read.

    `answered_elsewhere` are commands whose answer is not the entry itself but its other side.
    """

    vault: VaultInspection
    told: TellingRows
    answered_elsewhere: dict[UUID, Row] = field(default_factory=dict)
    transfers: dict[str, dict[str, tuple[UUID, Transfer]]] = field(default_factory=dict)
    books: set[UUID] = field(default_factory=set)
    registry: Registry = field(default_factory=Registry)


def inspect_journal(
    connection: Connection,
    vault: Vault,
    told: TellingRows,
    report: Report,
    on_progress: OnProgress,
    entries: int,
) -> Registry:
    """Look at every entry and every book; return the registry that the journal tells.

    Args:
        connection: inside the transaction of the audit.
        vault: opens the private parts.
        told: learns the rows that follow from the entries.
        report: where the faults go.
        on_progress: hears "entries".
        entries: how many there are.
    """
    across = Across(VaultInspection(vault, report), told)
    across.vault.begin(connection)
    with connection.cursor(name="audit_entries", binary=True) as stream, resting():
        stream.itersize = READ_AT_ONCE
        stream.execute(query("audit_entries"))
        rows = map(Row._make, stream)
        for unit_id, of_book in groupby(_counted(rows, report, on_progress, entries), _unit_id):
            if unit_id == REGISTRY_ID:
                across.registry = _inspect_registry(of_book, report, across)
            else:
                across.books.add(unit_id)
                _Follower(unit_id, report, across).follow(of_book)
    told.finish()
    _inspect_across(connection, report, across)
    return across.registry


_unit_id = itemgetter(0)


def _counted(
    rows: Iterable[Row], report: Report, on_progress: OnProgress, entries: int
) -> Iterator[Row]:
    done = 0
    for row in rows:
        done += 1
        if done % READ_AT_ONCE == 0:
            on_progress("entries", done, entries)
        yield row
    on_progress("entries", done, entries)
    report.checked["entries"] += done


def _inspect_registry(rows: Iterable[Row], report: Report, across: Across) -> Registry:
    events: list[RegistryEvent] = []
    for entry in _read(rows, report, across):
        if isinstance(entry.event, RegistryEvent):
            events.append(entry.event)
        else:
            report.add("entry_misplaced", _place(entry), **_names(entry), field="type")
    try:
        return units_registry.evolve(Registry(), events)
    except Broken as error:
        report.add("registry_impossible", f"journal_events {REGISTRY_ID}", reason=str(error))
        return Registry()


def _read(rows: Iterable[Row], report: Report, across: Across) -> Iterator[Entry]:
    """Yield the entries that can be read, and judge all that lies in each row itself."""
    version, position = 0, 0
    for row in rows:
        if (row.version, row.position) == (version, position):
            # The same entry is here again because two answers name it.
            report.add("command_astray", f"command_log {row.command_id}", **_names(row))
            continue
        if row.version != version + 1:
            report.add("version_missing", _place(row), **_names(row), expected=version + 1)
        if row.position < position:
            report.add("order_broken", _place(row), **_names(row))
            across.told.miss()
        version, position = row.version, row.position
        entry = _entry(row, report, across.told)
        if entry is not None:
            across.vault.judge(row, entry)
            _judge_answer(row, entry, report, across)
            yield entry


def _entry(row: Row, report: Report, told: TellingRows) -> Entry | None:
    try:
        entry, lines = with_postings(row.raw)
    except Broken as error:
        report.add("entry_unreadable", _place(row), **_names(row), reason=str(error)[:300])
        told.miss()
        return None
    told.take(row.position, entry, lines, row.raw, row.person)
    if not is_canonical(row.raw):
        report.add("entry_not_canonical", _place(row), **_names(row))
    said = entry.originator_id, entry.originator_version, entry.event.STORED_AS
    if said != (row.unit_id, row.version, row.topic):
        for name, one, other in zip(
            ("unit", "version", "type"), said, (row.unit_id, row.version, row.topic), strict=True
        ):
            if one != other:
                report.add("entry_misplaced", _place(row), **_names(row), field=name)
    return entry


def _judge_answer(row: Row, entry: Entry, report: Report, across: Across) -> None:
    """Judge whether the entry is the answer to its own command."""
    event = entry.event
    if row.command_id is not None:
        report.checked["commands"] += 1
    if type(event) not in MONEY_KINDS and not isinstance(event, EntryReversed):
        expected = _id_of_answer(cast("Answering", event)) if type(event) in _ANSWERING else None
        if row.command_id != expected:
            report.add("command_astray", f"command_log {row.command_id}", **_names(row))
        return
    event = cast("MoneyEvent | EntryReversed", event)
    arrives = isinstance(event, TransferReceived | TransferArrived)
    expected = id_of_key(event.key, received=arrives)
    if row.command_id == expected:
        return
    if row.command_id is not None:
        report.add("command_astray", f"command_log {row.command_id}", **_names(row))
    elif isinstance(event, TransferArrived | EntryReversed):
        across.answered_elsewhere[expected] = row
    else:
        report.add("command_missing", _place(row), **_names(row))


def _id_of_answer(event: Answering) -> UUID | None:  # noqa: PLR0911 - a table
    match event:
        case FiguresPublished():
            return id_of_publishing(event.asked_under) if event.asked_under else None
        case ReceiptReprinted():
            return id_of_printing(event.key)
        case SubjectErased():
            return id_of_erasing(event.key)
        case ConsentGiven() | ConsentWithdrawn():
            return id_of_consenting(event.key)
        case ApprovalAsked():
            return id_of_asking(event.key)
        case ApprovalGiven():
            return id_of_giving(event.key, event.given_by)
        case ApprovalDeclined():
            return id_of_declining(event.key, event.declined_by)


class _Follower:
    """Follows one book from its first entry to its last."""

    def __init__(self, unit_id: UUID, report: Report, across: Across) -> None:
        self._book = Book(unit_id=unit_id)
        self._report = report
        self._across = across
        self._recorded: dict[str, list[MoneyEvent]] = {}
        self._undone: set[tuple[str, type[MoneyEvent]]] = set()

    def follow(self, rows: Iterable[Row]) -> None:
        """Judge each entry by the book before it, and at last what every day ended with."""
        newest, read = 0, 0
        for entry in _read(rows, self._report, self._across):
            if type(entry.event) not in _OF_BOOKS:
                self._report.add("entry_misplaced", _place(entry), **_names(entry), field="type")
                continue
            newest, read = entry.originator_version, read + 1
            self._take(entry, cast("BookEvent", entry.event))
        if newest == read:
            self._judge_days()
        self._report.checked["books"] += 1

    def _take(self, entry: Entry, event: BookEvent) -> None:
        """Judge one entry by the book so far, and add it."""
        if isinstance(event, EntryReversed):
            self._judge_reversal(entry, event)
        elif type(event) in MONEY_KINDS:
            event = cast("MoneyEvent", event)
            self._judge_papers(entry, event)
            self._recorded.setdefault(event.key, []).append(event)
            if type(event) in _TRANSFERS:
                sides = self._across.transfers.setdefault(event.key, {})
                sides[event.STORED_AS] = (entry.originator_id, cast("Transfer", event))
        self._book = evolve(self._book, event)

    def _judge_papers(self, entry: Entry, event: MoneyEvent) -> None:
        if isinstance(event, Vouched):
            paper = PaperLine(event.series, event.number, event.line)
            self._judge_paper(entry, paper, event.voucher)
        receipt_number: int | None = getattr(event, "receipt_number", None)
        if receipt_number is not None:
            self._judge_paper(entry, PaperLine("BN", receipt_number, 1), None)

    def _judge_paper(self, entry: Entry, paper: PaperLine, voucher: str | None) -> None:
        on = cast("MoneyEvent", entry.event).booked_on
        due = self._book.numbering.next_line(paper.series, on, voucher)
        self._report.checked["numbers"] += 1
        if paper == due:
            return
        facts = {**_names(entry), "series": paper.series, "year": on.year, "number": paper.number}
        if paper.line != due.line or paper.line > 1:
            self._report.add("voucher_line_wrong", _place(entry), **facts, line=paper.line)
        elif paper.number > due.number:
            self._report.add("number_missing", _place(entry), **facts, expected=due.number)
        else:
            self._report.add("number_twice", _place(entry), **facts, expected=due.number)

    def _judge_reversal(self, entry: Entry, event: EntryReversed) -> None:
        undone = (event.reverses, type(event.original))
        facts = {**_names(entry), "key": event.reverses}
        if undone in self._undone:
            self._report.add("reversed_twice", _place(entry), **facts)
        elif event.original not in self._recorded.get(event.reverses, []):
            self._report.add("reversal_unfounded", _place(entry), **facts)
        self._undone.add(undone)

    def _judge_days(self) -> None:
        book = self._book
        for (fund, holding), closings in book.money.items():
            self._judge_closings(closings, "money", fund=fund, holding=holding)
        for holder, closings in book.held.items():
            self._judge_closings(closings, "held", holder=holder)
        for (item, counted_in), stock in book.stocks.items():
            self._judge_closings(stock.closings, "goods", item=item, counted_in=counted_in)

    def _judge_closings(self, closings: Closings, what: str, **place: str) -> None:
        balances = closings.balances
        self._report.checked["closings"] += len(balances)
        if min(balances, default=0) >= 0:
            return
        on, balance = next(
            each for each in zip(closings.days, balances, strict=True) if each[1] < 0
        )
        self._report.add(
            "day_overdrawn",
            f"book {self._book.unit_id}",
            unit_id=self._book.unit_id,
            what=what,
            place=" ".join(place.values()),
            on=on,
            short=-balance if what != "goods" else from_millionths(-balance),
        )


def _inspect_across(connection: Connection, report: Report, across: Across) -> None:
    for unit_id in sorted(across.books - across.registry.terms.keys()):
        report.add("unit_unknown", f"book {unit_id}", unit_id=unit_id)
    ids = list(across.answered_elsewhere)
    rows = connection.execute(query("commands_answered"), {"command_ids": ids}).fetchall()
    for missing in across.answered_elsewhere.keys() - {row[0] for row in rows}:
        row = across.answered_elsewhere[missing]
        report.add("command_missing", _place(row), **_names(row))
    for command_id, unit_id, version in connection.execute(query("audit_commands_astray")):
        report.add("command_astray", f"command_log {command_id}", unit_id=unit_id, version=version)
    across.vault.finish(connection)
    for key, sides in sorted(across.transfers.items()):
        _judge_transfer(key, sides, report)


def _judge_transfer(key: str, sides: dict[str, tuple[UUID, Transfer]], report: Report) -> None:
    """Judge whether both books say the same of a transfer."""
    sent, arrived, received = (
        kind.STORED_AS in sides for kind in (TransferSent, TransferArrived, TransferReceived)
    )
    said = {_from_to(unit_id, event) for unit_id, event in sides.values()}
    if not sent or arrived != received or len(said) > 1:
        report.add("transfer_one_sided", f"transfer {key}", key=key, sides=", ".join(sorted(sides)))
    report.checked["transfers"] += 1


def _from_to(unit_id: UUID, event: Transfer) -> tuple[UUID, UUID, str, int]:
    if isinstance(event, TransferReceived):
        return event.from_unit_id, unit_id, event.fund, event.amount_vnd
    return unit_id, event.to_unit_id, event.fund, event.amount_vnd


def _place(of: Row | Entry) -> str:
    named = _names(of)
    return f"journal_events {named['unit_id']} {named['version']}"


def _names(of: Row | Entry) -> dict[str, Any]:
    if isinstance(of, Row):
        return {"unit_id": of.unit_id, "version": of.version}
    return {"unit_id": of.originator_id, "version": of.originator_version}
