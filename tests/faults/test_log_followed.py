"""F13 and F8 for the log: whoever follows, and whatever the clocks say, there is one chain.

Followers in processes of their own add to one log while two offices write; some are killed. In the
end every entry is one leaf in the order of the journal, and each checkpoint continues all before.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from ledger.database import connect
from ledger.log import checkpoints
from ledger.log.following import catch_up
from ledger.log.merkle import consistency_proof, verify_consistency
from ledger.log.notes import Signer
from ledger.log.store import LogReader
from tests.faults.crowd import Crowd
from tests.faults.offices import opened, require_each_once
from tests.faults.running import Program, running
from tests.faults.test_clock import give
from tests.ledger.log.journals import require_whole
from tests.ledger.offices import founded_office
from tests.secret_keys import keys_of


@pytest.mark.parametrize("gifts", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_two_offices_and_three_followers_make_one_log(
    founded_url: str, place: Path, gifts: int
) -> None:
    keys = keys_of(founded_url)
    crowd = Crowd([place / "one", place / "other"])
    with (
        opened(founded_url, place / "one", "one"),
        opened(founded_url, place / "other", "other"),
        ExitStack() as followers,
    ):
        killed = [following(followers, founded_url, keys) for _ in range(5)][2:]
        with crowd.at_work():
            for each in killed:
                crowd.wait_for(gifts // 3)
                each.die()
            crowd.goes_home()
    require_each_once(founded_url, crowd)
    catch_up(founded_url, keys)
    assert require_whole(founded_url) >= gifts
    signed_meanwhile = chain(founded_url, keys)[1:-1]
    assert signed_meanwhile


def following(stack: ExitStack, url: str, keys: Path) -> Program:
    """Start a follower, and wait until it follows."""
    program = stack.enter_context(running("sign", url, str(keys)))
    assert program.says() == "ready"
    return program


def test_checkpoints_never_go_back_whatever_the_clock_says(database_url: str) -> None:
    keys = keys_of(database_url)
    with founded_office(database_url):
        catch_up(database_url, keys)
    for turn, days in enumerate((0, -1, 1, -400, 2)):
        give(database_url, [timedelta(days=days)] * 2, f"D-{turn}")
        assert catch_up(database_url, keys) == 2
    sizes = chain(database_url, keys)
    assert [later - size for size, later in pairwise(sizes)] == [2] * 5
    require_whole(database_url)


def chain(url: str, keys: Path) -> list[int]:
    """Hold every checkpoint against the one signed before it; return their sizes."""
    verifier = Signer.parse((keys / "log.key").read_text().strip()).verifier
    with connect(url) as connection:
        log = LogReader(connection)
        notes = connection.execute("SELECT note FROM log_checkpoint ORDER BY signed_at").fetchall()
        said = [checkpoints.opened(note, [verifier]).said for (note,) in notes]
        for before, after in pairwise(said):
            assert before.size < after.size
            if before.size:
                proof = consistency_proof(before.size, after.size, log.nodes)
                verify_consistency(before.size, after.size, proof, before.root, after.root)
    return [each.size for each in said]
