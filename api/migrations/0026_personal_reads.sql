-- Who looked at personal data, when, and of which entries: the way into the vault leaves a trace.
CREATE TABLE personal_read (
    read_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    person_id text NOT NULL,
    path text NOT NULL,
    unit_ids uuid[] NOT NULL,
    versions bigint[] NOT NULL
);
CREATE INDEX personal_read_at ON personal_read (read_at);
