-- Rows that wait for a second person.

-- name: proposed_write --
-- Keep rows before they are asked for.
INSERT INTO proposed (unit_id, key, digest, rows, subject_id, epoch, wrapped)
VALUES (%(unit_id)s, %(key)s, %(digest)s, %(box)s, %(subject_id)s, %(epoch)s, %(wrapped)s)
ON CONFLICT DO NOTHING;

-- name: proposed_epoch --
-- The epoch to seal them with; no other can begin before they are there.
SELECT epoch FROM vault_epoch FOR SHARE;

-- name: proposed_read --
-- The rows of which the journal has the digest.
SELECT subject_id, epoch, wrapped, rows
FROM proposed
WHERE unit_id = %(unit_id)s AND key = %(key)s AND digest = %(digest)s;

-- name: proposed_read_many --
-- The rows of some lists.
SELECT unit_id, key, digest, subject_id, epoch, wrapped, rows
FROM proposed
JOIN unnest(%(units)s::uuid[], %(keys)s::text[], %(digests)s::text[])
    AS sought (unit_id, key, digest) USING (unit_id, key, digest);

-- name: proposed_of_unit --
-- The lists of a unit that wait.
SELECT key, digest FROM proposed WHERE unit_id = %(unit_id)s ORDER BY key;

-- name: proposed_forget_one --
-- Rows that were not put before anybody after all.
DELETE FROM proposed WHERE unit_id = %(unit_id)s AND key = %(key)s AND digest = %(digest)s;

-- name: proposed_forget --
-- Rows that were decided about.
DELETE FROM proposed WHERE unit_id = %(unit_id)s AND key = %(key)s;
