"""The office: the one door through which facts get into the journal.

    ask → load the books → decide → append → answer          again, if somebody else was faster

The same command is answered the same for ever. A refusal is never given on stale books: before
saying no, the office looks whether the command was answered before and whether the books are the
newest. What another process wrote is found out at the append, and everything is decided again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from ledger.draft import Draft, Recorded, Request
from ledger.journal import Answer, Conflict, Unreachable
from ledger.privacy_commands import EraseSubject
from ledger.refusals import KeyUsedForOther, Refusal
from ledger.registry import REGISTRY_ID
from ledger.repeats import are_the_same
from ledger.shelf import Shelf
from ledger.writer import GroupCommit, Promise, Waiting

if TYPE_CHECKING:
    from ledger.journal import Journal

ATTEMPTS: Final = 200
Asking = Waiting[Request, Recorded]


def now() -> datetime:
    """Return the instant, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class _Round:
    """One attempt at a batch: who was drafted what, who was refused, who waits for a twin."""

    draft: Draft
    drafted: list[tuple[Asking, Recorded]] = field(default_factory=list)
    refused: list[tuple[Asking, Refusal]] = field(default_factory=list)
    twins: list[Asking] = field(default_factory=list)


class Office:
    """Takes requests from any number of threads; one thread decides and appends."""

    def __init__(self, journal: Journal, clock: Callable[[], datetime] = now) -> None:
        """Open the office over `journal`."""
        self.journal = journal
        self.shelf = Shelf(journal)
        self._clock = clock
        self._newest = datetime.min.replace(tzinfo=UTC)
        self._writer: GroupCommit[Request, Recorded] = GroupCommit(self._handle)

    def submit(self, asked: Request) -> Future[Recorded]:
        """Ask; the future is settled when the answer is on disk, or refused.

        The future raises:
            Refusal: nothing was recorded.
            Unreachable: the database is away; the same request later gets the right answer.
        """
        answer: Future[Recorded] = Future()
        self.promise(asked, answer)
        return answer

    def promise(self, asked: Request, promise: Promise[Recorded]) -> None:
        """Ask; the promise is settled as the future of `submit` is."""
        self._writer.submit(asked, promise)

    def ask(self, asked: Request) -> Recorded:
        """Ask, and wait for the answer."""
        answer: Future[Recorded] = Future()
        self._writer.submit_and_wait(asked, answer)
        return answer.result()

    def waiting(self) -> int:
        """Return how many requests nobody has begun to decide."""
        return self._writer.waiting()

    def close(self) -> None:
        """Answer everybody who asked before, then close."""
        self._writer.close()

    def instant(self) -> datetime:
        """Return the instant to record, never before the one returned last."""
        self._newest = max(self._newest, self._clock())
        return self._newest

    def _handle(self, waiting: list[Asking]) -> None:
        for together in _apart(waiting):
            self._settle(together)

    def _settle(self, waiting: list[Asking]) -> None:
        try:
            for _ in range(ATTEMPTS):
                waiting = self._attempt(waiting)
                if not waiting:
                    return
        except BaseException:
            self.shelf.clear()
            raise
        busy = Unreachable(f"the books kept changing for {ATTEMPTS} attempts")
        for each in waiting:
            each.promise.set_exception(busy)

    def _attempt(self, waiting: list[Asking]) -> list[Asking]:
        """Decide and append once; return those who must be decided again."""
        this = _Round(Draft(self.shelf, self.journal, self.instant()))
        seen_here: set[UUID] = set()
        for each in waiting:
            command_id = each.asked.command_id
            if command_id is not None and command_id in seen_here:
                this.twins.append(each)
                continue
            try:
                entries = this.draft.add(each.asked)
            except Refusal as refusal:
                this.refused.append((each, refusal))
                continue
            this.drafted.append((each, Recorded(entries)))
            if command_id is not None:
                seen_here.add(command_id)
        try:
            again = self._append(this)
        except Conflict:
            self.shelf.catch_up(this.draft.books)
            return waiting
        return [*again, *self._refuse(this), *this.twins]

    def _append(self, this: _Round) -> list[Asking]:
        """Append the draft; return those who must be decided again without the others."""
        batch = this.draft.take()
        answered = self.journal.append(batch) if batch.rows else []
        if answered and not self._is_own(this, answered[0]):
            self.shelf.catch_up(this.draft.books)
            by_id = {answer.command_id: answer for answer in answered}
            return [
                each
                for each, _ in this.drafted
                if not self._repeat(each, by_id.get(each.asked.command_id or UUID(int=0)))
            ]
        self.shelf.keep(this.draft.books, this.draft.registry)
        for each, recorded in this.drafted:
            each.promise.set_result(recorded)
        return []

    def _is_own(self, this: _Round, answer: Answer) -> bool:
        """Say whether what was answered before is this draft, whose answer a connection lost.

        Somebody else's answer may have the same content and the same place; never the same nonce
        or commitment.
        """
        entry = self.journal.entry(answer.unit_id, answer.version)
        return any(entry in recorded.entries for _, recorded in this.drafted)

    def _repeat(self, each: Asking, answer: Answer | None) -> bool:
        """Give the first answer again to somebody who asked before; say whether that was so."""
        if answer is None:
            return False
        (same,) = are_the_same(self.journal, [(each.asked, answer)])
        if same:
            entry = self.journal.entry(answer.unit_id, answer.version)
            each.promise.set_result(Recorded((entry,), repeated=True))
        else:
            each.promise.set_exception(KeyUsedForOther(key=getattr(each.asked.command, "key", "")))
        return True

    def _refuse(self, this: _Round) -> list[Asking]:
        """Refuse those who were refused on the newest books; return the others."""
        if not this.refused:
            return []
        command_ids = [each.asked.command_id for each, _ in this.refused]
        answered = self.journal.answered([each for each in command_ids if each is not None])
        books = {
            unit_id: this.draft.books.get(unit_id) or self.shelf.book(unit_id)
            for each, _ in this.refused
            for unit_id in this.draft.units_of(each.asked.command)
        }
        newest = self.journal.versions([*books, REGISTRY_ID])
        stale = {unit_id for unit_id, book in books.items() if book.version != newest[unit_id]}
        if stale or newest[REGISTRY_ID] != this.draft.registry.version:
            self.shelf.catch_up(stale)
            return [each for each, _ in this.refused]
        for each, refusal in this.refused:
            answer = answered.get(each.asked.command_id) if each.asked.command_id else None
            if not self._repeat(each, answer):
                each.promise.set_exception(refusal)
        return []


def _apart(waiting: list[Asking]) -> Iterator[list[Asking]]:
    """Yield who may be decided together: whoever is to be forgotten has a batch of their own."""
    together: list[Asking] = []
    for each in waiting:
        if not isinstance(each.asked.command, EraseSubject):
            together.append(each)
            continue
        if together:
            yield together
        yield [each]
        together = []
    if together:
        yield together
