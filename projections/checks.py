"""What an inspection looks at by itself: rules that must hold, and things worth a look.

    rule    cannot be otherwise if the ledger works as it should; one exception is one too many
    watch   may be in order; somebody should look

Each check is one query over a unit with all below it and a period, and names what it found.

Source: what inspections of associations look at (voucher completeness and sequence, cash never
below zero, restricted money, goods in and out, advances and transit outstanding, two signatures).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from ledger.database import Connection, query
from projections.number_series import ON_PAPER

EXAMPLES: Final = 20
"""So many cases are named; all are counted."""

OF_NUMBERS: Final = ("check_numbers", "check_lines", "numbers_twice")
"""What can be wrong with the numbers of papers: one is missing, a line is, one is there twice."""

MONEY_OUT: Final = (
    "payout.paid/1",
    "payout.goods/1",
    "cost.paid/1",
    "transfer.sent/1",
    "entry.reversed/1",
)
"""What a second person has to admit: money or goods out, and reversals."""

Kind = Literal["rule", "watch"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: the name of its query, what its findings mean, and after how many days."""

    name: str
    kind: Kind
    days: int = 0


CHECKS: Final = (
    Check("check_numbers", "rule"),
    Check("check_lines", "rule"),
    Check("check_postings", "rule"),
    Check("check_below_zero", "rule"),
    Check("check_restricted_overspent", "rule"),
    Check("check_same_person", "rule"),
    Check("check_restricted_costs", "watch"),
    Check("check_goods_unvalued", "watch"),
    Check("check_transit", "watch", days=30),
    Check("check_held", "watch", days=90),
    Check("check_collectors", "watch", days=30),
    Check("check_one_person", "watch"),
    Check("check_approved_outside", "watch"),
    Check("check_undecided", "watch"),
    Check("check_late", "watch", days=30),
    Check("check_reversals", "watch"),
    Check("check_same_gift", "watch"),
    Check("check_same_payout", "watch"),
)
"""Every check, rules first, in the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is inspected: a unit, with all below it or alone, and a period (both days included)."""

    unit_id: UUID
    below: bool
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Case:
    """Something that a check found; `version` None: it is about no single entry."""

    unit_id: UUID
    version: int | None
    on: date
    amount_vnd: int
    remark: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """What a check found: how many cases, and the weightiest of them."""

    check: Check
    count: int
    cases: tuple[Case, ...]

    @property
    def state(self) -> Literal["good", "look", "wrong"]:
        """In words of a light: green, amber, red."""
        if self.count == 0:
            return "good"
        return "wrong" if self.check.kind == "rule" else "look"


def size_of(connection: Connection, scope: Scope) -> int:
    """Return how many entries there are to look at."""
    row = connection.execute(query("check_size"), _asked(connection, scope)).fetchone()
    return int(row[0]) if row else 0


def run_checks(
    connection: Connection,
    scope: Scope,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Result]:
    """Make every check, inside a transaction; `on_progress` hears (checks done, all checks)."""
    asked = _asked(connection, scope)
    connection.execute(query("checks_room"))
    connection.execute(query("checks_scope"), asked)
    connection.execute(query("checks_scope_analyse"))
    connection.execute(query("checks_papers"), asked, prepare=False)
    results: list[Result] = []
    for check in CHECKS:
        on_progress(len(results), len(CHECKS))
        rows = connection.execute(query(check.name), {**asked, "days": check.days}, prepare=False)
        found = rows.fetchall()
        cases = tuple(Case(*row[:5]) for row in found)
        results.append(Result(check, found[0][5] if found else 0, cases))
    connection.execute(query("checks_papers_drop"))
    connection.execute(query("checks_scope_drop"))
    on_progress(len(CHECKS), len(CHECKS))
    return results


def number_faults(
    connection: Connection, scope: Scope, limit: int
) -> tuple[list[tuple[str, Case]], int]:
    """Return what is wrong with the numbers of papers, inside a transaction, and how much in all.

    As the checks of numbers and of lines, and receipts whose number is there twice; at most `limit`
    of each are named, with which of OF_NUMBERS found them.
    """
    asked = {**_asked(connection, scope), "limit": limit}
    connection.execute(query("checks_scope"), asked)
    connection.execute(query("checks_scope_analyse"))
    connection.execute(query("checks_papers"), asked, prepare=False)
    found = {
        name: connection.execute(query(name), asked, prepare=False).fetchall()
        for name in OF_NUMBERS
    }
    connection.execute(query("checks_papers_drop"))
    connection.execute(query("checks_scope_drop"))
    cases = [(name, Case(*row[:5])) for name, rows in found.items() for row in rows]
    return cases, sum(rows[0][5] for rows in found.values() if rows)


def _asked(connection: Connection, scope: Scope) -> dict[str, object]:
    upto, _ = connection.execute(query("trail_state")).fetchone() or (0, 0)
    return {
        "unit_id": scope.unit_id,
        "with_below": scope.below,
        "first": scope.first,
        "last": scope.last,
        "upto": upto,
        "topics": list(ON_PAPER),
        "money_out": list(MONEY_OUT),
        "limit": EXAMPLES,
    }
