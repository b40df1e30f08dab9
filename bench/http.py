"""Gifts over HTTP, everything on, against a plain CRUD program behind the same server.

64 clients post gifts to one hot unit, and to 500 units; then 50 readers ask for public pages of
the sample while 64 clients write. Servers and clients are processes of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

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
CLIENTS: Final = 64
READERS: Final = 50
FOUNDED: Final = date(2000, 10, 2)
REQUIRED: Final = {"1 hot unit": 3.0, f"{UNITS} units": 0.8}


@dataclass(slots=True)
class Turn:
    """What one way did, round by round."""

    rates: list[float] = field(default_factory=list)
    plain_rates: list[float] = field(default_factory=list)
    latencies_ms: list[float] = field(default_factory=list)


def measure(ground: Ground) -> list[Line]:
    """Measure writing against the baseline, then reading while writing."""
    return [*_writing(ground), *_reading(ground)]


def _writing(ground: Ground) -> list[Line]:
    with ground.database() as url, ground.database() as plain_url:
        journal = Journal(url)
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
            _server(ground, "crud", plain_url) as plain,
        ):
            for at in range(ROUNDS):
                tell(f"gifts over HTTP, round {at + 1} of {ROUNDS}")
                for name, some in ways.items():
                    _take(turns[name], ours, plain, key, some)
    return [line for name, turn in turns.items() for line in _lines(name, turn)]


def _take(turn: Turn, ours: int, plain: int, key: str, units: list[str]) -> None:
    """Let both be asked, one after the other."""
    said = _asked(ours, CLIENTS, TURN_S, key=key, units=units)
    turn.rates.append(said["rate"])
    turn.latencies_ms += said["latencies_ms"]
    turn.plain_rates.append(_asked(plain, CLIENTS, TURN_S, key=key, units=units)["rate"])


def _lines(name: str, turn: Turn) -> list[Line]:
    pairs = zip(turn.rates, turn.plain_rates, strict=True)
    ratio = middle([ours / plain for ours, plain in pairs])
    return [
        Line(
            f"http: gifts, {CLIENTS} clients, {name}, against CRUD",
            middle(turn.rates),
            "/s",
            middle(turn.plain_rates),
            ratio,
            REQUIRED[name],
        ),
        *(
            Line(f"http: gifts, {name}, p{each}", percentile(turn.latencies_ms, each), "ms")
            for each in (50, 99)
        ),
    ]


def _reading(ground: Ground) -> list[Line]:
    with ground.database() as url:
        tell("the sample, to be read while it grows")
        journal = Journal(url)
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
        with followed(url), _server(ground, "ours", url) as ours:
            for name, paths in pages.items():
                tell(f"{READERS} readers: {name}")
                said = _while_writing(ours, key, units[0].code, paths)
                lines.append(_read_line(name, said))
    return lines


def _while_writing(port: int, key: str, unit: str, paths: list[str]) -> dict[str, Any]:
    """Let readers read while others write."""
    writers = _start(port, CLIENTS, TURN_S, key=key, units=[unit])
    said = _asked(port, READERS, TURN_S, key=key, paths=paths)
    _finish(writers)
    return said


def _read_line(name: str, said: dict[str, Any]) -> Line:
    slowest = percentile(said["latencies_ms"], 99)
    return Line(
        f"http: {READERS} readers, {name}, while {CLIENTS} write, p99",
        slowest,
        "ms",
        required=50.0,
        bound="at_most",
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
    return _finish(_start(port, clients, seconds, **more))


def _start(
    port: int,
    clients: int,
    seconds: float,
    *,
    key: str,
    units: Sequence[str] = (),
    paths: Sequence[str] = (),
) -> subprocess.Popen[str]:
    """Let clients begin."""
    work = Work(
        port=port, clients=clients, seconds=seconds, key=key, units=[*units], paths=[*paths]
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
