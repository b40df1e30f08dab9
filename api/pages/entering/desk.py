"""`/ban-lam-viec`: what a treasurer sees first: what there is, what waits, what was just done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.identity.acting import Acting, UnitNow, acting, may
from api.pages.entering.printing import NAMES
from api.pages.entering.reviewing import Waiting, waiting_page
from api.pages.entering.shown import Shown, shown
from api.pages.figure_links import link_to_entries
from api.papers_queue.jobs import Job, jobs_of
from api.web.rendering import page
from api.wiring import Wiring, wired
from ledger.database import Connection
from ledger.events import EntryReversed
from projections.desk import Day, day, newest, sent_here
from projections.figures import asked as figures_asked
from projections.figures import figures_of

router = APIRouter()
NEWEST_MAX: Final = 15
JOBS_MAX: Final = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A balance of the unit's own book, in đồng, with the way to its entries."""

    amount_vnd: int
    href: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What `/ban-lam-viec` shows of one unit."""

    unit: UnitNow
    on: date
    may_enter: bool
    cash: Figure
    bank: Figure
    goods: Figure
    today: Day
    today_href: str
    newest: tuple[Shown, ...]
    for_me: tuple[Waiting, ...]
    for_others: tuple[Waiting, ...]
    on_the_way: int
    jobs: tuple[Job, ...]
    job_names: Mapping[str, str]

    @property
    def is_new(self) -> bool:
        """Whether nothing has been recorded yet."""
        return not self.newest and not self.for_me and not self.for_others


@router.get("/ban-lam-viec", response_class=HTMLResponse)
def desk(
    request: Request,
    who: Annotated[Acting, Depends(acting("read"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse:
    """Show the desk of a unit."""
    with wiring.connection() as connection:
        content = _page(connection, wiring, who)
    return page(request, "entering/desk.html", content)


def _page(connection: Connection, wiring: Wiring, who: Acting) -> DeskPage:
    unit_id, on = who.unit.unit_id, who.on
    waits = waiting_page(connection, wiring, who, names=False)
    cash, bank, goods = _balances(connection, who)
    return DeskPage(
        unit=who.unit,
        on=on,
        may_enter=may(connection, who.person, "enter", unit_id, on),
        cash=cash,
        bank=bank,
        goods=goods,
        today=day(connection, unit_id, on),
        today_href=_entries_of_day(who),
        newest=_newest(connection, who),
        for_me=waits.for_me,
        for_others=waits.for_others,
        on_the_way=len(sent_here(connection, unit_id)),
        jobs=jobs_of(connection, unit_id, JOBS_MAX),
        job_names=NAMES,
    )


def _balances(connection: Connection, who: Acting) -> tuple[Figure, Figure, Figure]:
    """Return cash, bank and goods of the unit's own book today."""
    what = figures_asked(who.on)
    own, _ = figures_of(connection, [who.unit.unit_id], what)[who.unit.unit_id]
    code = who.unit.code

    def figure(name: str, amount_vnd: int) -> Figure:
        return Figure(amount_vnd, link_to_entries(name, code, what, below=False))

    return figure("cash", own.cash), figure("bank", own.bank), figure("goods", own.goods)


def _newest(connection: Connection, who: Acting) -> tuple[Shown, ...]:
    """Return the newest entries; a reversal of one of them is newer, so it is among them."""
    told = newest(connection, who.unit.unit_id, NEWEST_MAX)
    events = [each.entry.event for each in told]
    gone = {each.reverses for each in events if isinstance(each, EntryReversed)}
    return tuple(
        shown(each, who.unit.code, is_reversed=getattr(each.entry.event, "key", "") in gone)
        for each in told
    )


def _entries_of_day(who: Acting) -> str:
    asked = {"don-vi": who.unit.code, "tu": who.on.isoformat(), "den": who.on.isoformat()}
    return f"/so?{urlencode(asked)}"
