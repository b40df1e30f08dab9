-- What an export of exchange files reads.

-- name: export_size --
-- How many entries of some kinds there are.
SELECT count(*) FROM journal_events WHERE topic = ANY (%(topics)s);

-- name: export_entries --
-- The entries of some kinds in the books of some units, book by book in the order of the units,
-- each oldest first, with the private part if the vault still has it.
SELECT state, private
FROM unnest(%(unit_ids)s::uuid[]) WITH ORDINALITY AS asked (unit_id, place)
JOIN journal_events ON originator_id = asked.unit_id
LEFT JOIN vault ON vault.unit_id = originator_id AND vault.version = originator_version
WHERE topic = ANY (%(topics)s)
ORDER BY place, originator_version;
