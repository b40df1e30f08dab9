-- One entry, and those that belong to it.

-- name: trail_entry --
-- An entry as it is stored, with its place in the log.
SELECT notification_id, state
FROM journal_events
WHERE originator_id = %(unit_id)s AND originator_version = %(version)s
    AND notification_id <= %(upto)s;

-- name: trail_marked --
-- Entries of one book that bear one of some marks in their stored bytes.
SELECT notification_id, state
FROM journal_events
WHERE originator_id = %(unit_id)s AND notification_id <= %(upto)s
    AND EXISTS (
        SELECT FROM unnest(%(marks)s::bytea[]) AS asked (mark) WHERE position(mark IN state) > 0
    )
ORDER BY originator_version
LIMIT %(limit)s;

-- name: trail_names --
-- Code and name of some units on a day; before the first, as they began.
SELECT DISTINCT ON (unit_id) unit_id, code, name
FROM unit_term
WHERE unit_id = ANY (%(unit_ids)s)
ORDER BY unit_id, valid_from > %(on)s::date, abs(valid_from - %(on)s::date);

-- name: trail_state --
-- How far the log goes, as it is known here.
SELECT position, log_size FROM projected;

-- name: trail_duties --
-- The roles of some persons on a day for a unit, given for it or for one above, the nearest first.
SELECT person, role, role_grant.unit_id
FROM role_grant
JOIN own_or_above AS above
    ON above.ancestor_id = role_grant.unit_id AND above.unit_id = %(unit_id)s
    AND above.tree = 'as_was' AND above.first <= %(on)s AND above.until > %(on)s
WHERE person = ANY (%(people)s) AND role_grant.valid_from <= %(on)s
    AND (valid_to IS NULL OR valid_to >= %(on)s)
ORDER BY
    role_grant.unit_id <> %(unit_id)s,
    (SELECT count(*) FROM ancestry WHERE ancestry.unit_id = role_grant.unit_id) DESC,
    role_grant.unit_id, role;
