"""Import: exchange files → the ledger, all or nothing, with a word about every row.

    read the files → definitions (units first, parents before children) → money rows by day → record

Money rows of a day are taken in an order in which what comes in stands before what goes out; it
matters only for the numbers on papers, because balances are judged at the end of days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from api import answers
from api.exchange.errors import RowError, said
from api.exchange.errors import sentence as file_sentence
from api.exchange.errors_in_english import ENGLISH
from api.exchange.reader import Reading, read
from api.exchange.requests import ACTOR, Rewriter, description_of
from api.exchange.rows import HoldingRow, MoneyRow, Row, UnitRow
from api.exchange.scope import Scope, keep_within
from api.exchange.turns import Turn, mixed_vouchers, turns
from ledger.bulk import Bulk, Step, Verdict
from ledger.collector import resting
from ledger.draft import Request
from ledger.journal import Journal
from ledger.keys import id_of_key
from ledger.office import now
from ledger.refusals import EvidenceMissing, Refusal, TreeHasCycle, VoucherMixed
from ledger.registry import REGISTRY_ID
from ledger.shelf import Shelf
from ledger.vault import Private

STEP: Final = 2_000
Item = TypeVar("Item")
OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a row, for people: where, a stable code, a sentence, and in English."""

    file: str
    row: int | None
    column: str | None
    code: str
    message: str
    english: str = ""


