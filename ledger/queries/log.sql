-- The log over all entries: how it grows, and how it is read.

-- name: log_lock --
-- Until the end of the transaction nobody else adds to the log.
SELECT pg_advisory_xact_lock(%(lock)s);

-- name: log_newest --
-- The newest checkpoint, the position of the last entry that it covers, and the key that signs now.
SELECT
    log_checkpoint.size, log_checkpoint.root,
    log_cosigned(log_checkpoint.size, log_checkpoint.note),
    log_checkpoint.signed_at,
    (
        SELECT first_position + log_checkpoint.size - 1 - first_index
        FROM log_run ORDER BY first_index DESC LIMIT 1
    ),
    (SELECT verifier_key FROM log_key ORDER BY since_size DESC LIMIT 1)
FROM log_checkpoint
ORDER BY size DESC
LIMIT 1;

-- name: log_keys --
-- The public keys of the log and from which size on each of them signs, oldest first.
SELECT since_size, verifier_key FROM log_key ORDER BY since_size;

-- name: log_hand_overs --
-- The statements by which one key handed over to the next, oldest first.
SELECT state FROM journal_events WHERE topic = 'log.key_handed_over/1' ORDER BY notification_id;

-- name: log_new_entries --
-- The next entries that the log does not cover yet, in their order.
SELECT notification_id, state, topic = 'log.key_handed_over/1'
FROM journal_events
WHERE notification_id > %(after)s
ORDER BY notification_id
LIMIT %(limit)s;

-- name: log_edge_read --
-- The hashes that fill no tile yet, level by level, in their order.
SELECT level, hash FROM log_edge ORDER BY level, place;

-- name: log_tiles_write --
-- Keep tiles that have become full.
INSERT INTO log_tile (level, tile, hashes)
SELECT * FROM unnest(%(levels)b::smallint[], %(tiles)b::bigint[], %(hashes)b::bytea[]);

-- name: log_edge_forget --
-- Let go of the hashes that lie in full tiles now.
DELETE FROM log_edge
USING unnest(%(levels)b::smallint[], %(tiles)b::bigint[]) AS kept (level, tile)
WHERE log_edge.level = kept.level AND place < (kept.tile + 1) * 256;

-- name: log_edge_write --
-- Keep hashes that fill no tile yet.
INSERT INTO log_edge (level, place, hash)
SELECT * FROM unnest(%(levels)b::smallint[], %(places)b::bigint[], %(hashes)b::bytea[]);

-- name: log_runs_write --
-- Note where positions go on after a gap.
INSERT INTO log_run (first_index, first_position)
SELECT * FROM unnest(%(indexes)b::bigint[], %(positions)b::bigint[]);

-- name: log_key_write --
-- From this size on, this key signs.
INSERT INTO log_key (since_size, verifier_key) VALUES (%(since_size)s, %(verifier_key)s);

-- name: log_checkpoint_write --
-- Keep a checkpoint, and tell those who ask witnesses.
WITH told AS MATERIALIZED (SELECT pg_notify('log_checkpoints', ''))
INSERT INTO log_checkpoint (size, root, note)
SELECT %(size)s, %(root)b, %(note)s FROM told;

-- name: log_tile_read --
-- The hashes of a tile, full or not, as far as there are any.
SELECT hashes FROM log_tile WHERE level = %(level)s AND tile = %(tile)s
UNION ALL
SELECT string_agg(hash, ''::bytea ORDER BY place)
FROM log_edge
WHERE level = %(level)s AND place BETWEEN %(tile)s * 256 AND %(tile)s * 256 + 255
HAVING count(*) > 0;

-- name: log_tiles_read --
-- The hashes of some tiles, full or not, as far as there are any.
WITH asked AS MATERIALIZED (
    SELECT level::smallint, tile::bigint
    FROM unnest(%(levels)s::smallint[], %(tiles)s::bigint[]) AS asked (level, tile)
)
SELECT level, tile, hashes FROM log_tile JOIN asked USING (level, tile)
UNION ALL
SELECT asked.level, tile, string_agg(hash, ''::bytea ORDER BY place)
FROM asked
JOIN log_edge ON log_edge.level = asked.level AND place BETWEEN tile * 256 AND tile * 256 + 255
GROUP BY asked.level, tile;

-- name: log_checkpoint_read --
-- The checkpoint of a size.
SELECT size, root, log_cosigned(size, note), signed_at
FROM log_checkpoint
WHERE size = %(size)s;

-- name: log_witnessed_over --
-- The newest checkpoint over an entry that enough witnesses have cosigned.
SELECT size, root, log_cosigned(size, note), signed_at
FROM log_checkpoint
WHERE size = (SELECT max(size) FROM log_witnessed WHERE size > %(index)s);

-- name: log_first_over --
-- The first checkpoint that covers a place.
SELECT size, root, note FROM log_checkpoint WHERE size > %(index)s ORDER BY size LIMIT 1;

-- name: log_index_of --
-- The place in the log of the entry at a position of the journal; none if the log does not cover it.
WITH run AS (
    SELECT first_index + %(position)s - first_position AS index, first_index
    FROM log_run
    WHERE first_position <= %(position)s
    ORDER BY first_position DESC
    LIMIT 1
)
SELECT index FROM run
WHERE index < coalesce(
    (SELECT min(later.first_index) FROM log_run AS later WHERE later.first_index > run.first_index),
    (SELECT max(size) FROM log_checkpoint)
);

-- name: log_position_of --
-- The position in the journal of the entry at a place in the log.
SELECT first_position + %(index)s - first_index
FROM log_run
WHERE first_index <= %(index)s AND %(index)s < (SELECT max(size) FROM log_checkpoint)
ORDER BY first_index DESC
LIMIT 1;

-- name: log_entries_between --
-- The stored bytes of the entries from one place in the log up to another.
SELECT state
FROM (
    SELECT
        first_index, first_position,
        lead(first_index, 1, %(upto)s) OVER (ORDER BY first_index) AS next_index
    FROM log_run
) AS run
CROSS JOIN LATERAL (
    SELECT state, notification_id
    FROM journal_events
    WHERE notification_id >= first_position + greatest(%(first)s - first_index, 0)
        AND notification_id < first_position + least(next_index, %(upto)s) - first_index
) AS entry
WHERE first_index < %(upto)s AND next_index > %(first)s
ORDER BY notification_id;

-- name: log_entry_of --
-- The stored bytes of an entry, and its position.
SELECT state, notification_id
FROM journal_events
WHERE originator_id = %(unit_id)s AND originator_version = %(version)s;

-- name: log_state --
-- How many entries are signed and when; how many wait to be, since when; how many of those signed
-- enough witnesses have cosigned.
WITH newest AS (
    SELECT size, signed_at FROM log_checkpoint ORDER BY size DESC LIMIT 1
), covered AS (
    SELECT coalesce(max(first_position + newest.size - 1 - first_index), 0) AS position
    FROM newest, (SELECT * FROM log_run ORDER BY first_index DESC LIMIT 1) AS run
)
SELECT
    coalesce((SELECT size FROM newest), 0),
    (SELECT signed_at FROM newest),
    (SELECT count(*) FROM journal_events, covered WHERE notification_id > covered.position),
    (
        SELECT (convert_from(state, 'UTF8')::jsonb ->> 'recorded_at')::timestamptz
        FROM journal_events, covered
        WHERE notification_id > covered.position
        ORDER BY notification_id
        LIMIT 1
    ),
    coalesce((SELECT max(size) FROM log_witnessed), 0);
