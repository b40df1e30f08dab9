"""The page of a unit: a sum that adds up, over any time, alone or with all below."""

from __future__ import annotations

import re

import pytest

from tests.api.pages.public.town import Town, links

SIGNS = {"": 1, "+": 1, "−": -1}
LINE = re.compile(r'class="sign">([+−=]?)</td>.*?class="money"[^>]*>(−?[\d.]+)', re.DOTALL)


def lines(page: str, caption: str) -> list[tuple[str, int]]:
    """Return sign and amount of each line of a sum on a page."""
    table = page.partition(f"<caption>{caption}</caption>")[2].partition("</table>")[0]
    return [
        (sign, int(amount.replace(".", "").replace("−", "-")))
        for sign, amount in LINE.findall(table)
    ]


@pytest.mark.parametrize("asked", ["nam=2022", "nam=2022&duoi=0", "tu=2022-03-02&den=2022-05-03"])
@pytest.mark.parametrize("caption", ["Tiền", "Hiện vật, quy ra tiền"])
def test_the_lines_add_up_to_the_closing_balance(town: Town, asked: str, caption: str) -> None:
    found = lines(town.get(f"/don-vi/X?{asked}").text, caption)
    before = [sign for sign, _ in found].index("=") if found else 0
    total = sum(SIGNS[sign] * amount for sign, amount in found[:before])
    assert not found or total == found[before][1]


def test_own_books_and_those_of_all_below_are_told_apart(town: Town) -> None:
    assert "Vận động được 1.900.000 đ" in town.text("/don-vi/X?nam=2022")
    own = town.text("/don-vi/X?nam=2022&duoi=0")
    assert "Vận động được 1.100.000 đ" in own
    assert "Điều chuyển đi cho đơn vị khác 250.000 đ" in own


def test_a_period_opens_with_what_was_there_before_it(town: Town) -> None:
    said = town.text("/don-vi/X?tu=2022-03-02&den=2022-05-03&duoi=0")
    assert "Từ 02/03/2022 đến 03/05/2022" in said
    assert "Số dư Quỹ đầu kỳ 2.500.000 đ" in said


def test_a_period_that_ends_before_it_begins_is_said_beside_its_field(town: Town) -> None:
    page = town.get("/don-vi/X?tu=2022-05-01&den=2022-04-01").text
    assert 'id="f-den-error"' in page
    assert 'value="2022-04-01"' in page


def test_months_are_drawn_and_listed_with_their_entries(town: Town) -> None:
    page = town.get("/don-vi/X?nam=2022&duoi=0").text
    assert 'aria-label="Vận động được và đã chi theo tháng"' in page
    march = [each for each in links(page) if "muc=raised" in each and "tu=2022-03-01" in each]
    assert any("den=2022-03-31" in each for each in march)


def test_units_right_below_stand_with_all_below_them(town: Town) -> None:
    said = town.text("/don-vi/X?nam=2022")
    assert re.search(r"Hội Khuyến học huyện Y 800\.000 đ 0 đ 1\.050\.000 đ", said)


def test_a_unit_is_called_as_it_was_on_the_day(town: Town) -> None:
    assert "Đơn vị Z mới" in town.get("/don-vi/Z?nam=2022").text.partition("</h1>")[0]
    before = town.get("/don-vi/Z?tu=2022-01-01&den=2022-06-30").text.partition("</h1>")[0]
    assert "Đơn vị Z mới" not in before


def test_earlier_names_are_listed(town: Town) -> None:
    said = town.text("/don-vi/Z?nam=2022")
    assert "01/01/2000 – 30/06/2022 Đơn vị Z (Z)" in said
    assert "01/07/2022 – nay Đơn vị Z mới (Z)" in said


def test_a_unit_that_ended_says_since_when(town: Town) -> None:
    assert "đã kết thúc sau ngày 31/08/2022" in town.text("/don-vi/W?nam=2022")


def test_what_is_held_is_listed_without_names_of_accounts(town: Town) -> None:
    said = town.text("/don-vi/X?nam=2022")
    assert "Tiền mặt tại quỹ Quỹ chung 350.000 đ" in said
    assert "Nơi nhận hộ đang giữ, chưa vào quỹ: Báo BAO Quỹ chung 300.000 đ" in said
    assert "Hiện vật trong kho: Vở Quỹ chung 15 quyển 0 đ" in said


def test_a_unit_that_nobody_knows_is_not_found(town: Town) -> None:
    assert town.get("/don-vi/KHONG-CO").status_code == 404


def test_the_page_is_in_english_by_the_switch(town: Town) -> None:
    page = town.get("/don-vi/X?nam=2022&lang=en").text
    town.client.cookies.clear()
    assert "How it adds up to the balance" in page
    assert not re.search(r"Vận động được|Số dư", page.partition("<main")[2].partition("</main")[0])
