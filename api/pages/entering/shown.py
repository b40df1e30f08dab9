"""An entry as a page shows it: what it was, who, how much, and its papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from urllib.parse import urlencode

from api.pages.correction_links import link_to_correct
from api.pages.inspecting.wording import TYPES
from api.papers_queue.jobs import SERIES
from ledger.events import (
    CollectionGivenDirectly,
    CollectionHandedOver,
    CostPaid,
    DonationCollected,
    DonationReceived,
    EntryReversed,
    GoodsBroughtIn,
    GoodsDonated,
    GoodsPaidOut,
    HeldBroughtIn,
    IncomeReceived,
    MoneyBroughtIn,
    MoneyEvent,
    MoneyMoved,
    PayoutPaid,
    TransferArrived,
    TransferReceived,
    TransferSent,
    Vouched,
)
from projections.desk import Told
from reports.numbers import quantity
from reports.papers import paper_number

Way = Literal["in", "out", "beside"]

WAYS: Final[Mapping[type[MoneyEvent], Way]] = {
    MoneyBroughtIn: "in",
    GoodsBroughtIn: "in",
    HeldBroughtIn: "beside",
    DonationReceived: "in",
    GoodsDonated: "in",
    DonationCollected: "beside",
    CollectionHandedOver: "in",
    CollectionGivenDirectly: "beside",
    PayoutPaid: "out",
    GoodsPaidOut: "out",
    TransferSent: "out",
    TransferArrived: "beside",
    TransferReceived: "in",
    MoneyMoved: "beside",
    IncomeReceived: "in",
    CostPaid: "out",
}
"""Whether a kind of entry brings something into the unit, takes it out, or neither."""

CANCELLED: Final = TYPES[EntryReversed.STORED_AS]
BACK: Final[Mapping[Way, Way]] = {"in": "out", "out": "in", "beside": "beside"}
Gift = DonationReceived | GoodsDonated | DonationCollected


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry on a page; `title` is a text to translate.

    `amount_vnd` None: goods that nobody valued. `receipt` and `voucher` are the numbers of its
    papers, empty where it has none; `goods` says what they were. `correct_href` is where it is
    corrected, empty where it cannot be.
    """

    key: str
    unit: str
    on: date
    at: datetime
    title: str
    way: Way
    who: str
    goods: str
    amount_vnd: int | None
    receipt: str
    voucher: str
    href: str
    is_reversal: bool
    is_reversed: bool
    is_arrival: bool
    correct_href: str

    @property
    def receipt_href(self) -> str:
        """The address of the donor's receipt as PDF."""
        return _paper("/in/giay.pdf", self.key, self.unit, "BN")

    @property
    def picture_href(self) -> str:
        """The address of the donor's receipt as a picture."""
        return _paper("/in/giay.png", self.key, self.unit, "BN")

    @property
    def voucher_href(self) -> str:
        """The address of the accounting voucher as PDF."""
        return _paper("/in/giay.pdf", self.key, self.unit, self.voucher_kind)

    @property
    def voucher_kind(self) -> str:
        """Whether its accounting voucher is of what came in or of what went out."""
        return "THU" if self.voucher.rpartition("/")[2] in SERIES["THU"] else "CHI"

    @property
    def undo_href(self) -> str:
        """The address at which its reversal is asked for."""
        return "/huy-but-toan?" + urlencode({"don-vi": self.unit, "khoa": self.key})

    @property
    def can_be_undone(self) -> bool:
        """Whether it stands, and is undone from this book: a transfer is where it was sent."""
        return not (self.is_reversal or self.is_reversed or self.is_arrival)


def shown(told: Told, unit: str, *, is_reversed: bool = False) -> Shown:
    """Return an entry of the unit with the code `unit` as a page shows it."""
    entry, event = told.entry, told.entry.event
    assert isinstance(event, MoneyEvent | EntryReversed)
    fact = event.original if isinstance(event, EntryReversed) else event
    way = WAYS[type(fact)]
    undone = isinstance(event, EntryReversed)
    return Shown(
        key=event.key,
        unit=unit,
        on=event.booked_on,
        at=entry.recorded_at,
        title=CANCELLED if undone else title_of(type(fact)),
        way=BACK[way] if undone else way,
        who=str(told.private.get("donor") or told.private.get("recipient") or ""),
        goods=_goods(fact),
        amount_vnd=fact.amount_vnd,
        receipt=_receipt(fact),
        voucher=_voucher(fact),
        href=f"/chung-tu/{entry.originator_id}-{entry.originator_version}",
        is_reversal=undone,
        is_reversed=is_reversed,
        is_arrival=isinstance(event, TransferReceived),
        correct_href=link_to_correct(event, unit, event.key),
    )


def title_of(kind: type[MoneyEvent]) -> str:
    """Return what a kind of entry is called, here as in the journal; a text to translate."""
    return TYPES[kind.STORED_AS]


def _goods(fact: MoneyEvent) -> str:
    if isinstance(fact, GoodsDonated | GoodsBroughtIn | GoodsPaidOut):
        return f"{quantity(fact.quantity)} {fact.counted_in} {fact.item}"
    return ""


def _receipt(fact: MoneyEvent) -> str:
    if isinstance(fact, Gift):
        return paper_number(fact.receipt_number, fact.booked_on.year, "BN")
    return ""


def _voucher(fact: MoneyEvent) -> str:
    if isinstance(fact, Vouched) and fact.series != "BN":
        return paper_number(fact.number, fact.booked_on.year, fact.series)
    return ""


def _paper(path: str, key: str, unit: str, kind: str) -> str:
    return f"{path}?" + urlencode({"don-vi": unit, "khoa": key, "loai": kind})
