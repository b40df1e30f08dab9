"""`publish`, `diff-publications`, `proof-of-total` and `verify FOLDER`, as people run them."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.api.books import UNITS, collected, gift, handover, holder, reversal, write
from tests.databases import copy_of
from tests.test_commandline import Desk

ROWS = (
    *UNITS,
    holder(),
    gift("d1", 100, of="Z", donor="Bà Tám"),
    gift("d2", 70, of="Y"),
    collected("c1", 30),
    handover("h1", 20),
)


@dataclass(frozen=True)
class Office:
    """A home, and the packages of two publications that were made there."""

    desk: Desk
    place: Path

    @property
    def first(self) -> str:
        """The first package."""
        return str(self.place / "first")

    @property
    def second(self) -> str:
        """The second, after a late gift and a reversal."""
        return str(self.place / "second")


@pytest.fixture(scope="module")
def office(
    postgres_url: str, migrated_database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """Give a home in which a year was published twice."""
    place = tmp_path_factory.mktemp("desk")
    with copy_of(migrated_database_name, postgres_url) as url:
        it = Office(Desk(url, place / "home"), place)
        it.desk.document("import", str(write(place / "books", ROWS)))
        publish = ("publish", "--unit", "X", "--year", "2022", "--out")
        assert it.desk.document(*publish, it.first)["raised_vnd"] == 190
        late = [gift("d3", 5, on="2022-12-30"), reversal("r1", "d2")]
        it.desk.document("import", str(write(place / "late", late)))
        assert it.desk.document(*publish, it.second)["edition"] == 2
        yield it


def test_a_package_is_verified(office: Office) -> None:
    done = office.desk.document("verify", office.first)
    assert (done["valid"], done["raised_vnd"], done["key_is_trusted"]) == (True, 190, True)


def test_a_package_that_was_changed_fails_with_the_reason(office: Office, tmp_path: Path) -> None:
    shutil.copytree(office.first, tmp_path / "bad")
    (tmp_path / "bad" / "units.csv").write_text("unit\n")
    done = office.desk.run("verify", str(tmp_path / "bad"))
    assert done.returncode == 1
    assert "tệp đã bị sửa (units.csv)" in done.stderr


def test_a_package_of_another_log_is_not_believed(office: Office) -> None:
    key = "quy.example+6d5d2a3c+AYEQ4/mB2mQm6vDnYzZ0m0b8WnKq5m1mPOk8gQ0pXy2Z"
    done = office.desk.run("verify", office.first, "--key", key)
    assert done.returncode in (1, 2)


def test_two_publications_are_compared(office: Office) -> None:
    done = office.desk.run("diff-publications", office.first, office.second)
    assert done.returncode == 1
    assert "ghi muộn" in done.stdout
    assert "hủy" in done.stdout
    same = office.desk.document("diff-publications", office.first, office.first)
    assert same["changed"] is False


def test_a_comparison_says_whose_key_it_believed(office: Office) -> None:
    words = ("diff-publications", office.first, office.first)
    key = office.desk.document("log-key")["verifier_key"]
    unsaid, said = office.desk.run(*words), office.desk.run(*words, "--key", key)
    assert (unsaid.returncode, said.returncode) == (0, 0)
    assert key in unsaid.stderr and "--key" not in said.stderr
    assert not office.desk.document(*words)["key_is_trusted"]
    assert office.desk.document(*words, "--key", key)["key_is_trusted"]


def test_a_package_that_does_not_hold_is_not_compared(office: Office, tmp_path: Path) -> None:
    shutil.copytree(office.first, tmp_path / "bad")
    (tmp_path / "bad" / "MANIFEST.txt").unlink()
    done = office.desk.run("diff-publications", str(tmp_path / "bad"), office.second)
    assert done.returncode == 3
    assert "package_not_a_package" in done.stderr


@pytest.mark.parametrize(
    ("key", "net_vnd", "tree"), [("d1", 100, "raised"), ("c1", 30, "collected")]
)
def test_a_donor_takes_the_proof_home(
    office: Office, tmp_path: Path, key: str, net_vnd: int, tree: str
) -> None:
    said = office.desk.document("proof-of-total", key, "--out", str(tmp_path / "mine"))
    assert (said["net_vnd"], said["tree"], said["edition"]) == (net_vnd, tree, 2)
    assert office.desk.document("verify", str(tmp_path / "mine"))["total_vnd"] == said["total_vnd"]


def test_an_earlier_total_can_be_asked_for(office: Office, tmp_path: Path) -> None:
    asked = ("--unit", "X", "--publication", "1", "--out", str(tmp_path / "mine"))
    assert office.desk.document("proof-of-total", "d2", *asked)["counted"] == "whole"
    assert office.desk.run("proof-of-total", "d3", *asked).returncode == 3


def test_a_changed_proof_fails_with_the_reason(office: Office, tmp_path: Path) -> None:
    office.desk.document("proof-of-total", "d1", "--out", str(tmp_path))
    way = tmp_path / "total-proof.txt"
    way.write_text(way.read_text().replace("index ", "index 1"))
    done = office.desk.run("verify", str(tmp_path))
    assert done.returncode == 1
    assert "KHÔNG ĐÚNG" in done.stderr


@pytest.mark.parametrize("key", ["h-none", "X"])
def test_what_was_never_given_has_no_proof(office: Office, tmp_path: Path, key: str) -> None:
    assert office.desk.run("proof-of-total", key, "--out", str(tmp_path)).returncode == 3


def test_the_package_is_made_again(office: Office, tmp_path: Path) -> None:
    again = ("publish", "--unit", "X", "--year", "2022", "--again", "1")
    office.desk.document(*again, "--out", str(tmp_path / "again"))
    manifest = Path(office.first, "MANIFEST.txt").read_bytes()
    assert (tmp_path / "again" / "MANIFEST.txt").read_bytes() == manifest
    none = (
        "publish",
        "--unit",
        "X",
        "--year",
        "2022",
        "--again",
        "9",
        "--out",
        str(tmp_path / "no"),
    )
    assert office.desk.run(*none).returncode == 3


def test_an_empty_folder_is_neither_package_nor_proof(office: Office, tmp_path: Path) -> None:
    assert office.desk.run("verify", str(tmp_path)).returncode == 2


def donors(folder: Path) -> list[str]:
    """Return how the register of gifts names the donors, in its order."""
    with (folder / "gifts.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["donor"] for row in csv.DictReader(file)]


def test_a_donor_is_named_who_wishes_it_and_as_long_as_they_do(
    office: Office, tmp_path: Path
) -> None:
    wish = ("consent", "d1", "--of", "donor", "--who", "bà Tám", "--how", "giấy ký")
    publish = ("publish", "--unit", "X", "--year", "2022", "--again", "2", "--out")
    assert set(donors(Path(office.second))) == {"***"}
    assert office.desk.run(*wish).returncode == 0
    office.desk.document(*publish, str(tmp_path / "named"))
    assert sorted(set(donors(tmp_path / "named"))) == ["***", "Bà Tám"]
    assert office.desk.run(*wish, "--withdraw").returncode == 0
    office.desk.document(*publish, str(tmp_path / "masked"))
    assert donors(tmp_path / "masked") == donors(Path(office.second))
