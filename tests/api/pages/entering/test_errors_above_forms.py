"""What is wrong with a form is listed above it, each with the name of its field and a way there."""

from __future__ import annotations

import re

import pytest

from tests.api.pages.entering.commune import Browser

LISTED = re.compile(r'<li><a href="#f-([^"]+)"><strong>([^<]+)</strong>: ([^<]+)</a></li>')
PLAIN = re.compile(r"<li>([^<]+)</li>")
EMPTY = "Chưa điền ô này."


def listed(page: str) -> list[tuple[str, str, str]]:
    """Return field, label and sentence of each line of the list of errors."""
    _, _, summary = page.partition("Chưa ghi được, xin xem lại:")
    return LISTED.findall(summary.partition("</ul>")[0])


@pytest.mark.parametrize(
    ("address", "typed", "fields"),
    [
        ("/phieu-thu/lap", {"ngay": "x"}, ["ngay", "so-tien-1"]),
        (
            "/phieu-thu/lap?kenh=in_kind",
            {"ten_1": "Bà Tư"},
            ["hien-vat-1", "so-luong-1", "don-vi-tinh-1"],
        ),
        ("/phieu-chi/lap", {"ten_2": "Bé", "so_tien_2": "x", "ngay": "x"}, ["ngay", "so-tien-2"]),
        ("/phieu-chi/chi-khac", {"ngay": "x"}, ["so-tien", "ngay"]),
        ("/dieu-chuyen/gui", {}, ["don-vi-nhan", "so-tien"]),
        ("/in/bang-ke", {"nam": "22"}, ["nguoi", "nam"]),
        ("/tai-khoan/mat-khau", {"mat_khau_cu": "a", "mat_khau_moi": "b"}, ["mat-khau-moi"]),
    ],
)
def test_each_error_names_its_field_in_the_order_of_the_form_and_leads_there(
    treasurer: Browser, address: str, typed: dict[str, str], fields: list[str]
) -> None:
    page = treasurer.send(address, **typed).text
    assert [name for name, _, _ in listed(page)] == fields
    for name, label, sentence in listed(page):
        assert f'<label for="f-{name}">{label}</label>' in page or f'aria-label="{label}"' in page
        assert page.count(f'id="f-{name}"') == 1
        assert f'id="f-{name}-error">{sentence}</p>' in page


def test_of_several_donors_the_list_says_which(treasurer: Browser) -> None:
    form = treasurer.filled("/phieu-thu/lap", dong="2", ten_1="Bà Tư", so_tien_1="5000")
    page = treasurer.post("/phieu-thu/lap", form | {"ten-2": "Ông Năm"}).text
    assert listed(page) == [("so-tien-2", "Người ủng hộ thứ 2, Số tiền (đồng)", EMPTY)]


def test_what_is_wrong_with_the_whole_form_stands_above_it(treasurer: Browser) -> None:
    page = treasurer.send("/phieu-thu/lap").text
    assert PLAIN.findall(page) == ["Chưa có dòng nào: điền ít nhất một khoản ủng hộ."]
