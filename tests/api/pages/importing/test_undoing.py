"""A whole import is undone by reversals, with a second person; what cannot be is named."""

from __future__ import annotations

from ledger.events import EntryReversed
from tests.api.books import goods
from tests.api.pages.entering.commune import CODE, Commune
from tests.api.pages.importing.sending import Sender, files_of, gift, payout


def reversals(commune: Commune) -> list[str]:
    """Return the keys of the rows of the commune that have been reversed."""
    return [each.original.key for each in commune.events() if isinstance(each, EntryReversed)]


def imported(treasurer: Sender, second: Sender, *rows: tuple[str, dict[str, str]]) -> str:
    """Import rows; return the address of the import."""
    href = treasurer.bring(files_of(*rows))
    if "Gửi người thứ hai duyệt" in treasurer.done(href):
        treasurer.press(href, "de-nghi")
        assert "Đã ghi sổ" in second.press(href, "duyet")
    else:
        assert "Đã ghi sổ" in treasurer.press(href, "ghi")
    return href


def test_an_import_is_undone_with_a_second_person_in_the_order_that_works(
    commune: Commune, treasurer: Sender, account_holder: Sender, key: str
) -> None:
    rows = (gift(f"{key}1", 30_000, fund="general"), payout(f"{key}2", 30_000))
    href = imported(treasurer, account_holder, *rows)
    page = treasurer.press(href, "hoan-tac", ly_do="Nhập nhầm tệp năm ngoái")
    assert "Hoàn tác 2 dòng" in page and "Nhập nhầm tệp năm ngoái" in page
    treasurer.press(href, "de-nghi")
    assert reversals(commune) == []
    commune.site.catch_up()
    assert "Hoàn tác lần nhập “donations.csv, payouts.csv”" in account_holder.done("/duyet")
    assert "Đã hoàn tác 2 dòng" in account_holder.press(href, "duyet")
    assert sorted(reversals(commune)) == [f"{key}1", f"{key}2"]


def test_a_reason_is_asked_for_beside_the_field(
    treasurer: Sender, account_holder: Sender, key: str
) -> None:
    href = imported(treasurer, account_holder, gift(f"{key}1"))
    assert "Hãy ghi lý do hoàn tác" in treasurer.press(href, "hoan-tac", ly_do=" ")


def test_goods_that_were_given_on_come_back_before_the_gift_goes(
    commune: Commune, treasurer: Sender, account_holder: Sender, key: str
) -> None:
    books = goods(3, f"Vở {key}")
    came = gift(f"{key}1", 9_000, channel="hiện vật", **books)
    went = payout(f"{key}2", 9_000, paid_from="hiện vật", **books)
    href = imported(treasurer, account_holder, came, went)
    treasurer.press(href, "hoan-tac", ly_do="Nhầm")
    treasurer.press(href, "de-nghi")
    account_holder.press(href, "duyet")
    assert [each for each in reversals(commune) if each.startswith(key)] == [f"{key}2", f"{key}1"]


def test_what_others_have_spent_since_is_named_and_left(
    commune: Commune, treasurer: Sender, account_holder: Sender, key: str
) -> None:
    fund = ("funds", {"unit": CODE, "fund": key, "name": "Nguồn", "restricted": "có"})
    rows = (fund, gift(f"{key}1", 10_000, fund=key), gift(f"{key}2", 40_000, fund=key, donor=""))
    href = imported(treasurer, account_holder, *rows)
    imported(treasurer, account_holder, payout(f"{key}3", 40_000, fund=key))
    page = treasurer.press(href, "hoan-tac", ly_do="Nhầm")
    assert "Không hoàn tác được 1 dòng" in page and "Không đủ tiền" in page
    assert "Hoàn tác 1 dòng" in page and reversals(commune)[-1:] != [f"{key}1"]


def test_what_was_undone_by_hand_before_is_passed_over(
    treasurer: Sender, account_holder: Sender, key: str
) -> None:
    href = imported(treasurer, account_holder, gift(f"{key}1"), gift(f"{key}2", donor="Bà Tư"))
    cells = {"key": f"{key}9", "reverses": f"{key}1", "on": "2026-11-03", "reason": "Nhầm"}
    imported(treasurer, account_holder, ("reversals", cells))
    assert "Hoàn tác 1 dòng" in treasurer.press(href, "hoan-tac", ly_do="Nhầm")


def test_an_undone_row_sent_again_is_named_and_not_recorded(
    treasurer: Sender, account_holder: Sender, key: str
) -> None:
    href = imported(treasurer, account_holder, gift(f"{key}1"))
    treasurer.press(href, "hoan-tac", ly_do="Nhầm")
    treasurer.press(href, "de-nghi")
    account_holder.press(href, "duyet")
    page = treasurer.done(treasurer.bring(files_of(gift(f"{key}1"))))
    assert "Đã ghi từ trước nhưng đã hủy" in page and f"{key}1" in page


def test_the_wish_to_undo_can_be_dropped(
    commune: Commune, treasurer: Sender, account_holder: Sender, key: str
) -> None:
    href = imported(treasurer, account_holder, gift(f"{key}1"))
    treasurer.press(href, "hoan-tac", ly_do="Nhầm")
    assert "Đã ghi sổ" in treasurer.press(href, "bo")
    assert f"{key}1" not in reversals(commune)
