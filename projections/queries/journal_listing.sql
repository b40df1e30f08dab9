-- The journal as a list.

-- name: journal_listing --
-- Entries in the order of the log, filtered; `keys` are command ids.
SELECT notification_id, state
FROM journal_events
WHERE (%(unit_id)s::uuid IS NULL OR originator_id = %(unit_id)s)
    AND (%(kind)s::text IS NULL OR topic = %(kind)s OR starts_with(topic, %(kind)s || '.'))
    AND (%(command_ids)s::uuid[] IS NULL OR (originator_id, originator_version) IN (
        SELECT unit_id, version FROM command_log WHERE command_id = ANY (%(command_ids)s)
    ))
ORDER BY notification_id;

-- name: codes_of_units --
-- The newest code of every unit.
SELECT unit_id, code FROM unit;
