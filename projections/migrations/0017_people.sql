-- Who may do what, and what a second person was asked. Made from journal and registry as all else.

-- The roles of persons (opaque ids), for a unit and all below it, from a day to a day (NULL: open).
-- One that ended before it began was never held.
CREATE TABLE role_grant (
    person text NOT NULL,
    role text NOT NULL,
    unit_id uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    PRIMARY KEY (person, role, unit_id, valid_from)
);

-- Up to which amount a unit, and all below it, pays without a second person, from a day on.
CREATE TABLE approval_rule (
    unit_id uuid NOT NULL,
    valid_from date NOT NULL,
    free_up_to_vnd bigint NOT NULL,
    PRIMARY KEY (unit_id, valid_from)
);

-- What was put before a second person, and what was decided: 'asked', 'given' or 'declined'.
CREATE TABLE approval_step (
    position bigint PRIMARY KEY,
    unit_id uuid NOT NULL,
    version bigint NOT NULL,
    key text NOT NULL,
    step text NOT NULL,
    person text NOT NULL,
    on_day date NOT NULL,
    recorded_at timestamptz NOT NULL,
    asked_of text,
    lines bigint,
    total_vnd bigint
);
CREATE INDEX approval_step_key ON approval_step (unit_id, key);

-- The entries that were recorded with an approval.
CREATE TABLE admitted (
    position bigint PRIMARY KEY,
    unit_id uuid NOT NULL,
    version bigint NOT NULL,
    key text NOT NULL
);
CREATE INDEX admitted_key ON admitted (key);
