-- Files that people sent to be imported, and what became of them. Names of donors and recipients
-- are in the kept files only, never here.

CREATE TABLE upload (
    upload_id text PRIMARY KEY,
    -- For which unit, and all below it, the file may bring rows.
    unit_id uuid NOT NULL,
    person text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    -- From when the kept files may lie here for thirty days.
    kept_since timestamptz NOT NULL DEFAULT now(),
    file_names text[] NOT NULL,
    size_bytes bigint NOT NULL,
    -- SHA-256 of what was sent, in hex: what is recorded is this, byte for byte.
    digest text NOT NULL,
    state text NOT NULL DEFAULT 'checking',
    -- How far the work on it has come.
    phase text NOT NULL DEFAULT 'waiting',
    done bigint NOT NULL DEFAULT 0,
    whole bigint NOT NULL DEFAULT 0,
    -- How often the work was begun without coming to its end.
    attempts int NOT NULL DEFAULT 0,
    -- What the last check said, in numbers; see api/uploads/report.py.
    counts jsonb,
    -- Who put it before a second person (import or undoing), under which key, and who decided.
    asked_by text,
    approval_key text,
    approvals_asked int NOT NULL DEFAULT 0,
    decided_by text,
    recorded_at timestamptz,
    recorded_by text,
    -- Its entries are those of these instants between these positions of the log.
    instants timestamptz[] NOT NULL DEFAULT '{}',
    after_position bigint,
    upto_position bigint,
    -- What is to be undone, with the reason, lies in a kept file; this is its SHA-256.
    undo_digest text,
    undone_at timestamptz,
    undone_by text,
    -- When the kept files were deleted.
    deleted_at timestamptz
);
CREATE INDEX upload_unit ON upload (unit_id, received_at);
-- The same file is looked at once, however often it is sent.
CREATE UNIQUE INDEX upload_open ON upload (unit_id, digest)
    WHERE state IN ('checking', 'checked', 'asked', 'recording');
CREATE INDEX upload_work ON upload (received_at)
    WHERE state IN ('checking', 'recording', 'undo_checking', 'undoing', 'asked', 'undo_asked');
