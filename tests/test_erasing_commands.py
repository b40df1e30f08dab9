"""`erase`, `consent` and `new-epoch` as people run them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from api.exchange.export import export_exchange
from api.persons.meant import meant
from api.persons.saying import reason_of
from ledger.database import connect
from ledger.refusals import PersonAmbiguous
from ledger.vault import vault_at
from projections.figures import UnitFigures, all_units, asked, described
from projections.runner import catch_up
from reports.audit_text import REGISTRY
from reports.from_entries import receipt_of
from reports.from_entries.found import ERASED
from tests.api.books import (
    UNITS,
    FileRow,
    collected,
    gift,
    handover,
    holder,
    holding,
    payout,
    write,
)
from tests.databases import copy_of, reading
from tests.new_homes import record
from tests.secret_keys import KEYS
from tests.test_commandline import Desk

LAN = {"recipient": "Hồ Thị Lan", "recipient_id": "HS-1"}
ROWS: tuple[FileRow, ...] = (
    *UNITS,
    holder(),
    holder("HO-1", "individual", name="Bà Chín Tẹo"),
    collected("b1", 300, of="Z", holder="HO-1", donor="Ông Mười"),
    handover("n1", 300, of="Z", holder="HO-1", on="2022-12-01"),
    collected("b2", 50, of="Z"),
    gift("g1", 900, of="Z", donor="Nguyễn Văn Anh", donor_id="D-7"),
    gift("g2", 800, of="Y", donor="NGUYỄN VĂN ANH", donor_id="D-7"),
    gift("g3", 700, of="Y", donor="Bà Sáu", donor_id="D-8"),
    gift("g4", 600, of="Z", donor="Ông Năm", donor_id="D-8"),
    gift("g5", 500, of="Z", donor="Bà Bảy"),
    holding("Z", "thu-tu", "collector", name="Bà Tư", number="0912 000 004"),
    holding("Z", "cash", "cash", name="Két nhà bà Tư"),
    gift("g6", 400, of="Z", holding="thu-tu"),
    payout("p1", 10, of="Z", on="2022-03-05", **LAN),
    payout("p2", 20, of="Z", on="2022-06-05", **LAN),
    payout("p3", 30, of="Z", on="2023-02-05", **LAN),
    payout("p4", 40, of="Z", on="2022-06-05", recipient="Lê Văn Cường", birth_year="2010"),
)


class Erased:
    """A home in which commands are run, and its figures."""

    def __init__(self, url: str, desk: Desk) -> None:
        """Use the database at `url`."""
        self.url = url
        self.desk = desk

    def erase(self, party: str, *more: str, reason: str = "request") -> Any:  # noqa: ANN401 - JSON
        """Forget somebody; return what is said of it."""
        return self.desk.document("erase", party, "--reason", reason, *more)["erased"]

    def refused(self, *words: str) -> str:
        """Run a command that is refused; return the sentence."""
        done = self.desk.run(*words)
        assert (done.returncode, done.stdout) == (3, ""), done.stderr
        return done.stderr

    def figures(self) -> list[UnitFigures]:
        """Return all figures of both years."""
        return figures(self.url)

    def words(self) -> str:
        """Return all that is said privately."""
        with reading(self.url) as connection:
            rows = connection.execute("SELECT private FROM private_parts")
            return json.dumps([part.opened() for (part,) in rows], ensure_ascii=False)


def figures(url: str) -> list[UnitFigures]:
    """Return all figures of both years, by the codes of units."""
    with connect(url) as connection:
        found = [
            each
            for on in (date(2022, 12, 31), date(2023, 12, 31))
            for each in described(connection, all_units(connection), asked(on))
        ]
    return [replace(each, unit_id=UUID(int=0)) for each in found]


@pytest.fixture
def home(database_url: str, tmp_path: Path) -> Iterator[Erased]:
    """Lend a home with gifts and awards of some who are known by an id, and some who are not."""
    record(database_url, write(tmp_path / "files", ROWS))
    yield Erased(database_url, Desk(database_url, tmp_path / "home"))


def test_a_donor_is_erased_by_their_id_in_every_unit_that_knows_them(home: Erased) -> None:
    before = home.figures()
    told = home.erase("D-7")
    assert [(each["unit"], each["entries"]) for each in told] == [("Y", 1), ("Z", 1)]
    assert "Anh" not in home.words() and "ANH" not in home.words()
    assert home.figures() == before


def test_an_id_that_means_two_persons_is_refused_until_the_unit_is_named(home: Erased) -> None:
    with reading(home.url) as connection, pytest.raises(PersonAmbiguous):
        meant(connection, vault_at(home.url, KEYS), "D-8", None)
    said = home.refused("erase", "D-8", "--reason", "request")
    assert "Y, Z" in said and "Sáu" not in said
    assert "Bà Sáu" in home.words()
    assert [each["unit"] for each in home.erase("D-8", "--unit", "Z")] == ["Z"]
    assert "Bà Sáu" in home.words() and "Ông Năm" not in home.words()


def test_a_key_stands_for_whoever_the_row_is_about(home: Erased) -> None:
    assert home.erase("p4")[0]["entries"] == 1
    assert home.erase("g5")[0]["entries"] == 1
    assert "Cường" not in home.words() and "Bảy" not in home.words()


@pytest.mark.parametrize(("code", "said"), [("thu-tu", "0912"), ("cash", "Két")])
def test_who_stands_behind_a_holding_is_erased_and_the_money_stays(
    home: Erased, tmp_path: Path, code: str, said: str
) -> None:
    before = home.figures()
    assert said in home.words()
    assert [each["entries"] for each in home.erase(code, "--unit", "Z")] == [1]
    record(home.url, write(tmp_path / "again", ROWS))
    assert said not in home.words()
    assert home.figures() == before
    assert home.desk.run("audit").returncode == 0


def test_a_holding_is_meant_only_where_its_unit_is_named(home: Erased) -> None:
    assert "Kho thông tin riêng" in home.refused("erase", "thu-tu", "--reason", "request")
    assert "Bà Tư" in home.words()


def test_a_holder_is_erased_and_what_they_collected_stays(home: Erased) -> None:
    before = home.figures()
    assert home.erase("HO-1", "--dry-run")[0]["rows"][0]["type"] == "holder.registered/1"
    assert [(each["unit"], each["entries"]) for each in home.erase("HO-1")] == [(REGISTRY, 1)]
    assert "Chín" not in home.words() and "Ông Mười" in home.words()
    assert home.figures() == before
    assert home.desk.run("audit").returncode == 0
    assert "Kho thông tin riêng" in home.refused("erase", "HO-1", "--reason", "court")


def test_papers_made_from_then_on_do_not_name_the_holder(home: Erased) -> None:
    home.erase("p4")
    with reading(home.url) as connection:
        assert receipt_of(connection, "b1").holder_name == "Bà Chín Tẹo"
        home.erase("HO-1")
        assert receipt_of(connection, "b1").holder_name == ERASED


def test_a_holder_goes_by_every_name_they_had(home: Erased, tmp_path: Path) -> None:
    named = holder("HO-1", "individual", name="Bà Chín")
    record(home.url, write(tmp_path / "later", (named,)))
    assert [each["entries"] for each in home.erase("HO-1")] == [2]
    assert "Chín" not in home.words()


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_holder_who_still_has_money_is_not_erased(home: Erased, more: tuple[str, ...]) -> None:
    said = home.refused("erase", "BAO", "--reason", "request", *more)
    assert "còn giữ tiền của đơn vị Z: 50 đồng" in said
    assert "Báo BAO" in home.words()


@pytest.mark.parametrize("kind", ["individual", "organisation"])
def test_no_file_brings_the_name_of_a_holder_back(home: Erased, tmp_path: Path, kind: str) -> None:
    home.erase("HO-1")
    rows = [each for each in ROWS if each[1].get("code") != "HO-1"]
    known = holder("HO-1", kind, name="Bà Chín Tẹo")
    again = home.desk.document("import", str(write(tmp_path / "again", (*rows, known))))
    assert (again["recorded"], again["refused"]) == (0, 0)
    assert "Chín" not in home.words()


def test_a_code_that_means_a_donor_and_a_holder_is_refused_until_it_is_said_which(
    home: Erased, tmp_path: Path
) -> None:
    named = holder("D-7", "individual", name="Cô Út")
    record(home.url, write(tmp_path / "later", (named,)))
    assert "Y, Z, --holder" in home.refused("erase", "D-7", "--reason", "request")
    assert [each["unit"] for each in home.erase("D-7", "--holder")] == [REGISTRY]
    assert "NGUYỄN VĂN ANH" in home.words() and "Cô Út" not in home.words()


def test_a_dry_run_shows_the_rows_and_erases_nothing(home: Erased) -> None:
    (told,) = home.erase("HS-1", "--dry-run")
    assert [row["key"] for row in told["rows"]] == ["p1", "p2", "p3"]
    assert told["papers_until"] == "2033-12-31" and told["key"] is None
    assert "Lan" in home.words()


def test_nobody_is_found_twice_and_nothing_changes_for_somebody_unknown(home: Erased) -> None:
    home.erase("HS-1")
    assert "Kho thông tin riêng" in home.refused("erase", "HS-1", "--reason", "court")
    assert "Kho thông tin riêng" in home.refused("erase", "p1", "--reason", "court")
    assert "mã “Q”" in home.refused("erase", "p4", "--reason", "court", "--unit", "Q")


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_the_association_itself_destroys_no_names_before_their_time(
    home: Erased, more: tuple[str, ...]
) -> None:
    said = home.refused("erase", "HS-1", "--reason", "retention_over", *more)
    assert "31/12/2033" in said and "Lan" in home.words()


def test_recipients_are_counted_as_before_in_a_home_made_of_an_export(
    home: Erased, postgres_url: str, migrated_database_name: str, tmp_path: Path
) -> None:
    home.erase("HS-1")
    home.erase("D-7")
    export_exchange(home.url, KEYS, tmp_path / "export")
    text = "".join(path.read_text() for path in (tmp_path / "export").iterdir())
    assert "Lan" not in text and "HS-1" not in text and "Cường" in text
    with copy_of(migrated_database_name, postgres_url) as other:
        record(other, tmp_path / "export")
        assert figures(other) == home.figures()


def test_the_same_files_again_bring_nobody_back(home: Erased, tmp_path: Path) -> None:
    home.erase("HS-1")
    again = home.desk.document("import", str(tmp_path / "files"))
    assert (again["recorded"], again["refused"]) == (0, 0)
    assert "Lan" not in home.words()


def test_words_about_a_reason_are_kept_nowhere(home: Erased) -> None:
    done = home.desk.run("erase", "HS-1", "--reason", "mẹ cháu Lan gọi điện")
    assert done.returncode == 0 and "chính người đó yêu cầu" in done.stdout
    assert reason_of("rút lại sự đồng ý") == "consent_withdrawn"
    catch_up(home.url)
    assert "gọi điện" not in home.words()


def test_a_donor_is_named_from_their_consent_on_until_they_take_it_back(home: Erased) -> None:
    words = ("consent", "g5", "--of", "donor", "--who", "Bà Bảy", "--how", "giấy ký 5/9")
    assert home.desk.document(*words)["stands"]
    assert "Đã ghi như vậy từ trước." in home.desk.run(*words).stdout
    assert not home.desk.document(*words, "--withdraw")["stands"]
    assert "(donor)" in home.refused(*words, "--withdraw")
    assert "representative" in home.refused("consent", "g5", "--of", "representative", *words[4:])
    assert home.desk.run("consent", "g5", "--of", "ai", *words[4:]).returncode == 2


def test_what_was_said_about_a_consent_goes_with_the_person(home: Erased) -> None:
    home.desk.document("consent", "g5", "--of", "donor", "--who", "con gái bà", "--how", "gọi điện")
    assert "con gái" in home.words()
    assert home.erase("g5")[0]["entries"] == 2
    assert "con gái" not in home.words()


def test_all_keys_are_changed_by_a_command(home: Erased) -> None:
    assert home.desk.document("new-epoch") == {"epoch": 2}
    assert home.desk.run("erase", "HS-1", "--reason", "request").returncode == 0
