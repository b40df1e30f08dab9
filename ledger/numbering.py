"""Numbers of papers: without a gap for each unit, series and year.

A voucher is not a row: rows of one series and day that name the same voucher are lines of one
paper with one number. A number once given stays given; a reversal cancels the paper and keeps it.

Source: Law on Accounting 2015 art. 18 (one voucher for each transaction, a wrong one is crossed
out and kept); numbers run on within one accounting period.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from ledger.events import Series


class PaperLine(NamedTuple):
    """A line (from 1) of the paper with this series and number."""

    series: Series
    number: int
    line: int


class Numbering(NamedTuple):
    """What each series has reached, and which vouchers of which day can take more lines."""

    next_numbers: Mapping[tuple[Series, int], int] = MappingProxyType({})
    vouchers: Mapping[date, Mapping[tuple[Series, str], tuple[int, int]]] = MappingProxyType({})

    def next_number(self, series: Series, year: int) -> int:
        """Return the number that the next paper of `series` in `year` bears."""
        return self.next_numbers.get((series, year), 1)

    def next_line(self, series: Series, on: date, voucher: str | None) -> PaperLine:
        """Return the place of a new row: a line of the open `voucher`, or a paper of its own."""
        if voucher is not None:
            known = self.vouchers.get(on, {}).get((series, voucher))
            if known is not None:
                number, lines = known
                return PaperLine(series, number, lines + 1)
        return PaperLine(series, self.next_number(series, on.year), 1)

    def after(
        self,
        on: date,
        paper: PaperLine | None,
        voucher: str | None = None,
        receipt_number: int | None = None,
    ) -> Numbering:
        """Return the numbering after a row took the place `paper`, and a donor's receipt."""
        numbers = self.next_numbers
        if paper is not None and paper.line == 1:
            numbers = {**numbers, (paper.series, on.year): paper.number + 1}
        if receipt_number is not None:
            numbers = {**numbers, ("BN", on.year): receipt_number + 1}
        if paper is None or voucher is None:
            return Numbering(numbers, self.vouchers)
        day = {**self.vouchers.get(on, {}), (paper.series, voucher): (paper.number, paper.line)}
        return Numbering(numbers, {**self.vouchers, on: day})

    def continued(self, series: Series, year: int, next_number: int) -> Numbering:
        """Return the numbering with the next paper of `series` in `year` at `next_number`."""
        return Numbering({**self.next_numbers, (series, year): next_number}, self.vouchers)
