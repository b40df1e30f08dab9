-- What an export of exchange files reads.

-- name: export_size --
-- How many entries of some kinds there are.
SELECT count(*) FROM journal_events WHERE topic = ANY (%(topics)s);

-- name: export_entries --
-- The entries of some kinds in the books of some units, book by book in the order of the units,
-- each oldest first, with the private part if the vault still has it, else with what is left of
-- whomever it was about.
SELECT state, private, link
FROM unnest(%(unit_ids)s::uuid[]) WITH ORDINALITY AS asked (unit_id, place)
JOIN journal_events ON originator_id = asked.unit_id
LEFT JOIN private_parts
    ON private_parts.unit_id = originator_id AND private_parts.version = originator_version
LEFT JOIN forgotten
    ON forgotten.unit_id = originator_id AND forgotten.version = originator_version
WHERE topic = ANY (%(topics)s)
ORDER BY place, originator_version;
