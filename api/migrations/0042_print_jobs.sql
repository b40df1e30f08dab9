-- Print runs: made one paper after another in the background, told about while they are made.

-- kind: BN (donors' receipts), THU (vouchers of what came in), CHI (of what went out).
-- state: waiting → running → done | cancelled. `done` counts papers; `beat_at` is when the printer
-- was last heard of, so that another one goes on after a crash. `form_key`: a form sent twice is
-- one job.
CREATE TABLE print_job (
    job_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form_key text NOT NULL UNIQUE,
    unit_id uuid NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    kind text NOT NULL CHECK (kind IN ('BN', 'THU', 'CHI')),
    base_url text NOT NULL,
    keys text[] NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'running', 'done', 'cancelled')),
    done integer NOT NULL DEFAULT 0,
    problems text[] NOT NULL DEFAULT '{}',
    beat_at timestamptz,
    finished_at timestamptz
);
CREATE INDEX print_job_open ON print_job (job_id) WHERE state IN ('waiting', 'running');
CREATE INDEX print_job_unit ON print_job (unit_id, job_id);

-- Which papers have been printed, by the key of their row.
CREATE TABLE printed (
    unit_id uuid NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    printed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (unit_id, kind, key)
);
