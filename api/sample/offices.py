"""The first half of an office's year (province, district, commune): what comes in.

Reference rows, openings, gifts, income, costs and savings are written before anything is passed
down or awarded; the book then knows what is free on each day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from api.sample import goods, press
from api.sample.book import GENERAL
from api.sample.days import (
    BACK_TO_SCHOOL,
    ISO,
    MONTH,
    SUMMARY,
    TET,
    YEAR_END,
    day_of,
)
from api.sample.dice import GIFT_STEP_VND, apportion, gift_count
from api.sample.funds import DINH_THIEN_LY, ENDOWMENT, RESTRICTED_FUNDS, TIEP_SUC
from api.sample.gifts import household_gifts, sponsor_gifts
from api.sample.rows import FundRow, HoldingRow, IncomeCostRow, MovementRow, SeriesRow

if TYPE_CHECKING:
    from api.sample.desk import Desk


class _Profile(NamedTuple):
    """How an office of one level is financed; shares are per mille of what it raises."""

    goods: int
    press: int
    cash: int
    sponsor_vnd: int
    household_vnd: int
    state_budget: int


_PROFILES = {
    "province": _Profile(125, 250, 40, 20_000_000, 2_000_000, 50),
    "district": _Profile(150, 100, 70, 8_000_000, 1_000_000, 40),
    "commune": _Profile(127, 190, 480, 2_000_000, 230_000, 30),
}
_SEASONS = (TET, SUMMARY, BACK_TO_SCHOOL, MONTH, YEAR_END)
_SEASON_SHARES = (20, 25, 20, 28, 7)
# From this value on a season's goods come from more than one giver.
_LOT_VND = 8_000_000
_OPENING_PERCENT = {"province": 45, "district": 30, "commune": 30}


def open_office(desk: Desk, number: int) -> None:
    """Write funds, holdings, series and openings of the office, the `number`th of its level."""
    level, raised_vnd = desk.unit.level, desk.quota.raised_vnd
    if level == "province":
        desk.funds += [DINH_THIEN_LY, TIEP_SUC]
    elif level == "district" and number % 2 == 0:
        desk.funds.append(TIEP_SUC)
    elif level == "commune" and number % 3 == 0:
        desk.funds.append(ENDOWMENT)
    for fund in desk.funds:
        name, purpose, _ = RESTRICTED_FUNDS[fund]
        desk.clerk.folder.write(FundRow(desk.unit.code, fund, name, purpose, "yes"))
    clerk, book = desk.clerk, desk.book
    clerk.open_money(book, GENERAL, "bank", _rounded(raised_vnd * _OPENING_PERCENT[level] // 100))
    clerk.open_money(book, GENERAL, "cash", _rounded(raised_vnd * 2 // 100))
    for fund in desk.funds:
        if fund != ENDOWMENT:
            clerk.open_money(book, fund, "bank", _rounded(raised_vnd * 4 // 100))
    _open_holdings(desk, number)
    if number % 3 == 1 or level == "province":
        goods.open_store(desk)
    if level != "commune" or number % 5 == 0:
        _series(desk)


def _open_holdings(desk: Desk, number: int) -> None:
    """Open savings books and second accounts; a savings book is there since an earlier year."""
    unit, dice = desk.unit, desk.dice
    if ENDOWMENT in desk.funds:
        _holding(desk, "savings", "Sổ tiết kiệm gốc quỹ chỉ chi lãi", "2023-03-28")
        principal_vnd = _rounded(desk.quota.raised_vnd * dice.between(12, 25) // 10)
        desk.clerk.open_money(desk.book, ENDOWMENT, savings_code(desk), principal_vnd)
    elif unit.level != "commune":
        _holding(desk, "savings", "Sổ tiết kiệm kỳ hạn 6 tháng", "2022-09-12")
    if unit.level == "province" or (unit.level == "district" and number % 2 == 1):
        _holding(desk, "bank", "Tài khoản Tháng khuyến học tại Ngân hàng Nông nghiệp", None)


def _holding(desk: Desk, kind: str, name: str, matures_on: str | None) -> None:
    number = f"0000{desk.dice.below(10**9):09d}"
    code = savings_code(desk) if kind == "savings" else _second_account(desk)
    desk.clerk.folder.write(HoldingRow(desk.unit.code, code, kind, name, number, matures_on))
    if kind == "bank":
        desk.accounts.append(code)


def savings_code(desk: Desk) -> str:
    """Return the code of the office's savings book."""
    return f"TK-{desk.unit.code}"


