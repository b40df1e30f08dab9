"""The document `balances`: its keys, and what each figure of it means.

Amounts are small on purpose; `figures` gives those of a unit that are not 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.balances import balances
from api.sample import write_sample
from ledger.database import connect
from ledger.office import now
from projections.figures import Tree, asked
from tests.api.books import (
    Books,
    collected,
    gift,
    gift_of_goods,
    handover,
    holder,
    holding,
    movement,
    opening,
    other,
    payout,
    payout_of_goods,
    population,
    reversal,
    transfer,
    unit,
)
from tests.api.oracle import Oracle, differences

NOTHING = (
    '{"opening": {"money": 0, "goods": 0}, "brought_in": {"money": 0, "goods": 0},'
    ' "raised": {"cash": 0, "bank": 0, "in_kind": 0, "press": 0, "total": 0}, "other_income": 0,'
    ' "paid": {"cash": 0, "bank": 0, "in_kind": 0, "total": 0, "occurrences": 0, "recipients": 0},'
    ' "costs": 0, "transfers_in": 0, "transfers_out": 0, "succession_in": 0, "succession_out": 0,'
    ' "corrections": {"money": 0, "goods": 0},'
    ' "balance": {"cash": 0, "bank": 0, "savings": 0, "with_collectors": 0, "in_transit": 0,'
    ' "money": 0, "goods": 0}, "in_transit_out": 0, "held_by_others": 0, "facilitated": 0}'
)


def test_a_document_says_everything_in_the_order_of_the_contract(books: Books) -> None:
    books.catch_up()
    with connect(books.url) as connection:
        found = balances(connection, asked(date(2022, 12, 31)), code=f"{books.name}X")
    said = {"unit": f"{books.name}X", "name": "Đơn vị X", "level": "province"}
    both = {"own": json.loads(NOTHING), "subtree": json.loads(NOTHING)}
    assert list(found) == ["as_of", "from", "known_at", "tree", "log_size", "units"]
    assert json.dumps(found["units"]) == json.dumps([{**said, **both}])


def test_a_document_says_what_was_asked_and_of_which_log(books: Books) -> None:
    books.catch_up()
    what = asked(date(2022, 6, 30), date(2021, 7, 1), "as_is")
    with connect(books.url) as connection:
        found = balances(connection, what, known_at=datetime(2200, 1, 1, tzinfo=UTC))
    said = {name: found[name] for name in ("as_of", "from", "known_at", "tree", "log_size")}
    assert said == {
        "as_of": "2022-06-30",
        "from": "2021-07-01",
        "known_at": "2200-01-01T00:00:00Z",
        "tree": "as_is",
        "log_size": books.size(),
    }


@pytest.fixture(scope="module")
def sample(
    shared_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    place = tmp_path_factory.mktemp("sample")
    write_sample(place, scale=0.002)
    books = Books(shared_database_url, place)
    assert books.record_files(place).errors == []
    books.catch_up()
    yield shared_database_url, place


@pytest.mark.parametrize("tree", ["as_was", "as_is"])
@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        ("2021-12-31", None),
        ("2022-06-30", None),
        ("2022-12-31", None),
        ("2023-03-31", None),
        ("2022-09-07", "2022-03-05"),
        ("2023-06-30", "2021-07-01"),
    ],
)
def test_a_sample_province_has_the_figures_that_its_rows_come_to(
    sample: tuple[str, Path], as_of: str, first: str | None, tree: Tree
) -> None:
    url, files = sample
    expected = Oracle(files).figures(as_of, first, as_is=tree == "as_is")
    what = asked(date.fromisoformat(as_of), date.fromisoformat(first) if first else None, tree)
    with connect(url) as connection:
        found = [each for each in balances(connection, what)["units"] if each["unit"] in expected]
    assert len(found) == len(expected)
    assert differences(expected, found) == []


def test_money_is_raised_by_its_channel_wherever_it_lies(books: Books) -> None:
    books.accepted(
        holding("X", "tiet-kiem", "savings"),
        holding("X", "co-hoa", "collector"),
        gift("d1", 10, holding="co-hoa"),
        gift("d2", 20, channel="bank", holding="tiet-kiem"),
        gift_of_goods("d3", 5, 30),
    )
    found = books.figures()
    assert {name: found[name] for name in found if name.startswith("raised")} == {
        "raised.cash": 10,
        "raised.bank": 20,
        "raised.in_kind": 30,
        "raised.total": 60,
    }
    assert {name: found[name] for name in found if name.startswith("balance")} == {
        "balance.with_collectors": 10,
        "balance.savings": 20,
        "balance.money": 30,
        "balance.goods": 30,
    }


def test_payouts_from_savings_are_of_the_bank_and_from_collectors_of_cash(books: Books) -> None:
    books.accepted(
        holding("X", "tiet-kiem", "savings"),
        holding("X", "co-hoa", "collector"),
        gift("d1", 10, holding="co-hoa"),
        gift("d2", 20, channel="bank", holding="tiet-kiem"),
        payout("p1", 10, holding="co-hoa"),
        payout("p2", 20, paid_from="bank", holding="tiet-kiem"),
    )
    found = books.figures()
    assert (found["paid.cash"], found["paid.bank"], found["paid.total"]) == (10, 20, 30)


def test_what_others_hold_is_raised_when_it_is_handed_over(books: Books) -> None:
    books.accepted(
        holder(),
        collected("d1", 100),
        handover("h1", 30),
        handover("h2", 20, how="direct", recipients="4"),
    )
    assert books.figures(as_of="2022-05-31") == {"held_by_others": 100}
    assert books.figures() == {
        "raised.press": 30,
        "raised.total": 30,
        "balance.bank": 30,
        "balance.money": 30,
        "held_by_others": 50,
        "facilitated": 20,
    }


def test_goods_without_a_value_count_nothing(books: Books) -> None:
    books.accepted(gift_of_goods("d1", 5), payout_of_goods("p1", 3))
    assert books.figures() == {"paid.occurrences": 1, "paid.recipients": 1}


def test_other_income_and_costs_are_neither_raised_nor_paid(books: Books) -> None:
    books.accepted(other("i1", "interest", 50), other("c1", "bank_fee", 20))
    assert books.figures() == {
        "other_income": 50,
        "costs": 20,
        "balance.bank": 30,
        "balance.money": 30,
    }


def test_a_movement_is_neither_raised_nor_paid(books: Books) -> None:
    books.accepted(opening("o1", 100), movement("m1", 40, "bank", "cash"))
    assert books.figures() == {
        "brought_in.money": 100,
        "balance.bank": 60,
        "balance.cash": 40,
        "balance.money": 100,
    }


def test_what_was_there_the_day_before_is_the_opening(books: Books) -> None:
    books.accepted(gift("d1", 10, on="2022-03-31"), gift("d2", 5, on="2022-04-01"))
    found = books.figures(as_of="2022-04-30", first="2022-04-01")
    assert (found["opening.money"], found["raised.cash"], found["balance.money"]) == (10, 5, 15)


def test_what_is_on_its_way_is_out_for_the_sender_and_inside_for_those_above(books: Books) -> None:
    books.accepted(opening("o1", 100, of="Y"), transfer("t1", 40, "Y", "Z"))
    on_its_way = {"balance.bank": 60, "opening.money": 100}
    assert books.figures("Y", first="2022-05-01") == {
        **on_its_way,
        "balance.money": 60,
        "transfers_out": 40,
        "in_transit_out": 40,
        "paid.recipients": None,
    }
    assert books.figures("X", scope="subtree", first="2022-05-01") == {
        **on_its_way,
        "balance.in_transit": 40,
        "balance.money": 100,
        "paid.recipients": None,
    }


def test_what_goes_outside_leaves_the_sums_and_comes_in_where_it_arrives(
    books: Books,
) -> None:
    books.accepted(unit("V", "X"), opening("o1", 100, of="Z"))
    books.accepted(transfer("t1", 40, "Z", "V", "2022-05-02", "2022-06-03"))
    sent = books.figures("Y", "2022-05-31", "subtree")
    arrived = books.figures("Y", "2022-06-30", "subtree")
    assert (sent["transfers_out"], sent["in_transit_out"]) == (40, 40)
    assert (arrived["transfers_out"], arrived.get("in_transit_out")) == (40, None)
    assert books.figures("V", "2022-06-30", "subtree")["transfers_in"] == 40
    assert "transfers_in" not in books.figures("X", "2022-06-30", "subtree")


def test_somebody_paid_twice_is_one_recipient_of_each_unit(books: Books) -> None:
    who = {"recipient_id": "HS-1"}
    books.accepted(
        opening("o1", 100, holding="cash"),
        opening("o2", 100, of="Y", holding="cash"),
        payout("p1", 1, **who),
        payout("p2", 1, **who),
        payout("p3", 1, "Y", **who),
    )
    found = books.figures(scope="subtree")
    assert (found["paid.occurrences"], found["paid.recipients"]) == (3, 2)


def test_without_an_id_name_and_year_of_birth_say_who_it_is(books: Books) -> None:
    names = [
        {"recipient": "Trần Thị Đào", "birth_year": "2010"},
        {"recipient": "TRẦN  THỊ ĐÀO", "birth_year": "2010"},
        {"recipient": "Tran Thi Dao", "birth_year": "2010"},
        {"recipient": "Trần Thị Đào", "birth_year": "2011"},
        {"recipient": "Trần Thị Đào"},
    ]
    paid = [payout(f"p{at}", 1, **name) for at, name in enumerate(names)]
    books.accepted(opening("o1", 100, holding="cash"), *paid)
    assert books.figures()["paid.recipients"] == 3


def test_payouts_that_name_nobody_have_one_recipient_each(books: Books) -> None:
    books.accepted(opening("o1", 9, holding="cash"), payout("p1", 1), payout("p2", 1))
    assert books.figures()["paid.recipients"] == 2


def test_recipients_are_counted_anew_each_year_and_only_for_whole_years(books: Books) -> None:
    who = {"recipient_id": "HS-1"}
    books.accepted(
        opening("o1", 100, holding="cash"),
        payout("p1", 1, on="2022-09-05", **who),
        payout("p2", 1, on="2023-09-05", **who),
    )
    assert books.figures(as_of="2023-12-31")["paid.recipients"] == 1
    assert books.figures(as_of="2023-12-31", first="2022-01-01")["paid.recipients"] is None


def test_a_recipient_counts_on_the_day_of_the_first_payout_that_stands(books: Books) -> None:
    who = {"recipient_id": "HS-1"}
    books.accepted(
        opening("o1", 100, holding="cash"),
        payout("p1", 1, on="2022-09-05", **who),
        payout("p2", 1, on="2022-11-20", **who),
        reversal("r1", "p1", "2022-10-01"),
    )
    days = ("2022-09-30", "2022-10-31", "2022-11-30")
    assert [books.figures(as_of=day).get("paid.recipients", 0) for day in days] == [1, 0, 1]


def test_a_reversal_lowers_the_figures_of_its_year(books: Books) -> None:
    books.accepted(opening("o1", 100, holding="cash"), payout("p1", 30), reversal("r1", "p1"))
    assert books.figures() == {
        "brought_in.money": 100,
        "balance.cash": 100,
        "balance.money": 100,
    }
    assert books.figures(first="2022-10-01")["paid.cash"] == -30
    assert books.figures(first="2022-10-01")["paid.occurrences"] == -1


def test_a_reversal_in_a_later_year_is_a_correction(books: Books) -> None:
    books.accepted(
        gift("d1", 100),
        gift_of_goods("d2", 3, 70),
        payout("p1", 30),
        reversal("r1", "d2", "2023-02-01"),
        reversal("r2", "p1", "2023-02-01"),
    )
    assert books.figures(as_of="2023-12-31") == {
        "opening.money": 70,
        "opening.goods": 70,
        "corrections.money": 30,
        "corrections.goods": -70,
        "balance.cash": 100,
        "balance.money": 100,
    }


def test_what_the_newspaper_gave_is_not_unsaid_in_a_later_year(books: Books) -> None:
    books.accepted(holder(), collected("d1", 100), handover("h1", 60, how="direct"))
    books.accepted(reversal("r1", "h1", "2023-02-01"))
    assert books.figures(as_of="2022-12-31")["facilitated"] == 60
    assert books.figures(as_of="2023-12-31") == {"held_by_others": 100}


def test_what_is_learned_later_is_not_in_what_was_known(books: Books) -> None:
    books.accepted(gift("d1", 10))
    then = now()
    books.accepted(gift("d2", 5))
    assert books.figures(known_at=then)["raised.cash"] == 10
    assert books.figures()["raised.cash"] == 15


def test_each_inhabitant_has_a_share_of_what_was_raised_and_of_what_is_held(books: Books) -> None:
    books.accepted(
        population("X", 3, on="2021-12-31"),
        population("X", 300, on="2023-01-01"),
        population("Y", 1_000),
        gift("d1", 10_001, of="Y"),
        gift_of_goods("d2", 1, 1_000, of="Z"),
        payout("p1", 1, of="Y"),
    )
    assert books.per_capita("X", 2022) == {
        "unit": f"{books.name}X",
        "year": 2022,
        "raised_vnd": 11_001,
        "balance_vnd": 10_000,
        "population": 3,
        "population_on": "2021-12-31",
        "population_source": "Niên giám",
        "per_capita_raised_vnd": 3_667,
        "per_capita_raised_rounded_vnd": 3_000,
        "per_capita_balance_vnd": 3_333,
    }


def test_a_share_is_rounded_half_up(books: Books) -> None:
    books.accepted(population("X", 2), gift("d1", 5))
    assert books.per_capita("X", 2022)["per_capita_raised_vnd"] == 3


def test_without_a_population_nobody_has_a_share(books: Books) -> None:
    books.accepted(population("Y", 10), population("X", 10, on="2023-01-01"), gift("d1", 5))
    found = books.per_capita("X", 2022)
    assert found["raised_vnd"] == 5
    assert {name for name in found if found[name] is None} == {
        *("population", "population_on", "population_source", "per_capita_raised_vnd"),
        *("per_capita_raised_rounded_vnd", "per_capita_balance_vnd"),
    }
