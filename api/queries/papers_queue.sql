-- Prints of papers.

-- name: printed_write --
-- These papers have been printed.
INSERT INTO printed (unit_id, kind, key)
SELECT %(unit_id)s, %(kind)s, key FROM unnest(%(keys)s::text[]) AS given (key)
ON CONFLICT DO NOTHING;

-- name: reprints_of --
-- The prints that a unit's book counts of what bears a mark.
SELECT state
FROM journal_events
WHERE originator_id = %(unit_id)s AND topic = 'receipt.reprinted/1'
    AND position(%(mark)s::bytea IN state) > 0;

-- name: printed_read --
-- Which of some papers have been printed.
SELECT key FROM printed
WHERE unit_id = %(unit_id)s AND kind = %(kind)s AND key = ANY (%(keys)s);
