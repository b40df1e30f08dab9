"""What each figure consists of: which postings, with which sign, up to or from which day.

    stock   every posting up to the day, of the units that stand below on that day
    flow    the postings of a period, of the units that stood below on each one's own day

A transfer between two units below one ancestor does not leave that ancestor: postings that tell of
it count in some figures only while it is inside (`inside`), in others only while it is not
(`outside`). What a unit held when it passed from one ancestor to another is no posting but a sum of
earlier ones (`passed`); see projections/entries.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Counted = Literal["amount_vnd", "occurrences", "recipients"]
Passed = Literal["in", "out", "goods"]

MONEY: Final = ("cash", "bank", "savings", "collector")
TRANSIT: Final = ("transit.sent", "transit.arrived")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The postings of a figure: by account, whatever they are, or only inside or outside.

    `sign` turns the sum of the postings into the figure. `passed` says what counts beside them when
    units pass from one ancestor to another: money that came in, money that went out, goods.
    """

    accounts: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    sign: int = 1
    is_stock: bool = False
    counted: Counted = "amount_vnd"
    passed: Passed | None = None


def _stock(*accounts: str, inside: tuple[str, ...] = ()) -> Composition:
    return Composition(accounts=accounts, inside=inside, is_stock=True)


def _came(*accounts: str) -> Composition:
    return Composition(accounts=accounts, sign=-1)


def _went(*accounts: str) -> Composition:
    return Composition(accounts=accounts)


PAID: Final = ("paid.cash", "paid.bank", "paid.in_kind")

COMPOSITIONS: Final[dict[str, Composition]] = {
    "cash": _stock("cash"),
    "bank": _stock("bank"),
    "savings": _stock("savings"),
    "with_collectors": _stock("collector"),
    "in_transit": _stock(inside=TRANSIT),
    "money": _stock(*MONEY, inside=TRANSIT),
    "goods": _stock("goods"),
    "in_transit_out": Composition(outside=TRANSIT, is_stock=True),
    "held_by_others": _stock("held"),
    "opening_money": _stock(*MONEY, inside=TRANSIT),
    "opening_goods": _stock("goods"),
    "brought_in_money": _came("brought_in.money"),
    "brought_in_goods": Composition(accounts=("brought_in.goods",), sign=-1, passed="goods"),
    "raised": _came("raised.cash", "raised.bank", "raised.in_kind", "raised.press"),
    "raised_cash": _came("raised.cash"),
    "raised_bank": _came("raised.bank"),
    "raised_in_kind": _came("raised.in_kind"),
    "raised_press": _came("raised.press"),
    "other_income": _came("other_income"),
    "paid": _went(*PAID),
    "paid_cash": _went("paid.cash"),
    "paid_bank": _went("paid.bank"),
    "paid_in_kind": _went("paid.in_kind"),
    "occurrences": Composition(accounts=PAID, counted="occurrences"),
    "recipients": Composition(accounts=PAID, counted="recipients"),
    "costs": _went("costs"),
    "transfers_in": Composition(outside=("transfers_in",), sign=-1),
    "transfers_out": Composition(outside=("transfers_out",)),
    "succession_in": Composition(passed="in"),
    "succession_out": Composition(passed="out"),
    "corrections_money": Composition(
        accounts=("corrections.money",),
        outside=("corrections.transfers_in", "corrections.transfers_out"),
        sign=-1,
    ),
    "corrections_goods": _came("corrections.goods"),
    "facilitated": _went("facilitated"),
}
"""Every field and sum of `projections.figures.Figures` → its postings."""

OPENINGS: Final = {"opening_money": "money", "opening_goods": "goods"}
"""What stood at the end of the day before the period: a stock of that day."""
