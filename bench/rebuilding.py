"""Rebuild: journal and vault → all projections; against the library's ProjectionRunner.

The library keeps less (postings and one balance) and reads the first entries only: it takes an
event at a time, so that its rate does not depend on how many there are.
"""

from __future__ import annotations

from typing import Final

from bench.ground import Ground, apart, tell
from bench.lines import Line, middle
from bench.stock import projected_per_s
from ledger.database import connect

STOCK_ENTRIES: Final = 5_000
ROUNDS: Final = 3


def measure(ground: Ground) -> list[Line]:
    """Rebuild and let the library project, in turns."""
    rates, stock_rates, sizes = [], [], []
    with ground.database() as url:
        apart("import", url, str(ground.sample))
        for at in range(ROUNDS):
            tell(f"rebuild, round {at + 1} of {ROUNDS}")
            ground.settle()
            done = apart("rebuild", url)
            rates.append(done["entries"] / done["seconds"])
            sizes.append(done["largest_mib"])
            stock_rates.append(projected_per_s(url, _position(url)))
            with connect(url) as connection:
                connection.execute("DROP TABLE stock_entry, stock_balance, stock_tracking")
    ratio = middle([rate / stock for rate, stock in zip(rates, stock_rates, strict=True)])
    return [
        Line(
            "rebuild: entries, against ProjectionRunner",
            middle(rates),
            "/s",
            middle(stock_rates),
            ratio,
            30,
        ),
        Line("rebuild: memory", max(sizes), "MiB", required=500, bound="at_most"),
    ]


def _position(url: str) -> int:
    """Return the position of the last entry that the library shall project."""
    with connect(url) as connection:
        row = connection.execute(
            "SELECT max(notification_id) FROM (SELECT notification_id FROM journal_events "
            "ORDER BY notification_id LIMIT %s) AS first_ones",
            (STOCK_ENTRIES,),
        ).fetchone()
    assert row is not None
    return int(row[0])
