-- Files that people sent to be imported, and the work on them.

-- name: upload_write --
-- A file that has just been kept, unless the same one is being looked at for the same unit.
INSERT INTO upload (upload_id, unit_id, person, file_names, size_bytes, digest)
VALUES (%(upload_id)s, %(unit_id)s, %(person)s, %(file_names)s, %(size_bytes)s, %(digest)s)
ON CONFLICT DO NOTHING
RETURNING upload_id;

-- name: upload_of_digest --
-- The same file, being looked at for the same unit.
SELECT upload_id FROM upload
WHERE unit_id = %(unit_id)s AND digest = %(digest)s
    AND state IN ('checking', 'checked', 'asked', 'recording');

-- name: upload_read --
-- One upload.
SELECT
    upload_id, unit_id, person, received_at, file_names, size_bytes, digest, state, phase, done,
    whole, attempts, counts, asked_by, approval_key, decided_by, recorded_at, recorded_by, instants,
    after_position, upto_position, undo_digest, undone_at, undone_by, deleted_at
FROM upload
WHERE upload_id = %(upload_id)s;

-- name: uploads_of_unit --
-- The uploads of a unit and all below it, the newest first.
SELECT
    upload_id, unit_id, person, received_at, file_names, size_bytes, digest, state, phase, done,
    whole, attempts, counts, asked_by, approval_key, decided_by, recorded_at, recorded_by, instants,
    after_position, upto_position, undo_digest, undone_at, undone_by, deleted_at
FROM upload
WHERE unit_id IN (
        SELECT unit_id FROM own_or_above
        WHERE ancestor_id = %(unit_id)s AND tree = 'as_was'
            AND first <= %(on)s AND until > %(on)s
    )
    AND (received_at, upload_id) < (%(before)s::timestamptz, %(before_id)s::text)
    AND state <> 'discarded'
ORDER BY received_at DESC, upload_id DESC
LIMIT %(limit)s;

-- name: uploads_kept --
-- How many files of a person are kept, and how many bytes they have.
SELECT count(*), coalesce(sum(size_bytes), 0)::bigint FROM upload
WHERE person = %(person)s AND deleted_at IS NULL;

-- name: upload_to_do --
-- The upload on which there is work to do that has waited longest.
SELECT upload_id FROM upload
WHERE state IN ('checking', 'recording', 'undo_checking', 'undoing') AND attempts < %(most)s
ORDER BY attempts, received_at
LIMIT 1;

-- name: uploads_asked --
-- What waits for a second person, with what was decided.
SELECT upload_id, step, approval_step.person
FROM upload
JOIN approval_step USING (unit_id)
WHERE state IN ('asked', 'undo_asked') AND approval_key = key AND step <> 'asked';

-- name: upload_begin --
-- Work on an upload begins.
UPDATE upload SET attempts = attempts + 1, phase = 'begun', done = 0, whole = 0
WHERE upload_id = %(upload_id)s;

-- name: upload_not_begun --
-- The server ends, through no fault of the work.
UPDATE upload SET attempts = greatest(attempts - 1, 0) WHERE upload_id = %(upload_id)s;

-- name: upload_progress --
-- How far the work has come.
UPDATE upload SET phase = %(phase)s, done = %(done)s, whole = %(whole)s
WHERE upload_id = %(upload_id)s;

-- name: upload_try_again --
-- Work that did not come to its end is begun again.
UPDATE upload SET attempts = 0, phase = 'waiting'
WHERE upload_id = %(upload_id)s
    AND state IN ('checking', 'recording', 'undo_checking', 'undoing');

-- name: upload_checked --
-- The check has come to its end, or nothing could be recorded.
UPDATE upload SET
    state = 'checked', counts = %(counts)s, attempts = 0, asked_by = NULL, decided_by = NULL,
    approval_key = NULL
WHERE upload_id = %(upload_id)s AND state IN ('checking', 'recording');

