"""An independent reading of exchange files: adds up what the rows say, knowing only the contract.

Money and goods are kept as daily movements, so that the balance at the end of every day can be
looked at after all rows are read, in whatever order they stand.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Row = dict[str, str]
Pot = tuple[str, ...]

MONEY_FILES = (
    *("openings", "donations", "handovers", "payouts", "transfers", "movements"),
    *("income_costs", "reversals"),
)
_INCOME = ("interest", "membership_fee", "state_budget", "other_income")
_DAY_COLUMNS = {
    "openings": "on",
    "donations": "received_on",
    "handovers": "handed_over_on",
    "payouts": "paid_on",
    "transfers": "sent_on",
    "movements": "on",
    "income_costs": "on",
    "reversals": "on",
}


def day_of(file: str, row: Row) -> str:
    """Return the booking day of a money row."""
    return row[_DAY_COLUMNS[file]]


class Replay:
    """The rows of one folder, and the movements and measures that follow from them."""

    def __init__(self, folder: Path) -> None:
        """Read every file and post every money row."""
        self.files: dict[str, list[Row]] = {}
        for path in sorted(folder.glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as lines:
                self.files[path.stem] = list(csv.DictReader(lines))
        # A pot is ("money", unit, fund, holding), ("goods", unit, item, unit of count) or
        # ("held", unit, holder).
        self.movements: dict[Pot, Counter[str]] = defaultdict(Counter)
        self.raised: Counter[str] = Counter()
        self.paid: Counter[str] = Counter()
        self.occurrences = 0
        self.facilitated = 0
        self.by_key: dict[str, tuple[str, Row]] = {
            row["key"]: (file, row) for file in MONEY_FILES for row in self.files[file]
        }
        self.worths = self._worths_of_goods()
        for file, row in self.by_key.values():
            if file == "reversals":
                original_file, original = self.by_key[row["reverses"]]
                self._post(original_file, original, -1, row["on"])
            else:
                self._post(file, row, 1, None)

    def lowest_balances(self) -> Iterator[tuple[Pot, int]]:
        """Yield the lowest end-of-day balance of every pot."""
        for pot, by_day in self.movements.items():
            yield pot, min(accumulate(by_day[day] for day in sorted(by_day)))

    def _post(self, file: str, row: Row, sign: int, on: str | None) -> None:
        """Post one row, or undo it with `sign` -1 on the day of its reversal."""
        amount = sign * int(row.get("amount_vnd") or 0)
        day = on or day_of(file, row)
        match file:
            case "openings":
                self._post_opening(row, amount, day)
            case "donations":
                self._post_donation(row, amount, day)
            case "handovers":
                self._post_handover(row, amount, day)
            case "payouts":
                self._post_payout(row, sign, day)
            case "transfers":
                self._post_transfer(row, amount, on)
            case "movements":
                self._money(row["unit"], row, row["from_holding"], day, -amount)
                self._money(row["unit"], row, row["to_holding"], day, amount)
            case _:
                direction = 1 if row["what"] in _INCOME else -1
                self._money(row["unit"], row, row["holding"] or "bank", day, direction * amount)

    def _money(self, unit: str, row: Row, holding: str, day: str, amount: int) -> None:
        self.movements["money", unit, row["fund"] or "general", holding][day] += amount

    def _goods(self, row: Row, day: str, sign: int) -> None:
        pot = ("goods", row["unit"], row["item"], row["counted_in"])
        self.movements[pot][day] += sign * int(row["quantity"])

    def _post_opening(self, row: Row, amount: int, day: str) -> None:
        if row["item"]:
            self._goods(row, day, 1)
        elif row["holder"]:
            self.movements["held", row["unit"], row["holder"]][day] += amount
        else:
            self._money(row["unit"], row, row["holding"] or "cash", day, amount)

    def _post_donation(self, row: Row, amount: int, day: str) -> None:
        channel = row["channel"]
        if channel == "press":
            self.movements["held", row["unit"], row["holder"]][day] += amount
            return
        if channel == "in_kind":
            self._goods(row, day, 1)
        else:
            self._money(row["unit"], row, row["holding"] or channel, day, amount)
        self.raised[channel] += amount

    def _post_handover(self, row: Row, amount: int, day: str) -> None:
        self.movements["held", row["unit"], row["holder"]][day] -= amount
        if row["how"] == "to_fund":
            self._money(row["unit"], row, row["into"] or "bank", day, amount)
            self.raised["press"] += amount
        else:
            self.facilitated += amount

    def _post_payout(self, row: Row, sign: int, day: str) -> None:
        source = row["paid_from"]
        if source == "in_kind":
            worth = self.worths[row["key"]]
            self._goods(row, day, -sign)
        else:
            worth = int(row["amount_vnd"])
            self._money(row["unit"], row, row["holding"] or source, day, -sign * worth)
        self.paid[source] += sign * worth
        self.occurrences += sign

    def _post_transfer(self, row: Row, amount: int, on: str | None) -> None:
        holding = row["paid_from"] or "bank"
        self._money(row["from_unit"], row, holding, on or row["sent_on"], -amount)
        if row["received_on"]:
            self._money(row["to_unit"], row, holding, on or row["received_on"], amount)

    def _worths_of_goods(self) -> dict[str, int]:
        """Return the value of every award of goods, first in first out by day."""
        lots: dict[Pot, list[tuple[str, int, int]]] = defaultdict(list)
        for file in ("openings", "donations"):
            for row in self.files[file]:
                if row["item"]:
                    each = int(row["amount_vnd"] or 0) // int(row["quantity"])
                    pot = (row["unit"], row["item"], row["counted_in"])
                    lots[pot].append((day_of(file, row), int(row["quantity"]), each))
        # One piece, one entry: plain, and quick enough for the quantities here.
        pieces = {
            pot: [each for _, quantity, each in sorted(of_item) for _ in range(quantity)]
            for pot, of_item in lots.items()
        }
        taken: Counter[Pot] = Counter()
        worths = {}
        for row in sorted(self.files["payouts"], key=lambda row: row["paid_on"]):
            if row["paid_from"] == "in_kind":
                pot = (row["unit"], row["item"], row["counted_in"])
                first, quantity = taken[pot], int(row["quantity"])
                worths[row["key"]] = sum(pieces[pot][first : first + quantity])
                taken[pot] += quantity
        return worths
