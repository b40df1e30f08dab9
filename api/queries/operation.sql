-- What the pages about the running program ask.

-- name: migrations_applied --
-- The names of all migrations of this database.
SELECT name FROM migration;

-- name: journal_size --
-- How many entries the projections know, and how far they are behind the journal.
SELECT
    log_size,
    coalesce((SELECT max(notification_id) FROM journal_events), 0) - position
FROM projected;

-- name: codes_of_some_units --
-- The newest codes of the units that a refusal speaks of.
SELECT unit_id, code FROM unit WHERE unit_id = ANY (%(unit_ids)s);
