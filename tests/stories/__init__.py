"""Years and campaigns as they were published, recorded again and added up by the ledger."""
