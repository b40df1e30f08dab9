"""Figures that many look at together: made once, shown to all who come within a moment.

What was made is shown again as long as the books know no more entries. While somebody writes all
the time it is made anew at most once a second, by one of those who ask; other guests do not wait.
If many ask no guest waits: pages are made anew beside them. Every page says up to which entry it
counts. A guest gets the very text that another guest got; for somebody who is signed in the frame
around it is their own.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, Generic, NamedTuple, TypeVar

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.web.preferences import Preferences, preferences_of
from api.web.rendering import page
from api.web.visitor import visitor_of
from api.wiring import Wiring
from projections.figures import known_now

Made = TypeVar("Made")
STAYS_S: Final = 1.0
PASSED_ON_S: Final = 10.0
"""So old may be what is shown while it is being made anew."""
MANY: Final = 20
"""So many who ask within a second are many."""
KEPT_MAX: Final = 600
TEXTS_MAX: Final = 8
"""So many texts are kept of one content: addresses that ask for the same, light and dark."""


class _One(NamedTuple, Generic[Made]):
    log_size: int
    value: Made
    made_at: float

    def age_s(self) -> float:
        return time.monotonic() - self.made_at


def log_size_now(wiring: Wiring) -> int:
    """Return how many entries the books know now."""
    with wiring.connection() as connection:
        return known_now(connection).log_size


def is_guest(request: Request) -> bool:
    """Say whether nobody is signed in who may have recorded something a moment ago."""
    return not visitor_of(request).is_signed_in


@dataclass(frozen=True, slots=True)
class Shown(Generic[Made]):
    """What a page shows, and the texts that guests got of it."""

    content: Made
    texts: dict[tuple[str, Preferences], bytes] = field(default_factory=dict)

    def page(self, request: Request, template: str) -> HTMLResponse:
        """Return the page; to a guest the text that another one got, if one did."""
        if not is_guest(request):
            return page(request, template, self.content)
        key = (f"{request.url.path}?{request.url.query}", preferences_of(request))
        text = self.texts.get(key)
        if text is None:
            text = bytes(page(request, template, self.content).body)
            if len(self.texts) < TEXTS_MAX:
                self.texts[key] = text
        return HTMLResponse(text)


class Kept(Generic[Made]):
    """Keeps what was made by its key; for any number of threads."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, _One[Made]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._asked_at: deque[float] = deque(maxlen=MANY)
        self._anew = ThreadPoolExecutor(1, thread_name_prefix="pages-anew")

    def get(
        self,
        key: Hashable,
        log_size: Callable[[], int],
        make: Callable[[], tuple[int, Made]],
        *,
        is_guest: bool = True,
    ) -> Made:
        """Return what is kept under `key`, or make it.

        Args:
            key: all that the value depends on, beside the books.
            log_size: says how many entries the books know now; asked at most once a second for
                guests.
            make: returns how many entries the books knew, and what was made of them; called by one
                thread at a time for each key.
            is_guest: whoever asks may get what is up to ten seconds old while it is made anew.
        """
        self._asked_at.append(time.monotonic())
        one = self._found.get(key)
        if not is_guest:
            return self._newest(key, one, log_size(), make)
        if one is None:
            return self._make(key, make)
        if one.age_s() < STAYS_S:
            return one.value
        if one.log_size == log_size():
            return self._keep_on(key, one)
        if one.age_s() < PASSED_ON_S and self._is_made_beside(key, make):
            return one.value
        return self._make(key, make)

    def _newest(
        self,
        key: Hashable,
        one: _One[Made] | None,
        known: int,
        make: Callable[[], tuple[int, Made]],
    ) -> Made:
        """Return `one`, or what is made, with all of the `known` entries."""
        if one is not None and one.log_size == known:
            return self._keep_on(key, one)
        return self._make(key, make, lambda newer: newer.log_size >= known)

    def _is_made_beside(self, key: Hashable, make: Callable[[], tuple[int, Made]]) -> bool:
        """Say whether somebody else makes it anew; if many ask, let none of them do it."""
        if key in self._making:
            return True
        if not self._is_busy():
            return False
        self._one_at_a_time(key)
        self._anew.submit(self._make, key, make)
        return True

    def _is_busy(self) -> bool:
        asked_at = self._asked_at
        return len(asked_at) == MANY and asked_at[-1] - asked_at[0] < 1

    def _make(
        self,
        key: Hashable,
        make: Callable[[], tuple[int, Made]],
        is_new: Callable[[_One[Made]], bool] = lambda one: one.age_s() < STAYS_S,
    ) -> Made:
        """Make what nobody else has made new enough by the time it is this one's turn."""
        try:
            with self._one_at_a_time(key):
                one = self._found.get(key)
                if one is not None and is_new(one):
                    return one.value
                return self._keep(key, *make())
        finally:
            self._making.pop(key, None)

    def _one_at_a_time(self, key: Hashable) -> threading.Lock:
        with self._lock:
            return self._making.setdefault(key, threading.Lock())

    def _keep_on(self, key: Hashable, one: _One[Made]) -> Made:
        """Keep what is still true a moment longer, unless somebody has made another meanwhile."""
        with self._lock:
            if self._found.get(key) is one:
                self._found[key] = one._replace(made_at=time.monotonic())
                self._found.move_to_end(key)
        return one.value

    def _keep(self, key: Hashable, log_size: int, value: Made) -> Made:
        with self._lock:
            self._found[key] = _One(log_size, value, time.monotonic())
            self._found.move_to_end(key)
            while len(self._found) > KEPT_MAX:
                self._found.popitem(last=False)
        return value
