"""Awards of money: signed lists at ceremonies, and scholarships to accounts.

One list is one voucher with up to 300 lines. Money is drawn from the bank the day before when the
cash box holds too little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.sample.book import GENERAL
from api.sample.days import ISO, MONTH
from api.sample.dice import AWARD_STEP_VND, award_amounts
from api.sample.funds import RESTRICTED_FUNDS
from api.sample.goods import award_goods
from api.sample.rows import MovementRow, PayoutRow

if TYPE_CHECKING:
    from api.sample.days import Season
    from api.sample.desk import Desk
    from api.sample.recipients import Recipient

_LIST_LINES = 300
_DRAWN_STEP_VND = 1_000_000
# Of a hundred awards of money, how many go to a bank account.
_TO_ACCOUNTS = {"province": 50, "district": 30, "commune": 6}
_APART_EACH_VND = {"province": 5_000_000, "district": 2_000_000, "commune": 500_000}


def award_list(
    desk: Desk,
    season: Season,
    day: int,
    amounts: list[int],
    paid_from: str,
    fund: str | None = None,
    holding: str | None = None,
) -> list[PayoutRow]:
    """Pay `amounts` on one day, a voucher to every 300 lines, and return the rows.

    Neither `fund` nor `holding` is checked against the book: ask it before.
    """
    rows = []
    for start in range(0, len(amounts), _LIST_LINES):
        part = amounts[start : start + _LIST_LINES]
        voucher = None
        if len(part) > 1:
            voucher = desk.voucher("PC" if paid_from == "cash" else "UNC")
        decision = None if desk.unit.level in ("branch", "board") else desk.decision(day)
        for amount_vnd, person in zip(part, desk.pool.draw(len(part)), strict=True):
            row = _award(desk, season, day, amount_vnd, person)._replace(
                paid_from=paid_from,
                fund=fund,
                holding=holding,
                voucher=voucher,
                decision=decision,
            )
            if fund is not None:
                row = row._replace(kind="scholarship")
            desk.clerk.pay(desk.book, day, row, amount_vnd)
            rows.append(row)
    return rows


def _award(desk: Desk, season: Season, day: int, amount_vnd: int, person: Recipient) -> PayoutRow:
    kind = "reward" if person.kind == "collective" else desk.dice.pick(season.kinds)
    return PayoutRow(
        desk.clerk.key("P"),
        desk.unit.code,
        ISO[day],
        kind,
        "cash",
        amount_vnd,
        round=season.round,
        recipient=person.name,
        recipient_id=person.id,
        recipient_kind=person.kind,
        birth_year=person.birth_year,
        school=person.school_on(day),
        class_=person.class_on(day),
        address=person.address,
        guardian=person.guardian,
        note="Phụ huynh ký thay" if person.guardian and desk.dice.percent(10) else None,
    )


def award_season(desk: Desk, season: Season, vnd: int, awards: int) -> tuple[int, int]:
    """Award goods, restricted money and the rest from cash and bank.

    Args:
        desk: an office's.
        season: when, and what the round is called.
        vnd: what to award, goods at their value; a multiple of 50,000 but for the province.
        awards: how many; at least 1 when `vnd` is.

    Returns:
        What is left for a later season: all of it when the money does not suffice now.
    """
    if not awards:
        return vnd, awards
    day = desk.dice.between(season.awards_from + 1, season.awards_to)
    level = desk.unit.level
    # Goods and money apart take a part of it, so that the rest still makes fair awards.
    worth_vnd, given = award_goods(desk, season, day, vnd * 3 // 5, awards * 2 // 5)
    vnd, awards = vnd - worth_vnd, awards - given
    for source in _sources_apart(desk, season):
        paid_vnd, paid = _award_apart(desk, season, day, source, (vnd, awards))
        vnd, awards = vnd - paid_vnd, awards - paid
    before = day - 1
    bank_vnd = desk.book.free_vnd(GENERAL, "bank", before)
    cash_vnd = desk.book.free_vnd(GENERAL, "cash", before)
    if vnd > bank_vnd + cash_vnd:
        return vnd, awards
    amounts = award_amounts(desk.dice, vnd, awards)
    to_accounts = awards * _TO_ACCOUNTS[level] // 100
    while sum(amounts[:to_accounts]) > bank_vnd:
        to_accounts -= 1
    short_vnd = sum(amounts[to_accounts:]) - cash_vnd
    if short_vnd > 0:
        _draw(desk, before, short_vnd, bank_vnd - sum(amounts[:to_accounts]))
    award_list(desk, season, day, amounts[:to_accounts], "bank")
    award_list(desk, season, day, amounts[to_accounts:], "cash")
    return 0, 0


def _sources_apart(desk: Desk, season: Season) -> list[tuple[str | None, str | None]]:
    """Return the funds whose purpose the season serves, and the account of the Month."""
    funds = [fund for fund in desk.funds if season in RESTRICTED_FUNDS[fund].seasons]
    accounts = desk.accounts if season is MONTH else []
    return [*((fund, None) for fund in funds), *((None, account) for account in accounts)]


def _award_apart(
    desk: Desk,
    season: Season,
    day: int,
    source: tuple[str | None, str | None],
    rest: tuple[int, int],
) -> tuple[int, int]:
    """Award from one fund or account apart, at most a third of the `rest` of money and awards."""
    fund, holding = source
    each_vnd = _APART_EACH_VND[desk.unit.level]
    limit_vnd = min(desk.book.free_vnd(fund or GENERAL, holding or "bank", day), rest[0] // 3)
    limit_vnd -= limit_vnd % AWARD_STEP_VND
    count = min(rest[1] // 3, max(1, limit_vnd // each_vnd))
    if not limit_vnd or not count:
        return 0, 0
    amounts = award_amounts(desk.dice, limit_vnd, count)
    award_list(desk, season, day, amounts, "bank", fund, holding)
    return limit_vnd, count


def _draw(desk: Desk, day: int, short_vnd: int, limit_vnd: int) -> None:
    """Draw from the bank what the cash box lacks, in whole millions where possible."""
    round_vnd = -(-short_vnd // _DRAWN_STEP_VND) * _DRAWN_STEP_VND
    amount_vnd = min(round_vnd, limit_vnd)
    row = MovementRow(desk.clerk.key("M"), desk.unit.code, ISO[day], "bank", "cash", amount_vnd)
    desk.clerk.move(desk.book, day, row)
