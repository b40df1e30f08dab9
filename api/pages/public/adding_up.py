"""The sum that a unit's page shows: what was there, what came, what went, what is there now.

    opening + brought in + raised + other income − paid − costs
    + transfers in − out + succession in − out + corrections = closing

For money and for goods apart, each line a figure that opens its entries. Lines that are zero are
left out, but for those by which people know the sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from api.pages.figure_links import link_to_entries
from api.web.texts import phrase
from projections.figures import Asked, Figures

Kind = Literal["opening", "plus", "minus", "closing", "part"]


class Line(NamedTuple):
    """One line; the amount is positive in the direction of its name, `kind` says how it counts."""

    kind: Kind
    label: str
    amount_vnd: int
    href: str


class _Asked(NamedTuple):
    kind: Kind
    figure: str
    label: str
    always: bool = False


MONEY: Final = (
    _Asked("opening", "opening_money", phrase("Số dư Quỹ đầu kỳ"), True),
    _Asked("plus", "brought_in_money", phrase("Số dư tiền mang sang khi mở sổ")),
    _Asked("plus", "raised_cash", phrase("Vận động bằng tiền mặt"), True),
    _Asked("plus", "raised_bank", phrase("Vận động qua chuyển khoản"), True),
    _Asked("plus", "raised_press", phrase("Vận động qua báo chí, nơi nhận hộ")),
    _Asked("plus", "other_income", phrase("Thu khác: lãi, hội phí, ngân sách")),
    _Asked("minus", "paid_cash", phrase("Chi cho người nhận bằng tiền mặt"), True),
    _Asked("minus", "paid_bank", phrase("Chi cho người nhận qua chuyển khoản"), True),
    _Asked("minus", "costs", phrase("Chi khác: quản lý, phí ngân hàng")),
    _Asked("plus", "transfers_in", phrase("Điều chuyển đến từ đơn vị khác")),
    _Asked("minus", "transfers_out", phrase("Điều chuyển đi cho đơn vị khác")),
    _Asked("plus", "succession_in", phrase("Theo đơn vị mới về trực thuộc")),
    _Asked("minus", "succession_out", phrase("Theo đơn vị chuyển đi nơi khác")),
    _Asked("plus", "corrections_money", phrase("Điều chỉnh của năm trước")),
    _Asked("closing", "money", phrase("Số dư Quỹ cuối kỳ"), True),
    _Asked("part", "cash", phrase("tiền mặt tại quỹ")),
    _Asked("part", "bank", phrase("tiền gửi ngân hàng")),
    _Asked("part", "savings", phrase("sổ tiết kiệm")),
    _Asked("part", "with_collectors", phrase("tiền ở người thu, chưa nộp")),
    _Asked("part", "in_transit", phrase("tiền đang chuyển giữa các đơn vị")),
)
GOODS: Final = (
    _Asked("opening", "opening_goods", phrase("Hiện vật trong kho đầu kỳ"), True),
    _Asked(
        "plus",
        "brought_in_goods",
        phrase("Hiện vật mang sang, hoặc theo đơn vị chuyển đến, chuyển đi"),
    ),
    _Asked("plus", "raised_in_kind", phrase("Vận động bằng hiện vật"), True),
    _Asked("minus", "paid_in_kind", phrase("Trao bằng hiện vật"), True),
    _Asked("plus", "corrections_goods", phrase("Điều chỉnh của năm trước")),
    _Asked("closing", "goods", phrase("Hiện vật trong kho cuối kỳ"), True),
)


def money_lines(figures: Figures, unit: str, what: Asked, *, below: bool) -> tuple[Line, ...]:
    """Return the lines for money, the parts of the closing balance last."""
    return _lines(MONEY, figures, unit, what, below=below)


def goods_lines(figures: Figures, unit: str, what: Asked, *, below: bool) -> tuple[Line, ...]:
    """Return the lines for goods at their value; nothing where there never were any."""
    lines = _lines(GOODS, figures, unit, what, below=below)
    return lines if any(line.amount_vnd for line in lines) else ()


def adds_up(lines: Sequence[Line]) -> bool:
    """Say whether the lines before the closing one add up to it.

    >>> adds_up([Line("opening", "", 2, ""), Line("minus", "", 3, ""), Line("closing", "", -1, "")])
    True
    """
    total = 0
    for line in lines:
        if line.kind == "closing":
            return total == line.amount_vnd
        total += -line.amount_vnd if line.kind == "minus" else line.amount_vnd
    return not lines


def _lines(
    asked: Sequence[_Asked], figures: Figures, unit: str, what: Asked, *, below: bool
) -> tuple[Line, ...]:
    lines = tuple(
        Line(
            each.kind,
            each.label,
            getattr(figures, each.figure),
            link_to_entries(each.figure, unit, what, below=below),
        )
        for each in asked
        if each.always or getattr(figures, each.figure)
    )
    assert adds_up(lines), f"the figures of {unit} do not add up"
    return lines
