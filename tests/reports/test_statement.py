"""A donor's year is one paper: every gift with its number and code, what was undone not counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.database import Connection
from reports.from_entries import NoSuchDonor, statement_of
from reports.statement import Statement, make_statement
from tests.ledger.examples import COMMUNE
from tests.reports.reading import read, text_of


def of(connection: Connection, donor: str, year: int = 2022) -> Statement:
    """Return somebody's statement."""
    found, read_entries = statement_of(connection, COMMUNE, year, donor)
    assert len(read_entries) == len(found.lines)
    return found


def test_a_donor_is_found_by_name_with_or_without_tone_marks(year: Connection) -> None:
    said = of(year, "ong nguyen van am")
    assert (said.donor, said.donor_address) == ("Ông Nguyễn Văn Ẩm", "Xóm 3, xã Cũ")
    assert [line.receipt for line in said.lines] == ["000001/2022/BN"]
    assert said.issuer.name == "Hội Khuyến học xã Mới"


def test_every_gift_of_the_year_has_a_line_with_its_number_and_code(year: Connection) -> None:
    said = of(year, "Công ty A")
    coats, books = said.lines
    assert [coats.way, books.way] == ["Hiện vật", "Hiện vật"]
    assert (coats.amount_vnd, books.amount_vnd) == (5_000_000, None)
    text = text_of(make_statement(said))
    assert f"{coats.receipt} Hiện vật: 20 quyển Áo ấm; Quỹ chung {coats.check_code}" in text
    assert "Cộng 2 khoản (chưa kể hiện vật chưa quy ra tiền) 5.000.000" in text
    assert "Bằng chữ: Năm triệu đồng" in text


def test_a_gift_that_was_undone_is_named_and_not_counted(year: Connection) -> None:
    said = of(year, "Ông Lê Nhầm")
    assert (said.total_vnd, said.standing) == (None, ())
    text = text_of(make_statement(said))
    assert "Đã hủy 01/12/2022" in text
    assert "Cộng 0 khoản 0" in text


def test_two_donors_of_one_name_are_told_apart_by_their_ids(year: Connection) -> None:
    with pytest.raises(NoSuchDonor, match=r"Có 2 người ủng hộ cùng tên “ba mai”: .*\(M1, M2\)"):
        of(year, "ba mai", 2023)
    assert [line.amount_vnd for line in of(year, "M2", 2023).lines] == [20_000]


@pytest.mark.parametrize("donor", ["Ông Không Ai", "", "Bà Trần Thị Bí Mật", "Bà Mai"])
def test_who_gave_nothing_in_the_year_or_was_erased_has_no_statement(
    year: Connection, donor: str
) -> None:
    with pytest.raises(NoSuchDonor, match="không có khoản ủng hộ nào"):
        of(year, donor)


def test_a_statement_made_again_is_the_same_file_and_archivable(year: Connection) -> None:
    made = make_statement(of(year, "Công ty A"))
    assert made == make_statement(of(year, "cong ty a"))
    catalog: dict[str, Any] = read(made).root_object
    assert b'conformance="U"' in catalog["/Metadata"].get_data()
    assert round(read(made).pages[0].mediabox.height) == 842


def test_a_long_year_goes_on_to_a_second_page(year: Connection) -> None:
    said = of(year, "Công ty A")
    many = Statement(
        issuer=said.issuer,
        year=2022,
        donor="W" * 200,
        donor_address=None,
        lines=said.lines * 40,
        check_address=said.check_address,
        as_of=said.as_of,
    )
    pages = read(make_statement(many)).pages
    assert len(pages) > 1
    assert "Cộng 80 khoản" in text_of(make_statement(many))
    assert "Trang 2" in pages[1].extract_text()


def test_the_day_of_signing_is_left_to_those_who_sign(year: Connection) -> None:
    text = text_of(make_statement(of(year, "Công ty A")))
    assert "Ngày …… tháng …… năm ……" in text
    assert of(year, "Công ty A").as_of.date() == date(2026, 11, 22)