def _second_account(desk: Desk) -> str:
    return f"NH2-{desk.unit.code}"


def _series(desk: Desk) -> None:
    """Go on with the numbers of books that were begun before."""
    for series in ("PT", "PC", "BN"):
        book_number = desk.dice.between(1, 4)
        desk.clerk.folder.write(
            SeriesRow(
                desk.unit.code,
                2022,
                series,
                f"Quyển {book_number:02d}",
                50 * (book_number - 1) + desk.dice.between(2, 50),
            )
        )


def take_in(desk: Desk, person: str | None) -> None:
    """Write everything that comes in during the year; `person` collects for a commune."""
    profile = _PROFILES[desk.unit.level]
    raised_vnd = desk.quota.raised_vnd
    in_kind_vnd = _goods(desk, raised_vnd * profile.goods // 1_000)
    to_fund_vnd = raised_vnd * profile.press // 1_000 // GIFT_STEP_VND * GIFT_STEP_VND
    press_vnd = sum(
        press.collect(desk, collection)
        for collection in press.collections_of(desk, to_fund_vnd, person)
    )
    rest_vnd = raised_vnd - in_kind_vnd - press_vnd
    cash_steps = rest_vnd * profile.cash // 1_000 // GIFT_STEP_VND
    bank_vnd = rest_vnd - cash_steps * GIFT_STEP_VND
    cash_parts = apportion(cash_steps, _SEASON_SHARES)
    bank_parts = apportion(bank_vnd // GIFT_STEP_VND, _SEASON_SHARES)
    for season, cash_part, bank_part in zip(_SEASONS, cash_parts, bank_parts, strict=True):
        cash_vnd, transfer_vnd = cash_part * GIFT_STEP_VND, bank_part * GIFT_STEP_VND
        if season is YEAR_END:
            transfer_vnd += bank_vnd % GIFT_STEP_VND
        household_gifts(desk, season, cash_vnd, gift_count(cash_vnd, profile.household_vnd))
        gifts = gift_count(transfer_vnd, profile.sponsor_vnd)
        sponsor_gifts(desk, season, transfer_vnd, gifts, (None, *desk.accounts))
        _deposit(desk, season.gifts_to + 1)
    _income_and_costs(desk, profile)
    _second_account_to_first(desk)
    _savings(desk)


def _goods(desk: Desk, target_vnd: int) -> int:
    """Receive goods in the seasons that can still hand them out; some come without a value."""
    seasons = (TET, BACK_TO_SCHOOL) if desk.unit.level == "commune" else _SEASONS[:4]
    part_vnd = target_vnd // len(seasons)
    lots = min(8, 1 + part_vnd // _LOT_VND)
    given_vnd = sum(goods.give_goods(desk, season, part_vnd, lots) for season in seasons)
    if desk.dice.percent(30):
        goods.give_unvalued(desk, MONTH)
    return given_vnd


def _deposit(desk: Desk, day: int) -> None:
    """Bring half of the cash box to the bank after a season of gifts."""
    amount_vnd = desk.book.free_vnd(GENERAL, "cash", day) // 2 // 100_000 * 100_000
    if amount_vnd:
        _move(desk, day, "cash", "bank", amount_vnd)


def _move(desk: Desk, day: int, source: str, target: str, amount_vnd: int) -> None:
    row = MovementRow(desk.clerk.key("M"), desk.unit.code, ISO[day], source, target, amount_vnd)
    desk.clerk.move(desk.book, day, row)


def _income_and_costs(desk: Desk, profile: _Profile) -> None:
    raised_vnd, dice = desk.quota.raised_vnd, desk.dice
    if desk.unit.level != "commune" or dice.percent(40):
        state_vnd = _rounded(raised_vnd * profile.state_budget // 1_000)
        _book_other(desk, day_of(2, 23), "state_budget", state_vnd, note="Ngân sách hỗ trợ")
    for day in (day_of(6, 24), day_of(12, 23)):
        _book_other(desk, day, "interest", raised_vnd // 997 + dice.below(5_000) + 1)
        _book_other(desk, day, "bank_fee", 11_000 * dice.between(1, 5))
    if dice.percent(30):
        note = "Bán giấy vụn từ phong trào kế hoạch nhỏ"
        _book_other(desk, day_of(5, 16), "other_income", 150_000, holding="cash", note=note)
    for month in (3, 10):
        cost_vnd = _rounded(raised_vnd * dice.between(3, 8) // 1_000)
        note = "Văn phòng phẩm, in giấy khen, hội nghị"
        _book_other(desk, day_of(month, 15), "management_cost", cost_vnd, note=note)
    if dice.percent(30):
        _book_other(desk, day_of(12, 21), "other_cost", 120_000, note="Cước vận chuyển quà")
    if ENDOWMENT in desk.funds:
        principal_vnd = desk.book.free_vnd(ENDOWMENT, savings_code(desk), 0)
        for day in (day_of(3, 28), day_of(9, 8)):
            half_vnd = principal_vnd * 28 // 1_000
            _book_other(desk, day, "interest", half_vnd, fund=ENDOWMENT, note="Lãi sổ tiết kiệm")


def _book_other(
    desk: Desk,
    day: int,
    what: str,
    amount_vnd: int,
    *,
    fund: str | None = None,
    holding: str | None = None,
    note: str | None = None,
) -> None:
    """Write income, or a cost if there is money for it."""
    is_cost = what.endswith(("_cost", "_fee")) and what != "membership_fee"
    if is_cost and amount_vnd > desk.book.free_vnd(GENERAL, "bank", day):
        return
    row = IncomeCostRow(
        desk.clerk.key("I"), desk.unit.code, ISO[day], what, amount_vnd, fund, holding, note
    )
    desk.clerk.income_or_cost(desk.book, day, row)


def _second_account_to_first(desk: Desk) -> None:
    """Gather the second account's money in the first one, but for the Month's awards."""
    for account in desk.accounts:
        for season in (TET, SUMMARY):
            day = season.awards_from - 1
            amount_vnd = desk.book.free_vnd(GENERAL, account, day)
            if amount_vnd:
                _move(desk, day, account, "bank", amount_vnd)


def _savings(desk: Desk) -> None:
    """Put a tenth of the year's money on a savings book for six months."""
    if desk.unit.level == "commune":
        return
    first, last = day_of(3, 10), day_of(9, 12)
    free_vnd = desk.book.free_vnd(GENERAL, "bank", first) // 2
    amount_vnd = min(free_vnd, desk.quota.raised_vnd // 10) // 100_000 * 100_000
    if not amount_vnd:
        return
    code = savings_code(desk)
    _move(desk, first, "bank", code, amount_vnd)
    _book_other(desk, last, "interest", amount_vnd * 2 // 100, holding=code, note="Lãi kỳ hạn")
    _move(desk, last + 1, code, "bank", amount_vnd * 4 // 5)


def keep_interest(desk: Desk) -> None:
    """Add half of the endowment's interest that was not awarded to its principal."""
    if ENDOWMENT not in desk.funds:
        return
    day = day_of(12, 27)
    amount_vnd = desk.book.free_vnd(ENDOWMENT, "bank", day) // 2 // GIFT_STEP_VND * GIFT_STEP_VND
    if amount_vnd:
        row = MovementRow(
            desk.clerk.key("M"),
            desk.unit.code,
            ISO[day],
            "bank",
            savings_code(desk),
            amount_vnd,
            ENDOWMENT,
        )
        desk.clerk.move(desk.book, day, row)


def _rounded(vnd: int) -> int:
    """Round down to two leading digits, as people set aside; at least 10,000 đồng."""
    step = GIFT_STEP_VND
    while vnd >= 100 * step:
        step *= 10
    return max(10_000, vnd // step * step)
