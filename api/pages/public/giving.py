"""`/ung-ho`: how to give to a unit, and where its account holder publishes an account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from api.exchange.errors import Fault
from api.exchange.fields import read_amount
from api.identity.acting import Acting, acting, today
from api.identity.forms import Typed, typed
from api.pages.public import accounts
from api.pages.public.accounts import Published
from api.pages.public.finding import BAD_AMOUNT
from api.pages.public.naming import LEVELS, unit_address
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired
from ledger.database import Connection
from ledger.refusals import UnknownUnit
from projections.figures import unit_by_code
from projections.naming import ERASED
from projections.unit_page import Called, holders_named, holders_of, term_on, terms_of, units_like
from reports.vietqr import ACCOUNT_MAX_CHARS, BANKS, Account

router = APIRouter()
UNITS_MAX: Final = 12
WORDS_MAX_CHARS: Final = 100
OWNER_MAX_CHARS: Final = 100
NUMBER_MIN_CHARS: Final = 4
BAD_BANK: Final = phrase("Hãy chọn một ngân hàng trong danh sách.")
BAD_NUMBER: Final = phrase("Số tài khoản có từ 4 đến 19 chữ số hoặc chữ cái không dấu.")
BAD_OWNER: Final = phrase("Hãy điền tên chủ tài khoản như ngân hàng ghi, không quá 100 chữ.")


@dataclass(frozen=True, slots=True)
class Way:
    """A published account with its QR code as a picture."""

    account: Published
    picture: str


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit that fits what was looked for."""

    name: str
    level: str
    href: str


