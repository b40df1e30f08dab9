"""`/tai-khoan/khoa-lap-trinh`: keys for programs that use `/v1` in one's own name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.identity.acting import actions_of, roles_held, signed_in, today
from api.identity.forms import Typed as Sent
from api.identity.forms import typed as sent
from api.identity.passwords import now
from api.identity.sessions import Session
from api.identity.tokens import SCOPES, Scope, Token, issue_token, revoke_token, tokens_of
from api.operation.logs import note
from api.pages.typed import Filled, Reading, Typed, typed_form
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase, translate
from api.wiring import wired

router = APIRouter()
PAGE: Final = "/tai-khoan/khoa-lap-trinh"
NAME_LETTERS_MAX: Final = 60
DAYS: Final = MappingProxyType(
    {
        "30": phrase("30 ngày"),
        "90": phrase("90 ngày"),
        "365": phrase("một năm"),
    }
)
SCOPES_EXPLAINED: Final[Mapping[Scope, str]] = MappingProxyType(
    {
        "read": phrase("xem số liệu và sổ"),
        "enter": phrase("ghi sổ"),
        "approve": phrase("duyệt chi"),
        "inspect": phrase("kiểm tra"),
        "administer": phrase("quản trị"),
    }
)


@dataclass(frozen=True, slots=True)
class KeysPage:
    """The keys of a person; `secret`: one that was just made, to be seen this once."""

    form: Filled
    chosen: frozenset[str]
    scopes: list[tuple[Scope, str]]
    scope_names: dict[Scope, str]
    days: list[tuple[str, str]]
    tokens: list[Token]
    secret: str


@router.get(PAGE)
def show(request: Request, session: Annotated[Session, Depends(signed_in)]) -> Response:
    """Show the keys of a person."""
    typed = Typed({"ngay": "90"}, preferences_of(request).language)
    return _page(request, session, typed, frozenset({"read"}))


@router.post(PAGE)
def issue(
    request: Request,
    session: Annotated[Session, Depends(signed_in)],
    typed: Annotated[Typed, Depends(typed_form)],
    said: Annotated[Sent, Depends(sent)],
) -> Response:
    """Make a key; it is in this answer and nowhere else."""
    reading = Reading(typed)
    name = reading.line("ten", required=True)
    days = reading.choice("ngay", {each: int(each) for each in DAYS})
    chosen = frozenset(value for key, value in said.fields if key == "quyen")
    scopes: list[Scope] = [each for each in SCOPES if each in chosen]
    if not scopes:
        reading.fail("quyen", phrase("Hãy chọn ít nhất một việc."))
    if reading.errors or name is None or days is None:
        return _page(request, session, typed, chosen, reading.errors, status=422)
    with wired(request).connection() as connection:
        secret = issue_token(
            connection,
            session.person.person_id,
            name[:NAME_LETTERS_MAX],
            scopes,
            now() + timedelta(days=days),
        )
    note("api_key_issued", person=session.person.person_id)
    fresh = Typed({"ngay": "90"}, typed.language)
    return _page(request, session, fresh, frozenset({"read"}), secret=secret)


@router.post(f"{PAGE}/thu-hoi")
def revoke(
    request: Request,
    session: Annotated[Session, Depends(signed_in)],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Let a key be accepted no more."""
    with wired(request).connection() as connection:
        revoke_token(connection, session.person.person_id, typed.text("khoa"))
    note("api_key_revoked", person=session.person.person_id)
    return RedirectResponse(PAGE, status_code=303)


def _page(
    request: Request,
    session: Session,
    typed: Typed,
    chosen: frozenset[str],
    errors: dict[str, str] | None = None,
    *,
    secret: str = "",
    status: int = 200,
) -> Response:
    person_id = session.person.person_id
    with wired(request).connection() as connection:
        mine = actions_of(roles_held(connection, person_id, today()))
        tokens = tokens_of(connection, person_id)
    content = KeysPage(
        form=Filled(typed, errors or {}),
        chosen=chosen,
        scopes=[(each, text) for each, text in SCOPES_EXPLAINED.items() if each in mine],
        scope_names=dict(SCOPES_EXPLAINED),
        days=[(each, translate(typed.language, text)) for each, text in DAYS.items()],
        tokens=tokens,
        secret=secret,
    )
    headers = {"Cache-Control": "no-store"}
    return page(request, "administering/api_keys.html", content, status=status, headers=headers)
