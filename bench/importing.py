"""Import: CSV files → committed, checked events; against COPY of the same rows.

COPY fills the same four tables with the same indexes, in one transaction, from binary files.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from bench.ground import Ground, apart, tell
from bench.lines import Line, middle
from ledger.database import connect

TABLES: Final = ("journal_events", "command_log", "subject", "vault")
PIECE: Final = 1 << 20
SMALL_SCALE_MAX: Final = 0.1


def measure(ground: Ground) -> list[Line]:
    """Import and copy in turns."""
    rounds = 5 if ground.scale <= SMALL_SCALE_MAX else 2
    rates, ratios, copy_rates, sizes = [], [], [], []
    sample = ground.sample
    for at in range(rounds):
        tell(f"import, round {at + 1} of {rounds}")
        ground.settle()
        with ground.database() as url:
            done = apart("import", url, str(sample))
            if at == 0:
                _copy_out(url, ground.folder)
        ground.settle()
        copied_in_s = _copied_in_s(ground)
        rates.append(done["entries"] / done["seconds"])
        copy_rates.append(done["entries"] / copied_in_s)
        ratios.append(copied_in_s / done["seconds"])
        sizes.append(done["largest_mib"])
    return [
        Line(
            "import: entries, against COPY",
            middle(rates),
            "/s",
            middle(copy_rates),
            middle(ratios),
            0.15,
        ),
        Line("import: memory", max(sizes), "MiB", required=1024, bound="at_most"),
    ]


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.copy"


def _copy_out(url: str, folder: Path) -> None:
    """Keep the rows that the import made."""
    with connect(url) as connection:
        for name in TABLES:
            question = f"COPY {name} TO STDOUT (FORMAT binary)".encode()
            with connection.cursor().copy(question) as copy, _file(folder, name).open("wb") as file:
                for piece in copy:
                    file.write(piece)


def _copied_in_s(ground: Ground) -> float:
    """Return how many seconds COPY takes for these rows."""
    with ground.database() as url, connect(url, autocommit=False) as connection:
        begun = time.perf_counter()
        for name in TABLES:
            order = f"COPY {name} FROM STDIN (FORMAT binary)".encode()
            file = _file(ground.folder, name).open("rb")
            with file, connection.cursor().copy(order) as copy:
                while piece := file.read(PIECE):
                    copy.write(piece)
        connection.commit()
        return time.perf_counter() - begun
