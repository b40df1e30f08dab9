"""Figures that many look at together: made once, shown to all who come within a moment.

What was made is shown again as long as the books know no more entries. While somebody writes all
the time it is made anew at most once a second, by one of those who ask; the others do not wait.
Every page says up to which entry it counts. A guest gets the very text that another guest got; for
somebody who is signed in the frame around it is their own.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Final, Generic, NamedTuple, TypeVar

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.web.preferences import Preferences, preferences_of
from api.web.rendering import page
from api.web.visitor import visitor_of

Made = TypeVar("Made")
STAYS_S: Final = 1.0
PASSED_ON_S: Final = 10.0
"""So old may be what is shown while it is being made anew."""
KEPT_MAX: Final = 200
TEXTS_MAX: Final = 8
"""So many texts are kept of one content: addresses that ask for the same, light and dark."""


class _One(NamedTuple, Generic[Made]):
    log_size: int
    made_at: float
    value: Made


@dataclass(frozen=True, slots=True)
class Shown(Generic[Made]):
    """What a page shows, and the texts that guests got of it."""

    content: Made
    texts: dict[tuple[str, Preferences], bytes] = field(default_factory=dict)

    def page(self, request: Request, template: str) -> HTMLResponse:
        """Return the page; to a guest the text that another one got, if one did."""
        if visitor_of(request).is_signed_in:
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

    def get(self, key: Hashable, log_size: int, make: Callable[[], Made]) -> Made:
        """Return what is kept under `key` for books of this size, or make it.

        Args:
            key: all that the value depends on, beside the books.
            log_size: how many entries the books know now.
            make: called by one thread at a time for each key.
        """
        one = self._fresh(key, log_size)
        if one is not None:
            return one.value
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        if not making.acquire(blocking=False):
            one = self._passable(key)
            if one is not None:
                return one.value
            making.acquire()
        try:
            one = self._fresh(key, log_size)
            return one.value if one is not None else self._keep(key, log_size, make())
        finally:
            making.release()

    def _fresh(self, key: Hashable, log_size: int) -> _One[Made] | None:
        with self._lock:
            one = self._found.get(key)
        if one is None:
            return None
        is_fresh = one.log_size == log_size or time.monotonic() - one.made_at < STAYS_S
        return one if is_fresh else None

    def _passable(self, key: Hashable) -> _One[Made] | None:
        with self._lock:
            one = self._found.get(key)
        return one if one and time.monotonic() - one.made_at < PASSED_ON_S else None

    def _keep(self, key: Hashable, log_size: int, value: Made) -> Made:
        with self._lock:
            self._found[key] = _One(log_size, time.monotonic(), value)
            self._found.move_to_end(key)
            while len(self._found) > KEPT_MAX:
                gone, _ = self._found.popitem(last=False)
                self._making.pop(gone, None)
        return value
