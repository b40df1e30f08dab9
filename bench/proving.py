"""The log: proofs and their verification, what signing costs those who write, and the audit.

proofs      any entry of a log, from tiles that nobody has read yet
writing     with the log followed by another process, against without, in turns
audit       of the sample, with its log, on one core; told for a million entries
"""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from api.home import keys_folder
from bench.ground import Ground, apart, tell
from bench.lines import Line, middle, percentile
from bench.write_path import Clients, Turn, followed, opened_units
from ledger.database import connect
from ledger.journal import Journal
from ledger.log.following import catch_up
from ledger.log.notes import Signer
from ledger.log.proofs import verify
from ledger.log.signer import FILE
from ledger.log.store import LogReader
from ledger.office import Office
from projections.runner import catch_up as project

MILLION: Final = 1_000_000
PROOFS: Final = 300
ROUNDS: Final = 5
WAYS: Final = {"64 clients": (64, 0.7), "batches of 100 and more": (512, 0.8)}
"""How many wait for the office at once, and which part of the rate must be left."""

BOOK: Final = UUID("20000000-0000-4000-8000-000000000001")
ENTRY_BYTES: Final = 420


def measure(ground: Ground) -> list[Line]:
    """Measure all three."""
    return [*_proofs(ground), *_writing(ground), *_audit(ground)]


def _proofs(ground: Ground) -> list[Line]:
    entries = max(int(MILLION * ground.scale), 20_000)
    keys = ground.folder / "keys-of-proofs"
    with ground.database() as url:
        tell(f"a log of {entries:,} entries")
        _fill(url, entries)
        begun = time.perf_counter()
        catch_up(url, keys)
        per_s = entries / (time.perf_counter() - begun)
        ground.settle()
        tell(f"{PROOFS} proofs")
        proving, verifying = _timed(url, keys, entries)
    return [
        Line("log: entries hashed, stored and signed", per_s, "/s"),
        Line(f"log: proof of any of {entries:,} entries, p50", percentile(proving, 50), "ms"),
        Line(
            f"log: proof of any of {entries:,} entries, p99",
            percentile(proving, 99),
            "ms",
            required=5,
            bound="at_most",
        ),
        Line(
            "log: verification, p99", percentile(verifying, 99), "ms", required=1, bound="at_most"
        ),
    ]


def _fill(url: str, entries: int) -> None:
    with connect(url) as connection:
        connection.execute(
            "INSERT INTO journal_events (originator_id, originator_version, topic, state) "
            "SELECT %s, n, 'x/1', convert_to(rpad(n::text, %s, 'x'), 'UTF8') "
            "FROM generate_series(1, %s) AS n",
            (BOOK, ENTRY_BYTES, entries),
        )


def _timed(url: str, keys: Path, entries: int) -> tuple[list[float], list[float]]:
    """Return how long proofs took, each from tiles read anew, and their verification, in ms."""
    verifier = Signer.parse((keys / FILE).read_text().strip()).verifier
    dice = random.Random(1)
    proving, verifying = [], []
    with connect(url) as connection:
        for _ in range(PROOFS):
            begun = time.perf_counter()
            proven = LogReader(connection).proof_of(BOOK, dice.randrange(entries) + 1)
            made = time.perf_counter()
            verify(proven.entry, proven.proof, verifier)
            proving.append((made - begun) * 1000)
            verifying.append((time.perf_counter() - made) * 1000)
    return proving, verifying


def _writing(ground: Ground) -> list[Line]:
    turns = {name: (Turn(), Turn()) for name in WAYS}
    keys = ground.folder / "keys-of-writing"
    with ground.database() as url:
        journal = Journal(url, keys_folder())
        office = Office(journal)
        one = Clients(office, opened_units(office)[:1])
        catch_up(url, keys)
        with followed(url):
            for at in range(ROUNDS):
                tell(f"writing with the log, round {at + 1} of {ROUNDS}")
                for name, (clients, _) in WAYS.items():
                    ask = partial(one.waiting_in_a_loop, clients)
                    for signing in (bool(at % 2), not at % 2):
                        prepare = partial(_signing, url, keys, office, one) if signing else None
                        _take(url, keys, ask, turns[name][not signing], prepare)
        office.close()
        journal.close()
    return [
        Line(
            f"write: {name}, with the log against without",
            middle(with_log.rates),
            "/s",
            middle(without.rates),
            middle([a / b for a, b in zip(with_log.rates, without.rates, strict=True)]),
            WAYS[name][1],
        )
        for name, (with_log, without) in turns.items()
    ]


def _take(
    url: str,
    keys: Path,
    ask: Callable[[Turn], float],
    turn: Turn,
    beside: Callable[[], AbstractContextManager[None]] | None,
) -> None:
    """Ask for one turn; what nobody signed or projected before is brought up first."""
    catch_up(url, keys)
    project(url)
    with beside() if beside else nullcontext():
        turn.rates.append(ask(turn))


@contextmanager
def _signing(url: str, keys: Path, office: Office, clients: Clients) -> Iterator[None]:
    """Let another process follow with the log; it does when this begins."""
    with followed(url, "sign", str(keys)), connect(url) as connection:
        log = LogReader(connection)
        before = log.size()
        office.ask(clients.request())
        while log.size() == before:
            time.sleep(0.02)
        yield


def _audit(ground: Ground) -> list[Line]:
    with ground.database() as url:
        apart("import", url, str(ground.sample))
        project(url)
        catch_up(url, keys_folder())
        ground.settle()
        tell("the audit, on one core")
        with _on_one_core(url):
            done = apart("audit", url, str(keys_folder()))
    return [
        Line(
            "audit: for a million entries, one core",
            done["seconds"] / done["entries"] * MILLION,
            "s",
            required=60,
            bound="at_most",
        ),
        Line("audit: memory", done["largest_mib"], "MiB"),
    ]


@contextmanager
def _on_one_core(url: str) -> Iterator[None]:
    """Let PostgreSQL answer new connections on one core only, where this machine allows it."""
    with connect(url) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
        assert row is not None
        pids = Path(str(row[0]), "postmaster.pid")
    server = int(re.split(r"\s", pids.read_text(), maxsplit=1)[0])
    before = os.sched_getaffinity(server)
    os.sched_setaffinity(server, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(server, before)
