"""What stands around every page: who is signed in, the way to other pages, language and light."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from api.web.navigation import Item, current, navigation
from api.web.preferences import KEPT, address_with, path_of, preferences_of
from api.web.visitor import Visitor, visitor_of


@dataclass(frozen=True, slots=True)
class Frame:
    """The contract of `base.html` with the pages that extend it.

    `here` is the path of the item of the navigation that the page belongs to. `english`
    and `vietnamese` are addresses of this same page, `themes` others of it, by theme.
    """

    visitor: Visitor
    items: list[Item]
    here: str
    path: str
    theme: str
    themes: Mapping[str, str]
    vietnamese: str
    english: str
    can_sign_in: bool
    can_sign_out: bool
    has_account: bool


def frame_of(request: Request) -> Frame:
    """Return the frame of the page that was asked for."""
    visitor = visitor_of(request)
    served: frozenset[str] = request.app.state.served
    items = navigation(visitor, served)
    return Frame(
        visitor=visitor,
        items=items,
        here=current(items, request.url.path),
        path=path_of(request),
        theme=preferences_of(request).theme,
        themes={each: address_with(request, "theme", each) for each in KEPT["theme"]},
        vietnamese=address_with(request, "lang", "vi"),
        english=address_with(request, "lang", "en"),
        can_sign_in="/dang-nhap" in served and not visitor.is_signed_in,
        can_sign_out="/dang-xuat" in served and visitor.is_signed_in,
        has_account="/tai-khoan" in served and visitor.is_signed_in,
    )
