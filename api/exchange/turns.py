"""In which order money rows are taken: by day, and within a day what comes in before what goes out.

Balances are judged at the end of days, so the order within a day matters only for goods, which
must be there to be given out, and for the numbers on papers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from api.exchange.rows import PayoutRow, ReversalRow, TransferRow

DAYS: Final = {
    "openings": "on",
    "donations": "received_on",
    "handovers": "handed_over_on",
    "income_costs": "on",
    "movements": "on",
    "transfers": "sent_on",
    "payouts": "paid_on",
    "reversals": "on",
}
"""The column with the day on which a row of each file counts."""

REVERSED: Final = 0
"""Rows of earlier days are undone first, so that what comes back can be given out again."""
PAID_AND_REVERSED: Final = 7
REVERSED_AFTER_PAID: Final = 8
PAID: Final = 9
_KINDS: Final = {
    "openings": 1,
    "donations": 2,
    "handovers": 3,
    "income_costs": 4,
    "movements": 5,
    "transfers": 6,
}


class Turn(NamedTuple):
    """When a money row is taken: its day, its kind within the day, its place in the files.

    `order` is what a row of goods says of itself; before it come those that say nothing. Turns
    are sorted by their fields as they stand here.
    """

    on: date
    kind: int
    arrives: bool
    order: int
    place: int


def turns(rows: Sequence[Any]) -> list[Turn]:
    """Return when each money row is taken; definitions are not in it, transfers are twice."""
    undone = {row.reverses: row.on for row in rows if isinstance(row, ReversalRow)}
    day_of = {row.key: _last_day(row) for row in rows if row.FILE in DAYS and row.key in undone}
    taken = []
    for place, row in enumerate(rows):
        if row.FILE not in DAYS:
            continue
        kind, on = _kind(row, day_of, undone), getattr(row, DAYS[row.FILE])
        if isinstance(row, ReversalRow):
            # Undone before it was done is refused when both are there.
            on = max(on, day_of.get(row.reverses, on))
        taken.append(Turn(on, kind, False, 0, place))
        if isinstance(row, TransferRow) and row.received_on is not None:
            # Received before it was sent is refused when the arrival is decided.
            on = max(row.received_on, row.sent_on)
            taken.append(Turn(on, kind, True, 0, place))
    _delay_goods(rows, taken)
    taken.sort()
    return taken


def _last_day(row: Any) -> date:  # noqa: ANN401
    """Return the day on which all of a row is there: of a transfer, when it was received."""
    on: date = getattr(row, DAYS[row.FILE])
    received_on: date | None = row.received_on if isinstance(row, TransferRow) else None
    return max(on, received_on or on)


def _kind(row: Any, day_of: dict[str, date], undone: dict[str, date]) -> int:  # noqa: ANN401
    """Return when a row is taken within its day."""
    if isinstance(row, ReversalRow):
        earlier = day_of.get(row.reverses, date.min) < row.on
        return REVERSED if earlier else REVERSED_AFTER_PAID
    if isinstance(row, PayoutRow):
        return PAID_AND_REVERSED if undone.get(row.key) == row.paid_on else PAID
    return _KINDS[row.FILE]


def _delay_goods(rows: Sequence[Any], taken: list[Turn]) -> None:
    """Let rows of goods that say in which order they were recorded come in that order.

    What goods are worth was fixed when they were recorded. So a row that was recorded late waits
    here for those of its unit that were recorded before it, also for those of later days.
    """
    ordered = [
        (row.goods_order, at, row)
        for at, turn in enumerate(taken)
        if getattr(row := rows[turn.place], "goods_order", None) is not None
    ]
    units = {row.key: row.unit for _, _, row in ordered if row.FILE != "reversals"}
    reached: dict[str | None, tuple[date, int]] = {}
    for order, at, row in sorted(ordered, key=lambda each: each[:2]):
        unit = units.get(row.reverses) if row.FILE == "reversals" else row.unit
        natural = (taken[at].on, taken[at].kind)
        on, kind = reached[unit] = max(natural, reached.get(unit, natural))
        taken[at] = taken[at]._replace(on=on, kind=kind, order=order)


def mixed_vouchers(rows: Sequence[Any]) -> dict[int, str]:
    """Return the rows whose voucher has rows of another unit or day in the same file."""
    first: dict[tuple[str, str], tuple[str, date]] = {}
    mixed: dict[int, str] = {}
    for index, row in enumerate(rows):
        voucher = getattr(row, "voucher", None)
        if voucher is None or row.FILE == "reversals":
            continue
        unit = row.from_unit if isinstance(row, TransferRow) else row.unit
        place = (unit, getattr(row, DAYS[row.FILE]))
        if first.setdefault((row.FILE, voucher), place) != place:
            mixed[index] = voucher
    return mixed
