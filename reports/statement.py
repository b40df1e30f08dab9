"""What a donor gave to a unit in a year (bảng kê các khoản ủng hộ), on A4.

Each gift has a line with the number of its receipt and the check code by which anyone finds it
again; one that was cancelled is struck out and not counted. The total stands in figures and words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Final

from reports import html, pdf
from reports.papers import GoodsLine, Issuer, total_vnd

SIGNED_ON: Final = "ngày …… tháng …… năm ……"
"""Written by hand: the paper itself knows only when its entries were recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One gift; `amount_vnd` None: goods that nobody valued. `cancelled_on`: it does not count."""

    on: date
    receipt: str
    way: str
    goods: GoodsLine | None = None
    fund_name: str
    amount_vnd: int | None
    check_code: str
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The gifts of one donor to one unit in one year, oldest first.

    `as_of` is the instant of the newest entry that it is made from, the only clock that it knows.
    """

    issuer: Issuer
    year: int
    donor: str
    donor_address: str | None
    lines: tuple[StatementLine, ...]
    check_address: str
    as_of: datetime

    def __post_init__(self) -> None:
        assert self.lines, "somebody who gave nothing is no donor"
        assert self.as_of.tzinfo is not None

    @property
    def standing(self) -> tuple[StatementLine, ...]:
        """The gifts that count."""
        return tuple(line for line in self.lines if line.cancelled_on is None)

    @property
    def total_vnd(self) -> int | None:
        """What they are worth together; None when none of them is valued."""
        return total_vnd(line.amount_vnd for line in self.standing)

    @property
    def has_unvalued_goods(self) -> bool:
        """Whether the total leaves some goods out."""
        return any(line.amount_vnd is None for line in self.standing)


def make_statement(statement: Statement) -> bytes:
    """Return the statement as PDF; the same statement always gives the same bytes.

    Raises:
        NativeLibrariesMissing: the machine cannot make PDF.
    """
    codes = " ".join(line.check_code for line in statement.lines)
    name = f"{statement.issuer.code}/{statement.year}/{codes}"
    page = html.fill(
        "statement.html",
        statement=statement,
        dated=SIGNED_ON,
        created=f"{statement.as_of.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )
    return pdf.render(
        page,
        stylesheets=(html.stylesheet("paper.css"), html.stylesheet("statement.css")),
        identifier=sha256(name.encode()).hexdigest()[:32].encode(),
    )
