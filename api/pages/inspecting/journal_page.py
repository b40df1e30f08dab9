"""What the journal page shows: rows, what they add up to, and what explains the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from api.identity.acting import today
from api.identity.people import Person
from api.pages.figure_links import link_to_entry
from api.pages.inspecting.filters import Filters, as_written, cursor
from api.pages.inspecting.papers import paper_of
from api.pages.inspecting.reading import name_in, privates_of
from api.pages.inspecting.units import Unit, Units
from api.pages.inspecting.values import CODES
from api.pages.inspecting.wording import ACCOUNTS, FIGURES, TYPES
from api.pages.public.naming import LEVELS
from api.web.texts import phrase
from ledger.book import GENERAL
from ledger.database import Connection
from ledger.events import EntryReversed, GoodsBroughtIn, GoodsDonated, GoodsPaidOut
from projections.association import LevelFlow, flows_of_levels
from projections.composition import COMPOSITIONS
from projections.entries import (
    ADDED_UP_MAX,
    FIRST_DAY,
    LAST_DAY,
    Found,
    Page,
    Passed,
    Sought,
    added_by,
    is_past,
    page_of,
    passed_of,
    seen,
    total_of,
)
from projections.figures import Asked, figures_of
from projections.naming import Place, names_for_all
from projections.unit_page import own_funds

OF_LEVELS: Final = {"money": "balance_vnd", "goods": "goods_vnd"}
"""Figures that the table of levels calls otherwise."""

FUNDS, PLACES = CODES["fund"], CODES["holding"]
BEGINNING: Final = date(1900, 1, 1)
"""From when a flow is counted if nothing is said."""


@dataclass(frozen=True, slots=True)
class Row:
    """One posting, or one entry, as the page shows it. `person` is empty for those not to see it.

    `title` and `account` are phrases to translate; `goods` is (quantity, counted in, item); `fund`
    is what a fund with a purpose of its own is called, empty for the general one.
    """

    on: date
    href: str
    paper: str
    title: str
    undoes: str
    unit: Unit
    fund: str
    account: str
    goods: tuple[Decimal, str, str] | None
    person: str
    amount: int
    occurrences: int


@dataclass(frozen=True, slots=True)
class PassedRow:
    """What a unit held when it passed; `href` leads to it."""

    unit: Unit
    on: date
    amount_vnd: int
    in_transit: bool
    href: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What the postings add up to.

    `amount` None: not added up yet. `figure` is what the figure says, None
    where it is not one;
    `counted` tells đồng from awards and persons. `left_out` are transfers inside: how many, for how
    much, and the way there.
    """

    count: int
    is_whole: bool
    amount: int | None
    figure: int | None
    counted: str
    passed: tuple[PassedRow, ...]
    left_out: tuple[int, int, str] | None

    @property
    def agrees(self) -> bool:
        """Whether the postings add up to the figure."""
        return self.figure is not None and self.amount == self.figure


@dataclass(frozen=True, slots=True)
class JournalPage:
    """What `inspecting/journal.html` shows; `total` None: nothing to add up.

    `summed` are the accounts whose postings the figure is the sum of; `level` that of the units
    whose own books are meant; `narrowed` what else narrows the search, as (what, its value).
    """

    typed: dict[str, str]
    errors: dict[str, str]
    code: str
    unit: Unit | None
    below: bool
    figure: str
    is_stock: bool
    is_left_out: bool
    account: str
    level: str
    summed: tuple[str, ...]
    narrowed: tuple[tuple[str, str], ...]
    first: date | None
    last: date | None
    known_at: datetime | None
    rows: tuple[Row, ...]
    total: Sum | None
    figures: tuple[tuple[str, str], ...]
    accounts: tuple[tuple[str, str], ...]
    types: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    following: str
    first_page: str
    add_up: str
    csv: str
    xlsx: str
    at_most: int = ADDED_UP_MAX


