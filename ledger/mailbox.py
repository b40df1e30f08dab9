"""Asking an office from an event loop: answers come back together, with one wake-up of the loop.

A future for each answer would wake the loop as often as there are answers, and every time the
writing thread and the loop would change places. Here the writing thread puts answers into a box,
and the loop empties it when it is woken for the first of them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.draft import Recorded, Request
    from ledger.office import Office


class Mailbox:
    """The answers of one office to one event loop."""

    def __init__(self, office: Office) -> None:
        """Open the box in the event loop that runs."""
        self._office = office
        self._loop = asyncio.get_running_loop()
        self._arrived: deque[_Letter] = deque()
        self._is_called = False

    async def ask(self, asked: Request) -> Recorded:
        """Ask the office, and wait for the answer; raises as `Office.submit` says."""
        letter = _Letter(self, self._loop.create_future())
        self._office.promise(asked, letter)
        return await letter.future

    def put(self, letter: _Letter) -> None:
        """Take an answer from the writing thread, and call the loop unless it is on its way."""
        self._arrived.append(letter)
        if not self._is_called:
            self._is_called = True
            self._loop.call_soon_threadsafe(self._empty)

    def _empty(self) -> None:
        # What is put in after this line calls again.
        self._is_called = False
        while self._arrived:
            self._arrived.popleft().open()


class _Letter:
    """One answer on its way to the loop; the writing thread sees a future in it."""

    __slots__ = ("_box", "_error", "_recorded", "future")

    def __init__(self, box: Mailbox, future: asyncio.Future[Recorded]) -> None:
        self.future = future
        self._box = box
        self._recorded: Recorded | None = None
        self._error: BaseException | None = None

    def done(self) -> bool:
        """Say whether there is an answer."""
        return self._recorded is not None or self._error is not None

    def set_result(self, result: Recorded, /) -> None:
        """Answer."""
        self._recorded = result
        self._box.put(self)

    def set_exception(self, exception: BaseException, /) -> None:
        """Refuse."""
        self._error = exception
        self._box.put(self)

    def open(self) -> None:
        """Hand the answer to whoever waits, if anybody still does."""
        if self.future.done():
            return
        if self._error is not None:
            self.future.set_exception(self._error)
        elif self._recorded is not None:
            self.future.set_result(self._recorded)
