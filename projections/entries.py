"""The way down from a figure: the postings it is the sum of, a page at a time, and that sum.

    Sought        what somebody looks for: a unit (with all below), a period, a figure or an account
    page_of       one page of postings, newest first, and where the next begins
    total_of      how many postings, and their sum with the sign of the figure
    passed_of     what counts in the figure and is no posting of the period: what units held when
                  they passed from one ancestor to another

Inside `seen` everything is answered from one state of the log, that of an instant if one is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple, get_args
from uuid import UUID

from ledger.database import Connection, query
from ledger.postings import Account
from ledger.wire import Entry, from_bytes
from projections import known
from projections.association import top_units
from projections.composition import COMPOSITIONS, MONEY, TRANSIT, Composition, Counted
from projections.figures import Tree

FIRST_DAY: Final = date.min
LAST_DAY: Final = date.max - timedelta(days=1)
"""A day before the end of all terms, so that what is in force is in force on it."""

WHOLE: Final = UUID(int=0)
"""No unit: the whole association, of which the units of a level are asked for."""

OFTEN: Final = {
    "donation.received/1": Composition(accounts=("raised.cash", "raised.bank"), sign=-1),
    "payout.paid/1": Composition(accounts=("paid.cash", "paid.bank")),
}
"""Types of which nearly all entries are, each with the accounts in which hardly others are."""

FEW_UNITS: Final = 200
"""Up to so many units are gone through one by one; for more, the accounts are."""

ADDED_UP_MAX: Final = 10_000
"""So many postings are added up at once; for more, somebody must ask for it."""

FIRST_ACCOUNTS: Final = (*MONEY, "goods", "held", "transit.arrived")
"""The account of every entry's first posting is one of these."""

ANY, INSIDE, OUTSIDE = 0, 1, 2
AS_KNOWN: Final = (
    "entries_of_log",
    "entries_tree_as_known",
    "entries_levels_as_known",
    "entries_tree_analyse",
)


class Place(NamedTuple):
    """Where a page begins: after this posting."""

    booked_on: date
    position: int
    line: int


