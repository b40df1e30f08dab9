"""Every figure leads to the journal page whose lines add up to it, and to nothing else."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, timedelta

import httpx
import pytest
from python_calamine import CalamineWorkbook

from api.identity.limits import Limit
from api.pages.figure_links import link_to_entries
from api.web.rendering import whole
from ledger.database import connect
from projections.composition import COMPOSITIONS
from projections.entries import total_of
from projections.figures import Asked, asked, figures_of, unit_by_code
from reports.numbers import dong
from tests.api.pages.inspecting.province import DONOR, Province, links, text

YEAR = asked(date(2022, 12, 31))
PERIODS = (
    YEAR,
    asked(date(2022, 6, 30), date(2022, 4, 1)),
    asked(date(2022, 12, 31), None, "as_is"),
)
SUM = re.compile(r"([−\d.]+)\s(đ|lượt|người) Cộng của ([\d.]+) dòng")


def table(guest: httpx.Client, address: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(guest.get(address).text.lstrip("\ufeff"))))


def shown(answer: httpx.Response) -> tuple[str, str]:
    """Return the sum that a page shows, and what it says of the figure."""
    found = SUM.search(text(answer).replace("\xa0", " "))
    assert found is not None, text(answer)
    return found.group(1), text(answer)


@pytest.mark.parametrize("figure", COMPOSITIONS)
def test_the_sum_of_the_page_is_the_figure(
    province: Province, guest: httpx.Client, figure: str
) -> None:
    with connect(province.site.wiring.url) as connection:
        for what in PERIODS:
            for code in ("X", "V", "Z"):
                unit_id = unit_by_code(connection, code)
                for below, of in zip(
                    (False, True), figures_of(connection, [unit_id], what)[unit_id], strict=True
                ):
                    page = guest.get(link_to_entries(figure, code, what, below=below))
                    assert shown(page)[0] == whole(getattr(of, figure)), (what, code, below)


def test_the_lines_of_the_pages_add_up_too(province: Province, guest: httpx.Client) -> None:
    with connect(province.site.wiring.url) as connection:
        unit_id = unit_by_code(connection, "X")
        _, of = figures_of(connection, [unit_id], YEAR)[unit_id]
    for figure in ("raised", "paid", "money", "in_transit", "corrections_money"):
        link = link_to_entries(figure, "X", YEAR).replace("/so?", "/so/csv?")
        rows = table(guest, link)
        assert sum(int(row["so_tien"]) for row in rows) == getattr(of, figure) != 0


def test_transfers_inside_are_left_out_and_can_be_seen(guest: httpx.Client) -> None:
    page = guest.get(link_to_entries("transfers_out", "X", YEAR))
    assert "Không tính 2 dòng" in text(page)
    (inside,) = [each for each in links(page) if "trong=1" in each]
    assert shown(guest.get(inside))[0] == whole(340_000)


def test_what_came_with_a_unit_is_explained_by_the_unit(guest: httpx.Client) -> None:
    what = Asked(date(2022, 12, 31), date(2022, 7, 1))
    page = guest.get(link_to_entries("succession_in", "V", what))
    assert "Theo đơn vị chuyển đến" in text(page)
    (before,) = [each for each in links(page) if "don-vi=Z" in each]
    assert shown(guest.get(before))[0] == whole(60_000)


def test_a_guest_sees_entries_without_names(province: Province, guest: httpx.Client) -> None:
    reads = province.reads()
    page = guest.get(link_to_entries("raised", "X", YEAR))
    assert DONOR not in page.text
    assert dong(500_000) in page.text
    assert province.reads() == reads


def test_the_inspector_sees_names_and_it_is_noted(
    province: Province, inspector: httpx.Client
) -> None:
    reads = province.reads()
    assert DONOR in inspector.get(link_to_entries("raised", "X", YEAR)).text
    assert province.reads() == reads + 1


def test_a_treasurer_sees_no_names_of_units_that_are_not_theirs(province: Province) -> None:
    treasurer = province.browser("thuquy")
    assert DONOR in treasurer.get(link_to_entries("raised", "Y", YEAR)).text
    assert DONOR not in treasurer.get(link_to_entries("raised", "X", YEAR)).text


def test_pages_follow_each_other_to_the_last(guest: httpx.Client) -> None:
    seen: list[str] = []
    address = "/so?don-vi=X&duoi=1"
    while address:
        page = guest.get(address)
        seen += re.findall(r'href="(/chung-tu/[^"]*)"', page.text)
        address = next((each for each in links(page) if "trang=" in each), "")
    assert len(seen) == len(set(seen)) >= 20


def test_a_table_is_quoted_where_a_spreadsheet_would_compute(guest: httpx.Client) -> None:
    answer = guest.get("/so/csv?don-vi=X&duoi=1")
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert answer.headers["content-type"].startswith("text/csv")
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    assert DONOR not in answer.text and len(rows) >= 20


def test_the_title_says_what_is_added_up_for_whom_and_when(guest: httpx.Client) -> None:
    page = guest.get(link_to_entries("raised", "Y", YEAR)).text
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "Tổng vận động được – Đơn vị Y, cùng tất cả đơn vị trực thuộc" in title
    assert "từ 01/01/2022 đến 31/12/2022" in title
    assert "Là tổng của mọi dòng ghi vào: Vận động, tiền mặt; Vận động, chuyển khoản" in page


def test_a_workbook_has_typed_cells_and_says_the_same(guest: httpx.Client) -> None:
    asked_for = "?don-vi=X&duoi=1&muc=raised"
    answer = guest.get(f"/so/xlsx{asked_for}")
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    head, *rows = book.get_sheet_by_index(0).to_python()
    cells = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    assert {(type(row["ngay_ghi_so"]), type(row["so_tien"])) for row in cells} == {(date, float)}
    said = table(guest, f"/so/csv{asked_for}")
    assert [f"{row['so_tien']:.0f}" for row in cells] == [row["so_tien"] for row in said]
    assert [f"{row['ngay_ghi_so']}" for row in cells] == [row["ngay_ghi_so"] for row in said]


def test_too_much_for_a_workbook_is_said_on_the_page(
    guest: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(total_of, "__kwdefaults__", {"at_most": 3})
    answer = guest.get("/so/xlsx?don-vi=X&duoi=1")
    assert answer.status_code == 422
    assert "Nhiều hơn 10.000 dòng thì không làm tệp Excel" in text(answer)


def test_a_table_sent_in_small_pieces_is_the_same(
    guest: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_table = guest.get("/so/csv?don-vi=X&duoi=1").content
    monkeypatch.setattr("api.pages.inspecting.csv_rows.AT_ONCE", 3)
    assert guest.get("/so/csv?don-vi=X&duoi=1").content == whole_table
    assert whole_table.count(b"\n") > 7


def test_tables_are_not_made_without_end(
    guest: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Limit("journal-table-of-a-test", 2, timedelta(minutes=10))
    monkeypatch.setattr("api.pages.inspecting.journal.TABLES", few)
    answers = [guest.get("/so/csv?don-vi=Z") for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert "tải quá nhiều bảng" in text(answers[2])


def test_an_instant_before_the_import_knows_nothing(guest: httpx.Client) -> None:
    earlier = (datetime.now().astimezone() - timedelta(days=1)).isoformat()
    page = guest.get("/so", params={"don-vi": "X", "known-at": earlier})
    assert page.status_code in (200, 422)
    assert dong(500_000) not in page.text


@pytest.mark.parametrize(
    ("asked_for", "said"),
    [
        ({"tu": "31/13/2022"}, "Ngày viết theo dạng"),
        ({"tu": "hôm nay"}, "Ngày viết theo dạng"),
        ({"don-vi": "nowhere"}, "Không có đơn vị mang mã này"),
        ({"muc": "wealth"}, "Không có mục số liệu này"),
        ({"tai-khoan": "gold"}, "Không có tài khoản này"),
        ({"loai": "gift"}, "Không có loại bút toán này"),
        ({"known-at": "soon"}, "Thời điểm viết theo dạng"),
        ({"known-at": "31/12/2022 25:00"}, "Thời điểm viết theo dạng"),
        ({"known-at": "9999-12-31T23:00-12:00"}, "Thời điểm viết theo dạng"),
        ({"tu": "2022-02-01", "den": "2022-01-01"}, "Ngày cuối phải sau"),
        ({"trang": "9.x"}, "Địa chỉ trang sau không đúng"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    guest: httpx.Client, asked_for: dict[str, str], said: str
) -> None:
    answer = guest.get("/so", params={"don-vi": "X", **asked_for})
    assert answer.status_code == 422
    assert said in text(answer)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({"tu": "01/01/2022", "den": "30/06/2022"}, {"tu": "2022-01-01", "den": "2022-06-30"}),
        ({"tu": "1/1/2022", "den": "30062022"}, {"tu": "2022-01-01", "den": "2022-06-30"}),
        ({"known-at": "31/12/2122 17:00"}, {"known-at": "2122-12-31T17:00"}),
        ({"known-at": "31/12/2122"}, {"known-at": "2122-12-31T23:59:59.999999"}),
    ],
)
def test_days_and_instants_are_read_as_people_write_them(
    guest: httpx.Client, written: dict[str, str], meant: dict[str, str]
) -> None:
    pages = [guest.get("/so/csv", params={"don-vi": "X", **each}) for each in (written, meant)]
    assert [each.status_code for each in pages] == [200, 200]
    assert pages[0].text == pages[1].text


def test_the_page_speaks_english_too(guest: httpx.Client) -> None:
    page = guest.get(link_to_entries("raised", "X", YEAR) + "&lang=en", follow_redirects=True)
    assert "Raised in all" in page.text
    guest.get("/so?lang=vi", follow_redirects=True)
