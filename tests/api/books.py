"""Books by hand: rows of exchange files in a few words, and a database that takes them in.

    books.record(gift("d1", 100), payout("p1", 40, on="2022-09-05"))

A row is its file and its cells, as text. What a test does not say is the same everywhere: the
province X with its district Y and the commune Z below it, the year 2022, cash.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from api.balances import balances, per_capita_document
from api.importing import Complaint, Outcome, import_files
from api.journal_listing import Listed, entries
from ledger.database import connect
from ledger.journal import Journal
from projections.figures import Tree, asked
from projections.runner import catch_up
from tests.api.oracle import flattened
from tests.databases import reading
from tests.secret_keys import KEYS

FileRow = tuple[str, dict[str, str]]
Amount = int | str

BOOKS_OPEN: Final = "2022-01-01"
GIFTS_COME: Final = "2022-03-01"
AWARDS_GO: Final = "2022-09-05"


def unit(code: str, parent: str = "", level: str = "commune", **cells: str) -> FileRow:
    """A unit under `parent`, from 2000 on."""
    said = {"code": code, "name": f"Đơn vị {code}", "level": level, "parent": parent}
    return "units", {**said, "valid_from": "2000-01-01", "valid_to": "", **cells}


def population(of: str, persons: Amount, on: str = BOOKS_OPEN, **cells: str) -> FileRow:
    """How many live there."""
    said = {"unit": of, "on": on, "persons": str(persons), "source": "Niên giám"}
    return "population", {**said, **cells}


def fund(of: str, code: str, **cells: str) -> FileRow:
    """One more fund of a unit, restricted."""
    return "funds", {"unit": of, "fund": code, "name": "Nguồn", "restricted": "yes", **cells}


def holding(of: str, code: str, kind: str, **cells: str) -> FileRow:
    """One more place where a unit keeps money."""
    return "holdings", {"unit": of, "holding": code, "kind": kind, **cells}


def holder(code: str = "BAO", kind: str = "press", **cells: str) -> FileRow:
    """Somebody who collects for units."""
    return "holders", {"code": code, "name": f"Báo {code}", "kind": kind, **cells}


def series(of: str, name: str, next_number: Amount, year: str = "2022") -> FileRow:
    """Where the numbers of a unit's papers go on."""
    said = {"unit": of, "year": year, "series": name, "next_number": str(next_number)}
    return "series", said


def opening(key: str, amount: Amount, of: str = "X", on: str = BOOKS_OPEN, **cells: str) -> FileRow:
    """What a unit brings when it joins; with no more said, money in the bank."""
    return "openings", {"key": key, "unit": of, "on": on, "amount_vnd": str(amount), **cells}


def gift(key: str, amount: Amount, of: str = "X", on: str = GIFTS_COME, **cells: str) -> FileRow:
    """A gift, in cash."""
    said = {"key": key, "unit": of, "received_on": on, "channel": "cash"}
    return "donations", {**said, "amount_vnd": str(amount), **cells}


def goods(quantity: Amount, item: str = "Vở") -> dict[str, str]:
    """The cells of goods."""
    return {"item": item, "quantity": str(quantity), "counted_in": "quyển"}


def gift_of_goods(key: str, quantity: Amount, value: Amount = "", /, **cells: str) -> FileRow:
    """A gift in kind; without a value it is not valued."""
    return gift(key, value, **{"channel": "in_kind", **goods(quantity), **cells})


def collected(key: str, amount: Amount, **cells: str) -> FileRow:
    """A gift that the newspaper holds."""
    return gift(key, amount, **{"channel": "press", "holder": "BAO", **cells})


def handover(
    key: str, amount: Amount, of: str = "X", on: str = "2022-06-01", **cells: str
) -> FileRow:
    """What the newspaper hands to the fund."""
    said = {"key": key, "unit": of, "holder": "BAO", "handed_over_on": on, "how": "to_fund"}
    return "handovers", {**said, "amount_vnd": str(amount), **cells}


def payout(key: str, amount: Amount, of: str = "X", on: str = AWARDS_GO, **cells: str) -> FileRow:
    """A scholarship, in cash."""
    said = {"key": key, "unit": of, "paid_on": on, "recipient_kind": "pupil"}
    paid = {"kind": "scholarship", "paid_from": "cash", "amount_vnd": str(amount)}
    return "payouts", {**said, **paid, **cells}


def payout_of_goods(key: str, quantity: Amount, value: Amount = "", /, **cells: str) -> FileRow:
    """A scholarship in goods; without a value, the lots say."""
    return payout(key, value, **{"paid_from": "in_kind", **goods(quantity), **cells})


def transfer(
    key: str,
    amount: Amount,
    source: str = "X",
    to: str = "Y",
    sent_on: str = "2022-05-02",
    received_on: str = "",
    **cells: str,
) -> FileRow:
    """Money from one unit to another, in transit unless it says when it was received."""
    said = {"key": key, "from_unit": source, "to_unit": to, "amount_vnd": str(amount)}
    return "transfers", {**said, "sent_on": sent_on, "received_on": received_on, **cells}


def movement(
    key: str, amount: Amount, source: str, to: str, on: str = "2022-04-01", **cells: str
) -> FileRow:
    """Money from one holding to another."""
    said = {"key": key, "unit": "X", "on": on, "from_holding": source, "to_holding": to}
    return "movements", {**said, "amount_vnd": str(amount), **cells}