@dataclass(slots=True)
class Outcome:
    """What an import came to, in rows; a file refused as a whole is refused once.

    `new` are the rows that were recorded, or would be; `known` those recorded before.
    """

    recorded: int = 0
    already_recorded: int = 0
    refused: int = 0
    errors: list[Complaint] = field(default_factory=list)
    new: list[Row] = field(default_factory=list, repr=False)
    known: list[Row] = field(default_factory=list, repr=False)


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms rows are recorded.

    Attributes:
        partial: record the good rows although others are refused.
        dry_run: record nothing, say what would be.
        actor: who records.
        only: rows outside are errors; None: every row may be recorded.
        recorded_at: the instant that every entry will bear; None: now.
    """

    partial: bool = False
    dry_run: bool = False
    actor: str = ACTOR
    only: Scope | None = None
    recorded_at: datetime | None = None


def import_files(
    journal: Journal,
    path: Path,
    *,
    partial: bool = False,
    dry_run: bool = False,
    on_progress: OnProgress = lambda _phase, _done, _all: None,
) -> Outcome:
    """Record the exchange files at `path`.

    Args:
        journal: where to.
        path: a folder of CSV files, or one .xlsx.
        partial: record the good rows although others are refused.
        dry_run: record nothing, say what would be.
        on_progress: hears the phase ("read", "decide", "record"), what is done, what there is.
    """
    with resting():
        reading = read(path, on_progress=lambda done, whole: on_progress("read", done, whole))
        folder = path if path.is_dir() else path.parent
        terms = Terms(partial=partial, dry_run=dry_run)
        return import_rows(journal, reading, folder, terms, on_progress)


def import_rows(
    journal: Journal, reading: Reading, folder: Path, terms: Terms, on_progress: OnProgress
) -> Outcome:
    """Record rows that have been read; evidence lies in `folder`. See `import_files`."""
    if terms.only is not None:
        codes = Shelf(journal).registry().codes
        keep_within(reading, terms.only, codes, partial(_recorded_in, journal))
    return _Import(journal, folder, reading, terms, on_progress).run()


def _recorded_in(journal: Journal, keys: Iterable[str]) -> dict[str, frozenset[UUID]]:
    """Return in which books rows with some keys stand; a transfer may stand in two."""
    ids = {id_of_key(key, received=received): key for key in keys for received in (False, True)}
    found: dict[str, frozenset[UUID]] = {}
    for command_id, entry in journal.entries_of(list(ids)).items():
        key = ids[command_id]
        found[key] = found.get(key, frozenset()) | {entry.originator_id}
    return found


class _Import:
    def __init__(
        self,
        journal: Journal,
        folder: Path,
        reading: Reading,
        terms: Terms,
        on_progress: OnProgress,
    ) -> None:
        self._journal = journal
        self._folder = folder
        self._terms = terms
        self._reading = reading
        self._rows = _rows(reading)
        self._new_ids: dict[str, UUID] = {}
        self._unit_ids: dict[str, UUID] = {}
        self._mixed = mixed_vouchers(self._rows)
        self._turns = turns(self._rows)
        self._on_progress = on_progress
        self._done: dict[str, int] = {}

    def run(self) -> Outcome:
        faults, terms = self._reading.errors, self._terms
        bulk = Bulk(
            self._journal,
            self._steps,
            count=len(self._rows),
            recorded_at=terms.recorded_at or now(),
            remember=frozenset(
                each
                for reversal in self._reading.reversals
                for each in (
                    id_of_key(reversal.reverses),
                    id_of_key(reversal.reverses, received=True),
                )
            ),
            on_progress=self._progress,
        )
        verdict = bulk.decide_and_record(
            partial=terms.partial,
            dry_run=terms.dry_run or (bool(faults) and not terms.partial),
        )
        return self._outcome(
            verdict, nothing_recorded=not terms.partial and bool(faults or verdict.refused)
        )

    def _progress(self, phase: str, rows: int) -> None:
        self._done[phase] = done = self._done.get(phase, 0) + rows
        self._on_progress(phase, min(done, len(self._rows)), len(self._rows))

    def _outcome(self, verdict: Verdict, *, nothing_recorded: bool) -> Outcome:
        names = {unit_id: code for code, unit_id in self._unit_ids.items()}
        complaints = [_of_file(fault) for fault in self._reading.errors]
        for index, refusal in sorted(verdict.refused.items()):
            row = self._rows[index]
            complaints.append(
                Complaint(
                    file=self._reading.shown_names.get(row.FILE, row.FILE),
                    row=row.row,
                    column=_column(row, refusal, names),
                    code=refusal.code,
                    message=answers.sentence(refusal, names=names),
                    english=answers.sentence(refusal, language="en", names=names),
                )
            )
        refused_rows = {(each.file, each.row) for each in complaints}
        return Outcome(
            recorded=0 if nothing_recorded else len(verdict.recorded),
            already_recorded=len(verdict.already_recorded),
            refused=len(refused_rows),
            errors=complaints,
            new=[self._rows[index] for index in sorted(verdict.recorded)],
            known=[self._rows[index] for index in sorted(verdict.already_recorded)],
        )

    def _steps(self, shelf: Shelf) -> Iterator[Step]:
        """Make all requests, from the first one on."""
        self._done.pop("decide", None)
        registry = shelf.registry()
        codes = {row.code for row in self._reading.units}
        self._new_ids = {code: self._new_ids.get(code) or uuid4() for code in codes}
        self._unit_ids = {**self._new_ids, **registry.codes}
        rewriter = Rewriter(self._unit_ids, self._evidence, self._terms.actor)
        shelf.fetch(self._units_with_books())
        yield from self._units(rewriter, set(registry.codes))
        yield from self._others(rewriter, shelf)
        for part in _parts(self._turns, STEP):
            yield [(turn.place, self._of_turn(rewriter, turn)) for turn in part]

    def _units(self, rewriter: Rewriter, known: set[str]) -> Iterator[Step]:
        """Give the units in waves, so that parents stand before their children."""
        waiting = [(at, row) for at, row in enumerate(self._rows) if isinstance(row, UnitRow)]
        waiting.sort(key=lambda each: each[1].valid_from)
        while waiting:
            wave: list[tuple[int, UnitRow]] = []
            later: list[tuple[int, UnitRow]] = []
            here: set[str] = set()
            for at, row in waiting:
                ready = (row.parent is None or row.parent in known) and row.code not in here
                (wave if ready else later).append((at, row))
                here.add(row.code)
            if not wave:
                yield [(at, self._orphan(rewriter, row)) for at, row in later]
                return
            yield [(at, _or_refusal(rewriter.unit_term, row)) for at, row in wave]
            known |= {row.code for _, row in wave}
            waiting = later

    def _orphan(self, rewriter: Rewriter, row: UnitRow) -> Request | Refusal:
        """Refuse a unit whose parent never comes, or comes only below it."""
        if row.parent in self._new_ids:
            return TreeHasCycle(unit_id=self._new_ids[row.code], on=row.valid_from)
        return _or_refusal(rewriter.unit_term, row)

    def _others(self, rewriter: Rewriter, shelf: Shelf) -> Iterator[Step]:
        """Give the other definitions, in the order of the files."""
        reading, at = self._reading, len(self._reading.units)
        yield _numbered(at, (_or_refusal(rewriter.population, row) for row in reading.population))
        at += len(reading.population)
        yield _numbered(at, (_or_refusal(rewriter.fund, row) for row in reading.funds))
        at += len(reading.funds)
        yield _numbered(at, self._holders(rewriter, shelf))
        at += len(reading.holders)
        known = self._described_holdings(shelf)
        yield _numbered(
            at,
            (
                _or_refusal(
                    lambda row: rewriter.holding(row, known.get((row.unit, row.holding))), each
                )
                for each in reading.holdings
            ),
        )
        at += len(reading.holdings)
        yield _numbered(at, (_or_refusal(rewriter.series, row) for row in reading.series))

    def _holders(self, rewriter: Rewriter, shelf: Shelf) -> Iterator[Request]:
        names = self._names_of_holders(shelf.registry().registered_at)
        for row in self._reading.holders:
            yield rewriter.holder(row, names.get(row.code), shelf.registry().holders.get(row.code))

    def _names_of_holders(self, registered_at: Mapping[str, int]) -> dict[str, str]:
        places = [
            (REGISTRY_ID, registered_at[row.code])
            for row in self._reading.holders
            if row.code in registered_at
        ]
        kept = self._journal.private_parts(places)
        return {
            code: kept[REGISTRY_ID, version].opened().get("name", "")
            for code, version in registered_at.items()
            if (REGISTRY_ID, version) in kept
        }

    def _described_holdings(self, shelf: Shelf) -> dict[tuple[str, str], Private]:
        """Return what the vault says of the holdings that were described before.

        Of what was erased, what the row says: then it says nothing new, and no name returns.
        """
        places: dict[tuple[str, str], tuple[UUID, int]] = {}
        forgotten: dict[tuple[str, str], Private] = {}
        for row in self._reading.holdings:
            unit_id = shelf.registry().codes.get(row.unit)
            version = shelf.book(unit_id).described_at.get(row.holding) if unit_id else None
            if unit_id and version:
                places[row.unit, row.holding] = (unit_id, version)
                if shelf.book(unit_id).holdings[row.holding].pii:
                    forgotten[row.unit, row.holding] = description_of(row)
        kept = self._journal.private_parts(places.values())
        return {
            name: kept[place].opened() if place in kept else forgotten.get(name, {})
            for name, place in places.items()
        }

    def _units_with_books(self) -> set[UUID]:
        codes = {
            code
            for row in self._rows
            for name in ("unit", "from_unit", "to_unit")
            if (code := getattr(row, name, None)) is not None
        }
        return {self._unit_ids[code] for code in codes if code in self._unit_ids}

    def _of_turn(self, rewriter: Rewriter, turn: Turn) -> Request | Refusal:
        row = self._rows[turn.place]
        if turn.place in self._mixed:
            return VoucherMixed(voucher=self._mixed[turn.place])
        if turn.arrives:
            return _or_refusal(rewriter.arrival, row)
        return _or_refusal(rewriter.money, row)

    def _evidence(self, name: str) -> bytes:
        try:
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise EvidenceMissing(name=name) from error


_NAMED_BY: Final = {
    "unknown_unit": ("unit", ("unit", "from_unit", "to_unit", "parent")),
    "unknown_holding": ("holding", ("holding", "into", "from_holding", "to_holding")),
    "unit_not_valid": ("on", ("on", "sent_on", "received_on", "handed_over_on", "paid_on")),
}
"""By which fact of a refusal, among which columns, the one with its cause is found."""


def _rows(reading: Reading) -> list[Any]:
    """Return every row, definitions first, in the order of the files."""
    definitions: list[Row] = [
        *reading.units,
        *reading.population,
        *reading.funds,
        *reading.holders,
        *reading.holdings,
        *reading.series,
    ]
    money: list[MoneyRow] = [
        *reading.openings,
        *reading.donations,
        *reading.handovers,
        *reading.payouts,
        *reading.transfers,
        *reading.movements,
        *reading.income_costs,
        *reading.reversals,
    ]
    return [*definitions, *money]


def _or_refusal(make: Callable[[Any], Request], row: object) -> Request | Refusal:
    try:
        return make(row)
    except Refusal as refusal:
        return refusal


def _numbered(first: int, requests: Iterable[Request | Refusal]) -> Step:
    return list(enumerate(requests, first))


def _parts(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part


def _of_file(fault: RowError) -> Complaint:
    place = (fault.file, fault.row, fault.column)
    return Complaint(*place, str(fault.code), file_sentence(fault), said(fault, ENGLISH))


def _column(
    row: Any,  # noqa: ANN401 - any row
    refusal: Refusal,
    codes: Mapping[UUID, str],
) -> str | None:
    """Return the column of `row` in which the cause of `refusal` stands."""
    if refusal.code in _NAMED_BY:
        fact, names = _NAMED_BY[refusal.code]
        said = refusal.facts.get(fact)
        said = codes.get(said) if isinstance(said, UUID) else said
        return next((name for name in names if getattr(row, name, None) == said), None)
    if refusal.code == "holding_of_other_kind" and isinstance(row, HoldingRow):
        return "kind"
    column = answers.COLUMNS.get(refusal.code)
    return next((name for name in (column, "reverses") if name and hasattr(row, name)), None)
