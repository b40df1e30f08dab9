"""The write path: how many commands a second, against one client's raw INSERT and COMMIT.

Everything is on: idempotency, vault, postings checked, projections followed by another process.
One hot unit below a commune, a district and a province, with a year of days in its book.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Final
from uuid import UUID, uuid4

import uvloop

from api.home import keys_folder
from bench.ground import ROOT, Ground, tell
from bench.lines import Line, middle, percentile
from bench.stock import StockStream
from ledger.collector import spare
from ledger.commands import ReceiveDonation, StateUnitTerm
from ledger.database import connect
from ledger.draft import Request, request
from ledger.journal import Journal
from ledger.mailbox import Mailbox
from ledger.office import Office
from ledger.registry_events import Level

ROUNDS: Final = 5
TURN_S: Final = 0.8
STOCK_TURN_S: Final = 1.2
UNITS: Final = 500
YEAR: Final = date(2022, 1, 1)
DAYS: Final = 250
REQUIRED: Final = {"1 client": 0.4, "8 clients": 1.0, "64 clients": 2.5}
LEVELS: Final[Sequence[Level]] = ("province", "district", "commune")


@dataclass(slots=True)
class Turn:
    """What one way of asking did, turn by turn: rates, ratios to the raw rate, latencies."""

    rates: list[float] = field(default_factory=list)
    raw_rates: list[float] = field(default_factory=list)
    latencies_ms: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The middle ratio of all turns."""
        pairs = zip(self.rates, self.raw_rates, strict=True)
        return middle([rate / raw for rate, raw in pairs])


