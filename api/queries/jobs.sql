-- Work beside the pages (api/jobs).

-- name: job_order --
-- A new job, unless it was ordered under the same word, or the same person waits for the same.
WITH known AS (
    SELECT job_id FROM job
    WHERE once = %(once)s
        OR kind = %(kind)s AND unit_id = %(unit_id)s AND asked_by = %(asked_by)s
            AND asked = %(asked)s::jsonb AND state IN ('waiting', 'running')
    LIMIT 1
), new AS (
    INSERT INTO job (kind, unit_id, asked_by, asked, once, whole)
    SELECT %(kind)s, %(unit_id)s, %(asked_by)s, %(asked)s::jsonb, %(once)s, %(whole)s
    WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT (once) DO UPDATE SET once = excluded.once
    RETURNING job_id
)
SELECT job_id FROM known UNION ALL SELECT job_id FROM new;

-- name: job_sign --
-- Tell the makers.
NOTIFY job;

-- name: job_ordered --
-- The job that was ordered under a word, if it was.
SELECT job_id FROM job WHERE once = %(once)s;

-- name: job_of_person --
-- One job of a person.
SELECT job_id, kind, state, done, greatest(whole, 1), result, asked_by, asked_at
FROM job WHERE job_id = %(job_id)s AND kind = %(kind)s AND asked_by = %(person_id)s;

-- name: job_of_unit --
-- One job of a unit.
SELECT job_id, kind, state, done, greatest(whole, 1), result, asked_by, asked_at
FROM job WHERE job_id = %(job_id)s AND kind = ANY (%(kinds)s) AND unit_id = %(unit_id)s;

-- name: jobs_of_unit --
-- The newest jobs of a unit.
SELECT job_id, kind, state, done, greatest(whole, 1), result, asked_by, asked_at
FROM job
WHERE unit_id = %(unit_id)s AND kind = ANY (%(kinds)s)
ORDER BY job_id DESC
LIMIT %(limit)s;

-- name: job_cancel --
-- Stop a job that is not finished.
UPDATE job SET state = 'cancelled', finished_at = now()
WHERE job_id = %(job_id)s AND kind = ANY (%(kinds)s) AND unit_id = %(unit_id)s
    AND state IN ('waiting', 'running');

-- name: job_duty --
-- Whether this connection is that of the lane's maker: one at a time; a crash gives it back.
SELECT pg_try_advisory_lock(7301973, %(lane)s);

-- name: job_give_up --
-- Jobs over which makers died too often.
UPDATE job SET state = 'failed', finished_at = now()
WHERE kind = ANY (%(kinds)s) AND state = 'running' AND attempts >= %(most)s
RETURNING job_id, kind;

-- name: job_claim --
-- The oldest job that waits, or was left behind by a maker that died.
UPDATE job SET state = 'running', attempts = attempts + 1
WHERE job_id = (
    SELECT job_id FROM job
    WHERE kind = ANY (%(kinds)s) AND state IN ('waiting', 'running')
    ORDER BY job_id
    LIMIT 1
)
RETURNING job_id, kind, unit_id, asked_by, asked, done, attempts, result;

-- name: job_progress --
-- How far the maker has come; nothing comes back when the job is not wanted any more.
UPDATE job
SET done = %(done)s, whole = %(whole)s, result = coalesce(%(result)s::jsonb, result)
WHERE job_id = %(job_id)s AND state = 'running'
RETURNING job_id;

-- name: job_finish --
-- It is made; nothing comes back when it was not wanted any more.
UPDATE job SET state = 'done', done = whole, result = %(result)s::jsonb, finished_at = now()
WHERE job_id = %(job_id)s AND state = 'running'
RETURNING job_id;

-- name: job_fail --
-- It cannot be made.
UPDATE job SET state = 'failed', result = %(result)s::jsonb, finished_at = now()
WHERE job_id = %(job_id)s AND state = 'running';

-- name: job_lay_down --
-- It is left to the next maker, through no fault of its own.
UPDATE job SET state = 'waiting', attempts = greatest(attempts - 1, 0)
WHERE job_id = %(job_id)s AND state = 'running';

-- name: jobs_forget --
-- Jobs that were finished long ago.
DELETE FROM job
WHERE kind = ANY (%(kinds)s) AND finished_at < now() - make_interval(days => %(days)s)
RETURNING job_id;

-- name: jobs_known --
-- The jobs there are.
SELECT job_id FROM job;
