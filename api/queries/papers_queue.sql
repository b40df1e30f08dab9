-- The print queue.

-- name: print_job_ask --
-- A new job; the same form sent again is the same job.
INSERT INTO print_job (form_key, unit_id, asked_by, kind, base_url, keys, copies)
VALUES (
    %(form_key)s, %(unit_id)s, %(asked_by)s, %(kind)s, %(base_url)s, %(keys)s, %(copies)s
)
ON CONFLICT (form_key) DO UPDATE SET form_key = excluded.form_key
RETURNING job_id;

-- name: print_job_of_form --
-- The job that was asked for by a form, if it was.
SELECT job_id FROM print_job WHERE form_key = %(form_key)s;

-- name: print_job_sign --
-- Tell the printer.
NOTIFY print_job;

-- name: print_job_claim --
-- The oldest job that waits, or that a printer left behind; nobody else gets it.
UPDATE print_job SET state = 'running', beat_at = now()
WHERE job_id = (
    SELECT job_id FROM print_job
    WHERE state = 'waiting'
        OR state = 'running' AND beat_at < now() - make_interval(secs => %(silent_s)s)
    ORDER BY job_id
    FOR UPDATE SKIP LOCKED
    LIMIT 1
)
RETURNING job_id, unit_id, kind, base_url, keys, copies, done;

-- name: print_job_beat --
-- So many papers are made; nothing comes back when the job was cancelled.
UPDATE print_job SET done = %(done)s, beat_at = now()
WHERE job_id = %(job_id)s AND state = 'running'
RETURNING job_id;

-- name: print_job_problem --
-- A paper that could not be made, and why.
UPDATE print_job SET problems = problems || %(problem)s::text WHERE job_id = %(job_id)s;

-- name: print_job_finish --
-- All papers are made.
UPDATE print_job SET state = 'done', done = %(done)s, finished_at = now()
WHERE job_id = %(job_id)s AND state = 'running';

-- name: print_job_cancel --
-- Stop a job that is not finished.
UPDATE print_job SET state = 'cancelled', finished_at = now()
WHERE job_id = %(job_id)s AND unit_id = %(unit_id)s AND state IN ('waiting', 'running');

-- name: print_job_read --
-- One job of a unit.
SELECT job_id, kind, state, done, cardinality(keys), problems, asked_by, asked_at, finished_at
FROM print_job
WHERE job_id = %(job_id)s AND unit_id = %(unit_id)s;

-- name: print_jobs_of --
-- The newest jobs of a unit.
SELECT job_id, kind, state, done, cardinality(keys), problems, asked_by, asked_at, finished_at
FROM print_job
WHERE unit_id = %(unit_id)s
ORDER BY job_id DESC
LIMIT %(limit)s;

-- name: print_jobs_forget --
-- Jobs that were finished long ago.
DELETE FROM print_job
WHERE finished_at < now() - make_interval(days => %(days)s)
RETURNING job_id;

-- name: printed_write --
-- These papers have been printed.
INSERT INTO printed (unit_id, kind, key)
SELECT %(unit_id)s, %(kind)s, key FROM unnest(%(keys)s::text[]) AS given (key)
ON CONFLICT DO NOTHING;

-- name: reprints_of --
-- The prints that a unit's book counts of what bears a mark.
SELECT state
FROM journal_events
WHERE originator_id = %(unit_id)s AND topic = 'receipt.reprinted/1'
    AND position(%(mark)s::bytea IN state) > 0;

-- name: printed_read --
-- Which of some papers have been printed.
SELECT key FROM printed
WHERE unit_id = %(unit_id)s AND kind = %(kind)s AND key = ANY (%(keys)s);
