"""F1: the application is killed under load. What was acknowledged stays, once, whatever dies.

Clients in another process note each acknowledged key with its receipt number, and ask again when
the office dies before it answers.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.crowd import Crowd
from tests.faults.offices import opened, require_each_once
from tests.faults.running import entries_by_key


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.long)])
def test_nothing_acknowledged_is_lost_or_doubled_when_the_office_is_killed(
    founded_url: str, place: Path, kills: int
) -> None:
    crowd = Crowd([place / "office"])
    with crowd.at_work():
        for _ in range(kills):
            with opened(founded_url, place / "office") as office:
                crowd.wait_for(200)
                office.die()
            assert set(crowd.acknowledged) <= entries_by_key(founded_url).keys()
        with opened(founded_url, place / "office"):
            crowd.wait_for(1)
            crowd.goes_home()
    require_each_once(founded_url, crowd)
    assert len(crowd.acknowledged) >= kills * 200
    assert crowd.asked_again >= kills
