-- What the inspector's pages ask of tables of api/.

-- name: personal_read_write --
-- Somebody looked at personal data.
INSERT INTO personal_read (person_id, path, unit_ids, versions)
VALUES (%(person_id)s, %(path)s, %(unit_ids)s, %(versions)s);

-- name: bundle_ask --
-- A new job, unless the same person waits for the same bundle already.
WITH known AS (
    SELECT job_id FROM bundle_job
    WHERE asked_by = %(person_id)s AND unit_id = %(unit_id)s AND asked = %(asked)s::jsonb
        AND state IN ('waiting', 'running')
    LIMIT 1
), new AS (
    INSERT INTO bundle_job (job_id, unit_id, asked_by, asked)
    SELECT %(job_id)s, %(unit_id)s, %(person_id)s, %(asked)s::jsonb
    WHERE NOT EXISTS (SELECT FROM known)
    RETURNING job_id
)
SELECT job_id FROM known UNION ALL SELECT job_id FROM new;

-- name: bundle_sign --
-- Tell the maker.
NOTIFY bundle_job;

-- name: bundle_read --
-- One job of a person.
SELECT job_id, state, done, greatest(whole, 1), bytes_count, digest
FROM bundle_job WHERE job_id = %(job_id)s AND asked_by = %(person_id)s;

-- name: bundle_duty --
-- Whether this connection is the maker's: one at a time; a crash gives it back.
SELECT pg_try_advisory_lock(7301973);

-- name: bundle_give_up --
-- Jobs over which the maker died too often.
UPDATE bundle_job SET state = 'failed', finished_at = now()
WHERE state = 'running' AND attempts >= %(most)s
RETURNING job_id;

-- name: bundle_claim --
-- The oldest job that waits, or was left behind by a maker that died.
UPDATE bundle_job SET state = 'running', attempts = attempts + 1, done = 0, whole = 0
WHERE job_id = (
    SELECT job_id FROM bundle_job
    WHERE state IN ('waiting', 'running')
    ORDER BY asked_at, job_id
    LIMIT 1
)
RETURNING job_id, unit_id, asked_by, asked;

-- name: bundle_progress --
-- How far the maker has come.
UPDATE bundle_job SET done = %(done)s, whole = %(whole)s WHERE job_id = %(job_id)s;

-- name: bundle_finish --
-- The file lies there.
UPDATE bundle_job
SET state = 'done', done = whole, bytes_count = %(bytes_count)s, digest = %(digest)s,
    finished_at = now()
WHERE job_id = %(job_id)s;

-- name: bundle_fail --
-- It cannot be made.
UPDATE bundle_job SET state = 'failed', finished_at = now() WHERE job_id = %(job_id)s;

-- name: bundle_stopped --
-- The maker was told to stop, through no fault of the job.
UPDATE bundle_job SET attempts = greatest(attempts - 1, 0)
WHERE job_id = %(job_id)s AND state = 'running';

-- name: bundle_postpone --
-- It cannot be made yet, through no fault of its own.
UPDATE bundle_job SET state = 'waiting', attempts = greatest(attempts - 1, 0)
WHERE job_id = %(job_id)s;

-- name: bundles_forget --
-- Jobs that were finished long ago.
DELETE FROM bundle_job
WHERE finished_at < now() - make_interval(days => %(days)s)
RETURNING job_id;

-- name: account_of --
-- Somebody, who may since have lost every right.
SELECT person_id, name, login FROM account WHERE person_id = %(person_id)s;
