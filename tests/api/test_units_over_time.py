"""Units are renamed, stand under another unit, end; what they hold passes with them."""

from __future__ import annotations

from ledger.office import now
from tests.api.books import (
    Books,
    fund,
    gift,
    gift_of_goods,
    opening,
    payout,
    population,
    transfer,
    unit,
)

MOVED = "2022-07-01"
V_AND_W = (unit("V", "X", "district"), unit("W", "Y"))
W_MOVES = (unit("W", "Y", valid_to="2022-06-30"), unit("W", "V", valid_from=MOVED))
W_FROM_Y_TO_V = (unit("V", "X", "district"), *W_MOVES)


def test_parents_may_stand_after_their_children_in_the_file(empty_books: Books) -> None:
    rows = [unit("Z", "Y"), unit("Y", "X", "district"), unit("X", "", "province")]
    assert empty_books.accepted(*rows).recorded == 3


def test_a_new_cycle_is_refused_and_so_is_all_that_hangs_on_it(empty_books: Books) -> None:
    outcome = empty_books.record(unit("A", "C"), unit("B", "A"), unit("C", "B"), unit("D", "B"))
    assert {each.code for each in outcome.errors} == {"tree_has_cycle"}
    assert (outcome.recorded, outcome.refused) == (0, 4)


def test_a_cycle_through_units_that_are_known_is_refused(books: Books) -> None:
    outcome = books.record(
        unit("Y", "X", "district", valid_to="2022-06-30"),
        unit("Y", "Z", "district", valid_from=MOVED),
    )
    assert [(each.code, each.row, each.column) for each in outcome.errors] == [
        ("tree_has_cycle", 3, "parent")
    ]


def test_two_units_may_change_places_over_time(books: Books) -> None:
    books.accepted(
        unit("Z", "Y", valid_to="2022-06-30"),
        unit("Z", "X", valid_from=MOVED),
        unit("Y", "X", "district", valid_to="2022-06-30"),
        unit("Y", "Z", "district", valid_from=MOVED),
        gift("d1", 5, of="Y", on="2022-08-01"),
    )
    assert books.figures("Z", scope="subtree")["raised.cash"] == 5


def test_new_terms_that_overlap_are_refused(empty_books: Books) -> None:
    complaint = empty_books.refused(
        unit("X", level="province"), unit("X", level="province", valid_from="2022-07-01")
    )
    assert (complaint.code, complaint.row) == ("unit_terms_overlap", 3)


def test_a_unit_is_called_as_on_the_day(books: Books) -> None:
    books.accepted(
        unit("Z", "Y", valid_to="2022-06-30"),
        unit("Z", "Y", valid_from=MOVED, name="Phường Mới"),
    )
    assert books.name_of("Z", "2022-06-30") == "Đơn vị Z"
    assert books.name_of("Z", "2022-07-01") == "Phường Mới"


def test_a_misspelt_name_is_corrected_and_was_known(books: Books) -> None:
    then = now()
    assert books.accepted(unit("Z", "Y", name="Xã Đúng")).recorded == 1
    assert books.name_of("Z", "2010-01-01") == "Xã Đúng"
    assert books.name_of("Z", "2010-01-01", known_at=then) == "Đơn vị Z"


def test_filling_in_the_last_day_records_it_once(books: Books) -> None:
    ended = unit("Z", "Y", valid_to="2022-06-30")
    assert books.accepted(ended).recorded == 1
    assert books.accepted(ended).already_recorded == 1
    assert books.refused(gift("d1", 5, of="Z", on="2022-07-01")).code == "unit_not_valid"
    assert books.accepted(gift("d1", 5, of="Z", on="2022-06-30")).recorded == 1


def test_what_an_ended_unit_holds_stays_in_the_sums_above_it(books: Books) -> None:
    books.accepted(gift("d1", 5, of="Z"), unit("Z", "Y", valid_to="2022-06-30"))
    for as_of in ("2022-06-30", "2022-12-31", "2023-12-31"):
        assert books.figures("X", as_of, "subtree")["balance.money"] == 5


def test_what_a_unit_holds_passes_from_the_old_to_the_new_unit_above(books: Books) -> None:
    books.accepted(*W_FROM_Y_TO_V, opening("o1", 100, of="W"))
    assert books.figures("Y", scope="subtree") == {
        "brought_in.money": 100,
        "succession_out": 100,
    }
    assert books.figures("V", scope="subtree") == {
        "succession_in": 100,
        "balance.bank": 100,
        "balance.money": 100,
    }


def test_for_units_above_both_nothing_passes(books: Books) -> None:
    books.accepted(*W_FROM_Y_TO_V, opening("o1", 100, of="W"))
    both = {"brought_in.money": 100, "balance.bank": 100, "balance.money": 100}
    assert books.figures("X", scope="subtree") == both
    assert books.figures("W") == both


