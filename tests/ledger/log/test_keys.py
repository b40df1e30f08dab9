"""The log is signed with one key, which lies outside the database and changes in the open."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.database import connect
from ledger.log import checkpoints, hand_over
from ledger.log.following import catch_up, follow, require_fit
from ledger.log.notes import NoteWrong, Signer, Verifier
from ledger.log.rotation import hand_overs, rotate
from ledger.log.signer import new_origin, next_signer, take_over
from ledger.log.store import LogReader
from ledger.refusals import Broken, LogKeyDiffers, LogKeyMissing, LogOriginDiffers
from tests.ledger.log.journals import covered_after_s, record, require_whole

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def signer(keys: Path) -> Signer:
    return Signer.parse((keys / "log.key").read_text().strip())


def newest(url: str) -> str:
    with connect(url) as connection:
        note = LogReader(connection).checkpoint()
    assert note is not None
    return note


def test_the_key_is_made_on_the_first_start_for_this_user_alone(
    database_url: str, tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    catch_up(database_url, keys)
    assert (keys / "log.key").read_text().startswith("PRIVATE+KEY+soquy-")
    assert [path.stat().st_mode & 0o777 for path in (keys, keys / "log.key")] == [0o700, 0o600]
    assert checkpoints.opened(newest(database_url), [signer(keys).verifier]).said.size == 0


def test_a_log_is_called_as_it_was_told_to_be(database_url: str, tmp_path: Path) -> None:
    catch_up(database_url, tmp_path, origin="quy.example/nghean")
    assert newest(database_url).startswith("quy.example/nghean\n0\n")
    with pytest.raises(LogOriginDiffers):
        catch_up(database_url, tmp_path, origin="quy.example/hatinh")


def test_two_logs_never_get_the_same_name() -> None:
    assert len({new_origin() for _ in range(100)}) == 100


def test_the_database_knows_nothing_secret(database_url: str, tmp_path: Path) -> None:
    catch_up(database_url, tmp_path)
    with connect(database_url) as connection:
        said = connection.execute("SELECT verifier_key FROM log_key").fetchall()
    assert said == [(str(signer(tmp_path).verifier),)]


def test_a_log_that_has_begun_gets_no_key_by_itself(database_url: str, tmp_path: Path) -> None:
    catch_up(database_url, tmp_path)
    (tmp_path / "log.key").unlink()
    with pytest.raises(LogKeyMissing):
        catch_up(database_url, tmp_path)
    assert not (tmp_path / "log.key").exists()


def test_the_key_of_another_database_is_refused(database_url: str, tmp_path: Path) -> None:
    catch_up(database_url, tmp_path)
    (tmp_path / "log.key").write_text(Signer(signer(tmp_path).name, bytes(32)).to_text())
    with pytest.raises(LogKeyDiffers):
        require_fit(database_url, tmp_path)


@pytest.mark.parametrize(("mode", "text"), [(0o640, None), (0o600, "not a key"), (0o600, "")])
def test_a_key_that_others_can_read_or_that_is_none_is_refused(
    database_url: str, tmp_path: Path, mode: int, text: str | None
) -> None:
    catch_up(database_url, tmp_path)
    path = tmp_path / "log.key"
    path.write_text(path.read_text() if text is None else text)
    path.chmod(mode)
    with pytest.raises(Broken):
        catch_up(database_url, tmp_path)


# Handing over


def test_a_new_key_signs_after_both_have_said_so(database_url: str, tmp_path: Path) -> None:
    record(database_url, 3)
    catch_up(database_url, tmp_path)
    old = signer(tmp_path).verifier
    event = rotate(database_url, tmp_path, NOON)
    new = signer(tmp_path).verifier
    assert (event.old_key, event.new_key, event.log_size) == (str(old), str(new), 3)
    both = checkpoints.opened(newest(database_url), [old, new])
    assert (both.said.size, len(both.note.splitlines())) == (4, 6)
    record(database_url, 1)
    catch_up(database_url, tmp_path)
    assert checkpoints.opened(newest(database_url), [new]).said.size == 5
    with pytest.raises(NoteWrong):
        checkpoints.opened(newest(database_url), [old])
    assert require_whole(database_url) == 5


def test_who_knows_an_old_key_follows_the_statements_to_the_newest(
    database_url: str, tmp_path: Path
) -> None:
    catch_up(database_url, tmp_path)
    keys = [signer(tmp_path).verifier]
    for _ in range(3):
        rotate(database_url, tmp_path, NOON)
        keys.append(signer(tmp_path).verifier)
    said = hand_overs(database_url)
    assert hand_over.keys_from(keys[0], said[::-1]) == keys
    assert hand_over.keys_from(keys[2], said) == keys[2:]


def test_a_follower_that_was_there_before_learns_of_the_new_key(
    database_url: str, tmp_path: Path
) -> None:
    stop, troubles = threading.Event(), list[Exception]()
    follower = threading.Thread(target=follow, args=(database_url, tmp_path, stop, troubles.append))
    catch_up(database_url, tmp_path)
    follower.start()
    for _ in range(3):
        rotate(database_url, tmp_path, NOON)
        record(database_url, 2)
    covered_after_s(database_url, 1)
    stop.set()
    follower.join()
    said = checkpoints.opened(newest(database_url), [signer(tmp_path).verifier]).said
    assert (said.size, troubles) == (10, [])


def test_nobody_but_the_key_itself_hands_over(database_url: str, tmp_path: Path) -> None:
    catch_up(database_url, tmp_path)
    mine, thief = signer(tmp_path), Signer(signer(tmp_path).name, bytes([7]) * 32)
    forged = hand_over.handed_over(0, thief, next_signer(tmp_path, mine.name))
    with pytest.raises(NoteWrong):
        hand_over.opened(forged, mine.verifier)
    assert hand_over.keys_from(mine.verifier, [forged]) == [mine.verifier]


def test_a_statement_that_one_key_did_not_sign_is_none() -> None:
    old, new = Signer("x", bytes([1]) * 32), Signer("x", bytes([2]) * 32)
    note = hand_over.handed_over(9, old, new)
    for line in note.splitlines(keepends=True)[-2:]:
        with pytest.raises(NoteWrong):
            hand_over.opened(note.replace(line, ""), old.verifier)
    assert hand_over.opened(note, old.verifier).new == new.verifier


def test_a_hand_over_that_was_broken_off_is_taken_up_again(
    database_url: str, tmp_path: Path
) -> None:
    catch_up(database_url, tmp_path)
    waiting = next_signer(tmp_path, signer(tmp_path).name).verifier
    rotate(database_url, tmp_path, NOON)
    assert signer(tmp_path).verifier == waiting
    # The files follow the database, wherever the last hand-over came to its end.
    (tmp_path / "log.key").rename(tmp_path / "log.next.key")
    (tmp_path / "log.key").write_text(Signer(waiting.name, bytes([3]) * 32).to_text())
    record(database_url, 1)
    catch_up(database_url, tmp_path)
    assert signer(tmp_path).verifier == waiting


def test_a_verifier_is_written_and_read(tmp_path: Path) -> None:
    key = next_signer(tmp_path, "quy.example").verifier
    assert Verifier.parse(str(key)) == key


def test_who_comes_late_with_a_hand_over_leaves_the_key_after_the_next_where_it_is(
    database_url: str, tmp_path: Path
) -> None:
    catch_up(database_url, tmp_path)
    rotate(database_url, tmp_path, NOON)
    now, waiting = signer(tmp_path).verifier, next_signer(tmp_path, signer(tmp_path).name).verifier
    take_over(tmp_path, str(now))
    assert signer(tmp_path).verifier == now
    take_over(tmp_path, str(waiting))
    take_over(tmp_path, str(waiting))
    assert signer(tmp_path).verifier == waiting
