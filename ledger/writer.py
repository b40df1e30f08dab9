"""Group commit: many people ask at once, one thread writes, each gets their own answer.

The thread takes whatever waits, up to a limit, hands it over as one batch, and takes the next. So
one client pays one round trip, and sixty-four pay about one round trip together. Who comes alone
and would only wait is served in their own thread: changing threads twice took a sixth of the time.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

Ask = TypeVar("Ask")
Reply = TypeVar("Reply")
Told_contra = TypeVar("Told_contra", contravariant=True)

BATCH_MAX: Final = 256
WAITING_MAX: Final = 10_000
LOOK_AGAIN_S: Final = 0.01


class Closing(Exception):
    """The office is closing and takes nothing more; nothing was recorded."""


class Promise(Protocol[Told_contra]):
    """Where an answer goes: a future, or what stands for one."""

    def done(self) -> bool:
        """Say whether there is an answer."""

    def set_result(self, result: Told_contra, /) -> None:
        """Answer."""

    def set_exception(self, exception: BaseException, /) -> None:
        """Say why there is none."""


class Waiting(NamedTuple, Generic[Ask, Reply]):
    """Somebody who asked, and the promise on which they wait."""

    asked: Ask
    promise: Promise[Reply]


class GroupCommit(Generic[Ask, Reply]):
    """One thread that handles whatever waits, batch by batch, until it is closed.

    `handle` settles the promise of every one it is given; if it raises, they get its exception.
    """

    def __init__(self, handle: Callable[[list[Waiting[Ask, Reply]]], None]) -> None:
        """Start the thread."""
        self._handle = handle
        self._waiting: queue.SimpleQueue[Waiting[Ask, Reply] | None] = queue.SimpleQueue()
        self._turn = threading.Lock()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ledger-writer", daemon=True)
        self._thread.start()

    def submit(self, asked: Ask, promise: Promise[Reply]) -> None:
        """Ask; the promise is settled later. Blocks while 10,000 others wait.

        Raises:
            Closing: the writer is being closed.
        """
        while self._waiting.qsize() >= WAITING_MAX:
            time.sleep(LOOK_AGAIN_S)
        if self._closing.is_set():
            raise Closing
        self._waiting.put(Waiting(asked, promise))

    def submit_and_wait(self, asked: Ask, promise: Promise[Reply]) -> None:
        """Ask, and handle it in this very thread if nobody else is being served or waits.

        Raises:
            Closing: the writer is being closed.
        """
        if not self._waiting.empty() or not self._turn.acquire(blocking=False):
            self.submit(asked, promise)
            return
        try:
            if self._closing.is_set():
                raise Closing
            self._settle([Waiting(asked, promise)])
        finally:
            self._turn.release()

    def waiting(self) -> int:
        """Return how many wait to be taken."""
        return self._waiting.qsize()

    def close(self) -> None:
        """Answer everybody who asked before, then stop."""
        self._closing.set()
        self._waiting.put(None)
        self._thread.join()
        with self._turn:
            return

    def _run(self) -> None:
        while True:
            first = self._waiting.get()
            with self._turn:
                batch = [first, *self._others()]
                asked = [each for each in batch if each is not None]
                if asked:
                    self._settle(asked)
            if len(asked) < len(batch) and self._waiting.empty():
                return

    def _others(self) -> Iterator[Waiting[Ask, Reply] | None]:
        """Yield who else waits by now, as many as one batch takes beside the first."""
        for _ in range(BATCH_MAX - 1):
            try:
                yield self._waiting.get_nowait()
            except queue.Empty:
                return

    def _settle(self, asked: list[Waiting[Ask, Reply]]) -> None:
        """Let nobody wait for ever, and never stop writing, whatever goes wrong in one batch."""
        try:
            self._handle(asked)
        except Exception as error:  # noqa: BLE001 - handed on to everybody who waits
            for each in asked:
                if not each.promise.done():
                    each.promise.set_exception(error)
