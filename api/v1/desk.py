"""What the API of one process keeps in mind between requests: callers, units, what is in flight."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from uuid import UUID

from api.settings import settings
from api.v1.callers import Callers
from api.v1.ids import id_in
from api.v1.memory import RegistryMemory
from api.v1.problems import Problem, Words
from api.v1.quotas import Quotas
from api.wiring import Wiring
from ledger.database import query
from ledger.mailbox import Mailbox


class Desk:
    """Beside the wiring: short memories, who asked how much, what is being answered right now."""

    def __init__(self, wiring: Wiring) -> None:
        """Begin with nothing in mind."""
        self.wiring = wiring
        self._of_registry = RegistryMemory(wiring)
        self.callers = Callers(wiring, self._of_registry)
        self.quotas = Quotas(settings().requests_per_minute)
        self._mailbox: Mailbox | None = None
        self._in_flight: set[str] = set()
        self._lock = Lock()

    def mailbox(self) -> Mailbox:
        """Return where the office's answers arrive in the event loop that serves."""
        if self._mailbox is None:
            self._mailbox = Mailbox(self.wiring.office)
        return self._mailbox

    def unit_id(self, name: str) -> UUID | None:
        """Return the id of the unit with a code or a `unit_…`; None: there is none."""
        return self._of_registry.find_now(name, lambda: self._look_up(name))

    async def unit_id_soon(self, name: str) -> UUID | None:
        """Return the same without keeping the loop waiting."""
        return await self._of_registry.find(name, lambda: self._look_up(name))

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """Answer `key` for the time of a `with` block, and nobody else who asks with it.

        Between processes the ledger itself lets only one of two be first.

        Raises:
            Problem: in_flight.
        """
        with self._lock:
            if key in self._in_flight:
                words = Words(
                    "Yêu cầu trước có cùng Idempotency-Key chưa xong: đợi rồi gửi lại.",
                    "An earlier request with this Idempotency-Key is not answered yet: try again.",
                )
                raise Problem("in_flight", words, headers={"Retry-After": "1"})
            self._in_flight.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._in_flight.discard(key)

    def _look_up(self, name: str) -> UUID | None:
        if not name.isprintable():
            return None
        sought = {"unit_id": id_in(name, "unit"), "code": name}
        with self.wiring.connection() as connection:
            row = connection.execute(query("unit_named"), sought).fetchone()
        return row[0] if row else None
