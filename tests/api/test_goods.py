"""Goods go out first in first out, at the value of their lots; what was taken stays as recorded."""

from __future__ import annotations

from tests.api.books import (
    Books,
    gift_of_goods,
    goods,
    opening,
    payout_of_goods,
    reversal,
)


def values(books: Books, *keys: str) -> list[object]:
    """Return at what value goods went out under each key."""
    return [books.entries(key)[0].facts.get("amount_vnd") for key in keys]


def stock(books: Books, as_of: str = "2022-12-31") -> object:
    return books.figures(as_of=as_of).get("balance.goods", 0)


def test_a_part_of_a_lot_is_rounded_down_and_the_last_takes_the_rest(books: Books) -> None:
    books.accepted(
        gift_of_goods("d1", 10, 100_003),
        *(payout_of_goods(f"p{at}", part) for at, part in enumerate((3, 3, 4))),
    )
    assert values(books, "p0", "p1", "p2") == [30_000, 30_000, 40_003]
    assert stock(books) == 0


def test_the_oldest_lot_goes_first(books: Books) -> None:
    books.accepted(
        gift_of_goods("d2", 5, 100, on="2022-03-02"),
        gift_of_goods("d1", 5, 10, on="2022-03-01"),
        payout_of_goods("p1", 4),
        payout_of_goods("p2", 3, on="2022-09-06"),
    )
    assert values(books, "p1", "p2") == [8, 2 + 40]
    assert stock(books) == 60


def test_what_a_unit_brings_is_a_lot_like_others(books: Books) -> None:
    books.accepted(
        opening("o1", 10, **goods(5)),
        gift_of_goods("d1", 5, 100),
        payout_of_goods("p1", 6),
    )
    assert values(books, "p1") == [10 + 20]


def test_goods_may_be_counted_in_fractions(books: Books) -> None:
    books.accepted(gift_of_goods("d1", "2,5", 10), payout_of_goods("p1", "1.25"))
    assert values(books, "p1") == [5]


def test_goods_that_are_not_valued_go_out_without_a_value(books: Books) -> None:
    books.accepted(gift_of_goods("d1", 5), payout_of_goods("p1", 5))
    assert values(books, "p1") == [None]


def test_of_goods_partly_valued_the_valued_lots_count(books: Books) -> None:
    books.accepted(
        gift_of_goods("d1", 5),
        gift_of_goods("d2", 5, 100, on="2022-03-02"),
        payout_of_goods("p1", 6, 20),
    )
    assert values(books, "p1") == [20]


def test_a_stated_value_that_is_the_value_of_the_lots_is_accepted(books: Books) -> None:
    books.accepted(gift_of_goods("d1", 10, 100_003), payout_of_goods("p1", 3, 30_000))
    assert stock(books) == 70_003


def test_another_item_or_unit_of_count_is_another_stock(books: Books) -> None:
    books.accepted(
        gift_of_goods("d1", 5, 10),
        gift_of_goods("d2", 5, 100, counted_in="tập"),
        gift_of_goods("d3", 5, 1_000, item="Bút"),
        payout_of_goods("p1", 5, counted_in="tập"),
    )
    assert values(books, "p1") == [100]


def test_a_lot_that_comes_late_does_not_change_what_went_out(books: Books) -> None:
    books.accepted(gift_of_goods("d2", 5, 100), payout_of_goods("p1", 2))
    books.accepted(
        gift_of_goods("d1", 5, 10, on="2022-02-01"), payout_of_goods("p2", 5, on="2022-09-06")
    )
    assert values(books, "p1", "p2") == [40, 10]
    assert stock(books) == 60


def test_goods_that_come_back_go_out_again_at_their_value(books: Books) -> None:
    books.accepted(
        gift_of_goods("d1", 3, 100),
        payout_of_goods("p1", 2),
        reversal("r1", "p1"),
        payout_of_goods("p2", 3, on="2022-11-20"),
    )
    assert values(books, "p1", "p2") == [66, 100]
    assert books.figures()["paid.in_kind"] == 100


def test_goods_that_are_gone_cannot_be_undone(books: Books) -> None:
    books.accepted(gift_of_goods("d1", 5, 50), payout_of_goods("p1", 1))
    assert books.refused(reversal("r1", "d1")).code == "insufficient_goods"


def test_undoing_a_lot_that_went_out_takes_from_the_others(books: Books) -> None:
    books.accepted(
        gift_of_goods("d1", 5, 50),
        payout_of_goods("p1", 1),
        gift_of_goods("d2", 5, 100, on="2022-09-30"),
        reversal("r1", "d1"),
    )
    assert stock(books) == 90
    books.accepted(payout_of_goods("p2", 4, 90, on="2022-11-20"))
    assert stock(books) == 0


def test_goods_undone_in_a_later_year_are_a_correction(books: Books) -> None:
    books.accepted(
        gift_of_goods("d1", 5, 50), payout_of_goods("p1", 2), reversal("r1", "p1", "2023-02-01")
    )
    found = books.figures(as_of="2023-12-31")
    assert (found["corrections.goods"], found["balance.goods"]) == (20, 50)
    assert "paid.in_kind" not in found


def test_a_value_that_was_left_to_the_lots_may_be_said_when_the_row_comes_again(
    books: Books,
) -> None:
    books.accepted(gift_of_goods("d1", 7, 100), payout_of_goods("p1", 3))
    assert books.accepted(payout_of_goods("p1", 3, 42)).already_recorded == 1


def test_a_value_that_was_said_may_be_left_to_the_lots_when_the_row_comes_again(
    books: Books,
) -> None:
    books.accepted(gift_of_goods("d1", 7, 100), payout_of_goods("p1", 3, 42))
    assert books.accepted(payout_of_goods("p1", 3)).already_recorded == 1


def test_another_value_than_was_recorded_is_other_content(books: Books) -> None:
    books.accepted(gift_of_goods("d1", 7, 100), payout_of_goods("p1", 3))
    assert books.refused(payout_of_goods("p1", 3, 43)).code == "key_used_for_other"
