"""Random bytes of the operating system, taken many at a time.

Each call of `os.urandom` lets other threads run first; a thread that serves many people and asks
for a few bytes for each of them spent a seventh of its time on waiting for its turn again.
"""

from __future__ import annotations

import os
import threading
from io import BytesIO
from typing import Final

TAKEN_AT_ONCE: Final = 4_096

_lock = threading.Lock()
_left = BytesIO()


def random_bytes(count: int) -> bytes:
    """Return `count` (at most 4,096) random bytes that nobody was given before.

    >>> len(random_bytes(32)), random_bytes(16) == random_bytes(16)
    (32, False)
    """
    with _lock:
        given = _left.read(count)
        if len(given) < count:
            _left.seek(0)
            _left.write(os.urandom(TAKEN_AT_ONCE))
            _left.seek(0)
            given = _left.read(count)
    return given


def _forget() -> None:
    """Let a child process take bytes of its own, never those that its parent has left."""
    global _lock  # noqa: PLW0603 - the parent's may be held by a thread that the child has not
    _lock = threading.Lock()
    _left.seek(0, os.SEEK_END)


os.register_at_fork(after_in_child=_forget)
