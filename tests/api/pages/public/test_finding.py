"""Donors find their own gift by three things that all fit, and nobody finds anybody else's."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from reports.check_codes import spelled
from tests.api.pages.public.town import DONOR, Town
from tests.site import Site


def asking(day: str, amount: str, mark: str) -> str:
    return f"/tra-cuu?{urlencode({'ngay': day, 'so-tien': amount, 'so': mark})}"


@pytest.mark.parametrize(
    "mark", ["1", "000001/2022/BN", "d1", "MBVCB.778899.ung", "mbvcb 778899 ung"]
)
def test_a_gift_is_found_by_receipt_key_or_what_the_bank_wrote(town: Town, mark: str) -> None:
    said = town.text(asking("01/03/2022", "500.000", mark))
    assert "Có trong sổ" in said
    assert town.code("d1") in said


def test_a_gift_is_found_by_the_number_of_a_paper_written_by_hand(town: Town) -> None:
    assert town.code("d2") in town.text(asking("2022-03-01", "500000", "0000417"))


def test_a_gift_is_found_by_its_check_code(town: Town) -> None:
    code = town.code("d1")
    assert code in town.text(asking("01/03/2022", "500 000", code.lower().replace("-", "")))


def test_a_check_code_may_have_no_figure(town: Town) -> None:
    codes = map(spelled, range(10**10, 2**35, 1_234_567))
    code = next(each for each in codes if each.replace("-", "").isalpha())
    assert "Chưa tìm thấy" in town.text(asking("01/03/2022", "500000", code))


def test_the_day_on_the_paper_counts(town: Town) -> None:
    assert town.code("d3") in town.text(asking("27/02/2022", "300.000", "2"))
    assert "Chưa tìm thấy" in town.text(asking("05/03/2022", "300.000", "2"))


def test_goods_without_a_value_are_found_without_an_amount(town: Town) -> None:
    said = town.text(asking("01/03/2022", "", "g1"))
    assert "20 quyển Vở" in said


def test_what_is_collected_by_others_is_found_too(town: Town) -> None:
    assert town.code("c2") in town.text(asking("01/03/2022", "40.000", "c2"))


@pytest.mark.parametrize(
    ("day", "amount", "mark"),
    [
        ("02/03/2022", "500.000", "d1"),
        ("01/03/2022", "500.001", "d1"),
        ("01/03/2022", "500.000", "77889"),
        ("01/03/2022", "500.000", "778"),
        ("01/03/2022", "500.000", "0912"),
    ],
)
def test_one_thing_that_differs_finds_nothing(town: Town, day: str, amount: str, mark: str) -> None:
    assert "Chưa tìm thấy" in town.text(asking(day, amount, mark))


def test_gifts_that_are_alike_are_shown_by_unit_and_nobody_is_named(town: Town) -> None:
    said = town.text(asking("01/03/2022", "500.000", "1"))
    assert "Có 2 khoản giống nhau" in said
    assert DONOR not in said


@pytest.mark.parametrize(
    ("day", "amount", "mark", "field"),
    [
        ("31/02/2022", "500.000", "d1", "ngay"),
        ("", "500.000", "d1", "ngay"),
        ("01/03/2022", "26,000", "d1", "so-tien"),
        ("01/03/2022", "0", "d1", "so-tien"),
        ("01/03/2022", "500.000", "", "so"),
        ("01/03/2022", "500.000", "Ẩn Danh", "so"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(
    town: Town, day: str, amount: str, mark: str, field: str
) -> None:
    page = town.get(asking(day, amount, mark))
    assert page.status_code == 422
    assert f'id="f-{field}-error"' in page.text
    assert all(f'value="{typed}"' in page.text for typed in (day, amount, mark))


def test_a_comma_is_explained(town: Town) -> None:
    assert "hai mươi sáu" in town.text(asking("01/03/2022", "26,000", "d1"))


def test_one_address_may_not_ask_for_ever(empty_site: Site) -> None:
    with empty_site.client() as guest:
        answers = [guest.get(asking("01/03/2022", "1", "1")).status_code for _ in range(61)]
    assert answers[59:] == [200, 429]
