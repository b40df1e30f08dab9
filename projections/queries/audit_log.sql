-- What an audit reads of the log.

-- name: audit_log_entries --
-- Every entry in the order of the journal.
SELECT notification_id, originator_id, originator_version, state
FROM journal_events
ORDER BY notification_id;

-- name: audit_log_leaves --
-- Every full tile of leaves, in order.
SELECT tile, hashes FROM log_tile WHERE level = 0 ORDER BY tile;

-- name: audit_log_tiles --
-- Every full tile above the leaves.
SELECT level, tile, hashes FROM log_tile WHERE level > 0 ORDER BY level, tile;

-- name: audit_log_edge --
-- The hashes that fill no tile yet.
SELECT level, place, hash FROM log_edge ORDER BY level, place;

-- name: audit_log_runs --
-- Where positions go on after a gap.
SELECT first_index, first_position FROM log_run ORDER BY first_index;

-- name: audit_log_checkpoints --
-- Every checkpoint, as the log signed it.
SELECT size, root, note FROM log_checkpoint ORDER BY size;

-- name: audit_log_cosignatures --
-- What witnesses have signed, with the text below which it stands.
SELECT size, witness, line, note
FROM log_cosignature
JOIN log_checkpoint USING (size)
ORDER BY size, witness;
