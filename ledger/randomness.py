"""Random bytes of the operating system, taken many at a time.

Each call of `os.urandom` lets other threads run first; a thread that serves many people and asks
for a few bytes for each of them spent a seventh of its time on waiting for its turn again.
"""

from __future__ import annotations

import os
import threading
from typing import Final

TAKEN_AT_ONCE: Final = 4_096

_lock = threading.Lock()
_left = bytearray()


def random_bytes(count: int) -> bytes:
    """Return `count` (at most 4,096) random bytes that nobody was given before.

    >>> len(random_bytes(32)), random_bytes(16) == random_bytes(16)
    (32, False)
    """
    with _lock:
        if len(_left) < count:
            _left[:] = os.urandom(TAKEN_AT_ONCE)
        given = bytes(_left[-count:])
        del _left[-count:]
    return given


def _forget() -> None:
    """Let a child process take bytes of its own, never those that its parent has left."""
    global _lock  # noqa: PLW0603 - the parent's may be held by a thread that the child has not
    _lock = threading.Lock()
    _left.clear()


os.register_at_fork(after_in_child=_forget)
