"""Facts about papers that move neither money nor goods."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from ledger.sealed import Sealed


class ReceiptReprinted(Sealed, frozen=True, kw_only=True):
    """The donor's receipt of a gift was printed once more for the donor, by the entry's actor.

    `gift` is the key of the gift, `receipt_number` and `year` what its receipt is numbered by;
    `copy` says which print it is: 2 or more, for the first print of a gift is no fact of its own.
    """

    STORED_AS: ClassVar[str] = "receipt.reprinted/1"
    key: str
    gift: str
    receipt_number: int
    year: int
    copy: int
    printed_on: date
