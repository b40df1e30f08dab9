"""Money sent from unit to unit: on its way until it arrives, and then in both books."""

from __future__ import annotations

import pytest

from tests.api.books import Books, fund, opening, payout, reversal, transfer


@pytest.fixture
def endowed(books: Books) -> Books:
    books.accepted(opening("o1", 100), opening("o2", 100, holding="cash"))
    return books


def kinds(books: Books, key: str) -> list[tuple[str, str | None]]:
    """Return what was recorded under a key: the unit, and what."""
    return [((each.unit or "").removeprefix(books.name), each.type) for each in books.entries(key)]


def test_what_arrives_is_recorded_in_both_books(endowed: Books) -> None:
    outcome = endowed.accepted(transfer("t1", 5, received_on="2022-05-04"))
    assert kinds(endowed, "t1") == [
        ("X", "transfer.sent/1"),
        ("Y", "transfer.received/1"),
    ]
    assert outcome.recorded == 1


def test_filling_in_when_it_was_received_records_its_arrival(endowed: Books) -> None:
    endowed.accepted(transfer("t1", 5))
    filled = endowed.accepted(transfer("t1", 5, received_on="2022-05-04"))
    again = endowed.accepted(transfer("t1", 5, received_on="2022-05-04"))
    assert (filled.recorded, filled.already_recorded) == (1, 0)
    assert (again.recorded, again.already_recorded) == (0, 1)
    assert endowed.figures("Y") == {
        "transfers_in": 5,
        "balance.bank": 5,
        "balance.money": 5,
    }


def test_the_files_from_before_it_arrived_say_nothing_new(endowed: Books) -> None:
    endowed.accepted(transfer("t1", 5, received_on="2022-05-04"))
    again = endowed.accepted(transfer("t1", 5))
    assert (again.recorded, again.already_recorded) == (0, 1)
    assert endowed.figures("Y")["balance.bank"] == 5


@pytest.mark.parametrize(("paid_from", "holding"), [("", "bank"), ("bank", "bank"), ("cash",) * 2])
def test_money_arrives_in_the_same_kind_of_holding(
    endowed: Books, paid_from: str, holding: str
) -> None:
    endowed.accepted(transfer("t1", 5, received_on="2022-05-02", paid_from=paid_from))
    assert endowed.figures("X")[f"balance.{holding}"] == 95
    assert endowed.figures("Y")[f"balance.{holding}"] == 5


def test_money_arrives_in_the_same_fund(endowed: Books) -> None:
    endowed.accepted(
        *(fund("X", "hb"), fund("Y", "hb"), opening("o3", 7, fund="hb")),
        transfer("t1", 7, received_on="2022-05-04", fund="hb"),
    )
    assert endowed.refused(payout("p1", 1, of="Y", paid_from="bank")).code == "insufficient_funds"
    endowed.accepted(payout("p1", 7, of="Y", paid_from="bank", fund="hb"))


def test_a_payout_from_money_on_its_way_is_refused(endowed: Books) -> None:
    endowed.accepted(transfer("t1", 5))
    assert endowed.refused(payout("p1", 5, of="Y", paid_from="bank")).code == "insufficient_funds"


def test_a_transfer_on_its_way_that_is_undone_is_with_its_sender_again(endowed: Books) -> None:
    endowed.accepted(transfer("t1", 5), reversal("r1", "t1", "2022-05-10"))
    found = endowed.figures()
    assert (found["balance.bank"], found.get("in_transit_out")) == (100, None)
    assert "transfers_out" not in found


def test_a_transfer_that_arrived_is_undone_on_both_sides(endowed: Books) -> None:
    endowed.accepted(transfer("t1", 5, received_on="2022-05-04"), reversal("r1", "t1"))
    assert endowed.figures("X")["balance.bank"] == 100
    assert endowed.figures("Y") == {}


def test_a_transfer_of_last_year_is_undone_as_a_correction_on_both_sides(endowed: Books) -> None:
    endowed.accepted(transfer("t1", 5, received_on="2022-05-04"))
    endowed.accepted(reversal("r1", "t1", "2023-01-15"))
    both = [endowed.figures(of, "2023-12-31").get("corrections.money") for of in ("X", "Y")]
    assert both == [5, -5]
    assert "corrections.money" not in endowed.figures("X", "2023-12-31", "subtree")


def test_a_transfer_may_be_undone_on_the_day_it_arrives_in_one_import(endowed: Books) -> None:
    endowed.accepted(
        transfer("t1", 5, received_on="2022-05-04"), reversal("r1", "t1", "2022-05-04")
    )
    assert endowed.figures("X")["balance.bank"] == 100
    assert endowed.figures("Y") == {}


def test_what_arrives_after_it_was_undone_is_refused_as_undone_too_early(endowed: Books) -> None:
    complaint = endowed.refused(
        transfer("t1", 5, received_on="2022-05-04"), reversal("r1", "t1", "2022-05-03")
    )
    assert (complaint.code, complaint.file) == ("reversed_too_early", "reversals.csv")


def test_over_new_year_each_side_is_undone_in_its_own_year(endowed: Books) -> None:
    endowed.accepted(transfer("t1", 5, "X", "Y", "2022-12-30", "2023-01-05"))
    endowed.accepted(reversal("r1", "t1", "2023-02-01"))
    sender, receiver = endowed.figures("X", "2023-12-31"), endowed.figures("Y", "2023-12-31")
    assert sender["corrections.money"] == 5
    assert "corrections.money" not in receiver and "transfers_in" not in receiver


def test_a_transfer_whose_money_is_spent_cannot_be_undone(endowed: Books) -> None:
    endowed.accepted(transfer("t1", 5, received_on="2022-05-04"))
    endowed.accepted(payout("p1", 1, of="Y", paid_from="bank"))
    complaint = endowed.refused(reversal("r1", "t1"))
    assert (complaint.code, complaint.column) == ("insufficient_funds", "reverses")


def test_money_that_arrived_may_be_sent_on_the_same_day(endowed: Books) -> None:
    day = "2022-05-02"
    endowed.accepted(
        transfer("t2", 100, "Y", "Z", day, day), transfer("t1", 100, "X", "Y", day, day)
    )
    assert endowed.figures("Z")["balance.bank"] == 100
