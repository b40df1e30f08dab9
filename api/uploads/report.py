"""What a check of a file says: counts for everybody, single rows for those who sent it.

`Counts` stands in the database; nobody is named in it. `Report` quotes cells, so it is kept beside
the file and deleted with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from api.exchange.rows import Row
from api.exchange.tables import TABLES
from api.importing import Complaint

TOLD_MAX: Final = 5_000
"""So many errors are told one by one; all are counted."""
WARNED_MAX: Final = 500
OUT_MAX: Final = 500
NAME: Final = "report.json"
OUT: Final = frozenset({"payouts", "transfers", "reversals"})
CAME: Final = frozenset({"openings", "donations", "handovers", "income_costs"})
COSTS: Final = frozenset({"management_cost", "bank_fee", "other_cost"})
KIND_COLUMNS: Final = {
    "donations": "channel",
    "handovers": "how",
    "payouts": "kind",
    "income_costs": "what",
}
"""By which column the rows of a file are counted apart."""

_TABLES: Final = {table.name: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class Kind:
    """The new rows of one kind: its word in the exchange files, and their đồng."""

    word: str
    rows: int
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one file or sheet: its table, what people call it, and how its rows fare."""

    table: str
    shown: str
    new: int
    known: int
    refused: int
    amount_vnd: int
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """The rows of a file in numbers; `out` are the new ones for which money leaves a fund."""

    parts: tuple[Part, ...] = ()
    new: int = 0
    known: int = 0
    refused: int = 0
    faults: int = 0
    warnings: int = 0
    lines_out: int = 0
    out_vnd: int = 0
    in_vnd: int = 0

    @property
    def is_ready(self) -> bool:
        """Say whether it may be recorded: nothing is wrong, and something is new."""
        return not self.faults and self.new > 0

    @property
    def needs_second(self) -> bool:
        """Say whether a second person must agree."""
        return self.lines_out > 0


@dataclass(frozen=True, slots=True)
class Likeness:
    """A row that may stand in the books already: `seen` names where, `href` leads to it.

    Without a `href` it is the number of a row before it in the same file.
    """

    file: str
    row: int
    text: str
    seen: str
    href: str


@dataclass(frozen=True, slots=True)
class Out:
    """A row in which money, or goods, go out: who receives, or what is reversed, and how much."""

    file: str
    row: int
    text: str
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is said of single rows; at most `TOLD_MAX` errors."""

    complaints: tuple[Complaint, ...] = ()
    warnings: tuple[Likeness, ...] = ()
    undone: tuple[tuple[str, int, str], ...] = ()
    """Rows that were recorded before and have been reversed since: file, row, key."""

    out: tuple[Out, ...] = ()
    """The new rows in which money goes out, at most `OUT_MAX`: what the second person looks at."""

    def to_json(self) -> bytes:
        """Return it as it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def report_from(raw: bytes | None) -> Report:
    """Return a report that was kept; an empty one if there is none any more."""
    if raw is None:
        return Report()
    said = json.loads(raw)
    return Report(
        complaints=tuple(Complaint(**each) for each in said["complaints"]),
        warnings=tuple(Likeness(**each) for each in said["warnings"]),
        undone=tuple((file, row, key) for file, row, key in said["undone"]),
        out=tuple(Out(**each) for each in said["out"]),
    )


def counts_from(said: Mapping[str, Any] | None) -> Counts:
    """Return counts as they stand in the database."""
    if not said:
        return Counts()
    parts = tuple(
        Part(**{**part, "kinds": tuple(Kind(**kind) for kind in part["kinds"])})
        for part in said["parts"]
    )
    names = set(Counts.__dataclass_fields__) - {"parts"}
    return Counts(parts, **{name: said[name] for name in names})


