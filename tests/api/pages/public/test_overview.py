"""The first page shows what the books hold, and each figure leads to its entries."""

from __future__ import annotations

import re

from tests.api.pages.public.town import Town, links, settle
from tests.site import Site


def test_the_first_page_shows_what_the_whole_province_raised_paid_and_holds(town: Town) -> None:
    said = town.text("/?nam=2022")
    assert "Vận động được 1.900.000 đ" in said
    assert "Đã chi cho người nhận 150.000 đ" in said
    assert "Số dư Quỹ 3.762.000 đ" in said


def test_figures_for_each_inhabitant_stand_with_the_population_they_rest_on(town: Town) -> None:
    said = town.text("/?nam=2022")
    assert "Vận động bình quân đầu người 1.900 đ" in said
    assert "Bình quân chia cho 1.000 người dân (01/01/2022). Nguồn: Niên giám" in said


def test_the_latest_year_in_which_something_happened_is_shown_first(town: Town) -> None:
    assert "Từ 01/01/2022 đến 31/12/2022" in town.text("/")


def test_a_day_within_the_year_ends_the_period(town: Town) -> None:
    said = town.text("/?ngay=04/03/2022")
    assert "Từ 01/01/2022 đến 04/03/2022" in said
    assert "Vận động được 1.000.000 đ" in said


def test_a_day_that_is_none_is_kept_and_said_beside_its_field(town: Town) -> None:
    page = town.get("/?nam=2022&ngay=31/02/2022").text
    assert 'value="31/02/2022"' in page
    assert 'id="f-ngay-error"' in page
    assert "Từ 01/01/2022 đến 31/12/2022" in page


def test_each_large_figure_leads_to_the_entries_it_is_the_sum_of(town: Town) -> None:
    found = [each for each in links(town.get("/?nam=2022").text) if each.startswith("/so?")]
    assert any("muc=raised" in each and "tu=2022-01-01" in each for each in found)
    assert any("muc=money" in each and "duoi=1" in each for each in found)


def test_levels_are_sums_of_own_books(town: Town) -> None:
    said = town.text("/?nam=2022")
    assert re.search(r"Tỉnh 1 1\.100\.000 đ 150\.000 đ", said)
    assert re.search(r"Huyện 1 800\.000 đ 0 đ 1\.050\.000 đ", said)


def test_charts_have_names_and_tables(town: Town) -> None:
    page = town.get("/?nam=2022").text
    charts = re.findall(r'<svg [^>]*role="img" aria-label="([^"]+)"', page)
    assert len(charts) == 2
    assert page.count("<figure") == page.count("<details><summary>Xem bảng số") == 2


def test_no_style_or_script_is_written_into_the_page(town: Town) -> None:
    page = town.get("/?nam=2022").text
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", page)


def test_nobody_is_named(town: Town) -> None:
    for address in ("/?nam=2022", "/don-vi/X?nam=2022", "/ung-ho?don-vi=X"):
        page = town.get(address).text
        assert not re.search(r"Ẩn Danh|Lê Văn Em|Trần Văn Giữ", page), address


def test_before_any_unit_the_page_says_what_to_do_first(empty_site: Site) -> None:
    with empty_site.client() as guest:
        page = guest.get("/", follow_redirects=True)
    assert page.status_code == 200
    assert "/thiet-lap" in page.text or "/nhap-excel" in page.text


def test_a_year_before_all_units_says_so(town: Town) -> None:
    assert "Đến ngày này chưa có đơn vị nào" in town.text("/?nam=1990")


def test_what_is_recorded_is_seen_within_a_moment(empty_site: Site) -> None:
    with empty_site.client() as guest:
        guest.get("/")
        fresh = settle(empty_site, empty_site.wiring.home, guest)
        assert "Vận động được 1.900.000 đ" in fresh.text("/?nam=2022")


def test_the_page_is_small(town: Town) -> None:
    page = town.get("/?nam=2022")
    assert len(page.content) < 60_000
