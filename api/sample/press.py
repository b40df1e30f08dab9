"""Money that newspapers, foundations and single persons collect for a unit.

It is held by them, comes in a few batches a year, and each batch is handed over whole: to the fund,
or directly to recipients without ever entering the books. The last one is still held at the end of
the year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from api.sample import names
from api.sample.days import ISO, day_of
from api.sample.dice import gift_amounts, gift_count
from api.sample.funds import DINH_THIEN_LY, TIEP_SUC
from api.sample.rows import DonationRow, HandoverRow, HolderRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.sample.desk import Desk
    from api.sample.dice import Dice


class Collection(NamedTuple):
    """One holder's collecting for one unit; gifts are about `each_vnd`."""

    holder: str
    to_fund_vnd: int
    each_vnd: int
    fund: str | None = None


class _Batch(NamedTuple):
    """Days of collecting, how it ends, and its part of what goes to the fund, in per cent."""

    first: int
    last: int
    how: str | None
    part: int


_BATCHES = (
    _Batch(day_of(1, 5), day_of(2, 20), "to_fund", 30),
    _Batch(day_of(3, 1), day_of(4, 25), "direct", 20),
    _Batch(day_of(5, 2), day_of(6, 15), "to_fund", 30),
    _Batch(day_of(7, 5), day_of(8, 25), "direct", 12),
    _Batch(day_of(9, 5), day_of(10, 20), "to_fund", 40),
    _Batch(day_of(11, 1), day_of(12, 28), None, 14),
)
# A direct award of a newspaper is about this large.
_DIRECT_EACH_VND = 2_000_000
_ODD_VND = (68_686, 99_999, 123_456, 86_868, 50_500, 111_111, 202_210)

PRESS = (
    HolderRow("BAO-NGHEAN", "Báo Nghệ An", "press"),
    HolderRow("BAO-DANTRI", "Báo điện tử Dân trí", "press"),
    HolderRow("BAO-TUOITRE", "Báo Tuổi Trẻ", "press"),
)
FOUNDATION = HolderRow("QUY-DTL", "Quỹ hỗ trợ cộng đồng Đinh Thiện Lý", "organisation")


def person_holders(dice: Dice, count: int) -> list[HolderRow]:
    """Return persons who collect for their commune among those who live elsewhere."""
    return [
        HolderRow(f"CN-{number:03d}", f"Ông {names.man(dice)} (người xa quê)", "individual")
        for number in range(1, count + 1)
    ]


def collect(desk: Desk, collection: Collection) -> int:
    """Record a year of one collection, and return what was handed over to the fund.

    The result is near `collection.to_fund_vnd`; odd gifts move it by some hundredths.
    """
    clerk, dice, book = desk.clerk, desk.dice, desk.book
    brought_vnd = collection.to_fund_vnd // 25 // 10_000 * 10_000
    if brought_vnd:
        clerk.open_held(book, collection.holder, brought_vnd, collection.fund)
    to_fund_vnd = 0
    for batch in _BATCHES:
        goal_vnd = collection.to_fund_vnd * batch.part // 100
        if batch.how == "to_fund":
            goal_vnd = max(0, goal_vnd - brought_vnd)
        count = gift_count(goal_vnd, collection.each_vnd)
        if not count:
            continue
        for amount_vnd in gift_amounts(dice, goal_vnd, count):
            _gift(desk, collection, batch, amount_vnd)
        if batch.how is not None:
            handed_vnd = _hand_over(desk, collection, batch)
            if batch.how == "to_fund":
                to_fund_vnd += handed_vnd
                brought_vnd = 0
    return to_fund_vnd


def _gift(desk: Desk, collection: Collection, batch: _Batch, amount_vnd: int) -> None:
    clerk, dice = desk.clerk, desk.dice
    # Readers like odd numbers; the batch is handed over to the last đồng.
    if amount_vnd == 100_000 and dice.percent(20):
        amount_vnd = dice.pick(_ODD_VND)
    day = dice.between(batch.first, batch.last)
    donor: str | None
    if collection.holder == FOUNDATION.code:
        donor, donor_kind = "Công ty TNHH Phát triển Phú Mỹ Hưng", "company"
    elif collection.holder.startswith("CN-"):
        donor, donor_kind = f"{names.man(dice)} (xa quê)", "person"
    else:
        donor, donor_kind = names.reader(dice), "person"
    clerk.donate(
        desk.book,
        day,
        DonationRow(
            clerk.key("D"),
            desk.unit.code,
            ISO[day],
            "press",
            amount_vnd,
            fund=collection.fund,
            donor=donor,
            donor_kind=donor_kind if donor else None,
            holder=collection.holder,
            note=f"Mã số 22{dice.between(1, 99):02d}" if dice.percent(30) else None,
        ),
    )


def _hand_over(desk: Desk, collection: Collection, batch: _Batch) -> int:
    """Hand over everything held two or three days after the batch ends."""
    day = batch.last + desk.dice.between(2, 3)
    amount_vnd = desk.book.held_vnd(collection.holder, day)
    is_direct = batch.how == "direct"
    row = HandoverRow(
        desk.clerk.key("H"),
        desk.unit.code,
        collection.holder,
        ISO[day],
        batch.how or "to_fund",
        amount_vnd,
        fund=collection.fund,
        into=None if is_direct or desk.dice.percent(60) else "bank",
        recipients=max(1, amount_vnd // _DIRECT_EACH_VND) if is_direct else None,
        note="Trao tận tay học sinh, có đại diện xã chứng kiến" if is_direct else None,
    )
    desk.clerk.hand_over(desk.book, day, row)
    return amount_vnd


def collections_of(desk: Desk, to_fund_vnd: int, person: str | None) -> Iterator[Collection]:
    """Yield who collects for this office: newspapers above, single persons for communes."""
    level = desk.unit.level
    if level == "commune":
        if person is not None:
            yield Collection(person, to_fund_vnd, 500_000)
    elif level == "district":
        yield Collection(desk.dice.pick(PRESS[:2]).code, to_fund_vnd, 300_000)
    else:
        yield Collection(PRESS[0].code, to_fund_vnd * 25 // 100, 300_000)
        yield Collection(PRESS[1].code, to_fund_vnd * 25 // 100, 350_000)
        yield Collection(PRESS[2].code, to_fund_vnd * 20 // 100, 1_000_000, TIEP_SUC)
        yield Collection(FOUNDATION.code, to_fund_vnd * 30 // 100, 100_000_000, DINH_THIEN_LY)
