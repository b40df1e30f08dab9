"""How much one program may ask: so many requests a minute for each key, counted in memory.

    RateLimit-Policy: "key";q=120000;w=60
    RateLimit: "key";r=119998;t=42

So that a program which has run wild leaves the rest of the machine to others. Whoever sends no
key that is known is counted by network address, far more strictly. A window begins with the first
request; used by the thread of the event loop alone.

Source: draft-ietf-httpapi-ratelimit-headers-11, sections 3 and 4.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from math import ceil
from typing import Final, NamedTuple

WINDOW_S: Final = 60
UNKNOWN_PER_MINUTE: Final = 6_000
"""An office shares one address."""

SUBJECTS_MAX: Final = 10_000


class Left(NamedTuple):
    """What is left of a quota: in the headers of the answer, and whether it is too late."""

    headers: Mapping[str, str]
    is_over: bool
    wait_s: int


class Quota:
    """At most `requests` for one subject within a minute."""

    def __init__(
        self, name: str, requests: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin to count; `name` is that of the policy."""
        self._name = name
        self._requests = requests
        self._clock = clock
        self._policy = f'"{name}";q={requests};w={WINDOW_S}'
        self._windows: dict[str, tuple[float, int]] = {}

    def take(self, subject: str) -> Left:
        """Count one request."""
        now = self._clock()
        ends, taken = self._windows.get(subject, (0.0, 0))
        if ends <= now:
            self._make_room(now)
            ends, taken = now + WINDOW_S, 0
        taken += 1
        self._windows[subject] = (ends, taken)
        wait_s = ceil(ends - now)
        left = max(0, self._requests - taken)
        headers = {
            "RateLimit-Policy": self._policy,
            "RateLimit": f'"{self._name}";r={left};t={wait_s}',
        }
        return Left(headers, taken > self._requests, wait_s)

    def _make_room(self, now: float) -> None:
        """Forget windows that are over, and all of them if there are still too many."""
        if len(self._windows) < SUBJECTS_MAX:
            return
        self._windows = {name: each for name, each in self._windows.items() if each[0] > now}
        if len(self._windows) >= SUBJECTS_MAX:
            self._windows.clear()


class Quotas:
    """The quota of each key, and that of each address from which no known key is sent."""

    def __init__(self, requests_per_minute: int) -> None:
        """Begin to count."""
        self._by_key = Quota("key", requests_per_minute)
        self._by_address = Quota("address", min(UNKNOWN_PER_MINUTE, requests_per_minute))

    def take(self, key: str | None, address: str) -> Left:
        """Count one request, of a key that is known, or else of an address."""
        return self._by_address.take(address) if key is None else self._by_key.take(key)
