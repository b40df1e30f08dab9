"""An import that dies while recording leaves only whole rows, and completes when run again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from ledger.database import Connection, connect
from projections.figures import UnitFigures, all_units, asked, described
from projections.runner import catch_up
from tests.faults.running import entries_by_key, journal_size, require_clean, running

KILLED_AT = (0.2, 0.4, 0.6)
"""Shares of the journal at which the importing process is killed, one run after the other."""

OF_THIS_RUN = {"recorded_at", "unit", "from_unit_id", "to_unit_id", "pii", "nonce"}
"""What two imports of the same files say differently."""


def contents(url: str) -> dict[str, list[dict[str, Any]]]:
    """What each key recorded, without what differs from one import to the next."""
    return {key: [told(said) for said in entries] for key, entries in entries_by_key(url).items()}


def told(said: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in said.items() if name not in OF_THIS_RUN}
    if "original" in kept:
        kept["original"] = told(kept["original"])
    return kept


def figures(url: str) -> list[tuple[Any, ...]]:
    """Every figure of every unit at the end of the year."""
    catch_up(url)
    with connect(url) as connection:
        units = described(connection, all_units(connection), asked(date(2022, 12, 31)))
    return sorted(map(by_code, units), key=lambda each: str(each[0]))


def by_code(unit: UnitFigures) -> tuple[Any, ...]:
    return unit.code, unit.own, unit.subtree


def killed_at(share: float, of: int, url: str, sample: Path) -> float:
    """Import in another process and kill it at a share of the journal; return the share reached."""
    with running("import", url, str(sample)) as importing, connect(url) as connection:
        while importing.lives and recorded(connection) < share * of:
            pass
        importing.die()
        return recorded(connection) / of


def recorded(connection: Connection) -> int:
    (count,) = connection.execute("SELECT count(*) FROM journal_events").fetchone() or (0,)
    return int(count)


def test_an_import_killed_again_and_again_completes_to_the_same_figures(
    sample: Path, year_url: str, database_url: str
) -> None:
    whole = journal_size(year_url)
    for share in KILLED_AT:
        assert 0.2 <= killed_at(share, whole, database_url, sample) <= 0.8
        require_clean(database_url)
    with running("import", database_url, str(sample)) as completing:
        now_recorded, before, refused = map(int, completing.says().split())
    assert (now_recorded + before, refused) == (rows(sample), 0)
    assert min(now_recorded, before) >= 0.2 * rows(sample)
    assert contents(database_url) == contents(year_url)
    assert figures(database_url) == figures(year_url)
    require_clean(database_url)


def rows(sample: Path) -> int:
    """How many rows the files have, without their headings."""
    return sum(len(path.read_text().splitlines()) - 1 for path in sample.glob("*.csv"))