@dataclass(slots=True)
class Tally:
    """Counts rows as they come."""

    shown_names: Mapping[str, str]
    reversed_vnd: Mapping[str, int]
    new: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)

    def out(self, rows: Iterable[Row]) -> Iterator[Out]:
        """Yield the rows in which money goes out."""
        for row in rows:
            kind = str(getattr(row, "what", ""))
            if _goes_out(row.FILE, kind):
                names = ("recipient", "to_unit", "note", "reverses", "item")
                said = next((str(each) for name in names if (each := getattr(row, name, None))), "")
                shown = self.shown_names.get(row.FILE, row.FILE)
                yield Out(shown, row.row, said, self._amount(row))

    def add_new(self, rows: Iterable[Row]) -> None:
        """Count rows that will be recorded."""
        for row in rows:
            column = KIND_COLUMNS.get(row.FILE)
            kind = str(getattr(row, column)) if column else ""
            counted = self.new.setdefault((row.FILE, kind), [0, 0])
            counted[0] += 1
            counted[1] += self._amount(row)

    def add_known(self, rows: Iterable[Row]) -> None:
        """Count rows that were recorded before."""
        for row in rows:
            self.known[row.FILE] = self.known.get(row.FILE, 0) + 1

    def _amount(self, row: Row) -> int:
        if row.FILE == "reversals":
            return self.reversed_vnd.get(getattr(row, "reverses", ""), 0)
        return getattr(row, "amount_vnd", None) or 0


def counts_of(tally: Tally, complaints: Iterable[Complaint], warnings: int) -> Counts:
    """Return everything in numbers, the files in the order of reading."""
    complaints = list(complaints)
    refused: dict[str, set[int]] = {}
    for each in complaints:
        if each.row is not None:
            refused.setdefault(each.file, set()).add(each.row)
    parts = []
    for name, table in _TABLES.items():
        kinds = tuple(
            Kind(kind, rows, amount_vnd)
            for (file, kind), (rows, amount_vnd) in sorted(tally.new.items())
            if file == name
        )
        shown = tally.shown_names.get(name, table.name)
        known, bad = tally.known.get(name, 0), len(refused.get(shown, ()))
        if kinds or known or bad:
            new = sum(each.rows for each in kinds)
            amount_vnd = sum(each.amount_vnd for each in kinds)
            parts.append(Part(name, shown, new, known, bad, amount_vnd, kinds))
    every = [(part.table, kind) for part in parts for kind in part.kinds]
    out = [kind for table, kind in every if _goes_out(table, kind.word)]
    return Counts(
        parts=tuple(parts),
        new=sum(part.new for part in parts),
        known=sum(part.known for part in parts),
        refused=sum(part.refused for part in parts),
        faults=len(complaints),
        warnings=warnings,
        lines_out=sum(kind.rows for kind in out),
        out_vnd=sum(kind.amount_vnd for kind in out),
        in_vnd=sum(kind.amount_vnd for table, kind in every if _comes_in(table, kind.word)),
    )


def kind_name(table: str, word: str) -> str:
    """Return what a kind of rows is called in Vietnamese; empty if the file has no kinds.

    >>> kind_name("donations", "in_kind")
    'hiện vật'
    """
    column = KIND_COLUMNS.get(table)
    for each in _TABLES[table].columns:
        if each.name == column:
            return next(choice.names[0] for choice in each.kind.choices if choice.word == word)
    return ""


def column_name(table: str, column: str | None) -> str:
    """Return the Vietnamese name of a column of a file; what is no column is returned as it is."""
    known = _TABLES[table].columns if table in _TABLES else ()
    return next((each.label for each in known if each.name == column), column or "")


def table_of(shown: str) -> str:
    """Return the table that a file or sheet is called by; empty if it is none.

    >>> table_of("donations.csv"), table_of("Thu ủng hộ"), table_of("Sheet1")
    ('donations', 'donations', '')
    """
    stem = shown.removesuffix(".csv").strip().casefold()
    for table in TABLES:
        if stem in (table.name, table.sheet.casefold()):
            return table.name
    return ""


def _goes_out(table: str, kind: str) -> bool:
    return table in OUT or (table == "income_costs" and kind in COSTS)


def _comes_in(table: str, kind: str) -> bool:
    """Say whether it reaches a fund; what a newspaper holds does so when it is handed over."""
    return table in CAME and kind not in ("press", "direct", *COSTS)
