"""A voucher shows all its lines as they were when it was issued, and what was undone since.

All from one recorded year, see `recorded.py`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ledger.database import Connection
from reports.from_entries import voucher_of
from reports.papers import GoodsLine, VoucherLine
from reports.voucher import make_voucher
from tests.reports.reading import text_of


def test_any_line_gives_the_whole_voucher_with_its_lines_in_order(year: Connection) -> None:
    voucher = voucher_of(year, "D-house-1")
    assert voucher_of(year, "D-house-3") == voucher
    assert [line.person for line in voucher.lines] == [f"Gia đình ông {n}" for n in (1, 2, 3)]
    assert voucher.person == "Theo danh sách kèm theo"


@pytest.mark.parametrize(("key", "label"), [("P-bank", "UNC"), ("P-next-year", "PC")])
def test_the_same_number_in_another_series_or_year_is_another_paper(
    year: Connection, key: str, label: str
) -> None:
    voucher = voucher_of(year, key)
    assert (voucher.series, voucher.number) == (label, 1)
    assert len(voucher.lines) == 1


def test_a_series_continued_from_paper_goes_on_in_its_book(year: Connection) -> None:
    voucher = voucher_of(year, "D-full")
    assert (voucher.label, voucher.book) == ("000175/2022/PT", "Quyển 04")


def test_a_voucher_names_the_paper_in_whose_place_it_stands(year: Connection) -> None:
    voucher = voucher_of(year, "D-right")
    assert voucher.replaces == "phiếu thu số 000179/2022/PT ngày 01/03/2022"
    said = " ".join(text_of(make_voucher(voucher)).split())
    assert "Thay thế phiếu thu số 000179/2022/PT ngày 01/03/2022" in said


def test_a_list_names_the_line_of_a_list_that_it_replaces(year: Connection) -> None:
    listed = voucher_of(year, "P-beside")
    assert listed.replaces == "dòng 1 của phiếu chi số 000002/2022/PC ngày 02/10/2022"


def test_a_line_of_a_list_says_where_the_pupil_is_found(year: Connection) -> None:
    first, second = voucher_of(year, "P-1").lines
    assert first == VoucherLine(
        person="Em Đặng Thị Ỹ",
        birth_year=2008,
        school_class="9A, THCS Mới",
        address="Xóm 1",
        amount_vnd=500_000,
        note="Trao học bổng",
    )
    assert second.note == "Khen thưởng"


def test_one_occasion_is_named_once_with_all_that_was_given(year: Connection) -> None:
    assert voucher_of(year, "P-1").reason == "Trao học bổng, khen thưởng – Tháng khuyến học"


def test_a_voucher_cites_the_decision_behind_it(year: Connection) -> None:
    said = "Quyết định số 13/QĐ-HKH ngày 01/09/2022 của Hội xã Mới"
    assert voucher_of(year, "P-1").decision == said


def test_a_single_line_puts_its_remarks_into_the_reason(year: Connection) -> None:
    voucher = voucher_of(year, "D-full")
    assert voucher.reason == "Ủng hộ Quỹ Khuyến học (Biên lai viết tay số AB-01; Cho lớp 9A)"
    assert (voucher.person, voucher.address) == ("Ông Nguyễn Văn Ẩm", "Xóm 3, xã Cũ")
    assert voucher.attachments_count == 1


def test_the_papers_own_date_stands_on_the_voucher_too(year: Connection) -> None:
    assert voucher_of(year, "D-full").on == date(2022, 2, 27)
    assert voucher_of(year, "D-month").precision == "month"


@pytest.mark.parametrize(
    ("key", "series", "person", "reason", "holding"),
    [
        ("D-bank", "BC", "Lớp 12B", "Ủng hộ Quỹ Khuyến học", "Tài khoản ngân hàng nh2"),
        ("D-nobody", "PT", "Người ủng hộ không nêu tên", "Ủng hộ Quỹ Khuyến học", "Quỹ tiền mặt"),
        ("D-erased", "PT", "[đã xoá]", "Ủng hộ Quỹ Khuyến học", "Quỹ tiền mặt"),
        (
            "H-1",
            "BC",
            "Báo Nghệ An",
            "Tiếp nhận tiền ủng hộ do Báo Nghệ An nhận hộ",
            "Tài khoản ngân hàng",
        ),
        (
            "T-on-the-way",
            "UNC",
            "Hội Khuyến học huyện Yên",
            "Điều chuyển cho Hội Khuyến học huyện Yên",
            "Tài khoản ngân hàng",
        ),
        (
            "M-draw",
            "PT",
            "Tài khoản ngân hàng",
            "Rút tiền gửi về quỹ tiền mặt",
            "Quỹ tiền mặt",
        ),
        (
            "M-save",
            "UNC",
            "Sổ tiết kiệm 12 tháng, số 00123",
            "Rút tiền gửi để gửi tiết kiệm",
            "Tài khoản ngân hàng",
        ),
        (
            "I-interest",
            "BC",
            "Ngân hàng nơi mở tài khoản",
            "Thu lãi tiền gửi",
            "Tài khoản ngân hàng",
        ),
        ("I-fees", "PT", None, "Thu hội phí (Quý 1)", "Quỹ tiền mặt"),
        ("Q-1", "PC", None, "Chi quản lý quỹ (Giấy khen)", "Quỹ tiền mặt"),
        ("G-free", "NK", "Công ty A", "Ủng hộ hiện vật cho Quỹ Khuyến học", "Kho hiện vật"),
    ],
)
def test_each_kind_of_row_says_who_what_for_and_where(
    year: Connection, key: str, series: str, person: str | None, reason: str, holding: str
) -> None:
    voucher = voucher_of(year, key)
    assert (voucher.series, voucher.person) == (series, person)
    assert (voucher.reason, voucher.holding_name) == (reason, holding)


def test_a_name_that_nobody_told_stays_open_on_the_slip(year: Connection) -> None:
    text = text_of(make_voucher(voucher_of(year, "Q-1")))
    assert "Họ và tên người nhận tiền: Địa chỉ: Nội dung: Chi quản lý quỹ" in text


def test_goods_go_out_at_the_value_of_their_lots(year: Connection) -> None:
    voucher = voucher_of(year, "X-1")
    (line,) = voucher.lines
    assert line.goods == GoodsLine(
        name="Áo ấm", counted_in="quyển", quantity=Decimal(2), value_vnd=500_000
    )
    assert voucher.reason == "Khen thưởng – Tháng khuyến học (Mẹ: Hồ Thị Sen; Ký thay)"


def test_a_voucher_is_cancelled_when_its_last_line_was_reversed(year: Connection) -> None:
    voucher = voucher_of(year, "P-wrong-1")
    assert voucher.cancelled_on == date(2022, 12, 4)
    assert [line.cancelled_on for line in voucher.lines] == [date(2022, 12, 3), date(2022, 12, 4)]
    assert voucher.struck_out == ()


def test_a_voucher_of_which_a_line_was_reversed_keeps_its_total(year: Connection) -> None:
    voucher = voucher_of(year, "R-D-house-2")
    assert (voucher.cancelled_on, voucher.total_vnd) == (None, 900_000)
    assert [line.person for line in voucher.struck_out] == ["Gia đình ông 2"]


def test_a_line_struck_out_is_named_on_the_slip_and_on_the_list(year: Connection) -> None:
    text = text_of(make_voucher(voucher_of(year, "D-house-1")))
    assert "Đã hủy 1 trong 3 dòng (gạch bỏ trên danh sách), trị giá 300.000 đ" in text
    assert "Gia đình ông 2 300.000 Đã hủy 02/12/2022" in text
    assert "Cộng (3 dòng) 900.000" in text


def test_the_reversal_of_a_transfer_cancels_the_senders_voucher(year: Connection) -> None:
    voucher = voucher_of(year, "R-T-1")
    assert (voucher.series, voucher.issuer.code) == ("UNC", "NA-01-01")
    assert voucher.cancelled_on == date(2022, 12, 5)


def test_cash_vouchers_bear_their_form_number_and_bank_vouchers_none(year: Connection) -> None:
    assert "C41-BB" in (voucher_of(year, "P-1").form_header or "")
    assert voucher_of(year, "P-bank").form_header is None


def test_the_code_of_a_voucher_is_that_of_its_first_line(year: Connection) -> None:
    voucher = voucher_of(year, "D-house-3")
    code = voucher.check_code.replace("-", "")
    assert voucher.check_url == f"https://so-quy.example/v/{code}"
    assert voucher.recorded_at == voucher_of(year, "D-house-1").recorded_at