def other(key: str, what: str, amount: Amount, on: str = "2022-07-01", **cells: str) -> FileRow:
    """Other income, or a cost; of the bank unless it says where."""
    said = {"key": key, "unit": "X", "on": on, "what": what, "amount_vnd": str(amount)}
    return "income_costs", {**said, **cells}


def reversal(key: str, reverses: str, on: str = "2022-10-01", **cells: str) -> FileRow:
    """A row taken back."""
    return "reversals", {"key": key, "reverses": reverses, "on": on, "reason": "Ghi nhầm", **cells}


UNITS: Final = (unit("X", "", "province"), unit("Y", "X", "district"), unit("Z", "Y"))


def write(folder: Path, rows: Iterable[FileRow]) -> Path:
    """Write rows as CSV files, one for each kind, in their order; return the folder."""
    files: dict[str, list[dict[str, str]]] = {}
    for file, cells in rows:
        files.setdefault(file, []).append(cells)
    folder.mkdir(parents=True, exist_ok=True)
    for file, lines in files.items():
        headings = list(dict.fromkeys(name for cells in lines for name in cells))
        with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, headings, restval="")
            writer.writeheader()
            writer.writerows(lines)
    return folder


NAMING: Final = {"code", "parent", "unit", "from_unit", "to_unit", "key", "reverses", "holder"}
"""The columns whose cells name something that is one and the same in the whole database."""


@dataclass
class Books:
    """Some units and their books in a database, and a place for the files of each import.

    Before every code and key stands `name`, so that the books of many tests fit into one database.
    """

    url: str
    place: Path
    name: str = ""
    imports: list[Path] = field(default_factory=list, repr=False)

    def record(
        self,
        *rows: FileRow,
        partial: bool = False,
        dry_run: bool = False,
        beside: Mapping[str, bytes] | None = None,
    ) -> Outcome:
        """Import rows as one folder, with other files beside them."""
        folder = self.write(*rows)
        for name, content in (beside or {}).items():
            (folder / name).write_bytes(content)
        return self.record_files(folder, partial=partial, dry_run=dry_run)

    def write(self, *rows: FileRow) -> Path:
        """Write rows under the name of these books, in a new folder."""
        folder = self.place / f"{self.name}{len(list(self.place.iterdir()))}"
        return write(folder, map(self._named, rows))

    def record_files(self, path: Path, *, partial: bool = False, dry_run: bool = False) -> Outcome:
        """Import a folder or a workbook."""
        self.imports.append(path)
        journal = Journal(self.url, KEYS)
        try:
            return import_files(journal, path, partial=partial, dry_run=dry_run)
        finally:
            journal.close()

    def refused(self, *rows: FileRow) -> Complaint:
        """Import rows of which exactly one must be refused, and return what is said of it."""
        before = self.size()
        outcome = self.record(*rows)
        (complaint,) = outcome.errors
        assert (outcome.recorded, outcome.refused, self.size()) == (0, 1, before)
        return complaint

    def accepted(self, *rows: FileRow) -> Outcome:
        """Import rows of which none may be refused."""
        outcome = self.record(*rows)
        assert outcome.errors == []
        return outcome

    def catch_up(self) -> None:
        """Bring the figures up to the newest entry."""
        catch_up(self.url)

    def size(self) -> int:
        """Return how many entries the journal has."""
        with connect(self.url) as connection:
            row = connection.execute(b"SELECT count(*) FROM journal_events").fetchone()
        assert row is not None
        return int(row[0])

    def entries(self, key: str) -> list[Listed]:
        """Return what was recorded under a key."""
        self.catch_up()
        with connect(self.url) as connection:
            return list(
                entries(
                    connection, code=None, first=None, last=None, kind=None, key=self.name + key
                )
            )

    def kept_apart(self, entry: Listed) -> dict[str, Any]:
        """Return what the vault holds of an entry, and with which salt."""
        with reading(self.url) as connection:
            row = connection.execute(
                b"SELECT private FROM private_parts JOIN journal_events"
                b" ON (unit_id, version) = (originator_id, originator_version)"
                b" WHERE notification_id = %s",
                [entry.position],
            ).fetchone()
        assert row is not None
        return {**row[0].opened(), "salt": row[0].salt}

    def figures(
        self,
        of: str = "X",
        as_of: str = "2022-12-31",
        scope: str = "own",
        *,
        first: str | None = None,
        tree: Tree = "as_was",
        known_at: datetime | None = None,
    ) -> dict[str, object]:
        """Return the figures of a unit that are not 0, by flat names."""
        self.catch_up()
        what = asked(date.fromisoformat(as_of), date.fromisoformat(first) if first else None, tree)
        with connect(self.url) as connection:
            document = balances(connection, what, code=self.name + of, known_at=known_at)
        (found,) = document["units"]
        return {name: amount for name, amount in flattened(found[scope]) if amount != 0}

    def name_of(self, of: str, as_of: str = "2022-12-31", known_at: datetime | None = None) -> str:
        """Return how a unit was called."""
        self.catch_up()
        what = asked(date.fromisoformat(as_of))
        with connect(self.url) as connection:
            document = balances(connection, what, code=self.name + of, known_at=known_at)
        (found,) = document["units"]
        return str(found["name"])

    def per_capita(self, of: str, year: int) -> dict[str, Any]:
        """Return the document `per-capita`."""
        self.catch_up()
        with connect(self.url) as connection:
            return per_capita_document(connection, self.name + of, year)

    def _named(self, row: FileRow) -> FileRow:
        file, cells = row
        named = {
            column: self.name + cell if column in NAMING and cell else cell
            for column, cell in cells.items()
        }
        return file, named
