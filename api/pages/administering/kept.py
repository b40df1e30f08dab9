"""`/dang-nhap/tiep-tuc`: what was typed before the session ended, to be sent again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.identity.acting import signed_in
from api.identity.csrf import csrf_token
from api.identity.kept_forms import KeptForm, forget, kept
from api.identity.sessions import Session
from api.pages.administering.ways import home_of
from api.web.rendering import page
from api.web.texts import phrase

router = APIRouter()
CONTINUE: Final = "/dang-nhap/tiep-tuc"
FORGET: Final = "/dang-nhap/bo-qua"

NAMES: Final[Mapping[str, str]] = {
    "ho-ten": phrase("Họ và tên"),
    "dang-nhap": phrase("Tên đăng nhập"),
    "ten": phrase("Tên"),
    "so-tien": phrase("Số tiền"),
    "so-luong": phrase("Số lượng"),
    "hien-vat": phrase("Hiện vật"),
    "ngay": phrase("Ngày"),
    "dia-chi": phrase("Địa chỉ"),
    "quyet-dinh": phrase("Quyết định, căn cứ"),
    "ghi-chu": phrase("Ghi chú"),
    "ly-do": phrase("Lý do"),
    "don-vi": phrase("Đơn vị"),
}
"""What fields are called that people know again, also those with a number behind (`so-tien-2`).

The others are sent along unseen.
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field that is shown: its name in words, and what was typed."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ResendPage:
    """A form to be sent again to `address`; `token` is that of the session of now."""

    address: str
    back: str
    fields: tuple[tuple[str, str], ...]
    shown: tuple[Shown, ...]
    had_files: bool
    token: str
    forget: str


@router.get(CONTINUE)
def continue_after_signing_in(
    request: Request, session: Annotated[Session, Depends(signed_in)]
) -> Response:
    """Show what was typed; without anything, go where this person works."""
    form = kept(request, session.person.person_id)
    if form is None:
        return RedirectResponse(home_of(request), status_code=303)
    return resend_page(request, form, csrf_token(request))


@router.post(FORGET)
def forget_what_was_typed(
    request: Request, session: Annotated[Session, Depends(signed_in)]
) -> Response:
    """Let go of it."""
    response = RedirectResponse(home_of(request), status_code=303)
    if kept(request, session.person.person_id) is not None:
        forget(request, response)
    return response


def resend_page(request: Request, form: KeptForm, token: str, *, status: int = 200) -> Response:
    """Return the page on which a form can be sent again."""
    shown = [
        Shown(known, value)
        for name, value in form.fields
        if value.strip() and (known := name_of_field(name))
    ]
    content = ResendPage(
        address=form.address,
        back=form.address,
        fields=form.fields,
        shown=tuple(shown),
        had_files=form.had_files,
        token=token,
        forget=FORGET,
    )
    return page(request, "administering/resend.html", content, status=status)


def name_of_field(name: str) -> str | None:
    """Return what a field is called; None if it is not shown.

    >>> name_of_field("so-tien-2"), name_of_field("don-vi-tinh-2"), name_of_field("khoa")
    ('Số tiền', None, None)
    """
    return NAMES.get(re.sub(r"-[0-9]+$", "", name))
