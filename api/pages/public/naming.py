"""How the pages for everybody call things: levels, kinds of places, short names, addresses."""

from __future__ import annotations

from typing import Final, assert_never
from urllib.parse import quote, urlencode

from api.web.texts import phrase
from ledger.events import DonationCollected, DonationReceived, GoodsDonated
from reports.papers import Channel

LEVELS: Final = {
    "central": phrase("Trung ương"),
    "province": phrase("Tỉnh"),
    "district": phrase("Huyện"),
    "commune": phrase("Xã"),
    "branch": phrase("Chi hội"),
    "board": phrase("Ban khuyến học"),
}
PLACES: Final = {
    "cash": phrase("Tiền mặt tại quỹ"),
    "bank": phrase("Tài khoản ngân hàng"),
    "savings": phrase("Sổ tiết kiệm"),
    "collector": phrase("Tiền ở người thu, chưa nộp"),
    "held": phrase("Nơi nhận hộ đang giữ, chưa vào quỹ"),
    "goods": phrase("Hiện vật trong kho"),
}
CHANNELS: Final = {
    "cash": phrase("Tiền mặt"),
    "bank": phrase("Chuyển khoản"),
    "in_kind": phrase("Hiện vật"),
    "press": phrase("Qua nơi nhận hộ"),
}
_BEFORE_NAMES: Final = ("Hội Khuyến học ", "Chi hội Khuyến học ", "Ban Khuyến học ", "Chi hội ")


def short_name(name: str) -> str:
    """Return the part of a unit's name that tells it from its neighbours.

    >>> short_name("Hội Khuyến học thành phố Vinh"), short_name("Hội Khuyến học huyện Kỳ Sơn")
    ('TP Vinh', 'Kỳ Sơn')
    """
    for words in _BEFORE_NAMES:
        if name.lower().startswith(words.lower()):
            name = name[len(words) :]
            break
    for words, instead in (
        ("thành phố ", "TP "),
        ("thị xã ", "TX "),
        ("huyện ", ""),
        ("xã ", ""),
        ("phường ", ""),
    ):
        if name.startswith(words):
            name = instead + name[len(words) :]
            break
    return name[:1].upper() + name[1:]


def unit_address(code: str, **asked: str) -> str:
    """Return the address of the page of a unit; what is empty is left out.

    >>> unit_address("NA-01", nam="2022", ngay="")
    '/don-vi/NA-01?nam=2022'
    """
    said = {name: value for name, value in asked.items() if value}
    return f"/don-vi/{quote(code, safe='')}" + (f"?{urlencode(said)}" if said else "")


def channel_of(gift: DonationReceived | GoodsDonated | DonationCollected) -> Channel:
    """Return by which way a gift came."""
    match gift:
        case DonationReceived():
            return gift.channel
        case GoodsDonated():
            return "in_kind"
        case DonationCollected():
            return "press"
    assert_never(gift)
