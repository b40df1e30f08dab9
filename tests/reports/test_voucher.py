"""Accounting vouchers carry every field of the known forms, and their signed list behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.papers import Voucher
from reports.voucher import FORMS, make_voucher
from tests.reports.reading import read, text_of
from tests.reports.samples import (
    BANK_IN,
    BANK_OUT,
    BICYCLES,
    CASH_IN,
    GOODS_IN,
    GOODS_OUT,
    OLD_BOOKS,
    cash_out,
    pupil,
)

EVERY_KIND = [CASH_IN, cash_out(1), BANK_IN, BANK_OUT, GOODS_IN, GOODS_OUT]


@pytest.fixture(scope="module")
def cash_in_text() -> str:
    return text_of(make_voucher(CASH_IN))


@pytest.fixture(scope="module")
def ceremony() -> bytes:
    """A phiếu chi for forty pupils."""
    return make_voucher(cash_out(40))


@pytest.mark.parametrize(
    "field",
    [
        "Đơn vị: Hội Khuyến học xã Quỳnh Lưu",
        "Mã QHNS: …",
        "Mẫu số C40-BB (Ban hành kèm theo Thông tư số 107/2017/TT-BTC)",
        "PHIẾU THU",
        "Ngày 05 tháng 9 năm 2022",
        "Quyển số: 01/2022",
        "Số: 000045/2022/PT",
        "Nợ: …",
        "Có: …",
        "Họ và tên người nộp tiền: Ông Nguyễn Văn Ẩm",
        "Địa chỉ: Xóm 3, xã Quỳnh Lưu",
        "Nội dung: Ủng hộ Quỹ Khuyến học năm 2022",
        "Nhập quỹ: Quỹ tiền mặt; nguồn: Quỹ chung",
        "Số tiền: 2.000.005 đ (loại tiền: Việt Nam đồng)",
        "Viết bằng chữ: Hai triệu không trăm linh năm đồng",
        "Kèm theo: 1 chứng từ gốc",
        "THỦ TRƯỞNG ĐƠN VỊ (Ký, họ tên, đóng dấu)",
        "KẾ TOÁN TRƯỞNG (Ký, họ tên)",
        "NGƯỜI LẬP (Ký, họ tên)",
        "Đã nhận đủ số tiền – Bằng số: 2.000.005 đ – Bằng chữ: Hai triệu không trăm linh năm đồng",
        "NGƯỜI NỘP (Ký, họ tên)",
        "THỦ QUỸ (Ký, họ tên)",
        "+ Tỷ giá ngoại tệ: …",
        "+ Số tiền quy đổi: …",
        "Mã kiểm chứng: 7K3M-Q2M9",
    ],
)
def test_a_phieu_thu_has_the_field(cash_in_text: str, field: str) -> None:
    assert field in cash_in_text


@pytest.mark.parametrize("voucher", EVERY_KIND, ids=lambda voucher: voucher.series)
def test_each_kind_has_its_title_number_and_parties(voucher: Voucher) -> None:
    text = text_of(make_voucher(voucher))
    assert FORMS[voucher.series].title in text
    assert f"Số: {voucher.label}" in text
    assert f"{FORMS[voucher.series].person}: {voucher.person}" in text


def test_every_series_has_a_form() -> None:
    assert {voucher.series for voucher in EVERY_KIND} == set(FORMS)


def test_an_ordinary_slip_is_one_page_of_a5(ceremony: bytes) -> None:
    slip = read(make_voucher(CASH_IN)).pages
    assert len(slip) == 1
    assert (round(slip[0].mediabox.width), round(slip[0].mediabox.height)) == (420, 595)
    assert round(read(ceremony).pages[0].mediabox.height) == 595


def test_a_ceremony_has_one_slip_and_a_signed_list_of_all_pupils(ceremony: bytes) -> None:
    slip, *pages = [page.extract_text() for page in read(ceremony).pages]
    listed = " ".join(pages)
    assert "70.000.000 đ" in slip.replace("\u00a0", " ")
    assert "danh sách 40 dòng" in slip
    assert all(f"Đặng Thị Ỹ Ẵng {place}" in listed for place in range(40))
    assert "Cộng (40 dòng) 70.000.000 Bằng chữ: Bảy mươi triệu đồng" in text_of(ceremony)


def test_each_page_of_a_list_says_what_it_belongs_to(ceremony: bytes) -> None:
    _, *pages = [page.extract_text() for page in read(ceremony).pages]
    assert len(pages) == 2
    for number, page in enumerate(pages, start=2):
        assert "DANH SÁCH KÈM THEO PHIẾU CHI SỐ 000045/2022/PC" in page
        assert "Ký nhận" in page
        assert f"Trang {number}/3" in page


def test_a_list_has_no_column_in_which_nobody_says_anything() -> None:
    text = text_of(make_voucher(BANK_OUT))
    assert "STT Họ và tên Số tiền (đồng) 1 Em 0 500.000" in text


def test_goods_stand_in_a_table_with_the_value_in_words() -> None:
    text = text_of(make_voucher(GOODS_OUT))
    assert "1 Xe đạp học sinh chiếc 20 64.000.000" in text
    assert "Tổng giá trị (viết bằng chữ): Sáu mươi sáu triệu năm trăm nghìn đồng" in text


def test_goods_that_nobody_valued_have_no_value_in_words() -> None:
    text = text_of(make_voucher(GOODS_IN))
    assert "Cộng chưa quy ra tiền Tổng giá trị (viết bằng chữ): chưa quy ra tiền" in text


def test_goods_for_many_pupils_are_summed_on_the_slip_and_signed_for_one_by_one() -> None:
    voucher = replace(
        GOODS_OUT,
        lines=(pupil(1, goods=BICYCLES), pupil(2, goods=BICYCLES), pupil(3, goods=OLD_BOOKS)),
        total_vnd=128_000_000,
    )
    text = text_of(make_voucher(voucher))
    assert "1 Xe đạp học sinh chiếc 40 128.000.000" in text
    assert "Xóm 3 Xe đạp học sinh: 20 chiếc 64.000.000" in text


def test_a_cancelled_voucher_is_banded_on_the_slip_and_on_the_list() -> None:
    pages = read(make_voucher(replace(cash_out(2), cancelled_on=date(2022, 10, 1)))).pages
    assert all("ĐÃ HỦY ngày 01/10/2022" in page.extract_text() for page in pages)


def test_blanks_stay_open_where_nothing_is_known() -> None:
    bare = replace(CASH_IN, book=None, attachments_count=None, address=None, form_header=None)
    text = text_of(make_voucher(bare))
    assert "Quyển số: …" in text
    assert "Kèm theo: ……… chứng từ gốc" in text
