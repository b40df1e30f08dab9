"""What one process keeps in mind between requests, so that a busy program costs few queries.

A key of a program is believed for two seconds. What follows from units and roles is believed until
the registry has changed, or the day; whether it has is asked every two seconds. So long does a key
that was revoked, or a role that ended, still work.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable
from math import inf
from typing import Any, Final, TypeVar, cast

from starlette.concurrency import run_in_threadpool

from api.identity.acting import today
from api.wiring import Wiring
from ledger.database import query
from ledger.registry import REGISTRY_ID

BELIEVED_S: Final = 2.0
REMEMBERED_MAX: Final = 10_000

Found = TypeVar("Found")


class Memory:
    """What was found not long ago. Any thread may look; in the event loop one looks for all."""

    def __init__(self, believed_s: float = inf) -> None:
        """Remember nothing yet."""
        self._believed_s = believed_s
        self._known: dict[Hashable, tuple[float, object]] = {}
        self._looking: dict[Hashable, tuple[float, asyncio.Future[Any]]] = {}

    async def find(self, name: Hashable, look: Callable[[], Found]) -> Found:
        """Return what `look`, which may wait, finds, or has found.

        Hundreds who ask in the same moment would each take a thread and a connection.
        """
        known = self._known.get(name)
        if known is not None and known[0] > time.monotonic():
            return cast("Found", known[1])
        looking = self._looking.get(name)
        if looking is None:
            looking = (time.monotonic(), asyncio.ensure_future(run_in_threadpool(look)))
            self._looking[name] = looking
            looking[1].add_done_callback(lambda _: self._looking.pop(name))
        begun_at, found = looking
        # Whoever hangs up does not take the others along.
        return self._keep(name, cast("Found", await asyncio.shield(found)), begun_at)

    def find_now(self, name: Hashable, look: Callable[[], Found]) -> Found:
        """Return the same, from a thread that may wait itself."""
        known = self._known.get(name)
        if known is not None and known[0] > time.monotonic():
            return cast("Found", known[1])
        begun_at = time.monotonic()
        return self._keep(name, look(), begun_at)

    def _keep(self, name: Hashable, found: Found, begun_at: float) -> Found:
        """Believe what was found from the moment on at which somebody began to look."""
        if found is None:  # it may be there in a moment
            return found
        if len(self._known) >= REMEMBERED_MAX:
            self._known.clear()
        self._known[name] = (begun_at + self._believed_s, found)
        return found


class RegistryMemory:
    """What was found in units and roles as they stand today."""

    def __init__(self, wiring: Wiring) -> None:
        """Remember nothing yet."""
        self._wiring = wiring
        self._stand = Memory(BELIEVED_S)
        self._found = Memory()

    async def find(self, name: Hashable, look: Callable[[], Found]) -> Found:
        """Return what `look` finds, or has found since the registry changed last."""
        stand = await self._stand.find("stand", self._look)
        return await self._found.find((stand, today(), name), look)

    def find_now(self, name: Hashable, look: Callable[[], Found]) -> Found:
        """Return the same, from a thread that may wait itself."""
        stand = self._stand.find_now("stand", self._look)
        return self._found.find_now((stand, today(), name), look)

    def _look(self) -> int:
        """Return up to which position of the journal projections know the registry."""
        with self._wiring.connection() as connection:
            asked = {"registry_id": REGISTRY_ID}
            row = connection.execute(query("registry_stand"), asked).fetchone()
        assert row is not None
        return int(row[0])
