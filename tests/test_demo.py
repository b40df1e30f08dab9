"""The demo prints what `balances` and `per-capita` say of its books, and writes papers of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from api.persons.readings import at_the_machine
from ledger.database import connect
from tests.databases import copy_of
from tests.test_commandline import Desk

pytestmark = pytest.mark.long


@dataclass
class Shown:
    """A demo that ran: where, what it printed, and where its papers lie."""

    desk: Desk
    done: CompletedProcess[str]
    place: Path

    def numbers(self, beginning: str) -> list[int]:
        """Return the numbers in the first line that begins so, but for those of its beginning."""
        line = next(
            each.strip()
            for each in self.done.stdout.splitlines()
            if each.strip().startswith(beginning)
        )
        rest = line.removeprefix(beginning)
        return [int(each.replace(".", "")) for each in re.findall(r"[0-9][0-9.]*", rest)]

    def number(self, beginning: str) -> int:
        """Return the only number in the first line that begins so."""
        (number,) = self.numbers(beginning)
        return number

    @cached_property
    def units(self) -> list[dict[str, Any]]:
        """Return the figures of all units at the end of the year."""
        units: list[dict[str, Any]]
        units = self.desk.document("balances", "--as-of", "2022-12-31")["units"]
        return units

    @cached_property
    def province(self) -> dict[str, Any]:
        """Return the figures of the whole province."""
        (found,) = (each["subtree"] for each in self.units if each["unit"] == "NA")
        figures: dict[str, Any] = found
        return figures


@pytest.fixture(scope="module")
def shown(
    postgres_url: str, migrated_database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    """Run the demo once."""
    place = tmp_path_factory.mktemp("demo")
    with copy_of(migrated_database_name, postgres_url) as url:
        desk = Desk(url, place / "home")
        yield Shown(desk, desk.run("demo", "--no-serve", "--out", str(place)), place)


def test_it_ends_well_and_says_each_step_beside_the_result(shown: Shown) -> None:
    assert shown.done.returncode == 0, shown.done.stderr
    assert "• Nhập và ghi sổ" in shown.done.stderr
    assert "•" not in shown.done.stdout


def test_what_it_prints_of_the_province_is_what_balances_says(shown: Shown) -> None:
    said = shown.province
    printed = {
        "Vận động được": said["raised"]["total"],
        "tiền mặt": said["raised"]["cash"],
        "chuyển khoản": said["raised"]["bank"],
        "hiện vật quy ra tiền": said["raised"]["in_kind"],
        "qua báo và nơi nhận hộ": said["raised"]["press"],
        "Trao trực tiếp, không qua Quỹ": said["facilitated"],
        "Đã chi": said["paid"]["total"],
        "lượt nhận": said["paid"]["occurrences"],
        "người nhận": said["paid"]["recipients"],
        "Số dư Quỹ": said["balance"]["money"],
        "trong đó đang chuyển": said["balance"]["in_transit"],
        "Hiện vật còn lại": said["balance"]["goods"],
    }
    assert {name: shown.number(name) for name in printed} == printed


def test_what_it_prints_for_each_inhabitant_is_what_per_capita_says(shown: Shown) -> None:
    said = shown.desk.document("per-capita", "--unit", "NA", "--year", "2022")
    assert shown.number("Dân số") == said["population"]
    assert shown.number("Vận động bình quân đầu người") == said["per_capita_raised_vnd"]
    assert shown.number("làm tròn xuống nghìn") == said["per_capita_raised_rounded_vnd"] == 26_000
    assert shown.number("Số dư bình quân đầu người") == said["per_capita_balance_vnd"]


def test_what_it_prints_by_level_is_the_sum_of_the_units_own_books(shown: Shown) -> None:
    names = {"province": "Tỉnh", "district": "Huyện", "commune": "Xã", "branch": "Chi hội"}
    for level, name in names.items():
        own = [each["own"] for each in shown.units if each["level"] == level]
        assert shown.numbers(f"{name} ") == [
            len(own),
            sum(each["raised"]["total"] for each in own),
            sum(each["paid"]["total"] for each in own),
            sum(each["balance"]["money"] for each in own),
        ]


def test_its_papers_lie_where_it_says(shown: Shown) -> None:
    papers = list((shown.place / "chung-tu").glob("*.pdf"))
    assert f": {shown.place / 'chung-tu'}" in shown.done.stdout
    assert f"Đã in {len(papers)} chứng từ" in shown.done.stdout
    assert all(paper.read_bytes().startswith(b"%PDF") for paper in papers)


def test_that_it_shows_names_is_noted(shown: Shown) -> None:
    with connect(shown.desk.environment["DATABASE_URL"]) as connection:
        noted = connection.execute("SELECT person_id, path FROM personal_read").fetchall()
    assert (at_the_machine(), "soquy demo") in noted


def test_a_second_demo_finds_its_books_and_prints_the_same_figures(shown: Shown) -> None:
    again = shown.desk.run("demo", "--no-serve", "--out", str(shown.place))
    second = Shown(shown.desk, again, shown.place)
    assert second.number("Vận động được") == shown.number("Vận động được")
    assert "ghi 0 dòng" in again.stdout


def test_other_books_are_never_mixed_with_the_demos(shown: Shown) -> None:
    done = shown.desk.run("demo", "--no-serve", "--scale", "0.03", "--out", str(shown.place))
    assert (done.returncode, done.stdout) == (3, "")
    assert shown.desk.run("demo", "--scale", "0.01").returncode == 2
