"""Where a row that is wrong is corrected: the form of its kind, filled with what it said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from ledger.events import (
    CollectionHandedOver,
    CostPaid,
    DonationCollected,
    DonationReceived,
    GoodsDonated,
    GoodsPaidOut,
    IncomeReceived,
    MoneyMoved,
    PayoutPaid,
    TransferSent,
)

CORRECTS: Final = "thay"
"""The field of every form that names, by its key, the row that is corrected."""

FORMS: Final[Mapping[type[object], str]] = {
    DonationReceived: "/phieu-thu/lap",
    GoodsDonated: "/phieu-thu/lap",
    DonationCollected: "/phieu-thu/lap",
    CollectionHandedOver: "/phieu-thu/nop-lai",
    PayoutPaid: "/phieu-chi/lap",
    GoodsPaidOut: "/phieu-chi/lap",
    TransferSent: "/dieu-chuyen/gui",
    MoneyMoved: "/chuyen-quy",
    IncomeReceived: "/phieu-thu/thu-khac",
    CostPaid: "/phieu-chi/chi-khac",
}
"""The form of each kind of row that stands on a numbered paper."""


def link_to_correct(event: object, unit: str, key: str) -> str:
    """Return the address of the form that corrects a row; empty where there is none.

    >>> link_to_correct(None, "NA", "D-1")
    ''
    """
    path = FORMS.get(type(event))
    return f"{path}?{urlencode({'don-vi': unit, CORRECTS: key})}" if path else ""
