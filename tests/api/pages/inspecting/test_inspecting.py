"""The inspector's pages: for inspectors only, with no dead way and no result left unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from api.pages.inspecting.check_words import CHECK_WORDS
from ledger.database import connect
from projections.checks import CHECKS
from tests.api.pages.inspecting.province import Province, links, text

PAGES = ("", "/mau", "/so-chung-tu", "/tu-dong", "/ho-so")


@pytest.mark.parametrize("path", PAGES)
def test_only_inspectors_are_admitted(
    province: Province, guest: httpx.Client, inspector: httpx.Client, path: str
) -> None:
    address = f"/kiem-tra{path}?don-vi=X"
    assert guest.get(address).status_code == 303
    assert province.browser("thuquy").get(address).status_code == 403
    assert inspector.get(address).status_code == 200


def ways(browser: httpx.Client, beginnings: list[str]) -> Iterator[str]:
    """Yield every address of this area to which these pages lead, each once."""
    known: set[str] = set()
    waiting = beginnings
    while waiting:
        address = waiting.pop()
        if address in known:
            continue
        known.add(address)
        yield address
        if address.startswith("/kiem-tra"):
            waiting += links(browser.get(address))


def test_no_way_leads_nowhere(inspector: httpx.Client) -> None:
    found = list(ways(inspector, ["/kiem-tra?don-vi=X", "/kiem-tra/mau?hat-giong=7&co=5"]))
    wrong = {
        each: inspector.get(each, follow_redirects=True).status_code
        for each in found
        if inspector.get(each, follow_redirects=True).status_code != 200
    }
    assert wrong == {} and len(found) > 15


def test_the_period_is_the_newest_year_with_gifts(inspector: httpx.Client) -> None:
    assert "từ 01/01/2022 đến 31/12/2022" in text(inspector.get("/kiem-tra"))


def test_the_same_seed_draws_the_same_sample(inspector: httpx.Client) -> None:
    address = "/kiem-tra/mau?don-vi=X&hat-giong=2022-12&co=6"
    one, again = (drawn(inspector.get(address)) for _ in range(2))
    assert one == again and len(one) == 6
    assert drawn(inspector.get(address.replace("2022-12", "2022-13"))) != one


def test_the_seed_and_the_method_are_printed(inspector: httpx.Client) -> None:
    said = text(inspector.get("/kiem-tra/mau?don-vi=X&hat-giong=2022-12&co=6&cach=tien"))
    assert "Hạt giống: 2022-12" in said
    assert "Bước là tổng tiền chia cỡ mẫu" in said


def test_without_a_seed_one_is_proposed_and_nothing_drawn(inspector: httpx.Client) -> None:
    page = inspector.get("/kiem-tra/mau?don-vi=X")
    assert re.search(r'name="hat-giong"[^>]*value="[0-9a-f]{8}"', page.text)
    assert drawn(page) == []


def test_number_series_are_explained(inspector: httpx.Client) -> None:
    said = text(inspector.get("/kiem-tra/so-chung-tu?don-vi=X"))
    assert "số 1–40: ở sổ giấy trước đó, đánh số tiếp theo sổ giấy" in said
    assert "Thiếu" not in said


def test_series_are_shown_some_units_at_a_time(
    inspector: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.pages.inspecting.inspecting.UNITS_A_PAGE", 2)
    page = inspector.get("/kiem-tra/so-chung-tu?don-vi=X")
    assert "Đơn vị 1–2 trong 3 đơn vị có chứng từ" in text(page)
    assert "Mọi chứng từ của 3 đơn vị đủ số, đủ dòng" in text(page)
    (onward,) = [each for each in links(page) if "trang=1" in each]
    last = inspector.get(onward)
    assert "Đơn vị 3–3 trong 3" in text(last) and "trang=2" not in last.text


def test_a_fault_of_any_unit_is_named_on_the_first_page(
    province: Province, inspector: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.pages.inspecting.inspecting.UNITS_A_PAGE", 1)
    with changed(province, b"number + 5"):
        page = inspector.get("/kiem-tra/so-chung-tu?don-vi=X")
    assert "Số chứng từ có chỗ sai: 1" in text(page)
    (unit,) = [each for each in links(page) if "rieng=1" in each]
    assert "(Z): thiếu số BN 2022: 2–6" in text(page) and "don-vi=Z" in unit


def test_a_receipt_number_that_is_there_twice_is_a_fault(
    province: Province, inspector: httpx.Client
) -> None:
    with changed(province, b"number - 1"):
        page = inspector.get("/kiem-tra/so-chung-tu?don-vi=X")
    assert "(Z): số lặp BN 2022/1 × 2" in text(page)


def test_the_numbers_of_large_books_are_left_to_the_checks(
    inspector: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.pages.inspecting.inspecting.AT_ONCE", 0)
    page = inspector.get("/kiem-tra/so-chung-tu?don-vi=X")
    assert "chỗ thiếu số, thiếu dòng của tất cả đơn vị xem ở Kiểm tra tự động" in text(page)
    assert "đủ số, đủ dòng" not in text(page)


@pytest.mark.parametrize(
    ("asked_for", "shown"),
    [
        ({"tu": "2022-03-01"}, ("tu", "01/03/2022")),
        ({"den": "1/6/2022"}, ("den", "01/06/2022")),
        ({"known-at": "2122-12-31T17:00:30"}, ("known-at", "31/12/2122 17:00:30")),
        ({"known-at": "31/12/2122"}, ("known-at", "31/12/2122")),
        ({"tu": "31/13/2022"}, ("tu", "31/13/2022")),
        ({"known-at": "hôm qua"}, ("known-at", "hôm qua")),
    ],
)
@pytest.mark.parametrize("path", ["/so", "/kiem-tra"])
def test_days_and_instants_stand_in_the_form_as_people_write_them(
    inspector: httpx.Client, path: str, asked_for: dict[str, str], shown: tuple[str, str]
) -> None:
    name, value = shown
    page = inspector.get(path, params={"don-vi": "X", **asked_for}).text
    assert re.search(rf'id="f-{name}"[^>]* type="text" value="{value}"', page)


def test_every_check_has_words_and_a_result(inspector: httpx.Client) -> None:
    page = inspector.get("/kiem-tra/tu-dong?don-vi=X")
    assert CHECK_WORDS.keys() == {each.name for each in CHECKS}
    for words in CHECK_WORDS.values():
        assert words.title in text(page)
    assert "0 mục sai" in text(page)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("check_same_gift", "Cần xem: 1"),
        ("check_transit", "Cần xem: 1"),
        ("check_held", "Cần xem: 1"),
        ("check_goods_unvalued", "Cần xem: 1"),
        ("check_numbers", "Đạt"),
    ],
)
def test_what_should_be_looked_at_is_counted(
    inspector: httpx.Client, check: str, said: str
) -> None:
    page = inspector.get("/kiem-tra/tu-dong?don-vi=X").text
    section = page.partition(f'id="{check}"')[2].partition("</section>")[0]
    assert said in section


@pytest.mark.usefixtures("maker")
def test_large_books_are_checked_beside_the_page(
    inspector: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.pages.inspecting.inspecting.AT_ONCE", 0)
    begun = inspector.get("/kiem-tra/tu-dong?don-vi=X")
    assert begun.status_code == 303 and "viec=" in begun.headers["location"]
    page = inspector.get(begun.headers["location"])
    while 'http-equiv="refresh"' in page.text:
        page = inspector.get(begun.headers["location"])
    assert "0 mục sai" in text(page)


def test_an_inspection_can_be_pinned(inspector: httpx.Client) -> None:
    (pinned,) = [each for each in links(inspector.get("/kiem-tra")) if "known-at" in each]
    page = inspector.get(pinned)
    assert "Số liệu ghim ở thời điểm" in text(page)
    assert all("known-at" in each for each in links(page) if each.startswith("/kiem-tra/"))


def test_nothing_was_there_at_an_earlier_instant(inspector: httpx.Client) -> None:
    page = inspector.get("/kiem-tra/mau?don-vi=X&hat-giong=7&known-at=2020-01-01T00:00")
    assert "Không có bút toán nào trong kỳ" in text(page)


@pytest.mark.parametrize(
    ("asked_for", "said"),
    [
        ({"tu": "x"}, "Ngày viết theo dạng"),
        ({"co": "0"}, "Cỡ mẫu là một số từ 1 đến 200"),
        ({"co": "999"}, "Cỡ mẫu là một số từ 1 đến 200"),
        ({"known-at": "x"}, "Thời điểm viết theo dạng"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    inspector: httpx.Client, asked_for: dict[str, str], said: str
) -> None:
    answer = inspector.get("/kiem-tra/mau", params={"hat-giong": "7", **asked_for})
    assert answer.status_code == 422
    assert said in text(answer)


@contextmanager
def changed(province: Province, number: bytes) -> Iterator[None]:
    """Give the newest receipt of Z another number for as long as it is looked at."""
    newest = b" WHERE key = 'd5'"
    with connect(province.site.wiring.url) as connection:
        row = connection.execute(b"SELECT receipt_number FROM gift" + newest).fetchone()
        assert row is not None
        connection.execute(b"UPDATE gift SET receipt_number = receipt_" + number + newest)
        yield
        connection.execute(b"UPDATE gift SET receipt_number = %s" + newest, row)


def drawn(page: httpx.Response) -> list[str]:
    """Return the entries of a sample."""
    return [each for each in links(page) if each.startswith("/chung-tu/")]
