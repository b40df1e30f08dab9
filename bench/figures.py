"""Figures: how long an answer takes, beside the shortest question that can be put to the server.

The journal is recorded in two halves, so that what was known between them is asked at the worst
place: in the middle of the log.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bench.ground import ROOT, Ground, apart, tell
from bench.lines import Line, percentile
from ledger.database import Connection, connect
from projections.figures import (
    Asked,
    all_units,
    asked,
    described,
    figures_of,
    months_of,
    unit_by_code,
)
from projections.known import as_of_instant
from projections.runner import rebuild

QUESTIONS: Final = 3_000
EARLIEST: Final = date(2021, 1, 1)
DAYS: Final = 4 * 365
YEAR_END: Final = asked(date(2022, 12, 31))
A_PAGE: Final = 500
SECOND_HALF: Final = ("payouts.csv", "reversals.csv")


def measure(ground: Ground) -> list[Line]:
    """Ask for one unit, for all, for what was known before, and through the command line."""
    with ground.database() as url:
        between = _import_in_halves(ground, url)
        rebuild(url)
        with connect(url) as connection:
            connection.execute("VACUUM ANALYZE")
            tell("figures")
            return [
                *_one_unit(connection),
                *_many_units(connection, between),
                *_command(url),
            ]


def _import_in_halves(ground: Ground, url: str) -> datetime:
    """Record the sample in two halves; return an instant between them."""
    tell("figures, import")
    first_half = ground.folder / "first_half"
    shutil.copytree(ground.sample, first_half, ignore=shutil.ignore_patterns(*SECOND_HALF))
    apart("import", url, str(first_half))
    between = datetime.now(UTC)
    apart("import", url, str(ground.sample))
    return between


def _one_unit(connection: Connection) -> list[Line]:
    """Ask for random units on random days, by turns with the shortest question there is."""
    dice = random.Random(2022)
    unit_ids = all_units(connection)
    asking, of_top, nothing = list[float](), list[float](), list[float]()
    for _ in range(QUESTIONS):
        unit_id, what = dice.choice(unit_ids), _random_days(dice)
        asking.append(_took_ms(figures_of, connection, [unit_id], what))
        of_top.append(_took_ms(figures_of, connection, unit_ids[:1], what))
        nothing.append(_took_ms(_ask_nothing, connection))
    quick_ms, slow_ms = percentile(nothing, 50), percentile(nothing, 99)
    return [
        _line("figures: one unit, p50", percentile(asking, 50), quick_ms),
        _line("figures: one unit, p99", percentile(asking, 99), slow_ms, 2),
        _line("figures: the province, p50", percentile(of_top, 50), quick_ms),
        _line("figures: the province, p99", percentile(of_top, 99), slow_ms, 2),
    ]


def _random_days(dice: random.Random) -> Asked:
    as_of = EARLIEST + timedelta(days=dice.randrange(DAYS))
    if dice.random() < 0.7:
        return asked(as_of)
    return asked(as_of, as_of - timedelta(days=dice.randrange(DAYS)))


def _ask_nothing(connection: Connection) -> None:
    connection.execute("SELECT 1").fetchall()


def _many_units(connection: Connection, between: datetime) -> list[Line]:
    unit_ids = all_units(connection)
    top = unit_by_code(connection, "NA")

    def as_known() -> None:
        with as_of_instant(connection, between, lambda: [top]) as chosen:
            figures_of(connection, chosen, YEAR_END)

    page_ms = [_took_ms(described, connection, unit_ids[:A_PAGE], YEAR_END) for _ in range(20)]
    months_ms = [_took_ms(months_of, connection, top, YEAR_END.as_of.year) for _ in range(20)]
    all_ms = [_took_ms(described, connection, unit_ids, YEAR_END) for _ in range(5)]
    known_ms = [_took_ms(as_known) for _ in range(5)]
    return [
        _line(f"figures: {A_PAGE} units of a page", percentile(page_ms, 50)),
        _line("figures: the province, month by month", percentile(months_ms, 50)),
        _line(f"figures: all {len(unit_ids):,} units", percentile(all_ms, 50), None, 700),
        _line("figures: the province, known_at", percentile(known_ms, 50), None, 1000),
    ]


def _command(url: str) -> list[Line]:
    """Run the whole command with the server up, by turns with a Python that does nothing."""
    soquy = [str(ROOT / "scripts" / "soquy"), "balances", "--unit", "NA", "--format", "json"]
    python = [sys.executable, "-c", ""]
    took_ms, python_ms = list[float](), list[float]()
    for _ in range(15):
        took_ms.append(_took_ms(_run, soquy, url))
        python_ms.append(_took_ms(_run, python, url))
    name = "figures: the command `balances --unit`"
    return [_line(name, percentile(took_ms, 50), percentile(python_ms, 50), 600)]


def _run(command: list[str], url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)


def _took_ms(act: Callable[..., object], *given: object) -> float:
    begun = time.perf_counter()
    act(*given)
    return (time.perf_counter() - begun) * 1000


def _line(
    name: str, measured_ms: float, baseline_ms: float | None = None, most_ms: float | None = None
) -> Line:
    return Line(name, measured_ms, "ms", baseline_ms, required=most_ms, bound="at_most")
