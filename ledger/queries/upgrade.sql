-- Homes from before: what lay in the open is sealed.

-- name: vault_is_open --
-- Whether anything still lies in the open, or lay there until a moment ago.
SELECT to_regclass('vault_unsealed') IS NOT NULL;

-- name: upgrade_lock --
-- One process at a time.
SELECT pg_advisory_lock(7301959);

-- name: vault_unsealed_count --
-- How many private parts.
SELECT count(*) FROM vault_unsealed;

-- name: vault_unsealed_take --
-- The next ones, which lie there no more.
DELETE FROM vault_unsealed
WHERE ctid = ANY (ARRAY(SELECT ctid FROM vault_unsealed LIMIT %(limit)s))
RETURNING unit_id, version, salt, private;

-- name: vault_unsealed_drop --
-- Nothing lies in the open any more: the file goes with the table.
DROP TABLE vault_unsealed;

-- name: proposed_open --
-- Rows that wait for a second person, in the open.
SELECT unit_id, key, digest, rows FROM proposed WHERE subject_id IS NULL FOR UPDATE;

-- name: proposed_seal --
-- The same, sealed.
UPDATE proposed SET
    rows = %(box)s, subject_id = %(subject_id)s, epoch = %(epoch)s, wrapped = %(wrapped)s
WHERE unit_id = %(unit_id)s AND key = %(key)s AND digest = %(digest)s;

-- name: proposed_write_anew --
-- What was deleted or changed there goes from the file too.
VACUUM FULL proposed;

-- name: statistics_write_anew --
-- The server keeps frequent values of each column: names too, while there were columns of names.
VACUUM FULL pg_statistic;
