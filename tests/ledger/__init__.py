"""The tests of the ledger, one file for each behaviour."""
