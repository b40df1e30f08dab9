"""The exchange files: a folder of CSV files or one workbook ↔ typed rows.

Pure of ledger state: what is read here is well formed; whether the ledger accepts it is decided
later. Read `tables` first: it declares every file, and everything else follows from it.
"""
