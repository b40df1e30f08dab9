-- Papers by the codes on them.

-- name: entries_with_code --
-- The stored bytes of the entries with one of some codes.
SELECT paper_code.code, paper_code.position, journal_events.state
FROM paper_code
JOIN journal_events ON notification_id = position
WHERE code = ANY (%(codes)s)
ORDER BY position;

-- name: reversals_of --
-- Reversals in one book that bear a mark in their stored bytes.
SELECT state
FROM journal_events
WHERE originator_id = %(unit_id)s AND topic = 'entry.reversed/1'
    AND position(%(mark)s::bytea IN state) > 0
ORDER BY originator_version;

-- name: replacement_of --
-- The first row behind a reversal that bears the mark of one in the place of what was undone.
SELECT state
FROM journal_events
WHERE originator_id = %(unit_id)s AND originator_version > %(after)s
    AND position(%(mark)s::bytea IN state) > 0
ORDER BY originator_version
LIMIT 1;

-- name: gift_reversed_on --
-- The day on which a gift was undone.
SELECT reversed_on FROM gift WHERE position = %(position)s;
