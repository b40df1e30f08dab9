"""An independent reference for `balances`: every figure of every unit, by the contract alone.

It knows nothing of the ledger and of its projections: every figure is a sum over all changes that
`oracle_rows` reads out of the files, and the tree is asked for each day anew. It is slow and
simple, and it believes its files: they have no row that would be refused.

Figures are flat here: `raised.cash` is the key `cash` within `raised`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from tests.api.oracle_rows import MONEY, STOCKS, Change, Day, Payment, Row, Rows

Flat = dict[str, int | None]
Sums = dict[str, Counter[str]]

RAISED: Final = ("raised.cash", "raised.bank", "raised.in_kind", "raised.press")
PAID: Final = ("paid.cash", "paid.bank", "paid.in_kind")
KEYS: Final = (
    *("opening.money", "opening.goods", "brought_in.money", "brought_in.goods"),
    *(*RAISED, "raised.total", "other_income"),
    *(*PAID, "paid.total", "paid.occurrences", "paid.recipients", "costs"),
    *("transfers_in", "transfers_out", "succession_in", "succession_out"),
    *("corrections.money", "corrections.goods"),
    *(*MONEY, "balance.in_transit", "balance.money", "balance.goods"),
    *("in_transit_out", "held_by_others", "facilitated"),
)
AS_OPENING: Final = {**dict.fromkeys(MONEY, "opening.money"), "balance.goods": "opening.goods"}
AS_PASSED_ON: Final = {**dict.fromkeys(MONEY, "money"), "balance.goods": "goods"}


class Oracle:
    """The rows of some folders, imported one after another, and every figure of every unit."""

    def __init__(self, *folders: Path) -> None:
        """Read all files, in the order of the imports."""
        self._rows = Rows(folders)
        terms: dict[str, dict[Day, Row]] = defaultdict(dict)
        for row in self._rows.references["units"]:
            terms[row["code"]][row["valid_from"]] = row
        self._terms = {code: [of[day] for day in sorted(of)] for code, of in terms.items()}

    def figures(
        self, as_of: Day, first: Day | None = None, *, as_is: bool = False
    ) -> dict[str, tuple[Flat, Flat]]:
        """Return the own and the subtree figures of every unit.

        Args:
            as_of: the last day.
            first: the first day of the flows; None: the first of the year of `as_of`.
            as_is: by the newest tree on every day, instead of the tree of each day.
        """
        new_year = f"{as_of[:4]}-01-01"
        since = first or new_year
        own: Sums = {unit: Counter() for unit in self._terms}
        subtree: Sums = {unit: Counter() for unit in self._terms}
        trees = Trees(self._terms, as_is=as_is)
        for change in (
            *self._flows(since, as_of),
            *self._stocks(as_of, {name: name for name in STOCKS}),
            *self._stocks(_eve(since), AS_OPENING),
            *self._recipients(as_of),
        ):
            own[change.unit][change.measure] += change.amount
            for above in trees.above(change.unit, change.day):
                subtree[above][change.measure] += change.amount
        self._add_transfers(own, subtree, trees, since, as_of)
        self._add_transit(own, subtree, trees, as_of)
        self._add_transit_before(subtree, trees, _eve(since))
        for day in trees.change_days:
            if since <= day <= as_of:
                self._add_succession(subtree, trees, day)
        return {
            unit: (_document(own[unit], since == new_year), _document(sums, since == new_year))
            for unit, sums in subtree.items()
        }

    def lowest(self) -> int:
        """Return the lowest balance at the end of any day, of any unit and stock."""
        running: Counter[tuple[str, str]] = Counter()
        lowest = 0
        by_day = defaultdict(list)
        for change in self._rows.changes:
            if change.measure in STOCKS:
                by_day[change.day].append(change)
        for day in sorted(by_day):
            for change in by_day[day]:
                running[change.unit, change.measure] += change.amount
            lowest = min(lowest, *running.values())
        return lowest

    def _flows(self, since: Day, as_of: Day) -> Iterator[Change]:
        for change in self._rows.changes:
            if change.measure not in STOCKS and since <= change.day <= as_of:
                yield change

    def _stocks(self, day: Day, names: Mapping[str, str]) -> Iterator[Change]:
        """Return what is there at the end of `day`, under other names."""
        there: Counter[tuple[str, str]] = Counter()
        for change in self._rows.changes:
            if change.measure in names and change.day <= day:
                there[change.unit, names[change.measure]] += change.amount
        for (unit, name), amount in there.items():
            yield Change(unit, day, name, amount)

    def _recipients(self, as_of: Day) -> Iterator[Change]:
        """Count everybody once for each unit, from the first day on which a payout stands.

        Like any other measure it is lowered on the day of the reversal that leaves none.
        """
        paid: dict[tuple[str, tuple[str, ...]], list[Payment]] = defaultdict(list)
        for each in self._rows.payments:
            if each.day[:4] == as_of[:4]:
                paid[each.unit, each.who].append(each)
        for (unit, _), payments in paid.items():
            counted = 0
            for day in sorted({day for each in payments for day in each.days if day <= as_of}):
                stands = int(any(each.stands(day) for each in payments))
                yield Change(unit, day, "paid.recipients", stands - counted)
                counted = stands

    def _add_transfers(
        self, own: Sums, subtree: Sums, trees: Trees, since: Day, as_of: Day
    ) -> None:
        """Add transfers as flows; between units inside they are none."""
        for each in self._rows.sendings:
            for change in each.flows():
                if not since <= change.day <= as_of:
                    continue
                own[change.unit][change.measure] += change.amount
                other = each.receiver if change.unit == each.sender else each.sender
                here = trees.above(change.unit, change.day)
                for above in here - trees.above(other, change.day):
                    subtree[above][change.measure] += change.amount

    def _add_transit(self, own: Sums, subtree: Sums, trees: Trees, as_of: Day) -> None:
        """Add what is on its way: between units inside, or to one outside."""
        for each in self._rows.sendings:
            if each.in_transit(as_of):
                own[each.sender]["in_transit_out"] += each.amount
                receivers = trees.above(each.receiver, as_of)
                for above in trees.above(each.sender, as_of):
                    name = "balance.in_transit" if above in receivers else "in_transit_out"
                    subtree[above][name] += each.amount

    def _add_transit_before(self, subtree: Sums, trees: Trees, eve: Day) -> None:
        for each in self._rows.sendings:
            if each.in_transit(eve):
                for above in trees.above(each.sender, eve) & trees.above(each.receiver, eve):
                    subtree[above]["opening.money"] += each.amount

    def _add_succession(self, subtree: Sums, trees: Trees, day: Day) -> None:
        """Let what units held the day before pass from those who were above to those who are."""
        eve = _eve(day)
        for change in self._stocks(eve, AS_PASSED_ON):
            old, new = trees.above(change.unit, eve), trees.above(change.unit, day)
            _pass_on(subtree, change.measure, change.amount, old, new)
        for each in self._rows.sendings:
            if each.in_transit(eve):
                old, new = (
                    trees.above(each.sender, on) & trees.above(each.receiver, on)
                    for on in (eve, day)
                )
                _pass_on(subtree, "money", each.amount, old, new)


class Trees:
    """Who is above whom, itself included, on every day."""

    def __init__(self, terms: Mapping[str, list[Row]], *, as_is: bool) -> None:
        """Begin with the terms of every unit, oldest first."""
        self._terms = terms
        self._as_is = as_is
        self._known: dict[tuple[str, Day], frozenset[str]] = {}
        starts = {row["valid_from"] for rows in terms.values() for row in rows[1:]}
        self.change_days = [] if as_is else sorted(starts)

    def above(self, unit: str, day: Day) -> frozenset[str]:
        """Return those above `unit` on `day`, and itself."""
        at = bisect_right(self.change_days, day)
        epoch = "9999" if self._as_is else ("0000", *self.change_days)[at]
        found = self._known.get((unit, epoch))
        if found is None:
            parent = self._parent(unit, epoch)
            found = frozenset({unit}) | (self.above(parent, day) if parent else frozenset())
            self._known[unit, epoch] = found
        return found

    def _parent(self, unit: str, day: Day) -> str:
        """Return the parent; before its first term a unit is where it begins."""
        terms = self._terms[unit]
        begun = [row for row in terms if row["valid_from"] <= day] or terms[:1]
        return begun[-1]["parent"]


def differences(
    expected: Mapping[str, tuple[Flat, Flat]], documents: Iterable[Mapping[str, object]]
) -> list[str]:
    """Return every figure of a document `balances` that is not what is expected, in words."""
    found = []
    for document in documents:
        for scope, flat in zip(("own", "subtree"), expected[str(document["unit"])], strict=True):
            actual = dict(flattened(document[scope]))
            assert set(actual) == set(KEYS)
            found += [
                f"{document['unit']} {scope} {key}: {actual[key]}, expected {flat[key]}"
                for key in KEYS
                if actual[key] != flat[key]
            ]
    return found


def flattened(figures: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Yield the figures of a document under flat names."""
    if not isinstance(figures, dict):
        yield name, figures
        return
    for key, value in figures.items():
        yield from flattened(value, f"{name}.{key}" if name else key)


def _eve(day: Day) -> Day:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _pass_on(
    subtree: Sums, what: str, amount: int, old: frozenset[str], new: frozenset[str]
) -> None:
    """Let `amount` pass; goods that pass are brought in, or (negative) taken out again."""
    for above in new - old:
        subtree[above]["succession_in" if what == "money" else "brought_in.goods"] += amount
    for above in old - new:
        if what == "money":
            subtree[above]["succession_out"] += amount
        else:
            subtree[above]["brought_in.goods"] -= amount


def _document(sums: Counter[str], counted: bool) -> Flat:
    flat: Flat = {key: sums[key] for key in KEYS}
    flat["raised.total"] = sum(sums[key] for key in RAISED)
    flat["paid.total"] = sum(sums[key] for key in PAID)
    flat["balance.money"] = sum(sums[key] for key in (*MONEY, "balance.in_transit"))
    if not counted:
        flat["paid.recipients"] = None
    return flat
