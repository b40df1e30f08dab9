"""Gifts over HTTP, everything on, against a plain CRUD program behind the same server.

64 clients post gifts to one hot unit, and to 500 units, each as often as it is answered. The plain
program has a connection for each of them, as the published figures of one had; beside it stands one
with 16, which a patient administrator would find.
Then 50 readers, after a moment in which they read alone, open a public page each second while 64
treasurers record a gift each second; and once more while these record as fast as they can. Servers
and clients are processes of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from api.home import keys_folder
from api.identity.passwords import now
from api.identity.people import add_person
from api.identity.tokens import issue_token
from api.importing import import_files
from bench.ground import ROOT, Ground, tell
from bench.http_clients import Work
from bench.http_servers import TABLES
from bench.lines import Line, middle, percentile
from bench.write_path import UNITS, followed, opened_units
from ledger.commands import GrantRole
from ledger.database import connect, query
from ledger.draft import request
from ledger.journal import Journal
from ledger.office import Office
from projections.feed import units_page
from projections.runner import catch_up
from reports.check_codes import check_code

ROUNDS: Final = 3
TURN_S: Final = 4.0
READ_S: Final = 8.0
WARM_UP_S: Final = 2.0
"""So long readers read alone first: a server that has just begun has no connections, no plans."""
CLIENTS: Final = 64
READERS: Final = 50
FOUNDED: Final = date(2000, 10, 2)
PLAIN: Final = ("crud-64", "crud-16")
REQUIRED: Final = {"1 hot unit": 3.0, f"{UNITS} units": 0.8}


@dataclass(slots=True)
class Turn:
    """What one way did, round by round."""

    rates: list[float] = field(default_factory=list)
    plain_rates: dict[str, list[float]] = field(default_factory=lambda: {n: [] for n in PLAIN})
    latencies_ms: list[float] = field(default_factory=list)


def measure(ground: Ground) -> list[Line]:
    """Measure writing against the baseline, then reading while writing."""
    return [*_writing(ground), *_reading(ground)]


def _writing(ground: Ground) -> list[Line]:
    with ground.database() as url, ground.database() as plain_url:
        journal = Journal(url, keys_folder())
        office = Office(journal)
        unit_ids = opened_units(office)
        key = _key(url, office, unit_ids[0])
        office.close()
        journal.close()
        catch_up(url)
        with connect(plain_url) as connection:
            connection.execute(TABLES)
        units = [f"unit-{at}" for at in range(UNITS)]
        ways = {"1 hot unit": units[:1], f"{UNITS} units": units}
        turns = {name: Turn() for name in ways}
        with (
            followed(url),
            _server(ground, "ours", url) as ours,
            ExitStack() as stack,
        ):
            plain = {kind: stack.enter_context(_server(ground, kind, plain_url)) for kind in PLAIN}
            for at in range(ROUNDS):
                tell(f"gifts over HTTP, round {at + 1} of {ROUNDS}")
                for name, some in ways.items():
                    _take(turns[name], ours, plain, key, some)
    return [line for name, turn in turns.items() for line in _lines(name, turn)]


def _take(turn: Turn, ours: int, plain: dict[str, int], key: str, units: list[str]) -> None:
    """Let all be asked, one after the other."""
    said = _asked(ours, CLIENTS, TURN_S, key=key, units=units)
    turn.rates.append(said["rate"])
    turn.latencies_ms += said["latencies_ms"]
    for kind, port in plain.items():
        turn.plain_rates[kind].append(_asked(port, CLIENTS, TURN_S, key=key, units=units)["rate"])


def _lines(name: str, turn: Turn) -> list[Line]:
    return [
        *(
            Line(
                f"http: gifts, {CLIENTS} clients, {name}, against {kind}",
                middle(turn.rates),
                "/s",
                middle(rates),
                middle([ours / plain for ours, plain in zip(turn.rates, rates, strict=True)]),
                REQUIRED[name] if kind == PLAIN[0] else None,
            )
            for kind, rates in turn.plain_rates.items()
        ),
        *(
            Line(f"http: gifts, {name}, p{each}", percentile(turn.latencies_ms, each), "ms")
            for each in (50, 99)
        ),
    ]


def _reading(ground: Ground) -> list[Line]:
    with ground.database() as url:
        tell("the sample, to be read while it grows")
        journal = Journal(url, keys_folder())
        import_files(journal, ground.sample)
        office = Office(journal)
        catch_up(url)
        with connect(url) as connection:
            units = units_page(connection, date(2022, 12, 31), level="commune", limit=UNITS)
            receipts = _receipts(connection)
        key = _key(url, office, units[0].unit_id)
        office.close()
        journal.close()
        catch_up(url)
        pages = {
            "start page": ["/"],
            "unit pages": [f"/don-vi/{unit.code}" for unit in units],
            "receipt checks": receipts,
        }
        lines = []
        ground.settle()
        with followed(url), _server(ground, "ours", url) as ours:
            for name, paths in pages.items():
                tell(f"{READERS} readers: {name}")
                for every_s, how in ((1.0, "write"), (0.0, "write as fast as they can")):
                    _asked(ours, READERS, WARM_UP_S, key=key, paths=paths)
                    writers = _start(ours, CLIENTS, READ_S, every_s, key=key, units=[units[0].code])
                    said = _finish(_start(ours, READERS, READ_S, 1.0, key=key, paths=paths))
                    _finish(writers)
                    lines.append(_read_line(f"{name}, while {CLIENTS} {how}", said, every_s))
    return lines


def _read_line(name: str, said: dict[str, Any], every_s: float) -> Line:
    slowest = percentile(said["latencies_ms"], 99)
    required = 50.0 if every_s else None
    return Line(
        f"http: {READERS} readers, {name}, p99", slowest, "ms", required=required, bound="at_most"
    )


def _receipts(connection: Any) -> list[str]:  # noqa: ANN401 - a connection
    """Return the addresses of some receipts."""
    rows = connection.execute(
        "SELECT state FROM journal_events WHERE topic = 'donation.received/1' LIMIT 200"
    )
    return [f"/bien-nhan/{check_code(bytes(state))}" for (state,) in rows]


def _key(url: str, office: Office, unit_id: UUID) -> str:
    """Add a treasurer for the whole tree of a unit; return a key."""
    with connect(url) as connection:
        person = add_person(
            connection, unit_id, "bench", "Bench", "mat khau dai day", temporary=False
        )
        catch_up(url)
        tops = [top for (top,) in connection.execute(query("units_at_the_top"))]
        for top in tops:
            granted = GrantRole(
                person=person.person_id, role="treasurer", unit_id=top, valid_from=FOUNDED
            )
            office.ask(request(granted, {}, "bench"))
        end = now() + timedelta(days=1)
        return issue_token(connection, person.person_id, "bench", ["read", "enter"], end)


@contextmanager
def _server(ground: Ground, kind: str, url: str) -> Iterator[int]:
    """Run a server; yield its port."""
    home = ground.folder / f"home-{kind}"
    home.mkdir(exist_ok=True)
    with (ground.folder / f"{kind}.log").open("a") as log:
        server = _process("bench.http_servers", kind, url, str(home), stderr=log)
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        if not address:
            raise SystemExit(f"the server did not start: {(ground.folder / log.name).read_text()}")
        try:
            yield int(address.rpartition(":")[2])
        finally:
            server.communicate()


def _asked(port: int, clients: int, seconds: float, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as `Work`
    return _finish(_start(port, clients, seconds, 0.0, **more))


def _start(
    port: int,
    clients: int,
    seconds: float,
    every_s: float,
    *,
    key: str,
    units: Sequence[str] = (),
    paths: Sequence[str] = (),
) -> subprocess.Popen[str]:
    """Let clients begin."""
    work = Work(
        port=port,
        clients=clients,
        seconds=seconds,
        every_s=every_s,
        key=key,
        units=[*units],
        paths=[*paths],
    )
    begun = _process("bench.http_clients")
    assert begun.stdin is not None
    begun.stdin.write(json.dumps(work))
    begun.stdin.close()
    begun.stdin = None
    return begun


def _finish(begun: subprocess.Popen[str]) -> dict[str, Any]:
    """Return what clients say of themselves; every answer must have been a good one."""
    out, _ = begun.communicate()
    said: dict[str, Any] = json.loads(out)
    wrong = {status: n for status, n in said["statuses"].items() if status not in ("200", "201")}
    if wrong:
        raise SystemExit(f"answers that are none: {wrong}")
    return said


def _process(module: str, *words: str, stderr: Any = None) -> subprocess.Popen[str]:  # noqa: ANN401 - a file
    return subprocess.Popen(
        [sys.executable, "-P", "-X", "utf8", "-m", module, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