-- name: upload_record --
-- Somebody wants it recorded, and needs nobody else.
UPDATE upload SET state = 'recording', recorded_by = %(person)s, phase = 'waiting', attempts = 0
WHERE upload_id = %(upload_id)s AND state = 'checked' AND digest = %(digest)s
RETURNING upload_id;

-- name: upload_ask --
-- Somebody puts it before a second person: the number of the asking.
UPDATE upload SET
    state = CASE state WHEN 'checked' THEN 'asked' ELSE 'undo_asked' END,
    asked_by = %(person)s, approvals_asked = approvals_asked + 1,
    approval_key = upload_id || '-' || (approvals_asked + 1)
WHERE upload_id = %(upload_id)s AND state = %(state)s
RETURNING approval_key;

-- name: upload_not_asked --
-- It could not be put before a second person.
UPDATE upload SET
    state = CASE state WHEN 'asked' THEN 'checked' ELSE 'undo_checked' END,
    asked_by = NULL, approval_key = NULL
WHERE upload_id = %(upload_id)s AND state IN ('asked', 'undo_asked');

-- name: upload_given --
-- The second person has said yes.
UPDATE upload SET
    state = CASE state WHEN 'asked' THEN 'recording' ELSE 'undoing' END,
    decided_by = %(person)s, phase = 'waiting', attempts = 0,
    recorded_by = CASE state WHEN 'asked' THEN %(person)s ELSE recorded_by END
WHERE upload_id = %(upload_id)s AND state IN ('asked', 'undo_asked');

-- name: upload_declined --
-- The second person has said no, or the first has taken it back.
UPDATE upload SET
    state = CASE state WHEN 'asked' THEN 'checked' ELSE 'recorded' END,
    decided_by = %(person)s, approval_key = NULL, asked_by = NULL
WHERE upload_id = %(upload_id)s AND state IN ('asked', 'undo_asked');

-- name: upload_instant --
-- Before the entries are recorded: which instant they bear, and after which position they come.
UPDATE upload SET
    instants = instants || %(instant)s::timestamptz,
    after_position = coalesce(
        after_position, (SELECT coalesce(max(notification_id), 0) FROM journal_events)
    )
WHERE upload_id = %(upload_id)s AND state = 'recording';

-- name: upload_recorded --
-- Everything is recorded.
UPDATE upload SET
    state = 'recorded', counts = %(counts)s, recorded_at = %(instant)s, attempts = 0,
    upto_position = (SELECT coalesce(max(notification_id), 0) FROM journal_events)
WHERE upload_id = %(upload_id)s AND state = 'recording';

-- name: upload_discard --
-- Somebody does not want it after all.
UPDATE upload SET state = 'discarded'
WHERE upload_id = %(upload_id)s AND state IN ('checking', 'checked')
RETURNING upload_id;

-- name: upload_undo --
-- Somebody wants to undo it: first what can be undone is looked at.
UPDATE upload SET
    state = 'undo_checking', undo_digest = NULL, phase = 'waiting', attempts = 0,
    asked_by = %(person)s, approval_key = NULL,
    kept_since = now(), deleted_at = NULL
WHERE upload_id = %(upload_id)s AND state IN ('recorded', 'undone')
RETURNING upload_id;

-- name: upload_undo_checked --
-- What can be undone stands in a kept file.
UPDATE upload SET state = 'undo_checked', undo_digest = %(digest)s, attempts = 0
WHERE upload_id = %(upload_id)s AND state IN ('undo_checking', 'undoing');

-- name: upload_undo_dropped --
-- Somebody does not want to undo it after all.
UPDATE upload SET state = CASE WHEN undone_at IS NULL THEN 'recorded' ELSE 'undone' END
WHERE upload_id = %(upload_id)s AND state IN ('undo_checking', 'undo_checked')
RETURNING upload_id;

-- name: upload_undone --
-- It is undone.
UPDATE upload SET
    state = 'undone', undone_at = now(), undone_by = decided_by, attempts = 0,
    counts = counts || %(counts)s
WHERE upload_id = %(upload_id)s AND state = 'undoing';

