"""F9: the projector is killed in the middle of a batch. Each entry still counts exactly once."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest

from ledger.database import Connection, connect
from projections.runner import catch_up
from tests.faults.crowd import Crowd
from tests.faults.offices import opened
from tests.faults.running import PATIENCE_S, require_clean, running

MANY = pytest.param(50, marks=pytest.mark.long)


@pytest.mark.parametrize("kills", [3, MANY])
def test_a_projector_killed_far_behind_has_done_nothing_or_all(year_url: str, kills: int) -> None:
    dice = Random(9)
    with connect(year_url) as watching:
        for _ in range(kills):
            with running("project", year_url) as projector:
                begin_of_a_batch(watching)
                time.sleep(dice.uniform(0, 0.3))
                projector.die()
            end_of_the_batch(watching)
            assert position(watching) == 0
    assert catch_up(year_url) > 0
    require_clean(year_url)


@pytest.mark.parametrize("kills", [3, MANY])
def test_a_projector_killed_while_people_record_counts_every_entry_once(
    founded_url: str, place: Path, kills: int
) -> None:
    crowd = Crowd([place / "office"])
    in_a_batch = 0
    with opened(founded_url, place / "office"), crowd.at_work(), connect(founded_url) as watching:
        for _ in range(kills):
            in_a_batch += killed_in_a_batch(founded_url, watching, crowd)
        crowd.goes_home()
    assert in_a_batch >= kills / 2
    assert catch_up(founded_url) > 0
    require_clean(founded_url)


def killed_in_a_batch(url: str, watching: Connection, crowd: Crowd) -> bool:
    """Kill a projector that has some batches behind it; say whether it was in the middle of one."""
    with running("project", url) as projector:
        crowd.wait_for(50)
        begin_of_a_batch(watching)
        before = position(watching)
        projector.die()
    end_of_the_batch(watching)
    return position(watching) == before


def begin_of_a_batch(watching: Connection) -> None:
    """Wait until a projector holds the row with its position."""
    wait_until(watching, is_held=True)


def end_of_the_batch(watching: Connection) -> None:
    """Wait until the server has noticed that the projector is gone."""
    wait_until(watching, is_held=False)


def wait_until(watching: Connection, *, is_held: bool) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up_at:
        row = watching.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'projected'::regclass "
            "AND mode = 'RowShareLock' AND pid <> pg_backend_pid())"
        ).fetchone()
        if row == (is_held,):
            return
    raise AssertionError(f"for {PATIENCE_S} s no batch has {'begun' if is_held else 'ended'}")


def position(watching: Connection) -> int:
    row = watching.execute("SELECT position FROM projected").fetchone()
    assert row is not None
    found: int = row[0]
    return found
