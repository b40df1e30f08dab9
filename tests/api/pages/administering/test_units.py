"""Administrators keep the list of units: facts with days, nothing overwritten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.identity.acting import today, unit_now
from ledger.roles import free_up_to_vnd
from reports.numbers import short_date
from tests.api.identity.world import SINCE, TOMORROW, YESTERDAY
from tests.api.pages.administering.town import Town

UNITS = "/quan-tri/don-vi"
BRANCH = {"ten": "Chi hội khối 5", "ma": "NA.X.5", "cap": "branch"}


def test_a_unit_below_is_added_and_administered(town: Town) -> None:
    browser = town.browser("xa")
    answer = browser.send(f"{UNITS}/them", **BRANCH)
    assert "Đã thêm đơn vị." in answer.text and "Chi hội khối 5" in answer.text
    assert browser.get(f"{UNITS}?don-vi=NA.X.5").status_code == 200


def test_a_form_sent_twice_adds_one_unit(town: Town) -> None:
    browser = town.browser("xa")
    fields = browser.filled(f"{UNITS}/them", **BRANCH)
    assert [browser.post(f"{UNITS}/them", fields).status_code for _ in range(2)] == [303, 303]
    with town.site.wiring.connection() as connection:
        rows = connection.execute("SELECT FROM unit_term WHERE code = 'NA.X.5'").fetchall()
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ma": "NA"}, "Mã “NA” đã có đơn vị dùng"),
        ({"ten": ""}, "Chưa điền ô này."),
        ({"cap": "province"}, "Chọn một trong các mục"),
        ({"cap": "board", "loai": ""}, "Chọn một trong các mục"),
        ({"tu": "hôm nay"}, "hôm nay"),
        ({"ten": "x" * 161}, "nhiều nhất 160"),
    ],
)
def test_what_is_wrong_with_a_unit_is_said(
    shared_town: Town, changed: dict[str, str], said: str
) -> None:
    answer = shared_town.browser("xa").send(f"{UNITS}/them", **(BRANCH | changed))
    assert answer.status_code == 422 and said in answer.text


def test_a_code_belongs_to_one_unit_also_before_the_lists_know_it(town: Town) -> None:
    town.world.unit("NA.X.5", below="NA.X")
    answer = town.browser("xa").send(f"{UNITS}/them", **BRANCH)
    assert answer.status_code == 422 and "Mã “NA.X.5” đã có đơn vị dùng" in answer.text
    town.site.catch_up()


@pytest.mark.parametrize("code", ["NA.Y", "NA.X.5"])
def test_a_form_with_the_id_of_another_unit_leaves_that_unit_alone(town: Town, code: str) -> None:
    town.world.unit("NA.Y", below="NA")
    town.site.catch_up()
    browser, theirs = town.browser("xa"), town.world.units["NA.Y"]
    fields = browser.filled(f"{UNITS}/them", **BRANCH, tu=short_date(SINCE))
    answer = browser.post(f"{UNITS}/them", fields | {"khoa": f"w-{theirs.hex}", "ma": code})
    assert answer.status_code == 422 and "đã có đơn vị dùng" in answer.text
    with town.site.wiring.connection() as connection:
        rows = connection.execute("SELECT code, name FROM unit_term WHERE unit_id = %s", (theirs,))
        assert rows.fetchall() == [("NA.Y", "Hội Khuyến học NA.Y")]


def test_another_name_begins_on_its_day_and_the_old_one_stays(town: Town) -> None:
    browser = town.browser("xa")
    answer = browser.send(f"{UNITS}/ten", ten="Hội Khuyến học Vinh Phú", tu=short_date(today()))
    assert "Đã ghi tên mới." in answer.text
    with town.site.wiring.connection() as connection:
        names = [
            unit_now(connection, "NA.X", on).name  # type: ignore[union-attr]
            for on in (YESTERDAY, today())
        ]
    assert names == ["Hội Khuyến học NA.X", "Hội Khuyến học Vinh Phú"]


def test_a_renamed_unit_keeps_its_staff(town: Town) -> None:
    town.browser("xa").send(f"{UNITS}/ten", ten="Tên mới", tu=short_date(YESTERDAY))
    assert town.world.may("hoa", "enter", "NA.X") and town.world.may("tinh", "administer", "NA.X")


def test_a_name_cannot_begin_before_the_one_of_now(shared_town: Town) -> None:
    answer = shared_town.browser("xa").send(f"{UNITS}/ten", ten="Tên cũ", tu="01/01/2020")
    assert answer.status_code == 422 and "sau ngày 01/01/2020" in answer.text


@pytest.mark.parametrize(("typed", "amount_vnd"), [("2.000.000", 2_000_000), ("0", 0)])
def test_a_rule_holds_from_its_day(town: Town, typed: str, amount_vnd: int) -> None:
    answer = town.browser("xa").send(f"{UNITS}/muc-duyet", so_tien=typed, tu=short_date(TOMORROW))
    assert "Đã ghi mức chi" in answer.text
    registry, unit_id = town.site.wiring.office.shelf.registry(), town.world.units["NA.X"]
    assert free_up_to_vnd(registry, unit_id, today()) == 0
    assert free_up_to_vnd(registry, unit_id, TOMORROW + timedelta(days=9)) == amount_vnd


@pytest.mark.parametrize("typed", ["", "26,000", "-5", "nhiều"])
def test_an_amount_that_is_none_is_refused(shared_town: Town, typed: str) -> None:
    answer = shared_town.browser("xa").send(f"{UNITS}/muc-duyet", so_tien=typed)
    assert answer.status_code == 422 and 'id="f-so-tien-error"' in answer.text


def test_a_population_is_stated_with_its_source(town: Town) -> None:
    typed = {"ngay": "31/12/2025", "dan_so": "21.345", "hoi_vien": "0", "nguon": "Niên giám"}
    shown = town.browser("xa").send(f"{UNITS}/dan-so", **typed).text
    assert "21.345" in shown and "Niên giám" in shown


@pytest.mark.parametrize("persons", ["0", "21,345", "một nghìn"])
def test_a_population_that_is_no_number_is_refused(shared_town: Town, persons: str) -> None:
    typed = {"ngay": "31/12/2025", "dan_so": persons, "nguon": "Niên giám"}
    answer = shared_town.browser("xa").send(f"{UNITS}/dan-so", **typed)
    assert answer.status_code == 422 and 'id="f-dan-so-error"' in answer.text


def test_the_administrator_of_a_commune_does_not_see_the_province(shared_town: Town) -> None:
    browser = shared_town.browser("xa")
    assert browser.get(f"{UNITS}?don-vi=NA").status_code == 403
    assert browser.get(f"{UNITS}?don-vi=khong-co").status_code == 403


def test_units_are_found_without_tone_marks(shared_town: Town) -> None:
    browser = shared_town.browser("tinh")
    assert "NA.X" in browser.get(f"{UNITS}?tim=hoi+khuyen+hoc").text
    assert "Không tìm thấy đơn vị nào." in browser.get(f"{UNITS}?tim=xyz").text