BEFORE_ALL: Final = Place(date.max, 2**62, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What somebody looks for among the postings of a unit.

    Of `figure` (a key of COMPOSITIONS) and `account` (an account, or the beginning of its name) at
    most one is given. With neither, each entry is found once, by one of its postings. `eliminated`
    asks for what a figure leaves out: transfers that do not leave the subtree. With `level` the
    own books of all units that have it on the last day are meant, and `unit_id` is WHOLE. `place`
    and `counted_in` are where something is held, and in what goods are counted.
    """

    unit_id: UUID
    level: str | None = None
    below: bool = False
    tree: Tree = "as_was"
    first: date = FIRST_DAY
    last: date = LAST_DAY
    figure: str | None = None
    account: str | None = None
    type: str | None = None
    fund: str | None = None
    place: str | None = None
    counted_in: str | None = None
    eliminated: bool = False

    @property
    def composition(self) -> Composition:
        """Which postings these are."""
        if self.figure is None:
            if self._is_of_often and self.type is not None:
                return OFTEN[self.type]
            begins = self.account
            named = FIRST_ACCOUNTS if begins is None else accounts_named(begins)
            return Composition(accounts=named, sign=_sign(named) if begins else 1)
        found = COMPOSITIONS[self.figure]
        if self.eliminated:
            return replace(found, accounts=(), inside=found.outside, outside=(), passed=None)
        if self.level is not None:
            alone = found.accounts + found.outside
            return replace(found, accounts=alone, inside=(), outside=(), passed=None)
        return found

    @property
    def is_of_entries(self) -> bool:
        """Whether whole entries are looked for, not postings that add up to something."""
        return self.figure is None and self.account is None

    @property
    def by_first_line(self) -> bool:
        """Whether an entry is found by its first posting."""
        return self.is_of_entries and not self._is_of_often

    @property
    def _is_of_often(self) -> bool:
        return self.is_of_entries and self.type in OFTEN and not (self.place or self.counted_in)

    @property
    def is_plain_figure(self) -> bool:
        """Whether nothing is left out of the figure, so that the sum must be the figure itself."""
        parts = (self.type, self.fund, self.place, self.counted_in)
        return self.figure is not None and not (any(parts) or self.eliminated)


class Found(NamedTuple):
    """One posting with its entry. `amount` has the sign of the figure."""

    place: Place
    unit_id: UUID
    version: int
    account: str
    fund: str
    amount: int
    occurrences: int
    at: str | None
    quantity: Decimal | None
    counted_in: str | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class Page:
    """Some postings, newest first. `following` is where the next page begins, None on the last."""

    found: tuple[Found, ...]
    following: Place | None


@dataclass(frozen=True, slots=True)
class Total:
    """How many postings, and their sum with the sign of the figure: đồng, or awards.

    `is_whole` False: there are more than ADDED_UP_MAX, and only so many were looked at.
    """

    count: int
    amount: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """What a unit held, in đồng, when it came below another (`sign` 1) or left it (−1)."""

    unit_id: UUID
    on: date
    sign: int
    amount_vnd: int
    in_transit: bool = False


@contextmanager
def seen(connection: Connection, unit_id: UUID, known_at: datetime | None) -> Iterator[None]:
    """Let all questions about a unit be answered from one state: as known at an instant, or now.

    Args:
        connection: with no transaction open.
        unit_id: the unit whose postings, and whose figures, are asked for inside; or WHOLE.
        known_at: with its time zone; None: everything that is known.
    """

    def units() -> list[UUID]:
        return top_units(connection, LAST_DAY) if unit_id == WHOLE else [unit_id]

    with known.as_of_instant(connection, known_at, units):
        if is_past(connection):
            for step in AS_KNOWN:
                connection.execute(query(step))
        yield


def accounts_named(begins: str) -> tuple[str, ...]:
    """Return the accounts whose names begin so, at a dot or the end.

    >>> accounts_named("raised.")
    ('raised.cash', 'raised.bank', 'raised.in_kind', 'raised.press')
    >>> accounts_named("cash"), accounts_named("ca")
    (('cash',), ())
    """
    stem = begins.removesuffix(".")
    names: tuple[str, ...] = get_args(Account)
    return tuple(name for name in names if name == stem or name.startswith(f"{stem}."))


def page_of(
    connection: Connection, sought: Sought, *, after: Place = BEFORE_ALL, limit: int = 50
) -> Page:
    """Return a page of postings, newest first; see `seen`."""
    what = sought.composition
    sql = _way(connection, sought).page
    asked = {
        **_asked(connection, sought),
        "from_day": after.booked_on,
        "from_position": after.position,
        "from_line": after.line,
        "limit": limit + 1,
    }
    # Never with a plan made for other questions: how many units and accounts decides everything.
    rows = connection.execute(query(sql), asked, prepare=False).fetchall()
    found = tuple(_found(row, what) for row in rows[:limit])
    return Page(found, found[-1].place if len(rows) > limit else None)


def every(connection: Connection, sought: Sought, *, at_once: int = 2_000) -> Iterator[Found]:
    """Yield all postings, newest first; see `seen`."""
    after: Place | None = BEFORE_ALL
    while after is not None:
        page = page_of(connection, sought, after=after, limit=at_once)
        yield from page.found
        after = page.following


def total_of(
    connection: Connection, sought: Sought, *, at_most: int | None = ADDED_UP_MAX
) -> Total:
    """Count the postings and add them up; with `at_most`, no more than so many are looked at."""
    what = sought.composition
    limit = LIMITLESS if at_most is None else at_most + 1
    asked = {**_asked(connection, sought), "limit": limit}
    sql = _way(connection, sought).total
    row = connection.execute(query(sql), asked, prepare=False).fetchone()
    assert row is not None
    count, amount_vnd, occurrences = row
    return Total(
        count=count,
        amount=what.sign * _counted(what.counted, amount_vnd, occurrences),
        is_whole=count < limit,
    )


LIMITLESS: Final = 2**62


def passed_of(connection: Connection, sought: Sought) -> list[Passed]:
    """Return what counts in the figure because units passed; oldest first.

    A stock needs none: it is asked of the units that are there on the day.
    """
    what = sought.composition
    if what.passed is None or not sought.below:
        return []
    accounts = ("goods",) if what.passed == "goods" else MONEY
    found = _passed(connection, sought, "entries_passed", accounts)
    if what.passed != "goods":
        found += _passed(connection, sought, "entries_passed_in_transit", TRANSIT)
    if what.passed == "in":
        found = [each for each in found if each.sign == 1]
    elif what.passed == "out":
        found = [each for each in found if each.sign == -1]
    return sorted(found, key=lambda each: (each.on, str(each.unit_id), each.sign))


def added_by(passed: list[Passed], what: Composition) -> int:
    """Return what the passing of units adds to the figure."""
    signed = what.passed == "goods"
    return sum(each.amount_vnd * (each.sign if signed else 1) for each in passed)


def _passed(
    connection: Connection, sought: Sought, name: str, accounts: tuple[str, ...]
) -> list[Passed]:
    asked = {**_asked(connection, sought), "accounts": list(accounts)}
    rows = connection.execute(query(name), asked, prepare=False)
    return [
        Passed(unit_id, on, sign, amount_vnd, in_transit=accounts == TRANSIT)
        for unit_id, on, sign, amount_vnd in rows
    ]


def _asked(connection: Connection, sought: Sought) -> dict[str, Any]:
    what = sought.composition
    parts = ((what.accounts, ANY), (what.inside, INSIDE), (what.outside, OUTSIDE))
    _, upto = _state(connection)
    return {
        "unit_id": sought.unit_id,
        "tree": _tree(connection, sought),
        "with_below": sought.below,
        "on": sought.last if what.is_stock or sought.level else None,
        "accounts": [account for accounts, _ in parts for account in accounts],
        "relations": [relation for accounts, relation in parts for _ in accounts],
        "first": sought.first,
        "last": sought.last,
        "upto": upto,
        "first_lines": sought.by_first_line,
        "fund": sought.fund,
        "place": sought.place,
        "counted_in": sought.counted_in,
        "topic": sought.type,
    }


def _tree(connection: Connection, sought: Sought) -> str:
    """Return the tree to ask, or the level; where the tree never changed there is only one."""
    if sought.level is not None:
        return sought.level
    if sought.tree == "as_was":
        return "as_was"
    asked = {"unit_ids": [sought.unit_id]}
    changed = connection.execute(query("units_with_changed_tree"), asked).fetchone()
    return "as_is" if changed else "as_was"


class _Way(NamedTuple):
    """The queries that find postings by one way."""

    page: str
    total: str


BY_UNIT: Final = _Way("entries_few", "entries_sum_few")
BY_ACCOUNT: Final = _Way("entries_many", "entries_sum")
BY_TYPE: Final = _Way("entries_typed", "entries_sum_typed")


def _way(connection: Connection, sought: Sought) -> _Way:
    """Return the shortest way to the postings."""
    if _is_among_few(connection, sought):
        return BY_UNIT
    return BY_ACCOUNT if sought.type is None or sought.type in OFTEN else BY_TYPE


def _is_among_few(connection: Connection, sought: Sought) -> bool:
    """Say whether only few units are searched."""
    if not sought.below:
        return True
    tree = _tree(connection, sought)
    asked = {"unit_id": sought.unit_id, "tree": tree, "limit": FEW_UNITS + 1}
    row = connection.execute(query("entries_units"), asked).fetchone()
    return row is not None and row[0] <= FEW_UNITS


def is_past(connection: Connection) -> bool:
    """Say whether what was known at an instant in the past is seen."""
    return _state(connection)[0]


def _state(connection: Connection) -> tuple[bool, int]:
    row = connection.execute(query("entries_as_known")).fetchone()
    assert row is not None
    return row[0], row[1]


def _found(row: tuple[Any, ...], what: Composition) -> Found:
    position, line, unit_id, version, booked_on, account, fund, amount_vnd, occurrences = row[:9]
    place, quantity, counted_in, state = row[9:]
    return Found(
        place=Place(booked_on, position, line),
        unit_id=unit_id,
        version=version,
        account=account,
        fund=fund,
        amount=what.sign * amount_vnd,
        occurrences=occurrences,
        at=place,
        quantity=quantity,
        counted_in=counted_in,
        entry=from_bytes(bytes(state)),
    )


def _counted(counted: Counted, amount_vnd: int, occurrences: int) -> int:
    return int(amount_vnd if counted == "amount_vnd" else occurrences)


def _sign(accounts: tuple[str, ...]) -> int:
    """Return the sign with which accounts are read: what came is positive where it came from."""
    came = ("raised", "brought_in", "other_income", "transfers_in", "corrections")
    return -1 if accounts and all(name.startswith(came) for name in accounts) else 1
