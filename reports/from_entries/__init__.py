"""From recorded entries to papers: which paper stands on an entry, and what it says.

    key → entry → receipt_of | voucher_of | papers_of → make_receipt | make_voucher → PDF

A paper is made from the entries each time it is asked for, so that it cannot differ from the book:
the journal says what happened, the vault who it was, the projections what units were called. The
key of a reversal gives the paper of what it reverses, marked as cancelled: the reversal has none.
"""

from __future__ import annotations

from reports.from_entries.printing import papers_of, write_papers
from reports.from_entries.receipts import receipt_of
from reports.from_entries.refused import NoSuchDonor, NoSuchPaper
from reports.from_entries.statements import statement_of
from reports.from_entries.vouchers import entries_on_voucher, voucher_of

__all__ = [
    "NoSuchDonor",
    "NoSuchPaper",
    "entries_on_voucher",
    "papers_of",
    "receipt_of",
    "statement_of",
    "voucher_of",
    "write_papers",
]
