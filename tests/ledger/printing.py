"""Prints of receipts, as tests ask for them."""

from __future__ import annotations

from typing import Any

from ledger import events as fact
from ledger.commands import ReprintReceipt
from tests.ledger.examples import COMMUNE, NEXT_YEAR


def printing(original: fact.MoneyEvent | None, **more: object) -> ReprintReceipt:
    """Ask to print the receipt of a row once more."""
    gift = original.key if original else "D-9"
    said: dict[str, Any] = {"key": "P-1", "gift": gift, "printed_on": NEXT_YEAR, **more}
    return ReprintReceipt(unit_id=COMMUNE, original=original, **said)
