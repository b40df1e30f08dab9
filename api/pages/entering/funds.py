"""`/nguon-va-noi-giu`: what a unit calls its money, where it keeps it, and who collects for it.

Three small forms on one page. A place or somebody who collects gets a code that says nothing, made
of the form's key: codes are public for ever, names are not; and a form sent twice adds one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.identity.acting import Acting, UnitNow, acting
from api.pages.entering.recording import HOLDING_KINDS, Trouble, trouble, unclear
from api.pages.typed import (
    Filled,
    Reading,
    Typed,
    key_of,
    new_key,
    typed_form,
    typed_query,
)
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired
from ledger.commands import Command, DefineFund, DefineHolding, RegisterHolder
from ledger.database import Connection
from ledger.draft import Request as LedgerRequest
from ledger.draft import request as ledger_request
from ledger.events import HoldingKind
from ledger.journal import Unreachable
from ledger.names import folded
from ledger.refusals import Refusal
from ledger.registry_events import HolderKind
from projections.desk import Fund, Held, Holder, Holding, definitions, held_now, holders

router = APIRouter()
PATH: Final = "/nguon-va-noi-giu"
TAKEN: Final = phrase("Đã có “{known}” trong danh sách: hãy dùng mục đó, hoặc đặt tên khác.")
HOLDER_KINDS: Final[dict[HolderKind, str]] = {
    "press": phrase("Báo chí"),
    "organisation": phrase("Tổ chức"),
    "individual": phrase("Cá nhân"),
}
NEW_HOLDINGS: Final[dict[HoldingKind, str]] = {
    "bank": HOLDING_KINDS["bank"],
    "savings": HOLDING_KINDS["savings"],
    "collector": HOLDING_KINDS["collector"],
    "cash": HOLDING_KINDS["cash"],
}


@dataclass(frozen=True, slots=True)
class FundsPage:
    """What `/nguon-va-noi-giu` shows; `was_defined` is the name of what was just added."""

    unit: UnitNow
    funds: tuple[Fund, ...]
    holdings: tuple[Holding, ...]
    holders: tuple[Holder, ...]
    held: tuple[Held, ...]
    holding_kinds: tuple[tuple[str, str], ...]
    holder_kinds: tuple[tuple[str, str], ...]
    was_defined: str
    key: str
    form: Filled
    trouble: Trouble | None

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong, field by field."""
        return list(self.form.errors.items())

    def entries(self, **chosen: str) -> str:
        """Return the address of the unit's own entries of an account, fund or place."""
        asked = {name.replace("_", "-"): value for name, value in chosen.items()}
        return "/so?" + urlencode({"don-vi": self.unit.code, **asked})

    def kept_in(self, holding: str) -> int:
        """Return what lies in a holding now, of all funds, in đồng."""
        return sum(each.amount_vnd for each in self.held if each.place == holding)

    def kept_of(self, fund: str) -> int:
        """Return what a fund holds now in all holdings, in đồng."""
        return sum(
            each.amount_vnd
            for each in self.held
            if each.fund == fund and each.account not in ("goods", "held")
        )


