"""Receipts on the command line: made the same each time, counted when printed again, verified."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.office import office_at
from ledger.commands import ReceiveDonation
from ledger.database import connect
from ledger.draft import request
from ledger.log.notes import Signer
from projections.figures import unit_by_code
from tests.api.books import UNITS, gift, reversal, write
from tests.databases import copy_of
from tests.reports.reading import read, text_of
from tests.secret_keys import keys_of
from tests.test_commandline import ROOT, Desk

DONOR = "Bà Lê Thị Ẩn"


@pytest.fixture(scope="module")
def desk(
    postgres_url: str, migrated_database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Give a home with three gifts, two of them undone."""
    with copy_of(migrated_database_name, postgres_url) as url:
        yield founded(url, tmp_path_factory)


def founded(url: str, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Import the gifts."""
    found = Desk(url, tmp_path_factory.mktemp("home"))
    said = {"donor": DONOR, "contact": "Xóm 1", "note": "Cho lớp 9A"}
    rows = (*UNITS, gift("d1", 250_000, of="Z", **said), gift("d2", 40_000, of="Z", donor="Ông B"))
    wrong = (gift("d3", 70_000, of="Z"), reversal("r2", "d2"), reversal("r3", "d3"))
    folder = write(tmp_path_factory.mktemp("files"), (*rows, *wrong))
    assert found.run("import", str(folder)).returncode == 0
    return found


@pytest.fixture(scope="module")
def paper(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the receipt that stands."""
    return made(desk, "d1", tmp_path_factory.mktemp("papers") / "d1.pdf")


@pytest.fixture(scope="module")
def key(desk: Desk) -> str:
    """Give the key of the log."""
    return str(desk.document("log-key")["verifier_key"])


def made(desk: Desk, gift_key: str, path: Path, *words: str) -> Path:
    """Make a receipt."""
    done = desk.run("receipt", gift_key, "--out", str(path), *words)
    assert done.returncode == 0, done.stderr
    return path


def in_place_of(desk: Desk, wrong: str, right: str) -> None:
    """Record a gift in the place of one that was undone, as a page does."""
    url = desk.environment["DATABASE_URL"]
    with connect(url) as connection:
        unit_id = unit_by_code(connection, "Z")
    command = ReceiveDonation(
        key=right,
        unit_id=unit_id,
        booked_on=date(2022, 3, 2),
        channel="cash",
        holding="cash",
        amount_vnd=90_000,
        replaces=wrong,
    )
    with office_at(url, keys_of(url)) as office:
        office.ask(request(command, {"donor": "Ông C"}, "thu-quy"))


def verified(*words: str) -> subprocess.CompletedProcess[str]:
    """Verify on a machine that has no database and no keys."""
    lonely = {"PATH": os.environ["PATH"], "SOQUY_HOME": "/nonexistent", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-P", "-X", "utf8", "-m", "api.commandline", "verify", *words]
    return subprocess.run(
        command, env=lonely, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_receipt_made_again_is_the_same_file_also_after_more_was_recorded(
    desk: Desk, paper: Path, tmp_path: Path
) -> None:
    more = write(tmp_path / "more", (gift("d9", 1, of="Z"),))
    assert desk.run("import", str(more)).returncode == 0
    assert made(desk, "d1", tmp_path / "again.pdf").read_bytes() == paper.read_bytes()


def test_a_second_print_is_counted_and_the_first_stays_as_it_is(
    desk: Desk, paper: Path, tmp_path: Path
) -> None:
    second = made(desk, "d1", tmp_path / "second.pdf", "--again")
    assert "In lần 2" in text_of(second.read_bytes())
    assert made(desk, "d1", tmp_path / "first.pdf").read_bytes() == paper.read_bytes()
    recorded = desk.run("journal", "--kind", "receipt.reprinted/1", "--format", "jsonl").stdout
    assert len(recorded.splitlines()) == 1


def test_the_receipt_of_a_gift_that_was_undone_says_so_and_is_not_printed_again(
    desk: Desk, key: str, tmp_path: Path
) -> None:
    cancelled = made(desk, "d2", tmp_path / "d2.pdf")
    assert "ĐÃ HỦY ngày" in text_of(cancelled.read_bytes())
    assert "Lý do:" in text_of(cancelled.read_bytes())
    refused = desk.run("receipt", "d2", "--again")
    assert (refused.returncode, "đã được hủy" in refused.stderr) == (3, True)
    done = verified(str(cancelled), "--key", key)
    assert (done.returncode, "ĐÃ HỦY: biên nhận thật" in done.stdout) == (0, True)


def test_a_replaced_receipt_proves_what_stands_in_its_place(
    desk: Desk, paper: Path, key: str, tmp_path: Path
) -> None:
    in_place_of(desk, "d3", "d4")
    replaced, new = made(desk, "d3", tmp_path / "d3.pdf"), made(desk, "d4", tmp_path / "d4.pdf")
    assert made(desk, "d3", tmp_path / "again.pdf").read_bytes() == replaced.read_bytes()
    assert made(desk, "d1", tmp_path / "d1.pdf").read_bytes() == paper.read_bytes()
    done = verified(str(replaced), "--key", key)
    said = [desk.document("verify", str(each), "--key", key) for each in (replaced, new)]
    old, by = (each["receipts"][0] for each in said)
    named = ("receipt", "check_code", "unit", "facts")
    assert [old["replaced_by"][each] for each in named] == [by[each] for each in named]
    assert f"Thay bằng:     giấy biên nhận số {by['receipt']} ngày 02/03/2022" in done.stdout


def test_a_genuine_receipt_is_verified_without_database_and_keys(paper: Path, key: str) -> None:
    done = verified(str(paper), "--key", key)
    assert done.returncode == 0, done.stderr
    assert "ĐÚNG: biên nhận thật" in done.stdout
    assert DONOR in done.stdout and "250.000" in done.stdout and "000001/2022/BN" in done.stdout


def test_programs_read_what_was_proven(desk: Desk, paper: Path, key: str) -> None:
    said: dict[str, Any] = desk.document("verify", str(paper), "--key", key)
    (receipt,) = said["receipts"]
    assert said["valid"] is True
    assert receipt["receipt"] == "000001/2022/BN"
    assert receipt["facts"]["amount_vnd"] == 250_000
    assert receipt["private"] == {"contact": "Xóm 1", "donor": DONOR, "note": "Cho lớp 9A"}


def test_another_key_is_refused_with_the_reason(paper: Path, key: str) -> None:
    name = key.split("+", maxsplit=1)[0]
    done = verified(str(paper), "--key", str(Signer(name, b"9" * 32).verifier))
    assert done.returncode == 1
    assert "không được ký bằng khóa mà bạn tin" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"amount_vnd":250000', b'"amount_vnd":950000', "số tiền, ngày hoặc phần khác"),
        ("Ẩn".encode(), "Ấn".encode(), "Tên hoặc liên hệ"),
        (b"tlog-proof@v1", b"tlog-proof@v3", "Tệp bằng chứng không đúng dạng"),
    ],
)
def test_a_receipt_in_whose_bytes_something_was_changed_is_refused(
    paper: Path, key: str, tmp_path: Path, old: bytes, new: bytes, said: str
) -> None:
    tampered = tmp_path / "tampered.pdf"
    tampered.write_bytes(paper.read_bytes().replace(old, new))
    done = verified(str(tampered), "--key", key)
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr


def test_what_travels_inside_is_the_entry_as_it_is_stored(
    desk: Desk, paper: Path, tmp_path: Path
) -> None:
    assert desk.run("proof", "d1", "--out", str(tmp_path)).returncode == 0
    (receipt,) = read(paper.read_bytes()).attachments["receipt.json"]
    assert receipt.startswith(b'{"entry":' + (tmp_path / "entry.json").read_bytes() + b",")


def test_the_year_of_a_donor_is_printed(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "year.pdf"
    words = ("statement", "--unit", "Z", "--year", "2022", "--donor", "ba le thi an")
    assert desk.run(*words, "--out", str(out)).returncode == 0
    assert f"Người ủng hộ: {DONOR}" in text_of(out.read_bytes())
    nobody = desk.run(*words[:-1], "ông không ai")
    assert (nobody.returncode, "không có khoản ủng hộ nào" in nobody.stderr) == (3, True)


def test_the_address_in_the_code_is_the_one_that_is_set(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(desk.environment, "SOQUY_ADDRESS", "https://quy.hoi.example/")
    paper = made(desk, "d1", tmp_path / "d1.pdf")
    # The words beside the picture say what is in it.
    address = "https://quy.hoi.example/r/".encode("utf-16-be").hex().encode()
    assert address in paper.read_bytes()