-- name: uploads_to_delete --
-- Whose kept files are needed no more, or have lain here too long.
SELECT upload_id, unit_id, state, asked_by, approval_key FROM upload
WHERE deleted_at IS NULL AND (
    state IN ('recorded', 'undone', 'discarded')
    OR (kept_since < now() - %(longest)s::interval AND state NOT IN ('recording', 'undoing'))
);

-- name: upload_deleted --
-- Its kept files are gone; what had not been recorded by then is over.
UPDATE upload SET
    deleted_at = now(),
    state = CASE
        WHEN state IN ('checking', 'checked', 'asked') THEN 'expired'
        WHEN state IN ('undo_checking', 'undo_checked', 'undo_asked')
            THEN CASE WHEN undone_at IS NULL THEN 'recorded' ELSE 'undone' END
        ELSE state
    END
WHERE upload_id = %(upload_id)s;

-- name: uploads_known --
-- Which of some uploads there are.
SELECT upload_id FROM upload WHERE upload_id = ANY (%(upload_ids)s);

-- name: units_below --
-- A unit and all below it on a day.
SELECT unit_id FROM own_or_above
WHERE ancestor_id = %(unit_id)s AND tree = 'as_was' AND first <= %(on)s AND until > %(on)s;

-- name: import_duty --
-- One process at a time works on uploads, as long as its connection lives.
SELECT pg_try_advisory_lock(7301956);

-- name: log_between --
-- What was appended between two positions, the newest first.
SELECT notification_id, state FROM journal_events
WHERE notification_id > %(after)s AND notification_id <= %(upto)s
ORDER BY notification_id DESC;

-- name: upload_entries --
-- A page of what an import recorded about money, in the order of the log; one row an entry.
SELECT
    position, unit.code, version, booked_on, account, abs(amount_vnd),
    EXISTS (
        SELECT FROM gift WHERE gift.position = entry.position AND reversed_on IS NOT NULL
        UNION ALL
        SELECT FROM payout WHERE payout.position = entry.position AND reversed_on IS NOT NULL
    )
FROM entry
JOIN unit USING (unit_id)
WHERE position > %(after)s AND position <= %(upto)s AND line = 0
    AND recorded_at = ANY (%(instants)s)
ORDER BY position
LIMIT %(limit)s;

-- name: gifts_alike --
-- Gifts of the same unit, day, amount and donor that stand under another key.
SELECT DISTINCT ON (asked.place) asked.place, unit.code, gift.version
FROM unnest(
    %(places)s::int[], %(units)s::uuid[], %(days)s::date[], %(amounts)s::bigint[],
    %(lookups)s::bytea[], %(keys)s::text[]
) AS asked (place, unit_id, day, amount_vnd, lookup, key)
JOIN subject USING (lookup)
JOIN gift ON gift.unit_id = asked.unit_id AND gift.received_on = asked.day
    AND gift.amount_vnd = asked.amount_vnd AND gift.person = subject.subject_id
    AND gift.key <> asked.key AND gift.reversed_on IS NULL
JOIN unit ON unit.unit_id = gift.unit_id
ORDER BY asked.place, gift.position;

-- name: payouts_alike --
-- Payouts of the same unit, day, amount and recipient that stand under another key.
SELECT DISTINCT ON (asked.place) asked.place, unit.code, payout.version
FROM unnest(
    %(places)s::int[], %(units)s::uuid[], %(days)s::date[], %(amounts)s::bigint[],
    %(lookups)s::bytea[], %(keys)s::text[]
) AS asked (place, unit_id, day, amount_vnd, lookup, key)
JOIN subject USING (lookup)
JOIN payout ON payout.unit_id = asked.unit_id AND payout.paid_on = asked.day
    AND payout.amount_vnd = asked.amount_vnd AND payout.person = subject.subject_id
    AND payout.key <> asked.key AND payout.reversed_on IS NULL
JOIN unit ON unit.unit_id = payout.unit_id
ORDER BY asked.place, payout.position;
