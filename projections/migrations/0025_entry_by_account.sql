-- The way from a figure of a large subtree to its entries: by account, the newest days first.
CREATE INDEX entry_account ON entry (account, booked_on);
