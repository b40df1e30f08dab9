"""The log has every entry of the journal, once and in its order, whoever adds to it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from ledger.database import connect
from ledger.log import checkpoints, following
from ledger.log.following import catch_up, follow
from ledger.log.merkle import EMPTY_ROOT, consistency_proof, verify_consistency
from ledger.log.notes import Signer, Verifier
from ledger.log.proofs import verify
from ledger.log.store import LogReader
from ledger.refusals import Broken, EntryNotLogged, UnknownEntry
from tests.ledger.log.journals import BOOK, covered_after_s, places, record, require_whole


def verifier(keys: Path) -> Verifier:
    return Signer.parse((keys / "log.key").read_text().strip()).verifier


def test_a_log_without_entries_is_signed_too(database_url: str, tmp_path: Path) -> None:
    assert catch_up(database_url, tmp_path) == 0
    with connect(database_url) as connection:
        newest = LogReader(connection).newest()
    assert newest is not None
    said = checkpoints.opened(newest.note, [verifier(tmp_path)]).said
    assert (said.size, said.root, newest.root) == (0, EMPTY_ROOT, EMPTY_ROOT)


@pytest.mark.parametrize("parts", [(1,), (255, 1, 1), (256,), (70_000,), (300, 1, 20_000, 3)])
def test_every_entry_is_one_leaf_in_the_order_of_the_journal(
    database_url: str, tmp_path: Path, parts: tuple[int, ...]
) -> None:
    for at, part in enumerate(parts):
        record(database_url, part, gap=at * 2)
        assert catch_up(database_url, tmp_path) == part
    assert require_whole(database_url) == sum(parts)


def test_gaps_between_positions_leave_no_gap_in_the_log(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 7)
    for gap in (3, 1, 0, 0, 5):
        record(database_url, 10, gap=gap)
    catch_up(database_url, tmp_path)
    require_whole(database_url)
    with connect(database_url) as connection:
        log, found = LogReader(connection), places(connection)
        assert [log.position_of(at) for at in range(50)] == [position for *_, position in found]
        assert [log.index_of(at) for at in (1, found[-1][2] + 1)] == [None, None]
        assert log.position_of(50) is None


def test_nothing_is_signed_twice(database_url: str, tmp_path: Path) -> None:
    record(database_url, 3)
    assert [catch_up(database_url, tmp_path) for _ in range(3)] == [3, 0, 0]
    with connect(database_url) as connection:
        assert connection.execute("SELECT size FROM log_checkpoint").fetchall() == [(3,)]


def test_each_checkpoint_continues_the_one_before(database_url: str, tmp_path: Path) -> None:
    for part in (1, 2, 253, 1, 600, 5):
        record(database_url, part)
        catch_up(database_url, tmp_path)
    with connect(database_url) as connection:
        log = LogReader(connection)
        rows = connection.execute("SELECT size, root FROM log_checkpoint ORDER BY size").fetchall()
        for (old, old_root), (new, new_root) in pairwise(rows):
            proof = consistency_proof(old, new, log.nodes)
            verify_consistency(old, new, proof, bytes(old_root), bytes(new_root))
    assert [size for size, _ in rows] == [1, 3, 256, 257, 857, 862]


def test_a_stranger_verifies_the_proof_of_any_entry(database_url: str, tmp_path: Path) -> None:
    for gap in (1, 2, 3):
        record(database_url, 400, gap=gap)
    catch_up(database_url, tmp_path)
    with connect(database_url) as connection:
        log = LogReader(connection)
        for at, (unit_id, version, _) in enumerate(places(connection)):
            proven = log.proof_of(unit_id, version)
            assert verify(proven.entry, proven.proof, verifier(tmp_path)).index == at


def test_an_entry_has_no_proof_before_it_is_in_the_log(database_url: str, tmp_path: Path) -> None:
    record(database_url, 1)
    with connect(database_url) as connection:
        with pytest.raises(EntryNotLogged):
            LogReader(connection).proof_of(BOOK, 1)
        catch_up(database_url, tmp_path)
        assert LogReader(connection).proof_of(BOOK, 1).proof.index == 0
        with pytest.raises(UnknownEntry):
            LogReader(connection).proof_of(BOOK, 2)


def test_no_proof_is_given_of_an_entry_that_was_changed(database_url: str, tmp_path: Path) -> None:
    record(database_url, 300)
    catch_up(database_url, tmp_path)
    with connect(database_url) as connection:
        connection.execute("UPDATE journal_events SET state = 'x' WHERE originator_version = 7")
        with pytest.raises(Broken):
            LogReader(connection).proof_of(BOOK, 7)


def test_nothing_is_signed_over_an_edge_that_was_changed(database_url: str, tmp_path: Path) -> None:
    record(database_url, 300)
    catch_up(database_url, tmp_path)
    with connect(database_url) as connection:
        connection.execute("UPDATE log_edge SET hash = sha256('x') WHERE level = 0 AND place = 290")
    record(database_url, 1)
    with pytest.raises(Broken):
        catch_up(database_url, tmp_path)


def test_many_who_follow_at_once_make_one_log(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 50)
    with ThreadPoolExecutor(4) as hands:
        for _ in range(5):
            record(database_url, 400)
            added = [hands.submit(catch_up, database_url, tmp_path) for _ in range(4)]
            assert sum(each.result() for each in added) == 400
    assert require_whole(database_url) == 2000


def test_a_follower_covers_what_is_recorded_within_a_second(
    database_url: str, tmp_path: Path
) -> None:
    stop, troubles = threading.Event(), list[Exception]()
    follower = threading.Thread(target=follow, args=(database_url, tmp_path, stop, troubles.append))
    follower.start()
    waited_s = [covered_after_s(database_url, count) for count in (1, 500, 1, 1)]
    stop.set()
    follower.join()
    assert (require_whole(database_url), troubles) == (503, [])
    assert sorted(waited_s)[1] < 1
