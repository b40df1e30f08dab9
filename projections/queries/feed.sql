-- Units and entries as programs ask for them, page by page.

-- name: unit_named --
-- The unit with an id, or else with a code: the one that bears it now, or bore it last.
SELECT unit_id FROM unit_term
WHERE unit_id = %(unit_id)s::uuid OR (%(unit_id)s::uuid IS NULL AND code = %(code)s)
ORDER BY valid_from DESC
LIMIT 1;

-- name: registry_stand --
-- Up to which position of the journal the projections know units and roles. What follows from these
-- alone is true for as long as this is the same.
SELECT least(
    position,
    coalesce((
        SELECT notification_id FROM journal_events WHERE originator_id = %(registry_id)s
        ORDER BY originator_version DESC LIMIT 1
    ), 0)
)
FROM projected;

-- name: units_page --
-- Units as they are called on a day, by code, after the last of the page before. A unit that does
-- not exist on the day is left out.
WITH named AS (
    SELECT DISTINCT ON (unit_id) unit_id, code, name, level, parent_id
    FROM unit_term
    WHERE valid_from <= %(on)s AND (valid_to IS NULL OR valid_to >= %(on)s)
    ORDER BY unit_id, valid_from DESC
)
SELECT unit_id, code, name, level, parent_id,
    (SELECT count(*) FROM named AS below WHERE below.parent_id = named.unit_id)
FROM named
WHERE (%(parent_id)s::uuid IS NULL OR parent_id = %(parent_id)s)
    AND (%(unit_id)s::uuid IS NULL OR unit_id = %(unit_id)s)
    AND (%(level)s::text IS NULL OR level = %(level)s)
    AND (%(after)s::text IS NULL OR code > %(after)s)
ORDER BY code
LIMIT %(limit)s;

-- name: unit_ids_page --
-- Every unit by its newest code, after the last of the page before.
SELECT unit_id, code FROM unit
WHERE %(after)s::text IS NULL OR code > %(after)s
ORDER BY code
LIMIT %(limit)s;

-- name: entries_forward --
-- Entries of some units in the order of the log, after a position: what a follower has not seen.
SELECT notification_id, state
FROM journal_events
WHERE notification_id > %(after)s
    AND (originator_id = %(registry_id)s OR originator_id IN (
        SELECT unit_id FROM own_or_above WHERE ancestor_id = %(unit_id)s AND tree = 'as_was'
    ))
    AND (%(kinds)s::text[] IS NULL OR topic = ANY (%(kinds)s))
ORDER BY notification_id
LIMIT %(limit)s;

-- name: entries_page --
-- Entries of one unit, or of it and all below it, the newest first; `account` begins the account
-- of one of an entry's postings.
SELECT notification_id, state
FROM journal_events
WHERE notification_id < %(before)s
    AND (originator_id = %(unit_id)s OR %(below)s AND originator_id IN (
        SELECT unit_id FROM own_or_above WHERE ancestor_id = %(unit_id)s AND tree = 'as_was'
    ))
    AND (%(kind)s::text IS NULL OR topic = %(kind)s OR starts_with(topic, %(kind)s || '.'))
    AND (%(command_ids)s::uuid[] IS NULL OR (originator_id, originator_version) IN (
        SELECT unit_id, version FROM command_log WHERE command_id = ANY (%(command_ids)s)
    ))
    AND (NOT %(by_posting)s OR EXISTS (
        SELECT FROM entry
        WHERE entry.position = notification_id
            AND (%(first)s::date IS NULL OR booked_on >= %(first)s)
            AND (%(last)s::date IS NULL OR booked_on <= %(last)s)
            AND (%(account)s::text IS NULL OR starts_with(account, %(account)s))
            AND (%(fund)s::text IS NULL OR fund = %(fund)s)
    ))
ORDER BY notification_id DESC
LIMIT %(limit)s;

-- name: entry_found --
-- The stored bytes of one entry and where it stands in the log.
SELECT notification_id, state FROM journal_events
WHERE originator_id = %(unit_id)s AND originator_version = %(version)s;

-- name: definitions_of --
-- The entries by which a unit defined something, oldest first.
SELECT state FROM journal_events
WHERE originator_id = %(unit_id)s AND topic = %(kind)s
ORDER BY originator_version;

-- name: log_end --
-- The newest position of the journal.
SELECT coalesce(max(notification_id), 0) FROM journal_events;

-- name: holder_registered_at --
-- The registry's newest entry about a holder.
SELECT max(originator_version) FROM journal_events
WHERE originator_id = %(registry_id)s AND topic = 'holder.registered/1'
    AND convert_from(state, 'UTF8')::jsonb ->> 'holder' = %(holder)s;

-- name: units_at_the_top --
-- The units that stand below no other now.
SELECT DISTINCT ON (unit_id) unit_id
FROM unit_term AS term
WHERE parent_id IS NULL AND NOT EXISTS (
    SELECT FROM unit_term AS later
    WHERE later.unit_id = term.unit_id AND later.valid_from > term.valid_from
);
