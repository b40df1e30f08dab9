"""`proof`, `log-key`, `checkpoint`, `tiles` and `verify` as people run them, with no server up."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.verifying import NotShown, verify_entry
from ledger.log import checkpoints, proofs
from ledger.log.notes import KeyKind, Signer, Verifier
from ledger.log.proofs import TlogProof
from tests.api.books import UNITS, gift, write
from tests.databases import copy_of, name_of
from tests.ledger.log.trees import entries_in
from tests.secret_keys import keys_of
from tests.test_commandline import Desk, desk_with

GiftAndProof = tuple[str, str, Verifier]
Change = Callable[[str, str], tuple[str, str]]
ROWS = (*UNITS, *(gift(f"d{at}", 1_000 + at, donor=f"Người thứ {at}") for at in range(300)))


@pytest.fixture(scope="module")
def desk(
    postgres_url: str, migrated_database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Give a home with three hundred gifts."""
    place = tmp_path_factory.mktemp("desk")
    with desk_with(ROWS, postgres_url, migrated_database_name, place) as found:
        yield found


@pytest.fixture
def proven(desk: Desk, tmp_path: Path) -> Path:
    """Give a folder with a gift and its proof."""
    desk.document("proof", "d7", "--out", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def gift_and_proof(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> GiftAndProof:
    """Give a gift, its proof and the key of the log."""
    folder = tmp_path_factory.mktemp("proof")
    desk.document("proof", "d7", "--out", str(folder))
    entry, proof = [(folder / each).read_text() for each in ("entry.json", "proof.txt")]
    return entry, proof, Verifier.parse(key_of(desk))


def verified(desk: Desk, folder: Path, *words: str) -> tuple[int, dict[str, object]]:
    """Verify what lies in a folder; return the exit code and what was said."""
    files = [str(folder / name) for name in ("entry.json", "proof.txt")]
    done = desk.run("verify", *files, *words, "--format", "json")
    return done.returncode, json.loads(done.stdout or "{}")


def key_of(desk: Desk) -> str:
    return str(desk.document("log-key")["verifier_key"])


def test_the_proof_of_a_gift_is_good_for_whoever_knows_the_key(desk: Desk, proven: Path) -> None:
    entry, proof = (proven / "entry.json").read_bytes(), (proven / "proof.txt").read_text()
    verifier = Verifier.parse(key_of(desk))
    shown = proofs.verify(entry, TlogProof.parse(proof), verifier)
    assert shown.said.origin == desk.document("log-key")["origin"] == verifier.name
    assert json.loads(entry)["amount_vnd"] == 1_007
    assert "Người thứ" not in entry.decode()


def test_the_newest_checkpoint_is_printed_as_it_was_signed(desk: Desk) -> None:
    note = desk.run("checkpoint").stdout
    said = checkpoints.opened(note, [Verifier.parse(key_of(desk))]).said
    assert (said.size, said.root.hex()) == (
        len(ROWS),
        desk.document("checkpoint")["root"],
    )


def test_the_log_is_written_as_static_tiles_and_only_what_is_new_is_written_again(
    desk: Desk, tmp_path: Path
) -> None:
    for _ in range(2):
        assert desk.run("tiles", "--out", str(tmp_path / "log")).returncode == 0
    files = {path.relative_to(tmp_path / "log").as_posix() for path in tmp_path.rglob("*")}
    width = len(ROWS) - 256
    assert {f"tile/{level}" for level in ("0/000", "0/001.p", "1/000.p", "entries/000")} < files
    assert f"tile/entries/001.p/{width}" in files
    bundle = (tmp_path / "log/tile/entries/000").read_bytes()
    assert len(entries_in(bundle)) == 256
    assert (tmp_path / "log/checkpoint").read_text() == desk.run("checkpoint").stdout


def test_tiles_are_not_mixed_with_those_of_another_log(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "checkpoint").write_text("quy.example\n0\nAAAA\n\n— quy.example AAAAAAAA\n")
    assert desk.run("tiles", "--out", str(tmp_path)).returncode == 3
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint"]


def test_a_good_proof_ends_with_0_and_says_what_it_shows(desk: Desk, proven: Path) -> None:
    code, said = verified(desk, proven, "--key", key_of(desk))
    assert (code, said["valid"]) == (0, True)
    files = [str(proven / name) for name in ("proof.txt", "entry.json")]
    text = desk.run("verify", *files).stdout
    assert "ĐÚNG: đã ghi sổ, không thể sửa" in text
    assert "1.007 đ" in text


def amount(entry: str, proof: str) -> tuple[str, str]:
    return entry.replace("1007", "9007"), proof


def day(entry: str, proof: str) -> tuple[str, str]:
    return entry.replace("2022-03-01", "2022-03-02"), proof


def name(entry: str, proof: str) -> tuple[str, str]:
    at = entry.index('"pii":"') + 7
    return entry[:at] + ("B" if entry[at] == "A" else "A") + entry[at + 1 :], proof


def spaces(entry: str, proof: str) -> tuple[str, str]:
    return entry.replace(",", ", "), proof


def nonsense(_entry: str, proof: str) -> tuple[str, str]:
    return "không phải bút toán", proof


def path_of_proof(entry: str, proof: str) -> tuple[str, str]:
    lines = proof.split("\n")
    return entry, "\n".join([*lines[:2], lines[3], lines[2], *lines[4:]])


def index(entry: str, proof: str) -> tuple[str, str]:
    return entry, proof.replace("index ", "index 9")


def root(entry: str, proof: str) -> tuple[str, str]:
    lines = proof.split("\n\n")[1].split("\n")
    return entry, proof.replace(lines[2], ("B" if lines[2][0] == "A" else "A") + lines[2][1:])


def size(entry: str, proof: str) -> tuple[str, str]:
    return entry, proof.replace(f"\n{len(ROWS)}\n", f"\n{len(ROWS) + 1}\n")


def signature(entry: str, proof: str) -> tuple[str, str]:
    head, _, tail = proof.rpartition(" ")
    return entry, f"{head} {tail[:20]}{'B' if tail[20] == 'A' else 'A'}{tail[21:]}"


def cut(entry: str, proof: str) -> tuple[str, str]:
    return entry, proof[:200]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        *[(each, "proof_root_differs") for each in (amount, day, name, path_of_proof)],
        *[(each, "entry_changed") for each in (spaces, nonsense)],
        *[(each, "note_signature_wrong") for each in (root, size, signature)],
        (index, "proof_index_outside"),
        (cut, "proof_not_a_proof"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_whatever_was_changed_is_refused_with_the_reason(
    gift_and_proof: GiftAndProof, change: Change, code: str
) -> None:
    *before, key = gift_and_proof
    entry, proof = change(*before)
    assert [entry, proof] != before
    with pytest.raises(NotShown) as refused:
        verify_entry(entry.encode(), proof, [key])
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def test_a_check_that_fails_ends_with_1_and_a_sentence(desk: Desk, proven: Path) -> None:
    entry = proven / "entry.json"
    entry.write_text(entry.read_text().replace("1007", "9007"))
    code, said = verified(desk, proven)
    assert (code, said["valid"], said["code"]) == (1, False, "proof_root_differs")
    assert "số tiền" in str(said["message"])


def test_the_key_of_another_log_shows_nothing(desk: Desk, proven: Path) -> None:
    other = Signer(str(desk.document("log-key")["origin"]), bytes(32)).verifier
    code, said = verified(desk, proven, "--key", str(other))
    assert (code, said["code"]) == (1, "note_unsigned")


@pytest.mark.parametrize("key", ["khóa", "quy.example+00000000+AAAA", ""])
def test_what_is_no_key_is_wrong_usage(desk: Desk, proven: Path, key: str) -> None:
    assert verified(desk, proven, "--key", key)[0] == 2


def test_a_quorum_of_witnesses_may_be_demanded(desk: Desk, proven: Path) -> None:
    witness = Signer("tinh.example", bytes(32), KeyKind.WITNESS).verifier
    (proven / "policy").write_text(f"witness tinh {witness}\nquorum tinh\n")
    code, said = verified(desk, proven, "--policy", str(proven / "policy"))
    assert (code, said["code"]) == (1, "proof_quorum_missing")
    (proven / "policy").write_text("quorum none\n")
    assert verified(desk, proven, "--policy", str(proven / "policy"))[0] == 0


def test_an_entry_without_its_proof_is_wrong_usage(desk: Desk, proven: Path) -> None:
    assert desk.run("verify", str(proven / "entry.json")).returncode == 2
    assert desk.run("verify", str(proven / "not-there")).returncode == 2


def test_no_proof_is_given_of_what_is_not_there(desk: Desk, tmp_path: Path) -> None:
    assert desk.run("proof", "khong-co", "--out", str(tmp_path)).returncode == 3


def test_who_trusts_an_old_key_is_led_to_the_new_one_by_its_statement(
    desk: Desk, proven: Path
) -> None:
    old = key_of(desk)
    told = desk.document("log-key", "--hand-over")
    assert told["verifier_key"] != old
    desk.document("proof", "d9", "--out", str(proven))
    desk.document("log-key", "--hand-over")
    desk.document("proof", "d9", "--out", str(proven))
    assert verified(desk, proven, "--key", old)[0] == 1
    statements = desk.document("log-key")["hand_overs"]
    files = [str(proven / "entry.json"), str(proven / "proof.txt")]
    for at, each in enumerate(statements):
        (proven / f"hand-over-{at}.txt").write_text(each)
        files.append(str(proven / f"hand-over-{at}.txt"))
    assert desk.run("verify", *files, "--key", old).returncode == 0
    (proven / "key.json").write_text(json.dumps({**told, "hand_overs": statements}))
    assert verified(desk, proven, "--key", str(proven / "key.json"))[0] == 0


def test_a_database_that_is_older_than_its_log_is_not_written_to(
    desk: Desk, postgres_url: str, tmp_path: Path
) -> None:
    with copy_of(name_of(desk.environment["DATABASE_URL"]), postgres_url) as backup_url:
        books = write(tmp_path, [gift("late", 5)])
        assert desk.run("import", str(books)).returncode == 0
        older = Desk(backup_url, tmp_path / "home")
        shutil.copytree(
            keys_of(desk.environment["DATABASE_URL"]), keys_of(backup_url), dirs_exist_ok=True
        )
        done = older.run("import", str(books))
        assert (done.returncode, "bản sao lưu cũ" in done.stderr) == (3, True)
        assert older.run("serve", "--port", "0").returncode == 3
        audited = json.loads(older.run("audit", "--format", "json").stdout)
        assert [each["code"] for each in audited["faults"]] == ["log_behind"]
