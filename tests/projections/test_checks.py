"""The automatic checks find what is wrong, and nothing in books that are as they should be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from ledger.database import Connection, connect
from projections.checks import CHECKS, Case, Result, Scope, number_faults, run_checks, size_of
from projections.number_series import ON_PAPER, Series, number_series, units_below
from tests.ledger.examples import COMMUNE, DISTRICT, PROVINCE
from tests.projections.damage import Damaged

YEAR = Scope(unit_id=PROVINCE, below=True, first=date(2022, 1, 1), last=date(2022, 12, 31))


@pytest.fixture
def connection(ledger: Damaged) -> Iterator[Connection]:
    """Lend a connection to a small ledger in which everything is in order."""
    with connect(ledger.url) as it:
        yield it


def found(connection: Connection, scope: Scope = YEAR) -> dict[str, Result]:
    """Return what each check finds."""
    with connection.transaction():
        return {each.check.name: each for each in run_checks(connection, scope)}


def damaged(connection: Connection, statement: bytes, check: str) -> list[Case]:
    """Damage the projections, and return what a check finds then."""
    connection.execute(statement)
    return list(found(connection)[check].cases)


def listed(
    connection: Connection,
    *,
    below: bool,
    years: range = range(2022, 2023),
    offset: int = 0,
    limit: int = 10,
) -> tuple[list[UUID], int]:
    """Return a page of the units whose series are shown."""
    return units_below(
        connection, PROVINCE, years, YEAR.last, below=below, offset=offset, limit=limit
    )


def faults(connection: Connection) -> tuple[list[Case], int]:
    """Return what is wrong with numbers, and how much."""
    with connection.transaction():
        cases, count = number_faults(connection, YEAR, 10)
    return [case for _, case in cases], count


def test_no_rule_is_broken_in_books_that_are_in_order(connection: Connection) -> None:
    results = found(connection)
    rules = [each for each in results.values() if each.check.kind == "rule"]
    assert {each.check.name: each.count for each in rules if each.count} == {}
    assert {each.state for each in rules} == {"good"}
    assert size_of(connection, YEAR) > 10


def test_postings_that_do_not_balance_are_wrong(connection: Connection) -> None:
    change = b"UPDATE entry SET amount_vnd = amount_vnd + 5 WHERE account = 'raised.cash'"
    cases = damaged(connection, change, "check_postings")
    assert {each.amount_vnd for each in cases} == {5}
    assert found(connection)["check_postings"].state == "wrong"


def test_a_day_below_zero_is_wrong(connection: Connection) -> None:
    change = b"UPDATE entry SET amount_vnd = -amount_vnd WHERE account = 'cash' AND line = 0"
    (case, *_) = damaged(connection, change, "check_below_zero")
    assert case.unit_id == COMMUNE and case.amount_vnd < 0


def test_goods_below_zero_are_wrong(connection: Connection) -> None:
    change = b"UPDATE entry SET quantity = -quantity WHERE account = 'goods'"
    assert damaged(connection, change, "check_below_zero") != []


def test_a_restricted_fund_that_paid_more_than_it_has_is_wrong(connection: Connection) -> None:
    change = (
        b"UPDATE entry SET amount_vnd = -amount_vnd WHERE fund = 'hoc-bong' AND account = 'bank'"
    )
    (case,) = damaged(connection, change, "check_restricted_overspent")
    assert (case.remark, case.amount_vnd) == ("hoc-bong", -900_000)


def test_a_number_that_is_missing_is_wrong(connection: Connection) -> None:
    change = b"UPDATE gift SET receipt_number = receipt_number + 7 WHERE key = 'D-4'"
    (case, *_) = damaged(connection, change, "check_numbers")
    assert (case.remark or "").startswith("BN 2022: ")


def test_a_voucher_without_one_of_its_lines_is_wrong(connection: Connection) -> None:
    assert found(connection)["check_lines"].count == 0
    change = (
        b"UPDATE journal_events SET state = replace(convert_from(state, 'UTF8'), '\"line\":2,',"
        b" '\"line\":3,')::text::bytea WHERE topic = 'payout.paid/1'"
    )
    (case,) = damaged(connection, change, "check_lines")
    assert (case.remark or "").startswith("PC 2022/") and (case.remark or "").endswith(": 1, 3")


def test_a_series_that_goes_on_from_paper_is_no_gap(connection: Connection) -> None:
    (paper,) = [each for each in series_of_commune(connection) if each.series == "PT"]
    assert (paper.first, paper.missing) == (41, 0)
    (jump,) = paper.jumps
    assert (jump.first, jump.last) == (1, 40)
    assert jump.said_in is not None


def test_a_number_with_all_its_lines_undone_is_cancelled(connection: Connection) -> None:
    cancelled = {each.series: each.cancelled for each in series_of_commune(connection)}
    assert cancelled["PT"] != ()
    assert cancelled["PC"] == ()


def test_every_line_of_a_voucher_counts_its_number_once(connection: Connection) -> None:
    (paid,) = [each for each in series_of_commune(connection) if each.series == "PC"]
    assert paid.lines == paid.count + 1


def test_units_are_listed_from_the_top_down(connection: Connection) -> None:
    units, count = listed(connection, below=True)
    assert units == [DISTRICT, COMMUNE] and count == 2
    assert listed(connection, below=False) == ([], 0)


def test_a_page_of_units_says_how_many_there_are_in_all(connection: Connection) -> None:
    assert listed(connection, below=True, offset=1, limit=1) == ([COMMUNE], 2)
    assert listed(connection, below=True, offset=2) == ([], 0)


def test_units_without_entries_in_the_years_are_not_listed(connection: Connection) -> None:
    assert listed(connection, below=True, years=range(2019, 2020)) == ([], 0)


def test_nothing_is_wrong_with_the_numbers_of_books_in_order(connection: Connection) -> None:
    assert faults(connection) == ([], 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (b"receipt_number = receipt_number + 7 WHERE key = 'D-4'", "BN 2022: "),
        (b"receipt_number = 1 WHERE key = 'D-4'", "BN 2022/1 × 2"),
    ],
)
def test_a_number_that_is_missing_or_there_twice_is_a_fault(
    connection: Connection, change: bytes, said: str
) -> None:
    connection.execute(b"UPDATE gift SET " + change)
    cases, count = faults(connection)
    assert count == len(cases) >= 1
    assert [each for each in cases if (each.remark or "").startswith(said)]


def test_approval_by_the_preparer_would_be_wrong(connection: Connection) -> None:
    insert = (
        b"INSERT INTO approval_step (position, unit_id, version, key, step, person, on_day,"
        b" recorded_at, total_vnd) SELECT n, (SELECT unit_id FROM entry LIMIT 1), n, 'k', step,"
        b" 'p-1', '2022-03-01', now(), 5 FROM (VALUES (900001, 'asked'), (900002, 'given'))"
        b" AS steps (n, step)"
    )
    connection.execute(b"UPDATE projected SET position = 999999")
    (case,) = damaged(connection, insert, "check_same_person")
    assert case.amount_vnd == 5


def test_goods_that_nobody_valued_are_to_be_looked_at(connection: Connection) -> None:
    result = found(connection)["check_goods_unvalued"]
    assert (result.count, result.state) == (1, "look")
    assert "đàn" in (result.cases[0].remark or "")


def test_money_that_a_holder_keeps_for_long_is_to_be_looked_at(connection: Connection) -> None:
    (case,) = found(connection)["check_held"].cases
    assert case.amount_vnd == 50_000


def test_entries_outside_the_scope_are_left_alone(connection: Connection) -> None:
    alone = Scope(unit_id=PROVINCE, below=False, first=YEAR.first, last=YEAR.last)
    connection.execute(b"UPDATE entry SET amount_vnd = amount_vnd + 5 WHERE line = 0")
    assert found(connection, alone)["check_postings"].count == 0


def test_every_check_is_made_and_tells_how_far_it_has_come(connection: Connection) -> None:
    heard: list[tuple[int, int]] = []
    with connection.transaction():
        results = run_checks(connection, YEAR, lambda done, every: heard.append((done, every)))
    assert [each.check for each in results] == list(CHECKS)
    assert heard[-1] == (len(CHECKS), len(CHECKS))
    assert len(ON_PAPER) == 10


def series_of_commune(connection: Connection) -> list[Series]:
    return number_series(connection, [COMMUNE], 2022, 2022)
