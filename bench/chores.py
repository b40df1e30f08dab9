"""Work measured in a process of its own, for its memory: `python -m bench.chores import URL PATH`.

Says on stdout, as one JSON object, how many entries, how long, and how large the process became.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from api.home import keys_folder
from api.importing import import_files
from ledger.database import connect
from ledger.journal import Journal
from ledger.log import following
from projections.audit import audit
from projections.runner import follow, rebuild

LOOK_AGAIN_S: Final = 0.1


def main(what: str, url: str, *words: str) -> None:
    """Do what is asked on the database at `url`."""
    if what in ("follow", "sign"):
        _until_told(follow if what == "follow" else _signing(Path(words[0])), url)
        return
    begun = time.perf_counter()
    with _weighed() as largest_kib:
        entries = CHORES[what](url, *words)
    seconds = time.perf_counter() - begun
    largest_mib = sum(largest_kib.values()) / 1024
    json.dump({"entries": entries, "seconds": seconds, "largest_mib": largest_mib}, sys.stdout)


@contextmanager
def _weighed() -> Iterator[dict[str, int]]:
    """Note how large this process and each that it starts become, while they live."""
    largest_kib: dict[str, int] = {}
    done = threading.Event()

    def look() -> None:
        while not done.wait(LOOK_AGAIN_S):
            for pid in ("self", *_children()):
                with suppress(OSError, LookupError):  # it has just ended
                    status = Path(f"/proc/{pid}/status").read_text()
                    largest_kib[pid] = int(status.split("VmHWM:")[1].split()[0])

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield largest_kib
    finally:
        done.set()
        looking.join()


def _children() -> list[str]:
    found: list[str] = []
    for path in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # a thread that has just ended
            found += path.read_text().split()
    return found


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