class Clients:
    """Donors who queue at an office, at one unit or at many."""

    def __init__(self, office: Office, unit_ids: Sequence[UUID]) -> None:
        self._office = office
        self._unit_ids = unit_ids
        self._numbers = count()

    def request(self) -> Request:
        """Make the next donation."""
        number = next(self._numbers)
        return request(
            ReceiveDonation(
                key=f"bench-{uuid4()}",
                unit_id=self._unit_ids[number % len(self._unit_ids)],
                booked_on=YEAR + timedelta(days=DAYS),
                channel="cash",
                amount_vnd=50_000 + number,
            ),
            {"donor": f"Nguyễn Thị Minh Khai {number}", "donor_kind": "person"},
            actor="bench",
        )

    def waiting_in_threads(self, clients: int, turn: Turn) -> float:
        """Let each client be a thread that waits for its answer; return answers a second."""
        begun = time.perf_counter()

        def work() -> None:
            while time.perf_counter() - begun < TURN_S:
                asked_at = time.perf_counter()
                self._office.ask(self.request())
                turn.latencies_ms.append((time.perf_counter() - asked_at) * 1000)

        before = len(turn.latencies_ms)
        workers = [threading.Thread(target=work) for _ in range(clients)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return (len(turn.latencies_ms) - before) / (time.perf_counter() - begun)

    def waiting_in_a_loop(self, clients: int, turn: Turn) -> float:
        """Let each client be a task, as in an ASGI server; return answers a second."""
        begun = time.perf_counter()

        async def work(mailbox: Mailbox) -> None:
            while time.perf_counter() - begun < TURN_S:
                asked_at = time.perf_counter()
                await mailbox.ask(self.request())
                turn.latencies_ms.append((time.perf_counter() - asked_at) * 1000)

        async def all_of_them() -> None:
            mailbox = Mailbox(self._office)
            await asyncio.gather(*(work(mailbox) for _ in range(clients)))

        before = len(turn.latencies_ms)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(all_of_them())
        return (len(turn.latencies_ms) - before) / (time.perf_counter() - begun)


def measure(ground: Ground) -> list[Line]:
    """Measure raw, stock and ours, turn by turn."""
    with ground.database() as url, ground.database() as other_url:
        journal = Journal(url, keys_folder())
        office = Office(journal)
        units = opened_units(office)
        topic, state = _last_stored(url)
        stock = StockStream(other_url, topic, state, threads_max=64)
        one, many = Clients(office, units[:1]), Clients(office, units)
        ways = {
            "1 client": partial(one.waiting_in_threads, 1),
            "8 clients": partial(one.waiting_in_a_loop, 8),
            "64 clients": partial(one.waiting_in_a_loop, 64),
            "8 threads": partial(one.waiting_in_threads, 8),
            "64 threads": partial(one.waiting_in_threads, 64),
            f"64 clients, {UNITS} units": partial(many.waiting_in_a_loop, 64),
        }
        raw = Turn()
        spare()  # as `serve` does when it begins
        with _raw_table(other_url, state, raw) as raw_rate, followed(url):
            turns, stock_rates = _take_turns(raw_rate, ways, stock)
        office.close()
        journal.close()
        stock.close()
    return [*_rates(turns, stock_rates), *_latencies(turns, raw)]


def _take_turns(
    raw: Callable[[], float], ways: Mapping[str, Callable[[Turn], float]], stock: StockStream
) -> tuple[dict[str, Turn], dict[int, list[float]]]:
    turns = {name: Turn() for name in ways}
    stock_rates: dict[int, list[float]] = {1: [], 8: [], 64: []}
    for at in range(ROUNDS):
        tell(f"write path, round {at + 1} of {ROUNDS}")
        before = raw()
        for name, way in ways.items():
            turns[name].rates.append(way(turns[name]))
            after = raw()
            turns[name].raw_rates.append((before + after) / 2)
            before = after
        for threads, rates in stock_rates.items():
            rates.append(stock.rate(threads, STOCK_TURN_S))
    return turns, stock_rates


def _rates(turns: dict[str, Turn], stock_rates: dict[int, list[float]]) -> list[Line]:
    lines = [
        Line(
            f"write: {name}, against raw INSERT",
            middle(turn.rates),
            "/s",
            middle(turn.raw_rates),
            turn.ratio,
            REQUIRED.get(name),
        )
        for name, turn in turns.items()
    ]
    for threads, rates in stock_rates.items():
        name = f"{threads} clients" if threads > 1 else "1 client"
        ours = middle(turns[name].rates)
        ratio = middle([a / b for a, b in zip(turns[name].rates, rates, strict=True)])
        bound = 15.0 if threads == 64 else None
        lines.append(Line(f"write: {name}, against stock", ours, "/s", middle(rates), ratio, bound))
    return lines


def _latencies(turns: dict[str, Turn], raw: Turn) -> list[Line]:
    return [
        Line(
            f"write: {name}, p{percent}",
            percentile(turn.latencies_ms, percent),
            "ms",
            percentile(raw.latencies_ms, percent),
            required=20.0 if percent == 99 and name in REQUIRED else None,
            bound="at_most",
        )
        for name, turn in turns.items()
        for percent in (50, 99)
    ]


def opened_units(office: Office) -> list[UUID]:
    """Register a province, a district, a commune and units below it; the first has been busy."""
    above: UUID | None = None
    for level in LEVELS:
        above = _registered(office, level, level, above)
    units = [_registered(office, f"unit-{at}", "branch", above) for at in range(UNITS)]
    for at in range(DAYS):
        office.ask(
            request(
                ReceiveDonation(
                    key=f"before-{at}",
                    unit_id=units[0],
                    booked_on=YEAR + timedelta(days=at),
                    channel="cash",
                    amount_vnd=100_000,
                ),
                {"donor": "Trần Văn Học"},
                actor="bench",
            )
        )
    return units


def _registered(office: Office, code: str, level: Level, parent_id: UUID | None) -> UUID:
    unit_id = uuid4()
    term = StateUnitTerm(
        unit_id=unit_id,
        code=code,
        name=f"Hội Khuyến học {code}",
        level=level,
        parent_id=parent_id,
        valid_from=date(2000, 10, 2),
    )
    office.ask(request(term, {}, actor="bench"))
    return unit_id


def _last_stored(url: str) -> tuple[str, bytes]:
    with connect(url) as connection:
        row = connection.execute(
            "SELECT topic, state FROM journal_events ORDER BY notification_id DESC LIMIT 1"
        ).fetchone()
    assert row is not None
    return row[0], bytes(row[1])


@contextmanager
def _raw_table(url: str, state: bytes, turn: Turn) -> Iterator[Callable[[], float]]:
    """Yield what inserts and commits rows as large as an event for a turn; it returns the rate."""
    with connect(url) as connection:
        connection.execute("CREATE TABLE raw (id bigserial PRIMARY KEY, state bytea NOT NULL)")

        def rate() -> float:
            before, begun = len(turn.latencies_ms), time.perf_counter()
            while (seconds := (asked_at := time.perf_counter()) - begun) < TURN_S:
                connection.execute("INSERT INTO raw (state) VALUES (%b)", (state,), prepare=True)
                turn.latencies_ms.append((time.perf_counter() - asked_at) * 1000)
            return (len(turn.latencies_ms) - before) / seconds

        yield rate


@contextmanager
def followed(url: str, what: str = "follow", *words: str) -> Iterator[None]:
    """Let another process keep the projections ("sign": the log) up to the journal."""
    follower = subprocess.Popen(
        [sys.executable, "-P", "-m", "bench.chores", what, url, *words],
        stdin=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield
    finally:
        follower.communicate()
    if follower.returncode != 0:
        raise SystemExit(f"{what}: the journal was not followed")
