"""What the rows of exchange files change, by the contract alone: the first half of the oracle.

A row becomes changes of measures (flows) and stocks of a unit on a day; transfers are kept apart,
because what they are depends on the tree. Nothing here knows the ledger: the source is
docs/exchange.md and the meaning of the document `balances`.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, NamedTuple

Row = Mapping[str, str]
Day = str
FileRow = tuple[str, Row]

DAYS: Final = {
    "openings": "on",
    "donations": "received_on",
    "handovers": "handed_over_on",
    "income_costs": "on",
    "movements": "on",
    "transfers": "sent_on",
    "payouts": "paid_on",
    "reversals": "on",
}
INCOME: Final = {"interest", "membership_fee", "state_budget", "other_income"}
MONEY: Final = ("balance.cash", "balance.bank", "balance.savings", "balance.with_collectors")
STOCKS: Final = {*MONEY, "balance.goods", "held_by_others"}


class Change(NamedTuple):
    """`amount` more of `measure` (a flow, or a stock) in the book of `unit` on `day`."""

    unit: str
    day: Day
    measure: str
    amount: int


@dataclass(slots=True)
class Sending:
    """One transfer: when it left, arrived (if it did) and was undone (if it was)."""

    sender: str
    receiver: str
    amount: int
    sent: Day
    received: Day | None
    undone: Day | None

    def in_transit(self, day: Day) -> bool:
        """Say whether the money is on its way at the end of `day`."""
        arrived = self.received is not None and self.received <= day
        back = self.undone is not None and self.undone <= day
        return self.sent <= day and not arrived and not back

    def flows(self) -> Iterator[Change]:
        """Return it as flows: it counts where and when it left, arrived, and was undone."""
        sides = [(self.sender, self.sent, "transfers_out", 1)]
        if self.received:
            sides.append((self.receiver, self.received, "transfers_in", -1))
        for unit, day, measure, _ in sides:
            yield Change(unit, day, measure, self.amount)
        for unit, day, measure, sign in sides if self.undone else ():
            assert self.undone
            if self.undone[:4] == day[:4]:
                yield Change(unit, self.undone, measure, -self.amount)
            else:
                yield Change(unit, self.undone, "corrections.money", sign * self.amount)


class Payment(NamedTuple):
    """One payout as far as it is about somebody."""

    unit: str
    day: Day
    who: tuple[str, ...]
    undone: Day | None

    @property
    def days(self) -> tuple[Day, ...]:
        """Return when it was made and, if in the same year, undone."""
        undone = self.undone if self.undone and self.undone[:4] == self.day[:4] else None
        return (self.day, undone) if undone else (self.day,)

    def stands(self, day: Day) -> bool:
        """Say whether it has been made by the end of `day`, and not undone."""
        return self.day <= day and (self.undone is None or day < self.undone)


@dataclass(slots=True)
class Lot:
    """Goods that came in together, and what is left of them."""

    key: str
    day: Day
    quantity: Fraction
    value: int
    left: Fraction
    left_value: int

    def take(self, wanted: Fraction) -> tuple[Lot, Fraction, int]:
        """Take out at most `wanted`, rounded down in value; the last of a lot takes the rest."""
        part = min(wanted, self.left)
        value = self.left_value if part == self.left else int(self.value * part / self.quantity)
        self.left -= part
        self.left_value -= value
        return self, part, value


class Rows:
    """The rows of some folders, imported one after another, and what they change."""

    def __init__(self, folders: Iterable[Path]) -> None:
        """Read all files; a row of a later import takes the place of the one with its key."""
        self.references: dict[str, list[Row]] = defaultdict(list)
        self.changes: list[Change] = []
        self.sendings: list[Sending] = []
        self.payments: list[Payment] = []
        self._rows: dict[str, FileRow] = {}
        imports: list[list[FileRow]] = []
        for folder in folders:
            imports.append([])
            for file, row in _read(folder):
                if "key" not in row:
                    self.references[file].append(row)
                    continue
                if row["key"] not in self._rows:
                    imports[-1].append((file, row))
                self._rows[row["key"]] = (file, row)
        self._kinds = {
            (row["unit"], row["holding"]): row["kind"] for row in self.references["holdings"]
        }
        self._values = _values_of_goods(imports)
        self._post()

    def _post(self) -> None:
        undone = {
            row["reverses"]: row["on"] for file, row in self._rows.values() if file == "reversals"
        }
        for key, (file, row) in self._rows.items():
            day, back = row[DAYS[file]], undone.get(key)
            if file == "reversals":
                continue
            if file == "transfers":
                self._post_transfer(row, back)
                continue
            effects = list(self._effects(file, key, row))
            self.changes += [Change(row["unit"], day, *effect) for effect in effects]
            if back is not None:
                self.changes += _undone(row["unit"], effects, day, back)
            if file == "payouts":
                self.payments.append(Payment(row["unit"], day, _who(key, row), back))

    def _post_transfer(self, row: Row, back: Day | None) -> None:
        stock = f"balance.{row.get('paid_from') or 'bank'}"
        received = row.get("received_on") or None
        sender, receiver = row["from_unit"], row["to_unit"]
        amount = int(row["amount_vnd"])
        sending = Sending(sender, receiver, amount, row["sent_on"], received, back)
        self.sendings.append(sending)
        self.changes.append(Change(sender, sending.sent, stock, -amount))
        if received:
            self.changes.append(Change(receiver, received, stock, amount))
        if back:
            self.changes.append(Change(sender, back, stock, amount))
        if back and received:
            self.changes.append(Change(receiver, back, stock, -amount))

    def _effects(self, file: str, key: str, row: Row) -> Iterator[tuple[str, int]]:
        """Yield what a row changes on its day."""
        amount = int(row.get("amount_vnd") or 0)
        match file:
            case "openings":
                yield from self._of_opening(row, amount)
            case "donations":
                yield from self._of_donation(row, amount)
            case "handovers":
                yield "held_by_others", -amount
                if row["how"] == "direct":
                    yield "facilitated", amount
                else:
                    yield self._stock(row, row.get("into") or "bank"), amount
                    yield "raised.press", amount
            case "payouts":
                yield from self._of_payout(key, row, amount)
            case "movements":
                yield self._stock(row, row["from_holding"]), -amount
                yield self._stock(row, row["to_holding"]), amount
            case _:
                coming = row["what"] in INCOME
                yield self._stock(row, row.get("holding") or "bank"), amount if coming else -amount
                yield "other_income" if coming else "costs", amount

    def _of_opening(self, row: Row, amount: int) -> Iterator[tuple[str, int]]:
        if row.get("holder"):
            yield "held_by_others", amount
        elif row.get("item"):
            yield "balance.goods", amount
            yield "brought_in.goods", amount
        else:
            yield self._stock(row, row.get("holding") or "bank"), amount
            yield "brought_in.money", amount

    def _of_donation(self, row: Row, amount: int) -> Iterator[tuple[str, int]]:
        channel = row["channel"]
        if channel == "press":
            yield "held_by_others", amount
            return
        if channel == "in_kind":
            yield "balance.goods", amount
        else:
            yield self._stock(row, row.get("holding") or channel), amount
        yield f"raised.{channel}", amount

    def _of_payout(self, key: str, row: Row, amount: int) -> Iterator[tuple[str, int]]:
        source = row["paid_from"]
        if source == "in_kind":
            amount = self._values[key]
            yield "balance.goods", -amount
        else:
            yield self._stock(row, row.get("holding") or source), -amount
        yield f"paid.{source}", amount
        yield "paid.occurrences", 1

    def _stock(self, row: Row, holding: str) -> str:
        kind = self._kinds.get((row["unit"], holding), holding)
        return f"balance.{'with_collectors' if kind == 'collector' else kind}"


def _read(folder: Path) -> Iterator[FileRow]:
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield path.stem, row


def _values_of_goods(imports: Iterable[list[FileRow]]) -> dict[str, int]:
    """Return the value of every payout of goods: the oldest lots first, in recorded order.

    What goods are worth that leave after a lot was undone of which some had left already is not in
    the contract, and not asked here.
    """
    lots: dict[tuple[str, ...], list[Lot]] = defaultdict(list)
    taken: dict[str, list[tuple[Lot, Fraction, int]]] = {}
    for rows in imports:
        for file, row in sorted(rows, key=_Order(rows)):
            if not row.get("item") and file != "reversals":
                continue
            if file == "reversals":
                _put_back(row["reverses"], lots, taken)
                continue
            shelf = lots[row["unit"], row["item"], row["counted_in"]]
            wanted = Fraction(row["quantity"])
            if file == "payouts":
                assert all(lot.left >= 0 for lot in shelf)
                parts = taken[row["key"]] = []
                for lot in shelf:
                    parts.append(lot.take(wanted))
                    wanted -= parts[-1][1]
            else:
                value = int(row["amount_vnd"] or 0)
                shelf.append(Lot(row["key"], row[DAYS[file]], wanted, value, wanted, value))
                shelf.sort(key=lambda lot: lot.day)
    return {key: sum(value for _, _, value in parts) for key, parts in taken.items()}


class _Order:
    """The order of rows of one import: by day; what comes in stands before what goes out.

    What is undone of earlier days comes first, what is done and undone on one day together.
    """

    def __init__(self, rows: Iterable[FileRow]) -> None:
        self._days = {row["key"]: row[DAYS[file]] for file, row in rows}
        self._undone = {row["reverses"]: row["on"] for file, row in rows if file == "reversals"}

    def __call__(self, each: FileRow) -> tuple[str, int, int]:
        file, row = each
        day = row[DAYS[file]]
        if file == "reversals":
            return (day, 2, 1) if self._days.get(row["reverses"]) == day else (day, 0, 0)
        if file == "payouts":
            return (day, 2, 0) if self._undone.get(row["key"]) == day else (day, 3, 0)
        return (day, 1, list(DAYS).index(file))


def _put_back(
    reverses: str,
    lots: Mapping[tuple[str, ...], list[Lot]],
    taken: Mapping[str, list[tuple[Lot, Fraction, int]]],
) -> None:
    for lot, quantity, value in taken.get(reverses, ()):
        lot.left += quantity
        lot.left_value += value
    for shelf in lots.values():
        for lot in [each for each in shelf if each.key == reverses]:
            lot.left -= lot.quantity  # below zero when some had left: never asked again
            lot.left_value -= lot.value


def _undone(unit: str, effects: Iterable[tuple[str, int]], day: Day, back: Day) -> Iterator[Change]:
    """Yield what undoes a row: in its own year its measures, later a correction."""
    later = back[:4] != day[:4]
    for measure, amount in effects:
        if measure in STOCKS or not later:
            yield Change(unit, back, measure, -amount)
        if later and measure in MONEY:
            yield Change(unit, back, "corrections.money", -amount)
        if later and measure == "balance.goods":
            yield Change(unit, back, "corrections.goods", -amount)


def _who(key: str, row: Row) -> tuple[str, ...]:
    """Return who was paid: by id, else by name and year of birth; a row about nobody is alone."""
    if row.get("recipient_id"):
        return ("id", row["recipient_id"])
    if not row.get("recipient"):
        return ("nobody", key)
    plain = unicodedata.normalize("NFD", row["recipient"].casefold().replace("đ", "d"))
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return ("name", " ".join(letters.split()), row.get("birth_year") or "")
