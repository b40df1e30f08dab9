"""What the options of the commands change, and how each way to end is told from the others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.office import now
from reports.claims.published import SHIPPED
from tests.api.books import UNITS, gift, payout, transfer, write
from tests.test_commandline import Desk, desk_with

ROWS = (
    *UNITS,
    gift("d1", 100, of="Y", on="2022-03-01", channel="bank"),
    gift("d2", 70, of="Z", on="2022-08-01", donor="Bà Tám"),
    transfer("t1", 40, "Y", "Z", "2022-05-02", "2022-05-04"),
)


@pytest.fixture(scope="module")
def desk(
    postgres_url: str, migrated_database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Give a home with the books of three units; X is the one that may change."""
    place = tmp_path_factory.mktemp("desk")
    with desk_with(ROWS, postgres_url, migrated_database_name, place) as found:
        yield found


def test_figures_may_be_asked_for_a_period_and_with_the_units_below(desk: Desk) -> None:
    found = desk.document(
        *("balances", "--unit", "X", "--children"),
        *("--from", "2022-05-01", "--as-of", "2022-07-31", "--tree", "as_is"),
    )
    assert (found["from"], found["as_of"], found["tree"]) == ("2022-05-01", "2022-07-31", "as_is")
    assert [each["unit"] for each in found["units"]] == ["X", "Y"]
    assert found["units"][1]["own"]["opening"]["money"] == 100


def test_a_period_that_begins_after_its_end_is_wrong_usage(desk: Desk) -> None:
    ended = desk.run("balances", "--from", "2022-08-01", "--as-of", "2022-07-31")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--from" in ended.stderr


def test_without_a_unit_every_unit_is_there(desk: Desk) -> None:
    found = desk.document("balances", "--as-of", "2022-12-31")
    assert [each["unit"] for each in found["units"]] == ["X", "Y", "Z"]


def test_figures_may_be_asked_as_they_were_known(desk: Desk, tmp_path: Path) -> None:
    then = now()
    desk.document("import", str(write(tmp_path / "late", [gift("d3", 5, on="2021-03-01")])))
    asked = ("balances", "--unit", "X", "--as-of", "2021-12-31")
    known = desk.document(*asked, "--known-at", then.isoformat())
    assert known["units"][0]["own"]["raised"]["cash"] == 0
    assert desk.document(*asked)["units"][0]["own"]["raised"]["cash"] == 5


def test_a_dry_run_says_what_would_be(desk: Desk, tmp_path: Path) -> None:
    folder = str(write(tmp_path / "more", [gift("d4", 5)]))
    assert desk.document("import", folder, "--dry-run")["recorded"] == 1
    assert desk.document("import", folder)["recorded"] == 1


def test_a_partial_import_records_the_others_and_still_ends_with_3(
    desk: Desk, tmp_path: Path
) -> None:
    folder = write(tmp_path / "more", [gift("d5", 5), gift("d6", "5,000"), payout("p1", 99)])
    done = desk.run("import", str(folder), "--partial", "--format", "json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["recorded"], document["refused"]) == (3, 1, 2)


def test_people_read_where_a_row_is_wrong(desk: Desk, tmp_path: Path) -> None:
    done = desk.run("import", str(write(tmp_path / "more", [gift("d7", "5,000")])))
    assert done.returncode == 3
    assert "donations.csv, dòng 2, cột amount_vnd: Số tiền “5,000” không hợp lệ" in done.stdout
    assert "Đã ghi 0 dòng" in done.stdout


def test_a_path_that_is_not_there_is_refused(desk: Desk, tmp_path: Path) -> None:
    done = desk.run("import", str(tmp_path / "khong-co"), "--format", "json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["errors"][0]["code"]) == (3, "path_not_found")


def test_the_journal_is_one_json_object_a_line_newest_last(desk: Desk) -> None:
    done = desk.run("journal", "--unit", "Z", "--format", "jsonl")
    entries = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["type"] for each in entries] == ["transfer.received/1", "donation.received/1"]
    assert all(each["unit"] == "Z" for each in entries)
    assert "Tám" not in done.stdout


def test_the_journal_may_be_narrowed(desk: Desk) -> None:
    by_kind = desk.document("journal", "--kind", "donation", "--from", "2022-04-01")
    assert [each["key"] for each in by_kind] == ["d2"]
    by_key = desk.document("journal", "--key", "t1", "--to", "2022-05-03")
    assert [each["type"] for each in by_key] == ["transfer.sent/1"]


@pytest.mark.parametrize(
    "words",
    [
        ("balances", "--as-of", "31/12/2022"),
        ("balances", "--known-at", "hôm qua"),
        ("per-capita", "--unit", "X"),
        ("no-such-command",),
    ],
)
def test_wrong_usage_ends_with_2_and_prints_no_result(desk: Desk, words: tuple[str, ...]) -> None:
    done = desk.run(*words)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_paper_of_no_row_is_refused(desk: Desk) -> None:
    done = desk.run("receipt", "khong-co")
    assert (done.returncode, done.stdout) == (3, "")
    assert "khong-co" in done.stderr


def test_a_check_that_fails_ends_with_1(desk: Desk, tmp_path: Path) -> None:
    changed = SHIPPED.read_text(encoding="utf-8").replace('"value": "87,1"', '"value": "97,1"')
    (tmp_path / "figures.json").write_text(changed, encoding="utf-8")
    done = desk.run("check-claims", "--file", str(tmp_path / "figures.json"))
    assert done.returncode == 1
    assert done.stderr
