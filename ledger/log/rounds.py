"""Rounds of asking: one checkpoint, all witnesses at once, and on as soon as enough have cosigned.

All are asked about the same checkpoint, so that enough of them come together below it even while
the log grows. Each is asked in a thread of its own: one that hangs keeps only that thread, until
the sending gives up, and is left alone for a moment.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ledger.database import DatabaseUnavailable, connect, heard
from ledger.log import dissent, witnessing
from ledger.log.policy import Known, Policy, PolicyWrong
from ledger.log.witnessing import Contradicts, Declined, Post, Target, Unanswered
from ledger.refusals import Broken

BETWEEN_S: Final = 1.0
"""At most one round in this time, however fast the log grows."""
ROUND_S: Final = 5.0
"""How long a round waits for enough witnesses before it begins again with a newer checkpoint."""
REST_S: Final = 5.0
"""How long a witness that did not answer is left alone."""
POLL_S: Final = 0.02
AGAIN_S: Final = 0.5

OnTrouble = Callable[[str, Exception], None]
"""Hears the name of a witness (or of the policy) and what is wrong, once until that changes."""


def follow(url: str, keys: Path, post: Post, stop: threading.Event, on_trouble: OnTrouble) -> None:
    """Have every new checkpoint cosigned until `stop` is set.

    Args:
        url: of the database.
        keys: the folder with `witness.policy`.
        post: sends to a witness; gives up by itself after some seconds.
        stop: set when it is time to end; threads that still wait for an answer are let go.
        on_trouble: see `OnTrouble`.
    """
    rounds = _Rounds(url, keys, post, on_trouble)
    while not stop.is_set():
        try:
            with connect(url) as ears:
                ears.execute("LISTEN log_checkpoints")
                while not stop.is_set():
                    began = time.monotonic()
                    rounds.once(stop)
                    heard(ears, AGAIN_S)
                    stop.wait(max(0.0, began + BETWEEN_S - time.monotonic()))
        except DatabaseUnavailable:
            stop.wait(AGAIN_S)


class _Rounds:
    """Who is being asked, who rests, and what was complained about."""

    def __init__(self, url: str, keys: Path, post: Post, on_trouble: OnTrouble) -> None:
        self._url = url
        self._keys = keys
        self._post = post
        self._on_trouble = on_trouble
        self._asked: dict[str, threading.Thread] = {}
        self._rests_until: dict[str, float] = {}
        self._troubles: dict[str, str] = {}
        self._reached = 0

    def once(self, stop: threading.Event) -> None:
        """Ask who has not cosigned the newest checkpoint, and wait until enough have."""
        try:
            policy = witnessing.configured(self._keys)
        except PolicyWrong as error:
            self._complain(witnessing.FILE, error)
            return
        self._troubles.pop(witnessing.FILE, None)
        with connect(self._url) as connection:
            wanted = witnessing.target(connection)
            seen = witnessing.seen(connection, policy)
        if wanted is None:
            return
        started = [
            self._start(policy, each.witness, each.size, wanted)
            for each in seen
            if each.size < wanted.size and self._may_be_asked(each.witness)
        ]
        until = time.monotonic() + ROUND_S
        while any(each.is_alive() for each in started) and not stop.is_set():
            if self._reached >= wanted.size or time.monotonic() > until:
                break
            stop.wait(POLL_S)

    def _may_be_asked(self, witness: Known) -> bool:
        thread = self._asked.get(witness.name)
        busy = thread is not None and thread.is_alive()
        rests = time.monotonic() < self._rests_until.get(witness.name, 0.0)
        return bool(witness.url) and not busy and not rests

    def _start(self, policy: Policy, witness: Known, old: int, wanted: Target) -> threading.Thread:
        # A daemon: whoever waits for a witness that hangs does not keep the program from ending.
        thread = threading.Thread(
            target=self._ask,
            args=(policy, witness, old, wanted),
            name=f"witness {witness.name}",
            daemon=True,
        )
        self._asked[witness.name] = thread
        thread.start()
        return thread

    def _ask(self, policy: Policy, witness: Known, old: int, wanted: Target) -> None:
        try:
            line = witnessing.ask(self._url, witness, old, wanted, self._post)
            if witnessing.keep(self._url, self._keys, policy, wanted, line):
                self._reached = max(self._reached, wanted.size)
            self._troubles.pop(witness.name, None)
        except (Unanswered, Declined, DatabaseUnavailable, Broken) as error:
            if isinstance(error, Contradicts):
                dissent.note(self._keys, witness.verifier, error.seen, error.what)
            self._rests_until[witness.name] = time.monotonic() + REST_S
            self._complain(witness.name, error)

    def _complain(self, name: str, error: Exception) -> None:
        said = f"{type(error).__name__} {error}"
        if self._troubles.get(name) != said:
            self._troubles[name] = said
            self._on_trouble(name, error)
