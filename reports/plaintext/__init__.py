"""The ledger as plain-text accounting, so that tools of others add it up again.

Public facts only: accounts (`accounts`), what entries are called (`labels`), entries as
transactions (`transactions`), how each tool wants them (`hledger`, `beancount`), and the writing
of a whole file (`writing`). No library is used.
"""

from reports.plaintext.writing import export_beancount, export_hledger

__all__ = ["export_beancount", "export_hledger"]
