"""A crowd of clients at the doors of offices, who ask on and note what was acknowledged."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from ledger.draft import Recorded
from tests.faults.running import PATIENCE_S, Client
from tests.ledger.examples import COMMUNE, DISTRICT, PROVINCE, donation

CLIENTS = 16
GIFT_VND = 1_000
UNITS = (COMMUNE, DISTRICT, PROVINCE)


class Crowd:
    """Clients who each give one gift after the other to one of three units.

    Where there are several offices, every second key comes from a client at each of them.
    `acknowledged` holds the number of the receipt by the key of each answered gift; `asked_again`
    counts requests whose answer did not come the first time.
    """

    def __init__(self, sockets: Sequence[Path], name: str = "D") -> None:
        self.acknowledged: dict[str, int] = {}
        self.asked_again = 0
        self._sockets = sockets
        self._name = name
        self._going_home = threading.Event()
        self._clients: list[Future[None]] = []

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let them ask during a `with` block."""
        with ThreadPoolExecutor(CLIENTS) as threads:
            self._clients = [threads.submit(self._give, number) for number in range(CLIENTS)]
            try:
                yield
            finally:
                self._going_home.set()

    def goes_home(self) -> None:
        """Let everybody wait for the answer still open, and leave.

        Raises:
            AssertionError: somebody was refused, or got no answer.
        """
        self._going_home.set()
        for client in self._clients:
            client.result(2 * PATIENCE_S)

    def wait_for(self, more: int) -> None:
        """Wait until so many more gifts have been acknowledged."""
        enough = len(self.acknowledged) + more
        give_up_at = time.monotonic() + PATIENCE_S
        while len(self.acknowledged) < enough:
            for client in self._clients:
                if client.done():
                    client.result()
            assert time.monotonic() < give_up_at, "nothing is acknowledged any more"
            time.sleep(0.001)

    def _give(self, number: int) -> None:
        share, door = divmod(number, len(self._sockets))
        client = Client(self._sockets[door])
        for at in itertools.count():
            if self._going_home.is_set():
                break
            giver = f"{share}" if at % 2 else f"{share}-{door}"
            key, unit_id = f"{self._name}-{giver}-{at}", UNITS[at % len(UNITS)]
            gift = donation(GIFT_VND, key=key, unit_id=unit_id)
            number_told = receipt_number(client.ask(gift, {"donor": f"Người {giver}"}))
            assert self.acknowledged.setdefault(key, number_told) == number_told
        self.asked_again += client.asked_again
        client.close()


def receipt_number(recorded: Recorded) -> int:
    """Return the number of the receipt that an answer gives."""
    number: int = getattr(recorded.entries[0].event, "receipt_number", 0)
    return number