def content_of(connection: Connection, filters: Filters, reader: Person | None) -> JournalPage:
    """Return the page that some filters ask for.

    Args:
        connection: with no transaction open.
        filters: with errors, only they are shown.
        reader: who may see names; None for everybody else.
    """
    sought = filters.sought
    if sought is None:
        return _shown(filters, None, (), None, None)
    units = Units(connection, min(sought.last, today()))
    with seen(connection, sought.unit_id, filters.known_at):
        found = page_of(connection, sought, after=filters.after)
        units.learn([*_of_one(sought), *(each.unit_id for each in found.found)])
        total = _sum(connection, filters, sought, units)
    entries = [each.entry for each in found.found]
    if reader is None:
        persons = names_for_all(connection, entries)
    else:
        privates = privates_of(connection, reader, "/so", entries)
        persons = {place: name_in(private) for place, private in privates.items()}
    funds = {
        unit_id: own_funds(connection, unit_id)
        for unit_id in {each.unit_id for each in found.found if each.fund != GENERAL}
    }
    rows = tuple(_row(each, units, persons, funds) for each in found.found)
    unit = None if sought.level else units.named(sought.unit_id)
    return _shown(filters, unit, rows, found, total)


def _of_one(sought: Sought) -> list[UUID]:
    return [] if sought.level else [sought.unit_id]


def _sum(connection: Connection, filters: Filters, sought: Sought, units: Units) -> Sum:
    what = sought.composition
    at_most = None if filters.adds_up_all else ADDED_UP_MAX
    total = total_of(connection, sought, at_most=at_most)
    if sought.is_of_entries:
        return Sum(total.count, total.is_whole, None, None, "entries", (), None)
    passed = passed_of(connection, sought)
    figure = _figure(connection, sought)
    added = total.amount + added_by(passed, what) if total.is_whole else None
    if what.counted == "recipients":
        added = figure  # a person counts once a year, so the rows do not add up to it
    units.learn(each.unit_id for each in passed)
    return Sum(
        count=total.count,
        is_whole=total.is_whole,
        amount=added,
        figure=figure,
        counted=what.counted,
        passed=tuple(_passed(each, filters, units) for each in passed),
        left_out=_left_out(connection, filters, sought),
    )


def _figure(connection: Connection, sought: Sought) -> int | None:
    """Return what the figure says; None where something else is asked for."""
    if not sought.is_plain_figure:
        return None
    assert sought.figure is not None
    first = BEGINNING if sought.first == FIRST_DAY else sought.first
    what = Asked(sought.last, first, sought.tree)
    if sought.level is not None:
        return _figure_of_level(connection, sought, what)
    own, subtree = figures_of(connection, [sought.unit_id], what)[sought.unit_id]
    found: int = getattr(subtree if sought.below else own, sought.figure)
    return found


def _figure_of_level(connection: Connection, sought: Sought, what: Asked) -> int | None:
    """Return what the table of levels says; it knows flows from the first day of a year only."""
    assert sought.figure is not None
    name = OF_LEVELS.get(sought.figure, sought.figure)
    is_said = name in LevelFlow._fields or name in ("raised", "paid")
    whole = COMPOSITIONS[sought.figure].is_stock or what.first == date(what.as_of.year, 1, 1)
    if not (is_said and whole) or is_past(connection):
        return None
    levels = {each.level: each for each in flows_of_levels(connection, what)}
    found: int = getattr(levels[sought.level], name) if sought.level in levels else 0
    return found


def _left_out(
    connection: Connection, filters: Filters, sought: Sought
) -> tuple[int, int, str] | None:
    """Return the transfers inside that the figure leaves out: count, sum, and the way there."""
    if not (sought.figure and sought.below and COMPOSITIONS[sought.figure].outside):
        return None
    if sought.eliminated or sought.level:
        return None
    inside = total_of(connection, replace(sought, eliminated=True), at_most=None)
    if inside.count == 0:
        return None
    return inside.count, inside.amount, filters.address(trong="1")


