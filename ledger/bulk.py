"""History decided elsewhere, recorded in bulk: all of it, or none.

Every row is decided before the first is recorded. Rows count at once, and only the ends of days
are judged: all rows are proposed, then every balance they touched is looked at. Where one is below
zero, the last row that took it there is refused, and everything is proposed again without it.

What is decided waits in a file until all is decided, so that a year of a province fits in memory.
If the machine dies while recording, the same rows given again complete the record: those recorded
already are known by their keys.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from typing import IO, TYPE_CHECKING, Final, NamedTuple, TypeAlias
from uuid import UUID

from ledger.closings import Closings
from ledger.commands import RegistryCommand
from ledger.draft import Draft, Request
from ledger.events import Posted
from ledger.goods import from_millionths, to_millionths
from ledger.journal import Conflict
from ledger.packing import Packed, packed
from ledger.postings import Posting, postings
from ledger.refusals import (
    Broken,
    InsufficientFunds,
    InsufficientGoods,
    InsufficientHeld,
    KeyUsedForOther,
    Refusal,
)
from ledger.repeats import are_the_same
from ledger.sealing import SealedBeside, SealedLater, Sealing
from ledger.shelf import Shelf

if TYPE_CHECKING:
    from ledger.journal import Journal
    from ledger.wire import Entry

Row: TypeAlias = int
Step: TypeAlias = Sequence[tuple[Row, Request | Refusal]]
"""Requests of some rows. Those to the registry in one step do not depend on each other."""

ATTEMPTS: Final = 10
MANY: Final = 10_000


class Balance(NamedTuple):
    """One running balance of one unit: of money in a fund, held by a holder, or of goods."""

    unit_id: UUID
    kind: str
    fund: str
    place: str
    counted_in: str


@dataclass(slots=True)
class Verdict:
    """What became of each row: recorded now, recorded before, or refused and why."""

    recorded: set[Row] = field(default_factory=set)
    already_recorded: set[Row] = field(default_factory=set)
    refused: dict[Row, Refusal] = field(default_factory=dict)


class _Change(NamedTuple):
    """What one row does to one balance, in đồng or millionths."""

    row: Row
    on: date
    amount: int


class Bulk:
    """Rows of history on their way into the journal."""

    def __init__(
        self,
        journal: Journal,
        steps: Callable[[Shelf], Iterable[Step]],
        *,
        count: int,
        recorded_at: datetime,
        remember: frozenset[UUID] = frozenset(),
        on_progress: Callable[[str, int], None] = lambda _phase, _rows: None,
    ) -> None:
        """Prepare.

        Args:
            journal: where everything is recorded.
            steps: makes the requests from the first one on, each time it is called.
            count: about how many rows there are.
            recorded_at: the instant that every entry will bear.
            remember: commands that other rows reverse.
            on_progress: hears "decide" or "record", and how many rows more that has come to.
        """
        self._journal = journal
        self._steps = steps
        self._count = count
        self._recorded_at = recorded_at
        self._remember = remember
        self._on_progress = on_progress
        self._recorded_before: set[Row] = set()

    def decide_and_record(self, *, partial: bool, dry_run: bool) -> Verdict:
        """Decide all rows, then record them unless one was refused or it is a dry run.

        Args:
            partial: record the others although some rows are refused.
            dry_run: record nothing.

        Raises:
            Conflict: other writers kept changing the same books. Nothing is lost: the same rows
                given again complete the record.
        """
        for attempt in range(ATTEMPTS):
            with (
                tempfile.TemporaryFile(prefix="soquy-import-") as file,
                closing(self._sealing(dry_run=dry_run)) as sealing,
            ):
                verdict = self._decide(file, None if dry_run else sealing)
                if dry_run or (verdict.refused and not partial):
                    return verdict
                try:
                    self._record(file, sealing)
                except Conflict:
                    if attempt == ATTEMPTS - 1:
                        raise
                    continue
            verdict.recorded |= self._recorded_before
            verdict.already_recorded -= self._recorded_before
            break
        return verdict

    def _sealing(self, *, dry_run: bool) -> Sealing:
        kind = SealedLater if dry_run or self._count < MANY else SealedBeside
        return kind(self._journal.url, self._journal.vault)

    def _decide(self, file: IO[bytes], sealing: Sealing | None) -> Verdict:
        """Propose all rows, and again without those that are refused, until nothing is short."""
        refused: dict[Row, Refusal] = {}
        watched: frozenset[Balance] = frozenset()
        while True:
            this = _Pass(self._journal, self._recorded_at, self._remember, refused, watched)
            for step in self._steps(this.shelf):
                rows = this.take(step)
                batch = this.draft.take()
                pickle.dump((packed(batch), rows), file, protocol=pickle.HIGHEST_PROTOCOL)
                if sealing and rows:
                    sealing.add([row.words for row in batch.rows if row.words is not None])
                self._on_progress("decide", len(step))
            short = this.short()
            if not short and not this.half_taken:
                this.verdict.refused = refused
                return this.verdict
            blamed = {
                row: refusal
                for balance in short.keys() & watched
                for row, refusal in _blame(balance, short[balance], this.changes[balance]).items()
            }
            if short and not blamed and watched >= short.keys():
                raise Broken(f"below zero before anything was added: {list(short)[:3]}")
            refused.update(blamed)
            watched |= short.keys()
            file.seek(0)
            file.truncate()
            if sealing:
                sealing.clear()

    def _record(self, file: IO[bytes], sealing: Sealing) -> None:
        end = file.tell()
        file.seek(0)
        with closing(sealing.secrets()) as secrets:
            while file.tell() < end:
                decided: tuple[Packed, list[Row]] = pickle.load(file)
                rows = decided[1]
                if not rows:
                    continue
                self._journal.append_packed(decided[0], next(secrets))
                self._recorded_before.update(rows)
                self._on_progress("record", len(rows))


class _Pass:
    """All rows once, proposed on the books of the journal; those refused before are left out.

    `half_taken` says that a row was refused of which another part had been drafted.
    """

    def __init__(
        self,
        journal: Journal,
        recorded_at: datetime,
        remember: frozenset[UUID],
        refused: dict[Row, Refusal],
        watched: frozenset[Balance],
    ) -> None:
        self.shelf = Shelf(journal)
        self.draft = Draft(self.shelf, journal, recorded_at)
        self.verdict = Verdict()
        self.changes: dict[Balance, list[_Change]] = {balance: [] for balance in watched}
        self.half_taken = False
        self._journal = journal
        self._remember = remember
        self._refused = refused
        self._may_repeat = journal.has_answers()
        self._contents: dict[int, bytes] = {}

    def take(self, step: Step) -> list[Row]:
        """Decide one step; return the rows of which something was drafted."""
        asked: list[tuple[Row, Request]] = []
        for row, request in step:
            if isinstance(request, Refusal):
                self._refused.setdefault(row, request)
            elif row not in self._refused:
                asked.append((row, request))
        if asked and all(isinstance(each.command, RegistryCommand) for _, each in asked):
            outcomes: Iterable[tuple[Row, tuple[Entry, ...] | Refusal]] = zip(
                (row for row, _ in asked),
                self.draft.add_definitions([each for _, each in asked]),
                strict=True,
            )
        else:
            outcomes = self._decided(self._without_repeats(asked))
        drafted = [row for row, outcome in outcomes if self._note(row, outcome)]
        self.draft.forget_commands(but=self._remember)
        return drafted

    def short(self) -> dict[Balance, Closings]:
        """Return the balances that end some day below zero."""
        found: dict[Balance, Closings] = {}
        for unit_id, book in self.draft.books.items():
            for (fund, place), closings in book.money.items():
                found[Balance(unit_id, "money", fund, place, "")] = closings
            for holder, closings in book.held.items():
                found[Balance(unit_id, "held", "", holder, "")] = closings
            for (item, counted_in), stock in book.stocks.items():
                found[Balance(unit_id, "goods", "", item, counted_in)] = stock.closings
        return {
            balance: closings
            for balance, closings in found.items()
            if closings.balances and min(closings.balances) < 0
        }

    def _decided(
        self, asked: Iterable[tuple[Row, Request]]
    ) -> Iterator[tuple[Row, tuple[Entry, ...] | Refusal]]:
        for row, request in asked:
            if row in self._refused:
                continue
            try:
                yield row, self.draft.add(request, cover=False)
            except Refusal as refusal:
                yield row, refusal

    def _note(self, row: Row, outcome: tuple[Entry, ...] | Refusal) -> bool:
        """Note what became of a row; say whether something was drafted."""
        if isinstance(outcome, Refusal):
            self._refused[row] = outcome
            self.half_taken |= row in self.verdict.recorded
            return False
        if not outcome:
            self.verdict.already_recorded.add(row)
            return False
        self.verdict.recorded.add(row)
        self.verdict.already_recorded.discard(row)
        if self.changes:
            for entry in outcome:
                self._watch(row, entry)
        return True

    def _watch(self, row: Row, entry: Entry) -> None:
        if not isinstance(entry.event, Posted):
            return
        for line in postings(entry.event):
            balance = _balance(entry.originator_id, line)
            changes = self.changes.get(balance) if balance else None
            if changes is not None:
                amount = line.amount_vnd if line.quantity is None else to_millionths(line.quantity)
                changes.append(_Change(row, entry.event.booked_on, amount))

    def _without_repeats(self, asked: list[tuple[Row, Request]]) -> list[tuple[Row, Request]]:
        """Return the requests never made before; note what the others are."""
        known = self._journal.answered(_ids(asked)) if self._may_repeat else {}
        pairs = [
            (request, known[request.command_id])
            for _, request in asked
            if known and request.command_id is not None and request.command_id in known
        ]
        same = dict(
            zip(
                (answer.command_id for _, answer in pairs),
                are_the_same(self._journal, pairs),
                strict=True,
            )
        )
        new = []
        for row, request in asked:
            command_id = request.command_id
            if command_id is None:
                new.append((row, request))
                continue
            content = blake2b(request.fingerprint + request.seal.private, digest_size=16).digest()
            first_here = self._contents.setdefault(command_id.int, content)
            is_same = same.get(command_id) if same else None
            if is_same is False or first_here != content:
                key = getattr(request.command, "key", "")
                self._note(row, KeyUsedForOther(key=key))
            elif is_same or first_here is not content:
                if row not in self.verdict.recorded:
                    self.verdict.already_recorded.add(row)
            else:
                new.append((row, request))
        return new


def _ids(asked: Iterable[tuple[Row, Request]]) -> list[UUID]:
    return [request.command_id for _, request in asked if request.command_id is not None]


def _balance(unit_id: UUID, line: Posting) -> Balance | None:
    """Return the running balance that a posting changes, if any."""
    place = line.place or ""
    match line.account:
        case "cash" | "bank" | "savings" | "collector":
            return Balance(unit_id, "money", line.fund, place, "")
        case "held":
            return Balance(unit_id, "held", "", place, "")
        case "goods":
            return Balance(unit_id, "goods", "", place, line.counted_in or "")
        case _:
            return None


def _blame(
    balance: Balance, closings: Closings, changes: Sequence[_Change]
) -> Mapping[Row, Refusal]:
    """Return the rows without which `balance` is never below zero: the last ones before it is."""
    outflows = [change for change in changes if change.amount < 0]
    blamed: dict[Row, Refusal] = {}
    while (day := closings.first_below_zero(date.min)) is not None:
        until = [at for at, change in enumerate(outflows) if change.on <= day]
        if not until:
            break
        last = outflows.pop(until[-1])
        short = -closings.balances[closings.days.index(day)]
        blamed[last.row] = _shortage(balance, short, -last.amount, day)
        closings = closings.add(last.on, -last.amount)
    return blamed


def _shortage(balance: Balance, short: int, asked: int, on: date) -> Refusal:
    match balance.kind:
        case "money":
            return InsufficientFunds(
                fund=balance.fund, holding=balance.place, short_vnd=short, asked_vnd=asked, on=on
            )
        case "held":
            return InsufficientHeld(holder=balance.place, short_vnd=short, asked_vnd=asked, on=on)
        case _:
            return InsufficientGoods(
                item=balance.place,
                counted_in=balance.counted_in,
                short=from_millionths(short),
                on=on,
            )
