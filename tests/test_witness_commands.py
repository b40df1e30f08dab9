"""`soquy witness`: being one, having some, and carrying files between those without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.witness_commands import SENTENCES
from ledger.log import checkpoints, dissent
from ledger.log.notes import Signer, Verifier, to_base64
from ledger.log.witness import WitnessFault
from tests.api.books import UNITS, gift, write
from tests.ledger.log.trees import LOG, OTHER_LOG, checkpoint_of, entries, growth
from tests.secret_keys import keys_of
from tests.test_commandline import Desk


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Desk:
    """Give a home in which a gift is recorded."""
    found = Desk(database_url, tmp_path / "home")
    folder = write(tmp_path / "files", (*UNITS, gift("d", 100, of="Z")))
    assert found.run("import", str(folder)).returncode == 0
    return found


def key_of(desk: Desk, state: Path) -> str:
    """Return the verifier key of the witness in a folder."""
    key: str = desk.document("witness", "show", "--state", str(state))["verifier_key"]
    return key


def test_a_witness_without_a_network_signs_what_is_carried_to_it(
    desk: Desk, tmp_path: Path
) -> None:
    state, carried = str(tmp_path / "w"), tmp_path / "carried"
    desk.run("witness", "trust", desk.document("log-key")["verifier_key"], "--state", state)
    assert desk.run("witness", "add", "tinh", key_of(desk, Path(state))).returncode == 0
    assert desk.run("witness", "ask", "tinh", "--out", str(carried)).returncode == 0
    paper, proof, done = (str(carried / name) for name in ("checkpoint", "proof", "done"))
    words = ("witness", "sign", paper, "--proof", proof, "--state", state, "--out", done)
    assert desk.run(*words).returncode == 0
    assert "tinh" in desk.run("witness", "accept", done).stdout
    listed = desk.document("witness", "list")
    assert listed["witnesses"][0]["size"] == listed["log_size"] > 0
    assert listed["witnesses"][0]["contradicts"] is False


def test_the_list_says_who_has_seen_another_log(
    desk: Desk, database_url: str, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        desk.run("witness", "add", name, key_of(desk, tmp_path / name))
    against = Verifier.parse(key_of(desk, tmp_path / "b"))
    dissent.note(keys_of(database_url), against, 900, dissent.What.BEHIND)
    listed = desk.document("witness", "list")["witnesses"]
    assert [each["contradicts"] for each in listed] == [False, True]
    assert "900" in desk.run("witness", "list").stdout
    assert desk.run("checkpoint").returncode == 0


def test_the_quorum_is_more_than_half(desk: Desk, tmp_path: Path) -> None:
    for name, needed in (("a", "1 trong 1"), ("b", "2 trong 2"), ("c", "2 trong 3")):
        key = key_of(desk, tmp_path / name)
        assert needed in desk.run("witness", "add", name, key, f"http://{name}.example").stdout
    again = desk.run("witness", "add", "c", key_of(desk, tmp_path / "d"))
    assert (again.returncode, "c" in again.stderr) == (3, True)


def test_a_policy_that_somebody_wrote_is_not_written_over(
    desk: Desk, database_url: str, tmp_path: Path
) -> None:
    key = key_of(desk, tmp_path / "w")
    path = keys_of(database_url) / "witness.policy"
    path.write_text(f"witness w {key}\nquorum w\n")
    assert desk.run("witness", "add", "x", key_of(desk, tmp_path / "x")).returncode == 3
    path.write_text(f"witness w {key}\nquorum nobody\n")
    assert desk.run("witness", "list").returncode == 2


def carried(folder: Path, size: int, old: int, *, signer: Signer = LOG) -> tuple[str, str]:
    """Write a checkpoint, and the lines of a proof without the old size; return both paths."""
    (folder / "checkpoint").write_text(checkpoint_of(entries(size), signer))
    lines = [to_base64(each) + "\n" for each in growth(old, entries(size))]
    (folder / "proof").write_text("".join(lines))
    return str(folder / "checkpoint"), str(folder / "proof")


def test_signing_prints_a_checkpoint_that_the_witness_has_cosigned(
    desk: Desk, tmp_path: Path
) -> None:
    state = str(tmp_path / "w")
    desk.run("witness", "trust", str(LOG.verifier), "--state", state)
    for old, size in ((0, 5), (5, 9)):
        paper, proof = carried(tmp_path, size, old)
        said = desk.run("witness", "sign", paper, "--proof", proof, "--state", state).stdout
        key = Verifier.parse(key_of(desk, Path(state)))
        assert key in checkpoints.opened(said, [LOG.verifier], [key]).cosigned


def test_a_witness_says_why_it_does_not_sign(desk: Desk, tmp_path: Path) -> None:
    state = ("--state", str(tmp_path / "w"))
    desk.run("witness", "trust", str(LOG.verifier), *state)
    desk.run("witness", "sign", carried(tmp_path, 5, 0)[0], *state)
    stranger = desk.run("witness", "sign", carried(tmp_path, 5, 0, signer=OTHER_LOG)[0], *state)
    backwards = desk.run("witness", "sign", carried(tmp_path, 3, 0)[0], *state)
    (tmp_path / "checkpoint").write_text("nonsense\n")
    nonsense = desk.run("witness", "sign", str(tmp_path / "checkpoint"), *state)
    assert [each.returncode for each in (stranger, backwards, nonsense)] == [3, 3, 3]
    assert "chưa theo dõi" in stranger.stderr
    assert "không bao giờ ngắn lại" in backwards.stderr


def test_a_rewritten_log_is_called_by_its_name(desk: Desk, tmp_path: Path) -> None:
    state = ("--state", str(tmp_path / "w"))
    desk.run("witness", "trust", str(LOG.verifier), *state)
    desk.run("witness", "sign", carried(tmp_path, 5, 0)[0], *state)
    (tmp_path / "checkpoint").write_text(checkpoint_of((b"another", *entries(5)[1:])))
    said = desk.run("witness", "sign", str(tmp_path / "checkpoint"), *state)
    assert said.returncode == 3
    assert "CẢNH BÁO" in said.stderr
    assert "CẢNH BÁO" in desk.run("witness", "show", *state).stdout


def test_keys_that_are_none_are_wrong_usage(desk: Desk, tmp_path: Path) -> None:
    witness = key_of(desk, tmp_path / "w")
    state = ("--state", str(tmp_path / "w"))
    for key in ("nonsense", witness):
        assert desk.run("witness", "trust", key, *state).returncode == 2
    assert desk.run("witness", "add", "x", witness, "ftp://x").returncode == 2
    assert desk.run("witness", "add", "x", str(LOG.verifier)).returncode == 3


def test_what_nobody_cosigned_is_not_accepted(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other").write_text(checkpoint_of(entries(3)))
    assert desk.run("witness", "accept", str(tmp_path / "other")).returncode == 3
    assert desk.run("witness", "accept", str(tmp_path / "nothing")).returncode == 1


def test_every_reason_of_a_witness_has_its_sentence() -> None:
    assert set(SENTENCES) == {str(each) for each in WitnessFault}
    assert all(said.endswith(".") for said in SENTENCES.values())