def _passed(each: Passed, filters: Filters, units: Units) -> PassedRow:
    unit = units.named(each.unit_id)
    before = each.on - timedelta(days=1)
    is_goods = filters.typed["muc"] == "brought_in_goods"
    muc = "goods" if is_goods else "in_transit_out" if each.in_transit else "money"
    said = {"don-vi": unit.code, "muc": muc, "den": before.isoformat()}
    return PassedRow(
        unit=unit,
        on=each.on,
        amount_vnd=each.amount_vnd * (each.sign if is_goods else 1),
        in_transit=each.in_transit,
        href=filters.address(**said, tu="", duoi="", cay=""),
    )


def _row(
    each: Found,
    units: Units,
    persons: Mapping[Place, str],
    funds: Mapping[UUID, Mapping[str, str]],
) -> Row:
    event = each.entry.event
    fact = event.original if isinstance(event, EntryReversed) else event
    goods = None
    if isinstance(fact, GoodsBroughtIn | GoodsDonated | GoodsPaidOut):
        goods = (fact.quantity, fact.counted_in, fact.item)
    return Row(
        on=each.place.booked_on,
        href=link_to_entry(each.unit_id, each.version),
        paper=paper_of(each.entry),
        title=TYPES[fact.STORED_AS],
        undoes=event.reverses if isinstance(event, EntryReversed) else "",
        unit=units.named(each.unit_id),
        fund="" if each.fund == GENERAL else funds[each.unit_id].get(each.fund, each.fund),
        account=ACCOUNTS[each.account],
        goods=goods,
        person=persons.get((each.unit_id, each.version), ""),
        amount=each.amount,
        occurrences=each.occurrences,
    )


def _shown(
    filters: Filters,
    unit: Unit | None,
    rows: tuple[Row, ...],
    found: Page | None,
    total: Sum | None,
) -> JournalPage:
    sought = filters.sought
    typed = as_written(filters.typed)
    figure = sought.figure if sought and sought.figure else ""
    following = cursor(found.following) if found and found.following else ""
    return JournalPage(
        typed=typed,
        errors=filters.errors,
        code=filters.code,
        unit=unit,
        below=bool(typed.get("duoi") or (sought and sought.level)),
        figure=FIGURES.get(figure, ""),
        is_stock=bool(figure) and COMPOSITIONS[figure].is_stock,
        is_left_out=bool(sought and sought.eliminated),
        account=_account(sought),
        level=LEVELS[sought.level] if sought and sought.level else "",
        summed=_summed(sought) if sought else (),
        narrowed=_narrowed(sought) if sought else (),
        first=_said(sought.first) if sought else None,
        last=_said(sought.last) if sought else None,
        known_at=filters.known_at,
        rows=rows,
        total=total,
        figures=tuple(FIGURES.items()),
        accounts=tuple(ACCOUNTS.items()),
        types=tuple(TYPES.items()),
        levels=tuple(LEVELS.items()),
        following=filters.address(trang=following) if following else "",
        first_page=filters.address() if filters.is_later else "",
        add_up=filters.address(cong="1"),
        csv=filters.address("/so/csv"),
        xlsx=filters.address("/so/xlsx"),
    )


def _account(sought: Sought | None) -> str:
    if sought is None or sought.account is None:
        return ""
    return ACCOUNTS.get(sought.account, sought.account)


def _summed(sought: Sought) -> tuple[str, ...]:
    if sought.is_of_entries:
        return ()
    what = sought.composition
    return tuple(ACCOUNTS[each] for each in (*what.accounts, *what.inside, *what.outside))


def _narrowed(sought: Sought) -> tuple[tuple[str, str], ...]:
    """Return what narrows the search, each as a phrase and its value (a phrase too, or a code)."""
    said = (
        (phrase("loại bút toán"), TYPES[sought.type] if sought.type else ""),
        (phrase("nguồn"), FUNDS.get(sought.fund or "", sought.fund or "")),
        (phrase("nơi giữ, hiện vật"), PLACES.get(sought.place or "", sought.place or "")),
        (phrase("đơn vị tính"), sought.counted_in or ""),
    )
    return tuple((what, value) for what, value in said if value)


def _said(on: date) -> date | None:
    return None if on in (FIRST_DAY, LAST_DAY) else on
