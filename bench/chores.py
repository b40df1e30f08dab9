"""Work measured in a process of its own, for its memory: `python -m bench.chores import URL PATH`.

Says on stdout, as one JSON object, how many entries, how long, and how large the process became.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from api.home import keys_folder
from api.importing import import_files
from ledger.database import connect
from ledger.journal import Journal
from ledger.log import following
from projections.audit import audit
from projections.decoding import DECODERS
from projections.runner import follow, rebuild


def main(what: str, url: str, *words: str) -> None:
    """Do what is asked on the database at `url`."""
    if what in ("follow", "sign"):
        _until_told(follow if what == "follow" else _signing(Path(words[0])), url)
        return
    begun = time.perf_counter()
    entries = CHORES[what](url, *words)
    seconds = time.perf_counter() - begun
    largest_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if what == "rebuild":
        # Each decoder counts, and none is larger than the largest.
        largest_mib += DECODERS * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    json.dump({"entries": entries, "seconds": seconds, "largest_mib": largest_mib}, sys.stdout)


def _import(url: str, path: str) -> int:
    journal = Journal(url, keys_folder())
    outcome = import_files(journal, Path(path))
    journal.close()
    if outcome.errors:
        raise SystemExit(f"the sample was refused: {outcome.errors[:3]}")
    with connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM journal_events").fetchone()
    assert row is not None
    return int(row[0])


def _audit(url: str, keys: str) -> int:
    """Look at everything on one core, together with what PostgreSQL does for it."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    report = audit(url, Path(keys))
    if report.faults:
        raise SystemExit(f"the audit found faults: {report.faults[:3]}")
    return report.checked["entries"]


def _sign(url: str, keys: str) -> int:
    return following.catch_up(url, Path(keys))


def _signing(keys: Path) -> Callable[[str, threading.Event], None]:
    def work(url: str, stop: threading.Event) -> None:
        following.follow(url, keys, stop, _fail)

    return work


def _fail(error: Exception) -> None:
    raise SystemExit(f"the log was not followed: {error}")


def _until_told(work: Callable[[str, threading.Event], None], url: str) -> None:
    """Follow the journal until stdin ends."""
    stop = threading.Event()
    runner = threading.Thread(target=work, args=(url, stop))
    runner.start()
    sys.stdin.read()
    stop.set()
    runner.join()


CHORES: Final[dict[str, Callable[..., int]]] = {
    "import": _import,
    "rebuild": rebuild,
    "audit": _audit,
    "log": _sign,
}


if __name__ == "__main__":
    main(*sys.argv[1:])
