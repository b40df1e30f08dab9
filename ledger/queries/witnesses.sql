-- Cosignatures of the log: what witnesses are asked, and what they have answered.

-- name: witnesses_target --
-- The newest checkpoint, as the log signed it.
SELECT size, note FROM log_checkpoint ORDER BY size DESC LIMIT 1;

-- name: witnesses_checkpoint --
-- The checkpoint of a size, as the log signed it.
SELECT note FROM log_checkpoint WHERE size = %(size)s;

-- name: witnesses_seen --
-- The last checkpoint that each witness has cosigned, and when.
SELECT DISTINCT ON (witness) witness, size, signed_at
FROM log_cosignature
ORDER BY witness, size DESC;

-- name: witnesses_of --
-- Who has cosigned a checkpoint.
SELECT witness FROM log_cosignature WHERE size = %(size)s;

-- name: witnesses_keep --
-- Keep a cosignature; the first one of a witness stays.
INSERT INTO log_cosignature (size, witness, line, signed_at)
VALUES (%(size)s, %(witness)s, %(line)s, to_timestamp(%(signed_at_s)s))
ON CONFLICT DO NOTHING;

-- name: witnesses_reached --
-- Note that enough witnesses have cosigned a checkpoint.
INSERT INTO log_witnessed (size) VALUES (%(size)s) ON CONFLICT DO NOTHING;
