"""Gifts in kind: what people give, at what value, and how it goes out again.

The value of a piece is a whole number of đồng, so that first in first out gives each award one
value. Source of the prices: 20 bicycles at 3.2 million (Vĩnh Châu 2022); others are usual ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.sample import names
from api.sample.book import Lot
from api.sample.days import CHANGE_DAY, ISO
from api.sample.rows import DonationRow, OpeningRow, PayoutRow

if TYPE_CHECKING:
    from api.sample.days import Season
    from api.sample.desk import Desk


@dataclass(frozen=True, slots=True)
class Good:
    """An item, its unit of count, the value of one, how many come at a time and go to each."""

    item: str
    counted_in: str
    each_vnd: int | None
    step: int
    for_each: int


# Notebooks became cheaper in the second half of the year, so that lots of two values meet.
NOTEBOOKS = Good("vở viết", "quyển", 8_000, 50, 20)
_SATCHELS = Good("cặp sách", "chiếc", 180_000, 5, 1)
_NOTEBOOKS_LATER_VND = 7_500
_VALUED = (
    Good("xe đạp", "chiếc", 3_200_000, 1, 1),
    NOTEBOOKS,
    Good("máy tính bảng", "chiếc", 3_500_000, 1, 1),
    Good("gạo", "kg", 15_000, 50, 20),
    _SATCHELS,
    Good("bộ sách giáo khoa", "bộ", 250_000, 4, 1),
)
_NOT_VALUED = (
    Good("áo ấm", "chiếc", None, 10, 1),
    Good("sách truyện đã qua sử dụng", "quyển", None, 20, 5),
)
_ALL = {(good.item, good.counted_in): good for good in (*_VALUED, *_NOT_VALUED)}
# No award of goods is listed for more people than this.
_LIST_LINES = 300


def open_store(desk: Desk) -> None:
    """Bring some notebooks in on 1 January."""
    quantity = 50 * desk.dice.between(1, 4)
    amount_vnd = quantity * (NOTEBOOKS.each_vnd or 0)
    desk.book.stock(NOTEBOOKS.item, NOTEBOOKS.counted_in, Lot(0, quantity, NOTEBOOKS.each_vnd))
    desk.clerk.folder.write(
        OpeningRow(
            desk.clerk.key("O"),
            desk.unit.code,
            ISO[0],
            item=NOTEBOOKS.item,
            quantity=quantity,
            counted_in=NOTEBOOKS.counted_in,
            amount_vnd=amount_vnd,
        )
    )


def give_goods(desk: Desk, season: Season, target_vnd: int, lots: int) -> int:
    """Record up to `lots` gifts in kind worth at most `target_vnd`, and return their value."""
    left_vnd = target_vnd
    for _ in range(lots):
        wish_vnd = left_vnd if lots == 1 else left_vnd * desk.dice.between(20, 60) // 100
        left_vnd -= _give_lot(desk, season, desk.dice.pick(_VALUED), wish_vnd)
    return target_vnd - left_vnd


def give_unvalued(desk: Desk, season: Season) -> None:
    """Record a gift in kind that nobody put a value on."""
    good = desk.dice.pick(_NOT_VALUED)
    _stock(desk, season, good, good.step * desk.dice.between(1, 4))


def _give_lot(desk: Desk, season: Season, good: Good, wish_vnd: int) -> int:
    each_vnd = good.each_vnd or 0
    if wish_vnd < each_vnd * good.step:
        good = NOTEBOOKS if desk.dice.percent(40) else _SATCHELS
        each_vnd = good.each_vnd or 0
    quantity = wish_vnd // (each_vnd * good.step) * good.step
    return _stock(desk, season, good, quantity) if quantity else 0


def _stock(desk: Desk, season: Season, good: Good, quantity: int) -> int:
    """Put one lot into the store, on a day later than every lot of the same item."""
    day = _free_day(desk, season, good)
    if day is None:
        return 0
    each_vnd = good.each_vnd
    if good is NOTEBOOKS and day > CHANGE_DAY:
        each_vnd = _NOTEBOOKS_LATER_VND
    donor, donor_kind = names.sponsor(desk.dice, desk.unit.short_place)
    amount_vnd = None if each_vnd is None else quantity * each_vnd
    desk.book.stock(good.item, good.counted_in, Lot(day, quantity, each_vnd))
    row = DonationRow(
        desk.clerk.key("D"),
        desk.unit.code,
        ISO[day],
        "in_kind",
        amount_vnd,
        donor=donor,
        donor_kind=donor_kind,
        item=good.item,
        quantity=quantity,
        counted_in=good.counted_in,
        note="Biên bản giao nhận hiện vật" if desk.dice.percent(30) else None,
        voucher=desk.voucher("NK"),
    )
    desk.clerk.donate(desk.book, day, row)
    return amount_vnd or 0


def _free_day(desk: Desk, season: Season, good: Good) -> int | None:
    last = desk.book.last_lot_day(good.item, good.counted_in)
    first = max(season.gifts_from, last + 1)
    if first > season.gifts_to:
        return None
    return desk.dice.between(first, min(season.gifts_to, first + 10))


def award_goods(
    desk: Desk, season: Season, day: int, limit_vnd: int, limit_awards: int
) -> tuple[int, int]:
    """Hand out goods that came in before `day`, within both limits.

    Returns:
        The value handed out in đồng, and the number of awards.
    """
    given_vnd = given = 0
    # The dearest first; no item takes more than half of what is left, so that all get their turn.
    items = sorted(desk.book.items(), key=lambda item: -desk.book.prices_vnd(*item)[-1])
    for item, counted_in in items:
        good = _ALL[item, counted_in]
        dearest_vnd = desk.book.prices_vnd(item, counted_in)[-1] * good.for_each
        count = min(
            desk.book.in_stock(item, counted_in, day) // good.for_each,
            (limit_awards - given + 1) // 2,
            _LIST_LINES,
        )
        if dearest_vnd:
            count = min(count, (limit_vnd - given_vnd) // dearest_vnd)
        if count > 0:
            given += count
            given_vnd += _award_list(desk, season, day, good, count)
    return given_vnd, given


def _award_list(desk: Desk, season: Season, day: int, good: Good, count: int) -> int:
    """Hand one item to a list of recipients; the value is stated only where it cannot differ."""
    voucher = desk.voucher("XK")
    decision = desk.decision(day)
    has_one_price = len(desk.book.prices_vnd(good.item, good.counted_in)) == 1
    states_value = has_one_price and good.each_vnd is not None and desk.dice.percent(50)
    total_vnd = 0
    for person in desk.pool.draw(count):
        worth_vnd = desk.book.take(good.item, good.counted_in, good.for_each)
        total_vnd += worth_vnd
        row = PayoutRow(
            desk.clerk.key("P"),
            desk.unit.code,
            ISO[day],
            "aid",
            "in_kind",
            worth_vnd if states_value else None,
            round=season.round,
            recipient=person.name,
            recipient_id=person.id,
            recipient_kind=person.kind,
            item=good.item,
            quantity=good.for_each,
            counted_in=good.counted_in,
            birth_year=person.birth_year,
            school=person.school_on(day),
            class_=person.class_on(day),
            address=person.address,
            guardian=person.guardian,
            voucher=voucher,
            decision=decision,
        )
        desk.clerk.pay(desk.book, day, row, worth_vnd)
    return total_vnd
