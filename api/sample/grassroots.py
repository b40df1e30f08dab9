"""The year of a branch or a board: household gifts, awards at one or more rounds, a part passed up.

A branch follows the school year, a clan meets at Tết or in autumn. Small units have one pot: cash,
or for some agencies a bank account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.sample.awards import award_list
from api.sample.book import GENERAL
from api.sample.days import (
    BACK_TO_SCHOOL,
    ISO,
    MONTH,
    SUMMARY,
    TET,
    YEAR_END,
    Season,
    day_of,
)
from api.sample.dice import AWARD_STEP_VND, GIFT_STEP_VND, apportion, award_amounts, gift_count
from api.sample.gifts import household_gifts
from api.sample.rows import HoldingRow, IncomeCostRow, TransferRow

if TYPE_CHECKING:
    from api.sample.book import Book
    from api.sample.desk import Desk

_PATTERNS: dict[str, tuple[tuple[tuple[Season, int], ...], ...]] = {
    "branch": (
        ((TET, 25), (SUMMARY, 35), (MONTH, 40)),
        ((TET, 40), (MONTH, 60)),
        ((SUMMARY, 45), (MONTH, 55)),
        ((SUMMARY, 30), (BACK_TO_SCHOOL, 25), (MONTH, 45)),
    ),
    "clan": (
        ((TET, 100),),
        ((MONTH, 100),),
        ((TET, 50), (MONTH, 50)),
        ((BACK_TO_SCHOOL, 100),),
    ),
    "agency": (((SUMMARY, 100),), ((BACK_TO_SCHOOL, 40), (MONTH, 60)), ((MONTH, 100),)),
}
_FOUNDED_THIS_YEAR = ((BACK_TO_SCHOOL, 40), (MONTH, 60))
# Of a hundred units of a kind: how many had money before, and how many pass a part up.
_OPENED = {"branch": 20, "clan": 10, "agency": 15}
_PASSED_UP = {"branch": 45, "clan": 25, "agency": 20}
_COLLECTOR_PERCENT = 25
_PASS_UP_STEP_VND = 50_000


def run_small_unit(desk: Desk, above: Book) -> None:
    """Write the year of one branch or board; `above` is the book of the unit above it."""
    kind = desk.unit.kind or desk.unit.level
    if desk.unit.first_day == 0 and desk.dice.percent(_OPENED[kind]):
        _open(desk)
    collector = _collector(desk) if kind == "branch" else None
    if kind == "branch" and desk.dice.percent(_COLLECTOR_PERCENT):
        _membership_fees(desk)
    pattern = _FOUNDED_THIS_YEAR if desk.unit.first_day else desk.dice.pick(_PATTERNS[kind])
    _run_seasons(desk, pattern, collector)
    if desk.dice.percent(12):
        _cost(desk)
    if desk.dice.percent(_PASSED_UP[kind]):
        _pass_up(desk, above)


def _open(desk: Desk) -> None:
    amount_vnd = max(1, desk.quota.raised_vnd // 8 // GIFT_STEP_VND) * GIFT_STEP_VND
    desk.clerk.open_money(desk.book, GENERAL, desk.money_in, amount_vnd)


def _collector(desk: Desk) -> str | None:
    if not desk.dice.percent(_COLLECTOR_PERCENT):
        return None
    code = f"TT-{desk.unit.code}"
    hamlet = desk.unit.place.split(",", maxsplit=1)[0]
    desk.clerk.folder.write(HoldingRow(desk.unit.code, code, "collector", f"Tổ thu quỹ {hamlet}"))
    return code


def _membership_fees(desk: Desk) -> None:
    day = max(desk.unit.first_day, day_of(2, 14)) + desk.dice.between(0, 60)
    amount_vnd = 6_000 * desk.dice.between(30, 120)
    row = IncomeCostRow(
        desk.clerk.key("I"), desk.unit.code, ISO[day], "membership_fee", amount_vnd, holding="cash"
    )
    desk.clerk.income_or_cost(desk.book, day, row)


def _run_seasons(
    desk: Desk, pattern: tuple[tuple[Season, int], ...], collector: str | None
) -> None:
    """Take gifts and award, season by season; what does not suffice now is awarded later."""
    quota = desk.quota
    if quota.awards < 2 * len(pattern) or quota.gifts < 3 * len(pattern):
        pattern = pattern[-1:]
    weights = [weight for _, weight in pattern]
    raised = apportion(quota.raised_vnd // GIFT_STEP_VND, weights)
    gifts = apportion(quota.gifts, weights)
    paid = apportion(quota.paid_vnd // AWARD_STEP_VND, weights)
    awards = apportion(quota.awards, weights)
    left_vnd = left = 0
    for number, (season, _) in enumerate(pattern):
        total_vnd = raised[number] * GIFT_STEP_VND
        count = min(max(1, gifts[number]), gift_count(total_vnd, GIFT_STEP_VND))
        household_gifts(desk, season, total_vnd, count, collector)
        left_vnd += paid[number] * AWARD_STEP_VND
        left += awards[number]
        left_vnd, left = _award(desk, season, left_vnd, left)
    left_vnd, left = _award(desk, YEAR_END, left_vnd, left)
    assert (left_vnd, left) == (0, 0), desk.unit.code


def _award(desk: Desk, season: Season, vnd: int, awards: int) -> tuple[int, int]:
    """Hold one ceremony if the money suffices, and return what is left to award."""
    if not awards:
        return vnd, awards
    day = desk.dice.between(season.awards_from, season.awards_to)
    if vnd > desk.book.free_vnd(GENERAL, desk.money_in, day):
        return vnd, awards
    award_list(desk, season, day, award_amounts(desk.dice, vnd, awards), desk.money_in)
    return 0, 0


def _cost(desk: Desk) -> None:
    """Pay for paper and tea at the meeting, if something is left."""
    day = desk.dice.between(day_of(11, 21), day_of(12, 12))
    amount_vnd = 10_000 * desk.dice.between(3, 15)
    if amount_vnd > desk.book.free_vnd(GENERAL, desk.money_in, day):
        return
    row = IncomeCostRow(
        desk.clerk.key("I"),
        desk.unit.code,
        ISO[day],
        "management_cost",
        amount_vnd,
        holding=desk.money_in,
        note="Giấy khen, khung, nước uống hội nghị",
    )
    desk.clerk.income_or_cost(desk.book, day, row)


def _pass_up(desk: Desk, above: Book) -> None:
    """Pass a part of what is left up to the unit above (trích nộp); one in sixty is under way."""
    sent_day = desk.dice.between(day_of(11, 22), day_of(12, 16))
    free_vnd = desk.book.free_vnd(GENERAL, desk.money_in, sent_day)
    wish_vnd = min(desk.quota.raised_vnd // 10, free_vnd) // _PASS_UP_STEP_VND * _PASS_UP_STEP_VND
    if not wish_vnd:
        return
    received_day: int | None = sent_day + desk.dice.between(0, 6)
    if desk.clerk.number("passed up") % 60 == 3:
        sent_day, received_day = day_of(12, 29), None
    row = TransferRow(
        desk.clerk.key("T"),
        desk.unit.code,
        above.unit.code,
        wish_vnd,
        ISO[sent_day],
        None if received_day is None else ISO[received_day],
        paid_from=desk.money_in,
    )
    desk.clerk.transfer(desk.book, above, (sent_day, received_day), row)
