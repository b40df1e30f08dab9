"""Only the end of a day counts, over all rows of the day together: there nothing is below zero."""

from __future__ import annotations

from tests.api.books import (
    Books,
    collected,
    fund,
    gift,
    gift_of_goods,
    handover,
    holder,
    movement,
    opening,
    payout,
    payout_of_goods,
    transfer,
)


def test_money_may_go_to_and_fro_on_one_day_from_nothing(books: Books) -> None:
    books.accepted(
        movement("m1", 50, "cash", "bank"),
        movement("m2", 50, "bank", "cash"),
    )
    assert books.figures() == {}


def test_what_comes_on_a_day_may_be_paid_on_it(books: Books) -> None:
    books.accepted(payout("p1", 5, on="2022-03-01"), gift("d1", 5, on="2022-03-01"))
    assert books.figures()["paid.cash"] == 5


def test_money_may_pass_through_three_units_on_one_day(books: Books) -> None:
    day = "2022-05-02"
    books.accepted(
        payout("p1", 5, of="Z", on=day, paid_from="bank"),
        transfer("t2", 5, "Y", "Z", day, day),
        transfer("t1", 5, "X", "Y", day, day),
        gift("d1", 5, on=day, channel="bank"),
    )
    assert books.figures("Z")["paid.bank"] == 5


def test_the_last_row_that_takes_a_day_below_zero_is_refused(books: Books) -> None:
    complaint = books.refused(
        gift("d1", 100),
        payout("p3", 60, on="2022-09-07"),
        payout("p1", 60, on="2022-09-05"),
        payout("p2", 40, on="2022-09-06"),
    )
    assert (complaint.file, complaint.row) == ("payouts.csv", 2)
    assert "thiếu 60 đồng vào cuối ngày 07/09/2022" in complaint.message


def test_what_others_can_still_pay_is_recorded_in_part(books: Books) -> None:
    outcome = books.record(
        gift("d1", 100),
        payout("p1", 60, on="2022-09-05"),
        payout("p2", 60, on="2022-09-06"),
        payout("p3", 40, on="2022-09-07"),
        partial=True,
    )
    assert [(each.file, each.row) for each in outcome.errors] == [("payouts.csv", 3)]
    assert (outcome.recorded, books.figures().get("balance.cash")) == (3, None)


def test_a_late_payout_is_held_against_every_later_day(books: Books) -> None:
    books.accepted(gift("d1", 100), payout("p1", 100, on="2022-09-05"))
    complaint = books.refused(payout("p2", 1, on="2022-04-01"))
    assert complaint.code == "insufficient_funds"
    assert "thiếu 1 đồng vào cuối ngày 05/09/2022" in complaint.message


def test_late_papers_count_on_their_day_and_on_all_days_since(books: Books) -> None:
    books.accepted(gift("d1", 100), payout("p1", 100, on="2022-09-05"))
    books.accepted(gift("d2", 50, on="2022-02-01"), payout("p2", 50, on="2022-02-10"))
    days = ("2022-02-01", "2022-02-10", "2022-03-01", "2022-09-05")
    assert [books.figures(as_of=day).get("balance.cash", 0) for day in days] == [50, 0, 100, 0]


def test_a_late_gift_does_not_pay_for_an_earlier_day(books: Books) -> None:
    assert books.refused(gift("d1", 5, on="2022-03-02"), payout("p1", 5, on="2022-03-01")).row == 2


def test_what_stands_on_a_refused_transfer_is_refused_too(books: Books) -> None:
    outcome = books.record(
        transfer("t1", 5, "X", "Y", "2022-05-02", "2022-05-03"),
        payout("p1", 5, of="Y", paid_from="bank"),
        gift("d1", 1, of="Y"),
        partial=True,
    )
    refused = {(each.file, each.code) for each in outcome.errors}
    assert refused == {
        ("transfers.csv", "insufficient_funds"),
        ("payouts.csv", "insufficient_funds"),
    }
    assert outcome.recorded == 1


def test_each_fund_and_holding_stands_for_itself(books: Books) -> None:
    books.accepted(fund("X", "hb"), opening("o1", 5, fund="hb"), opening("o2", 5, holding="cash"))
    codes = [
        books.refused(payout("p1", 1, paid_from="bank")).code,
        books.refused(payout("p2", 1, fund="hb")).code,
    ]
    assert codes == ["insufficient_funds", "insufficient_funds"]
    books.accepted(payout("p3", 5, fund="hb", paid_from="bank"), payout("p4", 5))


def test_what_a_holder_holds_for_a_unit_is_one_sum_over_all_funds(books: Books) -> None:
    books.accepted(holder(), fund("X", "hb"), collected("d1", 5, fund="hb"))
    books.accepted(handover("h1", 5))
    assert books.refused(handover("h2", 1)).code == "insufficient_held"


def test_what_a_holder_holds_for_one_unit_is_not_for_another(books: Books) -> None:
    books.accepted(holder(), collected("d1", 5))
    assert books.refused(handover("h1", 5, of="Y")).code == "insufficient_held"


def test_goods_of_an_item_are_one_stock_over_all_funds(books: Books) -> None:
    books.accepted(fund("X", "hb"), gift_of_goods("d1", 5, fund="hb"))
    books.accepted(payout_of_goods("p1", 5))
    assert books.refused(payout_of_goods("p2", 1)).code == "insufficient_goods"


def test_goods_that_go_on_the_day_they_come_are_there(books: Books) -> None:
    day = "2022-03-01"
    books.accepted(payout_of_goods("p1", 5, on=day), gift_of_goods("d1", 5, 50, on=day))
    assert books.figures()["paid.in_kind"] == 50


def test_a_late_payout_of_goods_is_held_against_every_later_day(books: Books) -> None:
    books.accepted(gift_of_goods("d1", 5), payout_of_goods("p1", 5))
    complaint = books.refused(payout_of_goods("p2", 1, on="2022-04-01"))
    assert complaint.code == "insufficient_goods"
