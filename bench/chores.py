"""Work measured in a process of its own, for its memory: `python -m bench.chores import URL PATH`.

Says on stdout, as one JSON object, how many entries, how long, and how large the process became.
"""

from __future__ import annotations

import json
import resource
import sys
import threading
import time
from pathlib import Path

from api.importing import import_files
from ledger.database import connect
from ledger.journal import Journal
from projections.decoding import DECODERS
from projections.runner import follow, rebuild


def main(what: str, url: str, *words: str) -> None:
    """Do what is asked on the database at `url`."""
    if what == "follow":
        _follow(url)
        return
    begun = time.perf_counter()
    entries = _import(url, Path(words[0])) if what == "import" else rebuild(url)
    seconds = time.perf_counter() - begun
    largest_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if what == "rebuild":
        # Each decoder counts, and none is larger than the largest.
        largest_mib += DECODERS * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    json.dump({"entries": entries, "seconds": seconds, "largest_mib": largest_mib}, sys.stdout)


def _import(url: str, path: Path) -> int:
    journal = Journal(url)
    outcome = import_files(journal, path)
    journal.close()
    if outcome.errors:
        raise SystemExit(f"the sample was refused: {outcome.errors[:3]}")
    with connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM journal_events").fetchone()
    assert row is not None
    return int(row[0])


def _follow(url: str) -> None:
    """Keep the projections up to the journal until stdin ends."""
    stop = threading.Event()
    runner = threading.Thread(target=follow, args=(url, stop))
    runner.start()
    sys.stdin.read()
    stop.set()
    runner.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
