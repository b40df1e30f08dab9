"""Rows that may be there already are named, and may be recorded all the same."""

from __future__ import annotations

from tests.api.pages.entering.commune import Commune
from tests.api.pages.importing.sending import Sender, files_of, gift, payout


def test_the_same_gift_under_another_key_is_named_with_the_entry_it_is_like(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    treasurer.press(treasurer.bring(files_of(gift(f"{key}1", 61_000, donor="Đỗ Ẩn"))), "ghi")
    commune.site.catch_up()
    href = treasurer.bring(files_of(gift(f"{key}2", 61_000, donor="ĐỖ ẨN")))
    page = treasurer.done(href)
    assert "Có thể trùng với dòng đã có" in page and "donations.csv, dòng 2 ĐỖ ẨN NA.01-" in page
    assert "Đã ghi sổ" in treasurer.press(href, "ghi")


def test_the_same_award_twice_in_one_file_is_named(treasurer: Sender, key: str) -> None:
    gifts = gift(f"{key}1", 90_000, donor=f"Ông {key}")
    href = treasurer.bring(files_of(gifts, payout(f"{key}2"), payout(f"{key}3")))
    page = treasurer.done(href)
    assert "payouts.csv, dòng 3 Lê Bé dòng 2 của tệp này" in page
    assert "Gửi người thứ hai duyệt" in page


def test_gifts_of_nobody_are_never_like_each_other(treasurer: Sender, key: str) -> None:
    files = files_of(gift(f"{key}1", donor=""), gift(f"{key}2", donor=""))
    assert "Có thể trùng" not in treasurer.done(treasurer.bring(files))
