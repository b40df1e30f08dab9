-- What was published, what it stands on, and the trees by which a gift is found in a total.

-- name: published_entries --
-- The entries of some units that move anything, booked from a day to a day, in the order of the log
-- up to a position, each with its place in the log if that has come so far.
SELECT first_index + sought.position - first_position, notification_id, state
FROM (
    SELECT position FROM entry
    WHERE line = 0 AND unit_id = ANY (%(units)s) AND position <= %(position)s
        AND booked_on BETWEEN %(first)s AND %(until)s
) AS sought
JOIN journal_events ON notification_id = position
LEFT JOIN LATERAL (
    SELECT first_index, first_position FROM log_run
    WHERE first_position <= sought.position
    ORDER BY first_position DESC
    LIMIT 1
) AS run ON true
WHERE %(types)s::text[] IS NULL OR topic = ANY (%(types)s)
ORDER BY notification_id;

-- name: publications_newest --
-- The newest publications of all units, before a position.
SELECT notification_id, state
FROM journal_events
WHERE topic = 'figures.published/1' AND notification_id < %(before)s
ORDER BY notification_id DESC
LIMIT %(limit)s;

-- name: publications_of --
-- The publications of some units, newest first.
SELECT notification_id, state
FROM journal_events
WHERE topic = 'figures.published/1' AND originator_id = ANY (%(unit_ids)s)
ORDER BY notification_id DESC;

-- name: publication_stands --
-- How far the projections have come.
SELECT position, log_size FROM projected;

-- name: publication_above --
-- The units that stood above a unit on a day, and the unit itself.
SELECT ancestor_id FROM own_or_above
WHERE unit_id = %(unit_id)s AND tree = 'as_was' AND first <= %(on)s AND until > %(on)s;

-- name: published_tree_there --
-- Whether the leaves of a tree are kept.
SELECT EXISTS (SELECT FROM published_leaf WHERE publication = %(publication)s AND tree = %(tree)s);

-- name: published_tree_write --
-- Keep 256 leaves of a tree, or its last ones.
INSERT INTO published_leaf (
    publication, tree, tile, first_position, positions, leaves, top_hash, top_vnd
)
VALUES (
    %(publication)s, %(tree)s, %(tile)s, %(first_position)s, %(positions)s, %(leaves)b,
    %(top_hash)b, %(top_vnd)s
)
ON CONFLICT DO NOTHING;

-- name: published_leaf_at --
-- The leaves among which the entry at a position is, if it is one of them.
SELECT tile, positions, leaves
FROM published_leaf
WHERE publication = %(publication)s AND tree = %(tree)s AND first_position <= %(position)s
ORDER BY first_position DESC
LIMIT 1;

-- name: published_leaves_of --
-- The leaves of one tile.
SELECT leaves FROM published_leaf
WHERE publication = %(publication)s AND tree = %(tree)s AND tile = %(tile)s;

-- name: published_tops --
-- What each 256 leaves of a tree add up to, in order.
SELECT top_hash, top_vnd FROM published_leaf
WHERE publication = %(publication)s AND tree = %(tree)s
ORDER BY tile;

-- name: publication_unit_code --
-- The code of a unit now.
SELECT code FROM unit WHERE unit_id = %(unit_id)s;

-- name: publication_gift --
-- The position and the stored bytes of what was recorded under a key.
SELECT notification_id, state
FROM command_log
JOIN journal_events
    ON originator_id = command_log.unit_id AND originator_version = command_log.version
WHERE command_id = %(command_id)s;

-- name: publication_known_at --
-- When the entry at a position, or one before it, was learned last.
SELECT max(learned_at) FROM learned WHERE first_position <= %(position)s;

-- name: published_leaves_all --
-- Everything that is kept of published totals.
SELECT publication, tree, tile, first_position, positions, leaves, top_hash, top_vnd
FROM published_leaf
ORDER BY publication, tree, tile;

-- name: published_gifts --
-- The stored bytes of the entries at some positions, in their order.
SELECT state
FROM unnest(%(positions)s::bigint[]) WITH ORDINALITY AS asked (position, number)
JOIN journal_events ON notification_id = position
ORDER BY number;
