-- Persons as the vault knows them.

-- name: party_subjects --
-- The subjects that some lookups find.
SELECT lookup, subject_id FROM subject WHERE lookup = ANY (%(lookups)s) ORDER BY subject_id;

-- name: party_of_key --
-- Whom the entries are about that were recorded under some commands.
SELECT vault.unit_id, vault.subject_id
FROM command_log
JOIN vault USING (unit_id, version)
WHERE command_id = ANY (%(command_ids)s)
ORDER BY 1, 2;

-- name: party_of_holding --
-- As whom the vault knows what a unit said of a place where it keeps money.
SELECT DISTINCT vault.subject_id
FROM journal_events
JOIN vault ON vault.unit_id = originator_id AND vault.version = originator_version
WHERE originator_id = %(unit_id)s AND topic = 'holding.defined/1'
    AND convert_from(state, 'UTF8')::json ->> 'holding' = %(holding)s
ORDER BY 1;

-- name: party_of_holder --
-- As whom the vault knows what the registry said of somebody who collects for units.
SELECT DISTINCT vault.subject_id
FROM journal_events
JOIN vault ON vault.unit_id = originator_id AND vault.version = originator_version
WHERE originator_id = '00000000-0000-4000-8000-00000000a001' AND topic = 'holder.registered/1'
    AND convert_from(state, 'UTF8')::json ->> 'holder' = %s
ORDER BY 1;

-- name: party_holders --
-- What the registry said of those who collect for units, holder by holder, the oldest first.
SELECT convert_from(state, 'UTF8')::json ->> 'holder' AS holder, subject_id, private
FROM journal_events
JOIN private_parts ON unit_id = originator_id AND version = originator_version
WHERE originator_id = '00000000-0000-4000-8000-00000000a001' AND topic = 'holder.registered/1'
ORDER BY 1, originator_version;

-- name: party_holder_known_as --
-- Under which code somebody collects for units whom the vault knows as a subject.
SELECT convert_from(state, 'UTF8')::json ->> 'holder'
FROM journal_events
JOIN vault ON vault.unit_id = originator_id AND vault.version = originator_version
WHERE originator_id = '00000000-0000-4000-8000-00000000a001' AND topic = 'holder.registered/1'
    AND vault.subject_id = %s
LIMIT 1;

-- name: party_collected_for --
-- Units in whose books it stands that some holders came to have money.
SELECT DISTINCT originator_id
FROM journal_events
WHERE topic IN ('opening.held/1', 'donation.collected/1')
    AND convert_from(state, 'UTF8')::json ->> 'holder' = ANY (%(holders)s)
ORDER BY 1;

-- name: party_of_entry --
-- Whom an entry is about.
SELECT subject_id FROM vault WHERE unit_id = %(unit_id)s AND version = %(version)s;

-- name: party_newest --
-- What was said last of some subjects of a unit.
SELECT private
FROM private_parts
WHERE unit_id = %(unit_id)s AND subject_id = ANY (%(subjects)s)
ORDER BY version DESC
LIMIT 1;

-- name: party_newest_of_unit --
-- What was said last of each subject of a unit.
SELECT subject_id, private
FROM (
    SELECT DISTINCT ON (subject_id) subject_id, version
    FROM vault
    WHERE unit_id = %(unit_id)s
    ORDER BY subject_id, version DESC
) AS newest
JOIN private_parts USING (subject_id, version)
WHERE private_parts.unit_id = %(unit_id)s;

-- name: party_entries --
-- All that a book says of some subjects, oldest first, with what was said privately there.
SELECT about.state, private
FROM entries_about(%(unit_id)s, %(subjects)s) AS about
JOIN private_parts USING (unit_id, version)
ORDER BY version;

-- name: party_units --
-- All units, by their newest code.
SELECT unit_id FROM unit ORDER BY code;
