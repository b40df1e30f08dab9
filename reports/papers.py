"""What a printed paper knows: one frozen record per paper, and the template gets nothing else.

Money is whole đồng. None stands for goods that nobody has valued, which is never zero. Quantities
are exact decimals. Days are business days; `recorded_at` is the instant at which the book learned
the fact, and the only clock a paper knows, so that the same paper always has the same bytes. Of the
day `on` only as much is shown as is known (`precision`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Literal

from ledger.events import Precision
from reports.attached import LATER, Carried

Channel = Literal["cash", "bank", "in_kind", "press"]
VoucherSeries = Literal["PT", "PC", "BC", "UNC", "NK", "XK"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The association whose paper it is, and the one above it."""

    name: str
    code: str
    parent_name: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """Goods of one kind; `value_vnd` for all of them together, None where nobody valued them."""

    name: str
    counted_in: str
    quantity: Decimal
    value_vnd: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The donor's receipt of one gift (giấy biên nhận).

    `donor` None is a gift without a name. `holder_name` is who collected it (channel press), so
    that it is not yet in the fund. `amount_vnd` is the money, or what the valued goods are worth
    together; None when no goods are valued. `paper_no` is the number of a receipt written by hand.
    `check_url` is what the QR code opens, `check_code` what a person types. `copy` counts prints
    for the donor; all of them are the same paper. `replaces` names the paper in whose place it
    stands. `carried` is the entry that travels inside with its proof; of a receipt that was
    cancelled on `reversed_on`, so does what became of it, `later`: the entry that cancelled it,
    then the one in its place, if there is one, which `replaced_by` names.
    """

    SERIES: ClassVar[str] = "BN"

    issuer: Issuer
    number: int
    year: int
    on: date
    precision: Precision = "day"
    donor: str | None
    donor_address: str | None = None
    channel: Channel
    holder_name: str | None = None
    fund_name: str
    amount_vnd: int | None
    goods: tuple[GoodsLine, ...] = ()
    paper_no: str | None = None
    note: str | None = None
    replaces: str | None = None
    check_url: str
    check_code: str
    copy: int = 1
    reversed_on: date | None = None
    reversal_reason: str | None = None
    replaced_by: str | None = None
    recorded_at: datetime
    carried: Carried
    later: tuple[Carried, ...] = ()

    def __post_init__(self) -> None:
        assert bool(self.later) == (self.reversed_on is not None), "cancelled by an entry"
        assert (len(self.later) == len(LATER)) == (self.replaced_by is not None), "so replaced"
        assert self.copy == 1 or self.reversed_on is None, "no second print of a cancelled paper"
        assert (self.channel == "in_kind") == bool(self.goods), "goods come in kind"
        assert (self.channel == "press") == (self.holder_name is not None), "press has a holder"
        assert self.amount_vnd is not None or self.goods, "only goods can be without an amount"
        assert not self.goods or self.amount_vnd == total_vnd(g.value_vnd for g in self.goods)
        assert self.recorded_at.tzinfo is not None

    @property
    def label(self) -> str:
        """The number as people write it."""
        return paper_number(self.number, self.year, self.SERIES)

    @property
    def has_unvalued_goods(self) -> bool:
        """Whether the amount leaves some goods out."""
        return any(line.value_vnd is None for line in self.goods)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherLine:
    """One event on a voucher: who gave or received what.

    Money has an `amount_vnd` and no `goods`; goods carry their own value. A line that was reversed
    on `cancelled_on` is struck out and stays.
    """

    person: str
    birth_year: int | None = None
    school_class: str | None = None
    address: str | None = None
    amount_vnd: int | None = None
    goods: GoodsLine | None = None
    note: str | None = None
    cancelled_on: date | None = None

    def __post_init__(self) -> None:
        assert (self.amount_vnd is None) != (self.goods is None), "a line is money or goods"

    @property
    def value_vnd(self) -> int | None:
        """What the line adds to the voucher's total; None for goods that are not valued."""
        return self.goods.value_vnd if self.goods else self.amount_vnd


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """The accounting voucher of one or many lines: cash (PT, PC), bank (BC, UNC), goods (NK, XK).

    `person` and `address` are who stands on the slip itself; with many lines, the one who brings or
    takes the whole. `form_header` is what the rules in force want in the corner (form number and
    circular), lines parted by a line break. `total_vnd` is the sum of the valued lines, as it was
    signed for: lines reversed since are in it. `cancelled_on` is when the last of all lines was.
    `replaces` names the papers in whose place it stands.
    """

    issuer: Issuer
    form_header: str | None = None
    series: VoucherSeries
    number: int
    year: int
    book: str | None = None
    on: date
    precision: Precision = "day"
    person: str | None
    address: str | None = None
    reason: str
    lines: tuple[VoucherLine, ...]
    total_vnd: int | None
    fund_name: str
    holding_name: str
    attachments_count: int | None = None
    decision: str | None = None
    cancelled_on: date | None = None
    replaces: str | None = None
    check_url: str
    check_code: str
    recorded_at: datetime

    def __post_init__(self) -> None:
        assert self.lines, "a voucher has a line"
        assert self.total_vnd == total_vnd(line.value_vnd for line in self.lines)
        assert {bool(line.goods) for line in self.lines} == {self.is_for_goods}
        assert self.recorded_at.tzinfo is not None

    @property
    def label(self) -> str:
        """The number as people write it."""
        return paper_number(self.number, self.year, self.series)

    @property
    def is_for_goods(self) -> bool:
        """Whether the storekeeper's voucher, not the cashier's."""
        return self.series in {"NK", "XK"}

    @property
    def needs_list(self) -> bool:
        """Whether the lines lie on signed pages of their own behind the slip."""
        if self.is_for_goods and not self.struck_out:
            return len({line.person for line in self.lines}) > 1
        return len(self.lines) > 1

    @property
    def struck_out(self) -> tuple[VoucherLine, ...]:
        """The reversed lines of a voucher of which others still stand."""
        undone = tuple(line for line in self.lines if line.cancelled_on)
        return undone if len(undone) < len(self.lines) else ()

    @property
    def struck_out_vnd(self) -> int | None:
        """What the lines struck out are worth together; None when none of them is valued."""
        return total_vnd(line.value_vnd for line in self.struck_out)

    @property
    def has_unvalued_goods(self) -> bool:
        """Whether the total leaves some goods out."""
        return any(line.value_vnd is None for line in self.lines)

    @property
    def goods(self) -> tuple[GoodsLine, ...]:
        """The goods on the slip: each line's own, or summed by kind when a list has the lines."""
        every = tuple(line.goods for line in self.lines if line.goods)
        return _summed_by_kind(every) if self.needs_list else every


def paper_number(number: int, year: int, series: str) -> str:
    """Return the number of a paper as people write it.

    >>> paper_number(123, 2022, "BN")
    '000123/2022/BN'
    """
    return f"{number:06d}/{year}/{series}"


def total_vnd(values: Iterable[int | None]) -> int | None:
    """Return the sum of what is valued; None when nothing is.

    >>> total_vnd([2, None, 3]), total_vnd([None])
    (5, None)
    """
    valued = [value for value in values if value is not None]
    return sum(valued) if valued else None


def _summed_by_kind(goods: tuple[GoodsLine, ...]) -> tuple[GoodsLine, ...]:
    """Add up goods of the same name and unit of count; the unvalued ones stay apart."""
    sums: dict[tuple[str, str, bool], GoodsLine] = {}
    for line in goods:
        kind = (line.name, line.counted_in, line.value_vnd is None)
        before = sums.get(kind)
        sums[kind] = GoodsLine(
            name=line.name,
            counted_in=line.counted_in,
            quantity=line.quantity + (before.quantity if before else 0),
            value_vnd=total_vnd([before.value_vnd if before else None, line.value_vnd]),
        )
    return tuple(sums.values())
