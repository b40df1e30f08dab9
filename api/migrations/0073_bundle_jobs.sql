-- Evidence bundles: made in the background by one maker, told about while they are made.

-- state: waiting → running → done | failed. `asked` is the inspection as its address says it.
-- `done` of `whole` entries are ready; `bytes_count` and `digest` (SHA-256, hex) are of the file.
-- A maker that died leaves its job running, and the next one begins it again.
CREATE TABLE bundle_job (
    job_id text PRIMARY KEY,
    unit_id uuid NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    asked jsonb NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    done integer NOT NULL DEFAULT 0,
    whole integer NOT NULL DEFAULT 0,
    attempts integer NOT NULL DEFAULT 0,
    bytes_count bigint NOT NULL DEFAULT 0,
    digest text NOT NULL DEFAULT '',
    finished_at timestamptz
);
CREATE INDEX bundle_job_open ON bundle_job (asked_at) WHERE state IN ('waiting', 'running');
