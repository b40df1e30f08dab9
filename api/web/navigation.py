"""The way through the pages, for a guest and for each of those who work here.

Only addresses that the application serves are shown: a link never leads nowhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from api.web.texts import phrase
from api.web.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Item:
    """A page in the navigation; `actions` are those of which a visitor must be allowed one."""

    path: str
    title: str
    actions: frozenset[str] = frozenset()


def _item(path: str, title: str, *actions: str) -> Item:
    return Item(path, title, frozenset(actions))


FOR_ALL: Final = (
    _item("/", phrase("Số liệu")),
    _item("/tra-cuu", phrase("Tra cứu khoản ủng hộ")),
    _item("/ung-ho", phrase("Cách ủng hộ")),
    _item("/cong-khai", phrase("Đã công bố")),
)
FOR_WORK: Final = (
    _item("/ban-lam-viec", phrase("Bàn làm việc"), "enter", "approve"),
    _item("/phieu-thu/lap", phrase("Lập phiếu thu"), "enter"),
    _item("/phieu-chi/lap", phrase("Lập phiếu chi"), "enter"),
    _item("/nhap-excel", phrase("Nhập từ Excel"), "enter", "administer"),
    _item("/in", phrase("In chứng từ"), "enter"),
    _item("/kiem-tra", phrase("Kiểm tra"), "inspect"),
    _item("/so", phrase("Sổ nhật ký")),
    _item("/cong-bo", phrase("Công bố"), "approve"),
    _item("/quan-tri/du-lieu-ca-nhan", phrase("Thông tin cá nhân"), "approve"),
    _item("/quan-tri", phrase("Quản trị"), "administer"),
    _item("/", phrase("Số liệu")),
)


def navigation(visitor: Visitor, served: Collection[str]) -> list[Item]:
    """Return the pages to offer, in the order in which they are used most."""
    return [
        item
        for item in (FOR_WORK if visitor.is_signed_in else FOR_ALL)
        if item.path in served and (not item.actions or item.actions & visitor.actions)
    ]


def current(items: list[Item], path: str) -> str:
    """Return the path of the item that a page belongs to; empty if to none.

    >>> current([_item("/", "a"), _item("/so", "b")], "/so/thang")
    '/so'
    """
    found = [item.path for item in items if path == item.path or path.startswith(f"{item.path}/")]
    return max(found, key=len, default="")
