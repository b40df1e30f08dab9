-- What the ledger asks of its own tables.

-- name: vault_read --
-- Salt and private part of some entries.
SELECT vault.unit_id, vault.version, vault.salt, vault.private
FROM vault
JOIN unnest(%(units)s::uuid[], %(versions)s::bigint[]) AS asked (unit_id, version)
    USING (unit_id, version);

-- name: journal_append --
-- Record a batch, or say which of its commands were answered before.
SELECT * FROM journal_append(
    %(rows)s, %(command_ids)b, %(registry_id)b, %(registry_version)b
);

-- name: journal_lock --
-- Before packed rows are copied in: commit order must be notification order.
LOCK TABLE journal_events IN EXCLUSIVE MODE;

-- name: entries_copy --
-- Packed entries.
COPY journal_events (originator_id, originator_version, topic, state) FROM STDIN (FORMAT binary);

-- name: answers_copy --
-- Packed answers.
COPY command_log (command_id, fingerprint, unit_id, version) FROM STDIN (FORMAT binary);

-- name: secrets_copy --
-- Packed private parts.
COPY vault (unit_id, version, salt, private) FROM STDIN (FORMAT binary);

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
