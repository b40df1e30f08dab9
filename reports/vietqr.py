"""VietQR: the text of a QR code from which a bank's application fills in a transfer.

    tag (2 figures) length (2 figures) value, one after another; a value may hold such fields itself
    63 at the end: CRC-16/CCITT-FALSE over all that stands before its four hexadecimal figures

Source: EMVCo QR Code Specification for Payment Systems, merchant-presented mode; NAPAS, transfer to
an account (service code QRIBFTTA). A code without an amount is static (11), one with an amount is
for one payment (12).
"""

from __future__ import annotations

import unicodedata
from typing import Final, NamedTuple

from ledger.money import require_amount

PURPOSE_MAX_CHARS: Final = 25
"""Of the words that go with a transfer: this many letters without tone marks, figures, signs."""

NAPAS: Final = "A000000727"
TO_ACCOUNT: Final = "QRIBFTTA"
DONG: Final = "704"
ACCOUNT_MAX_CHARS: Final = 19
BANKS: Final = {
    "970405": "Agribank",
    "970418": "BIDV",
    "970415": "VietinBank",
    "970436": "Vietcombank",
    "970422": "MB",
    "970407": "Techcombank",
    "970416": "ACB",
    "970432": "VPBank",
    "970403": "Sacombank",
}
"""The larger banks by their number (BIN) with NAPAS."""


class Account(NamedTuple):
    """An account at a bank: the bank's number of six figures, and the account's own number."""

    bin: str
    number: str


class NotForVietQR(Exception):
    """A part does not fit into the code; the message names it."""


def vietqr_text(account: Account, purpose: str, amount_vnd: int | None = None) -> str:
    """Return the text of the QR code for a transfer to an account.

    Args:
        account: where to.
        purpose: what the transfer is to say; at most 25 printable ASCII characters.
        amount_vnd: whole đồng; None: whoever pays fills it in.

    Raises:
        NotForVietQR: bank, account or purpose have characters or a length that do not fit.
        AmountNotPositive, AmountTooLarge: it is no amount.

    >>> vietqr_text(Account("970415", "113366668888"), "Ung Ho Quy Vac Xin", 79_000)[-8:]
    '63043ACF'
    """
    _require(account.bin.isascii() and account.bin.isdigit() and len(account.bin) == 6, "bank")
    number_fits = account.number.isascii() and account.number.isalnum()
    _require(number_fits and len(account.number) <= ACCOUNT_MAX_CHARS, "account")
    _require(purpose.isascii() and purpose.isprintable(), "purpose")
    _require(0 < len(purpose) <= PURPOSE_MAX_CHARS, "purpose")
    if amount_vnd is not None:
        require_amount(amount_vnd)
    beneficiary = _field(0, account.bin) + _field(1, account.number)
    merchant = _field(0, NAPAS) + _field(1, beneficiary) + _field(2, TO_ACCOUNT)
    parts = [
        _field(0, "01"),
        _field(1, "11" if amount_vnd is None else "12"),
        _field(38, merchant),
        _field(53, DONG),
        "" if amount_vnd is None else _field(54, str(amount_vnd)),
        _field(58, "VN"),
        _field(62, _field(8, purpose)),
        "6304",
    ]
    text = "".join(parts)
    return f"{text}{crc16(text.encode('ascii')):04X}"


def plain_purpose(words: str) -> str:
    """Return words as a transfer may carry them: without tone marks, cut to what fits.

    >>> plain_purpose("Ủng hộ Quỹ Khuyến học xã Đông Hiếu")
    'Ung ho Quy Khuyen hoc xa'
    """
    letters = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    kept = (
        each if each.isascii() and each.isprintable() else " "
        for each in letters
        if not unicodedata.combining(each)
    )
    return " ".join("".join(kept).split())[:PURPOSE_MAX_CHARS].rstrip()


def crc16(raw: bytes) -> int:
    """Return CRC-16/CCITT-FALSE: polynomial 0x1021, beginning with 0xFFFF, nothing reflected.

    >>> hex(crc16(b"123456789"))
    '0x29b1'
    """
    crc = 0xFFFF
    for byte in raw:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def _field(tag: int, value: str) -> str:
    assert len(value) <= 99, "a length has two figures"
    return f"{tag:02d}{len(value):02d}{value}"


def _require(fits: bool, part: str) -> None:
    if not fits:
        raise NotForVietQR(part)
