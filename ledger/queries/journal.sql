-- What the ledger asks of its own tables.

-- name: vault_read --
-- What the vault holds of some entries.
SELECT unit_id, version, private
FROM private_parts
JOIN unnest(%(units)s::uuid[], %(versions)s::bigint[]) AS asked (unit_id, version)
    USING (unit_id, version);

-- name: vault_read_closed --
-- The same, for a connection without keys.
SELECT unit_id, version, (private).box AS box
FROM private_parts
JOIN unnest(%(units)s::uuid[], %(versions)s::bigint[]) AS asked (unit_id, version)
    USING (unit_id, version);

-- name: journal_append --
-- Record a batch, packed by ledger/packing.py.
SELECT journal_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: journal_lock --
-- Before packed rows are copied in: commit order must be notification order.
LOCK TABLE journal_events IN EXCLUSIVE MODE;

-- name: entries_copy --
-- Packed entries.
COPY journal_events (originator_id, originator_version, topic, state) FROM STDIN (FORMAT binary);

-- name: answers_copy --
-- Packed answers.
COPY command_log (command_id, fingerprint, unit_id, version) FROM STDIN (FORMAT binary);

-- name: subjects_copy --
-- Packed subjects.
COPY subject (subject_id, lookup, epoch, wrapped) FROM STDIN (FORMAT binary);

-- name: secrets_copy --
-- Packed private parts.
COPY vault (unit_id, version, subject_id, box) FROM STDIN (FORMAT binary);

-- name: subjects_of --
-- The subjects that some lookups find.
SELECT subject_id, lookup, epoch, wrapped FROM subject WHERE lookup = ANY (%(lookups)s);

-- name: subjects_there --
-- How many of some subjects are there, and which epoch it is.
SELECT
    (SELECT count(*) FROM subject WHERE subject_id = ANY (%(known)s)) AS there,
    (SELECT epoch FROM vault_epoch) AS epoch;

-- name: vault_epoch_read --
-- With which epoch the database is sealed, and the box that proves it.
SELECT epoch, proof FROM vault_epoch;

-- name: vault_epoch_first --
-- The first start: with which keys the database is sealed from now on.
INSERT INTO vault_epoch (epoch, proof) VALUES (%(epoch)s, %(proof)s) ON CONFLICT DO NOTHING;

-- name: journal_notify --
-- After packed rows were copied in: tell those who follow.
NOTIFY journal_events;

-- name: commands_answered --
-- Which of these commands were answered before, and where the answer lies.
SELECT command_id, fingerprint, unit_id, version
FROM command_log
WHERE command_id = ANY (%(command_ids)s);

-- name: newest_versions --
-- How far each of these books has come; books without entries are missing.
SELECT unit_id, newest.version
FROM unnest(%(unit_ids)s::uuid[]) AS asked (unit_id)
CROSS JOIN LATERAL (
    SELECT max(originator_version) AS version
    FROM journal_events
    WHERE originator_id = asked.unit_id
) AS newest
WHERE newest.version IS NOT NULL;

-- name: books_of_units --
-- Every entry of some books, book by book, oldest first.
SELECT originator_id, state
FROM journal_events
WHERE originator_id = ANY (%(unit_ids)s)
ORDER BY originator_id, originator_version;

-- name: entry_at --
-- The stored bytes of one entry.
SELECT state
FROM journal_events
WHERE originator_id = %(unit_id)s AND originator_version = %(version)s;

-- name: entries_of_keys --
-- The stored bytes of the entries that were recorded under some commands.
SELECT command_log.command_id, journal_events.state
FROM command_log
JOIN journal_events
    ON originator_id = command_log.unit_id AND originator_version = command_log.version
WHERE command_id = ANY (%(command_ids)s);

-- name: any_answers --
-- Whether any command was ever answered.
SELECT EXISTS (SELECT FROM command_log);

-- name: vault_epoch_lock --
-- Let nobody else begin an epoch, or change the file of keys.
SELECT epoch FROM vault_epoch FOR UPDATE;

-- name: vault_epoch_write --
-- A new epoch has begun.
UPDATE vault_epoch SET epoch = %(epoch)s, proof = %(proof)s, begun_at = now();

-- name: vault_epoch_begun --
-- Since when the epoch is this one.
SELECT begun_at FROM vault_epoch;

-- name: vault_again_create --
-- Where the keys of persons go that are sealed again.
CREATE TEMP TABLE sealed_again (subject_id uuid, wrapped bytea) ON COMMIT DROP;

-- name: vault_again_read --
-- All keys of persons.
SELECT subject_id, epoch, wrapped FROM subject
UNION ALL
SELECT subject_id, epoch, wrapped FROM proposed WHERE subject_id IS NOT NULL;

-- name: vault_again_copy --
-- Those that are sealed again.
COPY sealed_again (subject_id, wrapped) FROM STDIN;

-- name: vault_again_subjects --
-- In place of the old ones.
UPDATE subject SET epoch = %(epoch)s, wrapped = sealed_again.wrapped
FROM sealed_again
WHERE sealed_again.subject_id = subject.subject_id;

-- name: vault_again_proposed --
-- Of rows that wait as well.
UPDATE proposed SET epoch = %(epoch)s, wrapped = sealed_again.wrapped
FROM sealed_again
WHERE sealed_again.subject_id = proposed.subject_id;
