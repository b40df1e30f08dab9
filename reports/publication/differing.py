"""What changed from one publication to another of the same unit and year, down to the entries.

late       booked on a day that the first had published, recorded afterwards
new        booked on a later day
undone     a reversal, recorded afterwards, of an entry of the period
corrected  a reversal of an entry of an earlier year
moved      there before, and counts only now, or no longer: units came or went
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Literal

from ledger.log.hand_over import keys_from
from ledger.log.notes import NoteWrong
from reports.publication.checking import Package, hand_overs_in
from reports.publication.figures import LABELS, flattened

Row = dict[str, str]
Why = Literal["late", "new", "undone", "corrected", "moved_in", "moved_out"]


class NotComparable(StrEnum):
    """Why two packages cannot be compared."""

    OTHER_LOG = "packages_of_other_logs"
    OTHER_UNIT = "packages_of_other_units"
    OTHER_YEAR = "packages_of_other_years"


class CannotCompare(Exception):
    """Two packages that are not of the same log, unit and year."""

    def __init__(self, reason: NotComparable) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure before and after; `whose`: own, or with all below (subtree)."""

    figure: str
    label: str
    whose: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """An entry that counts in one of them only, and why."""

    why: Why
    log_index: int
    unit: str
    type: str
    booked_on: str
    recorded_at: str
    amount_vnd: int | None
    key: str
    reverses: str


@dataclass(frozen=True, slots=True)
class ChangedGift:
    """A gift that counts otherwise; `undone_by`: the place in the log of what undid it."""

    log_index: int
    unit: str
    paper: str
    before_vnd: int
    after_vnd: int
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed."""

    figures: tuple[Changed, ...]
    entries: tuple[ChangedEntry, ...]
    gifts: tuple[ChangedGift, ...]

    @property
    def is_none(self) -> bool:
        """Whether nothing changed."""
        return not (self.figures or self.entries or self.gifts)


def difference(before: Package, after: Package) -> Difference:
    """Return what changed from one package to another.

    Raises:
        CannotCompare: OTHER_LOG, neither key leads to the other; OTHER_UNIT, OTHER_YEAR.
    """
    if not _of_one_log(before, after):
        raise CannotCompare(NotComparable.OTHER_LOG)
    if before.entry.originator_id != after.entry.originator_id:
        raise CannotCompare(NotComparable.OTHER_UNIT)
    if before.event.year != after.event.year:
        raise CannotCompare(NotComparable.OTHER_YEAR)
    gifts = [*_gifts(before, after, "gifts.csv"), *_gifts(before, after, "collected.csv")]
    return Difference(_figures(before, after), _entries(before, after), tuple(gifts))


def document_of(before: Package, after: Package, found: Difference) -> dict[str, Any]:
    """Return a difference as the document of `diff-publications --format json`."""
    return {
        "unit": after.figures["unit"],
        "year": after.event.year,
        "before": _about(before),
        "after": _about(after),
        "key_is_trusted": before.trusted and after.trusted,
        "changed": not found.is_none,
        **asdict(found),
    }


def _of_one_log(before: Package, after: Package) -> bool:
    """Say whether one key signed both, or a key and one that it handed over to."""
    statements = [*hand_overs_in(before.folder), *hand_overs_in(after.folder)]
    try:
        return after.key in keys_from(before.key, statements) or before.key in keys_from(
            after.key, statements
        )
    except NoteWrong:
        return False


def _about(package: Package) -> dict[str, Any]:
    event = package.event
    return {
        "edition": event.edition,
        "published_on": event.published_on.isoformat(),
        "until": event.until.isoformat(),
        "log_size": event.log_size,
    }


def _figures(before: Package, after: Package) -> tuple[Changed, ...]:
    found = []
    for whose in ("own", "subtree"):
        old = dict(flattened(before.figures[whose]))
        new = dict(flattened(after.figures[whose]))
        found += [
            Changed(name, label, whose, old[name], new[name])
            for name, label in LABELS.items()
            if old[name] != new[name]
        ]
    return tuple(found)


def _entries(before: Package, after: Package) -> tuple[ChangedEntry, ...]:
    old = {int(row["log_index"]): row for row in before.rows("entries.csv")}
    new = {int(row["log_index"]): row for row in after.rows("entries.csv")}
    keys = {(row["unit"], row["key"]) for row in new.values()}
    found = []
    for index in sorted(old.keys() ^ new.keys()):
        row = new.get(index) or old[index]
        why: Why = "moved_out" if index not in new else _why(row, index, before, keys)
        found.append(
            ChangedEntry(
                why=why,
                log_index=index,
                unit=row["unit"],
                type=row["type"],
                booked_on=row["booked_on"],
                recorded_at=row["recorded_at"],
                amount_vnd=int(row["amount_vnd"]) if row["amount_vnd"] else None,
                key=row["key"],
                reverses=row["reverses"],
            )
        )
    return tuple(found)


def _why(row: Row, index: int, before: Package, keys: set[tuple[str, str]]) -> Why:
    if index < before.event.log_size and row["booked_on"] <= before.event.until.isoformat():
        return "moved_in"
    if row["reverses"]:
        return "undone" if (row["unit"], row["reverses"]) in keys else "corrected"
    return "late" if row["booked_on"] <= before.event.until.isoformat() else "new"


def _gifts(before: Package, after: Package, name: str) -> list[ChangedGift]:
    old = {row["log_index"]: row for row in before.rows(name)}
    found = []
    for row in after.rows(name):
        former = old.get(row["log_index"])
        if former is not None and former["net_vnd"] != row["net_vnd"]:
            found.append(
                ChangedGift(
                    log_index=int(row["log_index"]),
                    unit=row["unit"],
                    paper=row["paper"],
                    before_vnd=int(former["net_vnd"]),
                    after_vnd=int(row["net_vnd"]),
                    undone_by=int(row["undone_by"]) if row["undone_by"] else None,
                )
            )
    return found
