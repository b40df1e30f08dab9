"""Gifts of money: households at branches and boards, companies and alumni at the offices above.

A household list is one voucher with many lines; a gift outside the list often bears the number of
a receipt written by hand. In some units a collector goes from house to house and hands the money
in some days later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.sample import names
from api.sample.days import ISO
from api.sample.dice import gift_amounts
from api.sample.funds import TIEP_SUC
from api.sample.rows import DonationRow, MovementRow

if TYPE_CHECKING:
    from api.sample.days import Season
    from api.sample.desk import Desk

# How many households give at one meeting.
_SITTING = (6, 40)
_SPONSORS_OF = {"province": 40, "district": 15, "commune": 6}


def household_gifts(
    desk: Desk, season: Season, total_vnd: int, count: int, collector: str | None = None
) -> None:
    """Record one season's gifts of households, on a few days, and the collector's handing-in."""
    dice = desk.dice
    amounts = gift_amounts(dice, total_vnd, count)
    first = max(season.gifts_from, desk.unit.first_day)
    while amounts:
        day = dice.between(first, season.gifts_to - 7)
        size = dice.between(*_SITTING)
        part, amounts = amounts[:size], amounts[size:]
        is_list = len(part) > 2 and dice.percent(70)
        voucher = desk.voucher("PT" if desk.money_in == "cash" else "BC") if is_list else None
        for amount_vnd in part:
            _household_gift(desk, day, amount_vnd, voucher, collector)
        if collector is not None:
            _hand_in(desk, day + dice.between(1, 6), sum(part), collector)


def _household_gift(
    desk: Desk, day: int, amount_vnd: int, voucher: str | None, collector: str | None
) -> None:
    clerk, dice, unit = desk.clerk, desk.dice, desk.unit
    donor: str | None
    donor_kind: str | None
    if dice.below(25) == 0:
        donor, donor_kind = None, None
    else:
        donor, donor_kind = names.household(dice, unit.surname if dice.percent(85) else None)
    note = paper_no = document_on = precision = None
    rare = dice.below(100)
    if rare < 15 and voucher is None:
        paper_no = f"{clerk.number('paper'):07d}"
    if rare == 20:
        note = "Ủng hộ " + dice.pick(("quỹ khuyến học", "học sinh nghèo vượt khó", "xóm nhà"))
    elif rare == 21:
        document_on = ISO[max(0, day - dice.between(1, 20))]
    elif rare == 22 and dice.percent(20):
        precision = "month"
    clerk.donate(
        desk.book,
        day,
        DonationRow(
            clerk.key("D"),
            unit.code,
            ISO[day],
            desk.money_in,
            amount_vnd,
            donor=donor,
            donor_kind=donor_kind,
            contact=names.contact(clerk.number("contact")) if rare == 23 and donor else None,
            holding=collector,
            note=note,
            voucher=voucher,
            paper_no=paper_no,
            document_on=document_on,
            precision=precision,
        ),
    )


def _hand_in(desk: Desk, day: int, amount_vnd: int, collector: str) -> None:
    """Let the collector hand in all or, now and then, nine tenths of what was collected."""
    if desk.dice.percent(12):
        amount_vnd = amount_vnd * 9 // 10 // 10_000 * 10_000
    row = MovementRow(desk.clerk.key("M"), desk.unit.code, ISO[day], collector, "cash", amount_vnd)
    desk.clerk.move(desk.book, day, row)


def sponsor_gifts(
    desk: Desk, season: Season, total_vnd: int, count: int, holdings: tuple[str | None, ...]
) -> None:
    """Record one season's bank gifts, into the `holdings` by turns; None is the first account."""
    dice, clerk, unit = desk.dice, desk.clerk, desk.unit
    restricted = [fund for fund in desk.funds if fund == TIEP_SUC]
    for amount_vnd in gift_amounts(dice, total_vnd, count, sponsors=True):
        day = dice.between(season.gifts_from, season.gifts_to)
        donor, donor_kind, donor_id, address = _sponsor(desk)
        # Restricted money stays in the first account.
        fund = restricted[0] if restricted and dice.percent(15) else None
        clerk.donate(
            desk.book,
            day,
            DonationRow(
                clerk.key("D"),
                unit.code,
                ISO[day],
                "bank",
                amount_vnd,
                fund=fund,
                donor=donor,
                donor_id=donor_id,
                donor_kind=donor_kind,
                contact=address,
                holding=None if fund else dice.pick(holdings),
                note=f"Chuyển khoản ủng hộ {season.round}" if dice.percent(40) else None,
            ),
        )


def _sponsor(desk: Desk) -> tuple[str | None, str | None, str | None, str | None]:
    """Return donor, kind, id and contact; one in twenty wants no name."""
    if desk.dice.percent(5):
        return None, None, None, None
    number = desk.dice.below(_SPONSORS_OF[desk.unit.level])
    while len(desk.sponsors) <= number:
        desk.sponsors.append(names.sponsor(desk.dice, desk.unit.short_place))
    donor, donor_kind = desk.sponsors[number]
    donor_id = f"NT-{desk.unit.code}-{number + 1:02d}"
    return donor, donor_kind, donor_id, f"{donor_id.lower()}@example.org"