def test_goods_that_pass_are_brought_in(books: Books) -> None:
    books.accepted(*W_FROM_Y_TO_V, gift_of_goods("g1", 5, 70, of="W"))
    old, new = books.figures("Y", scope="subtree"), books.figures("V", scope="subtree")
    assert (old["brought_in.goods"], old.get("balance.goods")) == (-70, None)
    assert (new["brought_in.goods"], new["balance.goods"]) == (70, 70)


def test_units_below_pass_with_the_unit_that_moves(books: Books) -> None:
    books.accepted(*W_FROM_Y_TO_V, unit("U", "W", "branch"), opening("o1", 100, of="U"))
    assert books.figures("V", scope="subtree")["succession_in"] == 100


def test_papers_that_come_late_pass_too(books: Books) -> None:
    books.accepted(*W_FROM_Y_TO_V)
    books.accepted(gift("d1", 5, of="W", on="2022-06-30"), gift("d2", 7, of="W", on=MOVED))
    found = books.figures("V", scope="subtree")
    assert (found["succession_in"], found["raised.cash"], found["balance.money"]) == (5, 7, 12)


def test_each_row_counts_for_those_above_on_its_day(books: Books) -> None:
    books.accepted(
        *W_FROM_Y_TO_V,
        gift("d1", 5, of="W", on="2022-06-30"),
        gift("d2", 7, of="W", on=MOVED),
    )
    raised = [books.figures(of, scope="subtree")["raised.cash"] for of in ("Y", "V", "X")]
    assert raised == [5, 7, 12]


def test_by_todays_tree_everything_counts_for_those_above_today(books: Books) -> None:
    books.accepted(*W_FROM_Y_TO_V, gift("d1", 5, of="W", on="2022-06-30"))
    assert books.figures("Y", scope="subtree", tree="as_is") == {}
    assert books.figures("V", scope="subtree", tree="as_is")["raised.cash"] == 5


def test_money_on_its_way_is_inside_as_long_as_both_units_are(books: Books) -> None:
    books.accepted(*V_AND_W, opening("o1", 9, of="W"), transfer("t1", 5, "W", "Y", "2022-06-01"))
    books.accepted(*W_MOVES)
    before = books.figures("Y", "2022-06-30", "subtree")
    after = books.figures("Y", "2022-07-31", "subtree")
    assert (before["balance.in_transit"], before["balance.money"]) == (5, 9)
    assert (after["succession_out"], after.get("balance.money")) == (9, None)


def test_money_on_its_way_to_a_unit_comes_inside_with_its_sender(books: Books) -> None:
    books.accepted(*V_AND_W, opening("o1", 9, of="W"), transfer("t1", 5, "W", "V", "2022-06-01"))
    books.accepted(*W_MOVES)
    after = books.figures("V", "2022-07-31", "subtree")
    assert (after["succession_in"], after["balance.in_transit"]) == (9, 5)
    books.accepted(transfer("t1", 5, "W", "V", "2022-06-01", "2022-08-01"))
    arrived = books.figures("V", "2022-08-31", "subtree")
    assert "transfers_in" not in arrived and arrived["balance.bank"] == 9


def test_a_recipient_counts_for_those_above_on_the_day(books: Books) -> None:
    who = {"of": "W", "recipient_id": "HS-1"}
    books.accepted(*W_FROM_Y_TO_V, opening("o1", 9, of="W", holding="cash"))
    books.accepted(payout("p1", 1, on="2022-06-30", **who), payout("p2", 1, on="2022-09-05", **who))
    counted = [books.figures(of, scope="subtree").get("paid.recipients") for of in ("Y", "V")]
    assert counted == [1, None]


def test_two_changes_of_one_day_that_make_a_cycle_together_are_refused(books: Books) -> None:
    books.accepted(unit("V", "X", "district"))
    outcome = books.record(
        unit("Y", "X", "district", valid_to="2022-06-30"),
        unit("Y", "V", "district", valid_from=MOVED),
        unit("V", "X", "district", valid_to="2022-06-30"),
        unit("V", "Y", "district", valid_from=MOVED),
    )
    assert {each.code for each in outcome.errors} == {"tree_has_cycle"}


def test_what_stands_on_a_refused_unit_is_refused_too(books: Books) -> None:
    refused = unit("N", "X", valid_to="1999-12-31")
    outcome = books.record(
        refused, unit("M", "N"), population("N", 5), gift("d1", 5, of="N"), fund("N", "hb")
    )
    said = {(each.code, each.file, each.row, each.column) for each in outcome.errors}
    assert said == {
        ("unit_term_empty", "units.csv", 2, "valid_to"),
        ("unknown_unit", "units.csv", 3, "parent"),
        ("unknown_unit", "population.csv", 2, "unit"),
        ("unit_not_valid", "donations.csv", 2, "received_on"),
        ("unknown_unit", "funds.csv", 2, "unit"),
    }