@dataclass(frozen=True, slots=True)
class GivingPage:
    """How to give. Without a unit (`code` empty), how to find one."""

    code: str
    name: str
    unit_href: str
    ended: bool
    reference: str
    ways: tuple[Way, ...]
    holders: tuple[str, ...]
    amount: str
    amount_error: str
    publish_href: str
    words: str = ""
    found: tuple[FoundUnit, ...] = ()
    with_accounts: tuple[FoundUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishPage:
    """Where an account is published: what is published, what was typed, what is wrong with it."""

    code: str
    name: str
    published: tuple[Published, ...]
    banks: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return what was typed into a field."""
        return self.typed.get(name, "")

    def error(self, name: str) -> str:
        """Return what is wrong with a field; empty if nothing is."""
        return self.errors.get(name, "")


@router.get("/ung-ho", include_in_schema=False)
def giving(request: Request, wiring: Annotated[Wiring, Depends(wired)]) -> Response:
    """Show how to give to a unit, or how to find one."""
    asked = {name: request.query_params.get(name, "").strip() for name in ("don-vi", "tim")}
    with wiring.connection() as connection:
        if not asked["don-vi"]:
            content = _choosing(connection, asked["tim"][:WORDS_MAX_CHARS])
        else:
            amount = request.query_params.get("so-tien", "").strip()
            content = _of_unit(connection, asked["don-vi"], amount)
    status = 422 if content.amount_error else 200
    return page(request, "public/giving.html", content, status=status)


def _choosing(connection: Connection, words: str) -> GivingPage:
    found = units_like(connection, words, UNITS_MAX) if words else []
    return GivingPage(
        code="",
        name="",
        unit_href="",
        ended=False,
        reference="",
        ways=(),
        holders=tuple(each for each in holders_named(connection).values() if each != ERASED),
        amount="",
        amount_error="",
        publish_href="",
        words=words,
        found=tuple(_found(each) for each in found),
        with_accounts=tuple(
            FoundUnit(name, "", f"/ung-ho?don-vi={quote(code)}")
            for code, name in accounts.units_with_accounts(connection)
        ),
    )


def _found(called: Called) -> FoundUnit:
    return FoundUnit(called.name, LEVELS[called.level], f"/ung-ho?don-vi={quote(called.code)}")


def _of_unit(connection: Connection, code: str, amount: str) -> GivingPage:
    try:
        unit_id = unit_by_code(connection, code)
    except UnknownUnit:
        raise HTTPException(404) from None
    term = term_on(terms_of(connection, unit_id, today()), today())
    read = read_amount(amount) if amount else None
    amount_vnd = read if isinstance(read, int) else None
    reference = accounts.reference_of(unit_id)
    return GivingPage(
        code=term.code,
        name=term.name,
        unit_href=unit_address(term.code),
        ended=term.valid_to is not None and term.valid_to < today(),
        reference=reference,
        ways=tuple(
            Way(each, accounts.picture_of(each.account, reference, amount_vnd))
            for each in accounts.accounts_of(connection, unit_id)
        ),
        holders=tuple(holders_of(connection, unit_id)),
        amount=amount,
        amount_error=BAD_AMOUNT[read.code] if isinstance(read, Fault) else "",
        publish_href=f"/ung-ho/tai-khoan?don-vi={quote(term.code)}",
    )


@router.get("/ung-ho/tai-khoan", include_in_schema=False)
def published(
    request: Request,
    who: Annotated[Acting, Depends(acting("approve"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> Response:
    """Show which accounts of the unit everybody sees."""
    return page(request, "public/publish.html", _publishing(wiring, who, {}, {}))


@router.post("/ung-ho/tai-khoan", include_in_schema=False)
def publish_account(
    request: Request,
    who: Annotated[Acting, Depends(acting("approve"))],
    wiring: Annotated[Wiring, Depends(wired)],
    said: Annotated[Typed, Depends(typed)],
) -> Response:
    """Publish an account of the unit."""
    names = ("ngan-hang", "so-tai-khoan", "ten-tai-khoan")
    values = {name: (said.get(name) or "").strip() for name in names}
    number = values["so-tai-khoan"].replace(" ", "")
    is_number = number.isascii() and number.isalnum()
    errors = {}
    if values["ngan-hang"] not in BANKS:
        errors["ngan-hang"] = BAD_BANK
    if not is_number or not NUMBER_MIN_CHARS <= len(number) <= ACCOUNT_MAX_CHARS:
        errors["so-tai-khoan"] = BAD_NUMBER
    owner = " ".join(values["ten-tai-khoan"].split())
    if not owner or len(owner) > OWNER_MAX_CHARS or not owner.isprintable():
        errors["ten-tai-khoan"] = BAD_OWNER
    if errors:
        content = _publishing(wiring, who, values, errors)
        return page(request, "public/publish.html", content, status=422)
    account = Account(values["ngan-hang"], number)
    with wiring.connection() as connection:
        accounts.publish(connection, who.unit.unit_id, account, owner, who.person.person_id)
    return RedirectResponse(f"/ung-ho?don-vi={quote(who.unit.code)}", status_code=303)


@router.post("/ung-ho/tai-khoan/go", include_in_schema=False)
def withdraw_account(
    who: Annotated[Acting, Depends(acting("approve"))],
    wiring: Annotated[Wiring, Depends(wired)],
    said: Annotated[Typed, Depends(typed)],
) -> Response:
    """Withdraw an account, which stays among what was once published."""
    number = said.get("so") or ""
    if number.isascii() and number.isdecimal() and len(number) <= 18:
        with wiring.connection() as connection:
            accounts.withdraw(connection, who.unit.unit_id, int(number), who.person.person_id)
    return RedirectResponse(f"/ung-ho/tai-khoan?don-vi={quote(who.unit.code)}", status_code=303)


def _publishing(
    wiring: Wiring, who: Acting, values: Mapping[str, str], errors: Mapping[str, str]
) -> PublishPage:
    with wiring.connection() as connection:
        found = accounts.accounts_of(connection, who.unit.unit_id)
    banks = (("", "–"), *sorted(BANKS.items(), key=lambda bank: bank[1]))
    return PublishPage(who.unit.code, who.unit.name, tuple(found), banks, values, errors)