@router.get(PATH, response_class=HTMLResponse)
def funds_page(
    request: Request,
    asked: Annotated[Typed, Depends(typed_query)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse:
    """Show what the unit has."""
    return page(request, "entering/funds.html", _page(wiring, who, Filled(asked), None))


@router.post(PATH, response_model=None)
def define(
    request: Request,
    typed: Annotated[Typed, Depends(typed_form)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse | RedirectResponse:
    """Add a fund, a holding or a holder."""
    reading = Reading(typed)
    make = MAKERS.get(typed.text("them"), _fund)
    row = make(reading, who)
    if row is not None and _is_taken(wiring, who, row.command, reading):
        row = None
    said: Trouble | None = None
    if row is not None:
        try:
            wiring.office.ask(row)
        except Refusal as refusal:
            said = trouble(refusal, typed, {})
        except Unreachable:
            said = unclear(typed)
        else:
            name = typed.text(f"ten-{typed.text('them')}")
            query = urlencode({"don-vi": who.unit.code, "da-them": name})
            return RedirectResponse(f"{PATH}?{query}", 303)
    content = _page(wiring, who, Filled(typed, reading.errors), said)
    return page(request, "entering/funds.html", content, status=said.status if said else 422)


def _fund(reading: Reading, who: Acting) -> LedgerRequest | None:
    name = reading.line("ten-nguon", required=True)
    purpose = reading.line("muc-dich")
    if reading.errors or name is None:
        return None
    command = DefineFund(
        unit_id=who.unit.unit_id,
        fund=code_from(name),
        name=name,
        purpose=purpose,
        restricted=bool(reading.typed.text("co-muc-dich")),
    )
    return _request(command, {}, who)


def _holding(reading: Reading, who: Acting) -> LedgerRequest | None:
    name = reading.line("ten-noi-giu", required=True)
    number = reading.line("so-tai-khoan")
    kind = reading.choice("loai-noi-giu", {each: each for each in NEW_HOLDINGS})
    if reading.errors or name is None or kind is None:
        return None
    private = {"name": name, "number": number} if number else {"name": name}
    code = _opaque("giu", reading)
    return _request(DefineHolding(unit_id=who.unit.unit_id, holding=code, kind=kind), private, who)


def _holder(reading: Reading, who: Acting) -> LedgerRequest | None:
    name = reading.line("ten-nhan-ho", required=True)
    kind = reading.choice("loai-nhan-ho", {each: each for each in HOLDER_KINDS})
    if reading.errors or name is None or kind is None:
        return None
    command = RegisterHolder(holder=_opaque("ho", reading), kind=kind)
    return _request(command, {"name": name}, who)


MAKERS: Final[dict[str, Callable[[Reading, Acting], LedgerRequest | None]]] = {
    "nguon": _fund,
    "noi-giu": _holding,
    "nhan-ho": _holder,
}


def _is_taken(wiring: Wiring, who: Acting, command: Command, reading: Reading) -> bool:
    """Say whether something else is called so: nobody could tell the two apart in a list.

    Names of funds that differ in accents alone would share a code, and one would rename the other.
    """
    field = f"ten-{reading.typed.text('them')}"
    alike = code_from if isinstance(command, DefineFund) else str.casefold
    name = alike(reading.typed.text(field))
    with wiring.connection() as connection:
        others = _names_beside(connection, who, command, reading.typed)
    taken = next((each for each in others if alike(each) == name), None)
    if taken is not None:
        reading.fail(field, TAKEN, known=taken)
    return taken is not None


def _names_beside(connection: Connection, who: Acting, command: Command, typed: Typed) -> list[str]:
    """Return the names of others of its kind; what the same form added before is none of them."""
    defined = definitions(connection, who.unit.unit_id)
    match command:
        case DefineFund(fund=code, name=name):
            return [each.name for each in defined.funds.values() if each[:2] != (code, name)]
        case DefineHolding(holding=code):
            places = [each for each in defined.holdings.values() if each.code != code]
            number = typed.text("so-tai-khoan")
            return [each.name or "" for each in places if (each.number or "") == number]
        case RegisterHolder(holder=code):
            return [each.name for each in holders(connection) if each.code != code]
        case _:
            return []


def code_from(name: str) -> str:
    """Return the code of a fund, made of its name, which is public.

    >>> code_from("Học bổng Đinh Thiện Lý")
    'hoc-bong-dinh-thien-ly'
    """
    letters = "".join(each if each.isalnum() else " " for each in folded(name))
    return "-".join(letters.split())[:60] or "khac"


def _opaque(prefix: str, reading: Reading) -> str:
    return f"{prefix}-{key_of(reading.typed)[2:12]}"


def _request(command: Command, private: dict[str, str], who: Acting) -> LedgerRequest:
    return ledger_request(command, private, who.person.person_id)


def _page(wiring: Wiring, who: Acting, form: Filled, said: Trouble | None) -> FundsPage:
    with wiring.connection() as connection:
        defined = definitions(connection, who.unit.unit_id)
        collecting = holders(connection)
        held = held_now(connection, who.unit.unit_id)
    return FundsPage(
        unit=who.unit,
        funds=tuple(defined.funds.values()),
        holdings=tuple(defined.holdings.values()),
        holders=collecting,
        held=held,
        holding_kinds=tuple(NEW_HOLDINGS.items()),
        holder_kinds=tuple(HOLDER_KINDS.items()),
        was_defined=form.typed.text("da-them"),
        key=key_of(form.typed) if form.errors or said else new_key(),
        form=form,
        trouble=said,
    )
