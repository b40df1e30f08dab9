"""The donor's receipt says who gave what, which way, in figures and words, and how to check it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.papers import Channel, Receipt
from reports.receipt import make_receipt
from tests.reports.reading import read, text_of
from tests.reports.samples import CARRIED, CASH_GIFT, GOODS_GIFT, OLD_BOOKS, PRESS_GIFT


def test_a_receipt_names_association_number_donor_and_day() -> None:
    text = text_of(make_receipt(CASH_GIFT))
    assert "HỘI KHUYẾN HỌC XÃ QUỲNH LƯU" in text
    assert "Số: 000123/2022/BN" in text
    assert "Đã nhận của: Ông Nguyễn Văn Ẩm" in text
    assert "Ngày 05 tháng 11 năm 2022" in text


def test_the_amount_stands_in_figures_and_in_words() -> None:
    text = text_of(make_receipt(CASH_GIFT))
    assert "Số tiền: 2.000.000 đ" in text
    assert "Bằng chữ: Hai triệu đồng" in text


@pytest.mark.parametrize(("channel", "said"), [("cash", "Tiền mặt"), ("bank", "Chuyển khoản")])
def test_a_receipt_says_by_which_way_the_money_came(channel: Channel, said: str) -> None:
    assert f"Hình thức: {said}" in text_of(make_receipt(replace(CASH_GIFT, channel=channel)))


def test_a_gift_through_a_newspaper_names_it_and_may_hide_the_donor() -> None:
    text = text_of(make_receipt(PRESS_GIFT))
    assert "do Báo Nghệ An nhận hộ" in text
    assert "Đã nhận của: Người ủng hộ không nêu tên" in text
    assert "Biên lai viết tay số: AB-00471" in text


def test_goods_are_listed_and_an_unknown_value_is_never_zero() -> None:
    text = text_of(make_receipt(GOODS_GIFT))
    assert "2 Vở ô ly 96 trang quyển 1.250 2.500.000" in text
    assert "3 Sách giáo khoa cũ bộ 35,5 chưa quy ra tiền" in text
    assert "Cộng (chưa kể hiện vật chưa quy ra tiền) 66.500.000" in text


def test_goods_without_any_value_have_no_amount_in_words() -> None:
    text = text_of(make_receipt(replace(GOODS_GIFT, goods=(OLD_BOOKS,), amount_vnd=None)))
    assert "Trị giá: chưa quy ra tiền" in text
    assert "đồng Ngày" not in text
    assert "Bằng chữ" not in text


def test_goods_are_signed_for_by_the_storekeeper_and_money_by_the_cashier() -> None:
    assert "THỦ KHO" in text_of(make_receipt(GOODS_GIFT))
    assert "THỦ QUỸ" in text_of(make_receipt(CASH_GIFT))


@pytest.mark.parametrize("gift", [PRESS_GIFT, replace(CASH_GIFT, channel="bank")])
def test_the_cashier_signs_for_no_money_but_cash(gift: Receipt) -> None:
    assert "NGƯỜI NỘP (Ký, họ tên) KẾ TOÁN (Ký, họ tên)" in text_of(make_receipt(gift))


def test_what_is_not_known_of_the_day_stays_open() -> None:
    text = text_of(make_receipt(replace(CASH_GIFT, precision="month")))
    assert "Ngày …… tháng 11 năm 2022" in text


def test_a_receipt_tells_how_to_check_it() -> None:
    paper = make_receipt(CASH_GIFT)
    assert "Mã kiểm chứng: 7K3M-Q2M9 Đã ghi sổ, không thể sửa" in text_of(paper)
    assert len(read(paper).pages[0].images) == 1


def test_a_reversed_gift_bears_a_band_and_keeps_its_number() -> None:
    undone = replace(CASH_GIFT, reversed_on=date(2022, 12, 1), later=(CARRIED,))
    text = text_of(make_receipt(replace(undone, reversal_reason="Ghi hai lần")))
    assert "Số: 000123/2022/BN ĐÃ HỦY ngày 01/12/2022 Lý do: Ghi hai lần" in text


def test_what_stands_in_the_place_of_a_reversed_gift_is_named_below_the_band() -> None:
    paper = replace(
        CASH_GIFT,
        reversed_on=date(2022, 12, 1),
        later=(CARRIED, CARRIED),
        replaced_by="giấy biên nhận số 000130/2022/BN ngày 02/12/2022",
    )
    assert "01/12/2022 Thay bằng giấy biên nhận số 000130" in text_of(make_receipt(paper))


def test_a_second_print_bears_a_small_number_and_the_first_none() -> None:
    assert "Số: 000123/2022/BN In lần 2" in text_of(make_receipt(replace(CASH_GIFT, copy=2)))
    assert "In lần" not in text_of(make_receipt(CASH_GIFT))


@pytest.mark.parametrize("receipt", [CASH_GIFT, GOODS_GIFT, PRESS_GIFT])
def test_an_ordinary_receipt_is_one_page_of_a5(receipt: Receipt) -> None:
    pages = read(make_receipt(receipt)).pages
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [
        (595, 420)
    ]


def test_long_names_and_the_largest_amount_go_on_to_a_second_page_with_nothing_lost() -> None:
    text = text_of(
        make_receipt(
            replace(
                CASH_GIFT,
                donor="Tập thể giáo viên " * 15,
                donor_address="W" * 300,
                amount_vnd=2**53 - 1,
                note="Gửi tặng các cháu học sinh nghèo vượt khó " * 20 + "HẾT",
            )
        )
    )
    assert "9.007.199.254.740.991 đ" in text
    assert text.replace(" ", "").count("W") == 300
    assert "HẾT" in text
    assert "CHỦ TÀI KHOẢN" in text
