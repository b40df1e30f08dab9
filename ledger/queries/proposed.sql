-- Rows that wait for a second person.

-- name: proposed_write --
-- Keep rows before they are asked for.
INSERT INTO proposed (unit_id, key, digest, rows)
VALUES (%(unit_id)s, %(key)s, %(digest)s, %(rows)s)
ON CONFLICT DO NOTHING;

-- name: proposed_read --
-- The rows of which the journal has the digest.
SELECT rows FROM proposed WHERE unit_id = %(unit_id)s AND key = %(key)s AND digest = %(digest)s;

-- name: proposed_forget_one --
-- Rows that were not put before anybody after all.
DELETE FROM proposed WHERE unit_id = %(unit_id)s AND key = %(key)s AND digest = %(digest)s;

-- name: proposed_forget --
-- Rows that were decided about.
DELETE FROM proposed WHERE unit_id = %(unit_id)s AND key = %(key)s;
