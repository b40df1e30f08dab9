-- What the API answered where the ledger keeps no answer itself (definitions, lists, webhooks), so
-- that the same request gets the same answer for ever. `fingerprint` stands for what the body says
-- apart from names and free words.
CREATE TABLE v1_answer (
    key text PRIMARY KEY,
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    body bytea NOT NULL,
    answered_at timestamptz NOT NULL DEFAULT now()
);

-- Who is told of new entries, and how far they have been told. `secret` signs what is sent.
CREATE TABLE webhook (
    webhook_id uuid PRIMARY KEY,
    person_id text NOT NULL REFERENCES account ON DELETE CASCADE,
    unit_id uuid NOT NULL,
    url text NOT NULL,
    types text[] NOT NULL,
    secret bytea NOT NULL,
    state text NOT NULL DEFAULT 'active',
    -- The last entry of which the receiver said that it has it.
    position bigint NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    last_status integer,
    last_error text,
    last_delivered_at timestamptz,
    next_try_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX webhook_person ON webhook (person_id);
