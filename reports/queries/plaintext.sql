-- What an export as plain-text accounting reads.

-- name: snapshot --
-- Let everything read from here to the end of the transaction be as it is now.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;

-- name: plaintext_units --
-- Every unit with its newest code and name, by code.
SELECT unit_id, unit.code, term.name
FROM unit
JOIN (
    SELECT DISTINCT ON (unit_id) unit_id, name FROM unit_term ORDER BY unit_id, valid_from DESC
) AS term USING (unit_id)
ORDER BY unit.code COLLATE "C";

-- name: plaintext_accounts --
-- Every account that was ever used.
SELECT DISTINCT unit_id, account, fund, place FROM entry;

-- name: plaintext_size --
-- How far the projections have come in the journal, and how many entries they know.
SELECT position, log_size FROM projected;

-- name: plaintext_years --
-- The first and the last day on which anything counts.
SELECT min(booked_on), max(booked_on) FROM entry;

-- name: plaintext_entries --
-- What the projections know of the journal, in its order.
SELECT state FROM journal_events WHERE notification_id <= %(upto)s ORDER BY notification_id;
