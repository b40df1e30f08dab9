-- Who may sign in, and what is needed for it. Names of people stand here and nowhere in the
-- journal, which knows a person by `person_id` only; deleting a row here forgets the name.

CREATE TABLE account (
    person_id text PRIMARY KEY,
    login text NOT NULL UNIQUE,
    name text NOT NULL,
    name_folded text NOT NULL,
    -- The unit whose administrators look after the account.
    unit_id uuid NOT NULL,
    password_hash text NOT NULL,
    -- The password was made by somebody else: the person chooses another one when signing in.
    must_change boolean NOT NULL,
    -- Until when a password that somebody else made may be used (NULL: no end).
    password_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz
);

-- A browser that is signed in. Only the hash of the cookie is here.
CREATE TABLE session (
    token_hash bytea PRIMARY KEY,
    session_id text NOT NULL UNIQUE,
    person_id text NOT NULL REFERENCES account ON DELETE CASCADE,
    means text NOT NULL,
    browser text NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz
);
CREATE INDEX session_person ON session (person_id);

CREATE TABLE passkey (
    credential_id bytea PRIMARY KEY,
    passkey_id text NOT NULL UNIQUE,
    person_id text NOT NULL REFERENCES account ON DELETE CASCADE,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    name text NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    used_at timestamptz
);
CREATE INDEX passkey_person ON passkey (person_id);

-- What a passkey was asked to sign; used once. `person_id` is set while one is being added.
CREATE TABLE passkey_challenge (
    challenge bytea PRIMARY KEY,
    person_id text REFERENCES account ON DELETE CASCADE,
    asked_at timestamptz NOT NULL DEFAULT now()
);

-- Tries at something that must not be tried too often. `subject` is a hash.
CREATE TABLE attempt (
    subject text NOT NULL,
    tried_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX attempt_subject ON attempt (subject, tried_at);

-- What was typed into a form whose session had ended; only the browser has the key.
CREATE TABLE kept_form (
    form_hash bytea PRIMARY KEY,
    person_id text REFERENCES account ON DELETE CASCADE,
    sealed bytea NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now()
);

-- Keys for programs. Only the hash of the key is here.
CREATE TABLE api_token (
    token_hash bytea PRIMARY KEY,
    token_id text NOT NULL UNIQUE,
    person_id text NOT NULL REFERENCES account ON DELETE CASCADE,
    name text NOT NULL,
    scopes text[] NOT NULL,
    issued_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX api_token_person ON api_token (person_id);

-- The one-time code of the first set-up; the row goes when it is done.
CREATE TABLE set_up_code (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    code_hash bytea NOT NULL
);

-- People of the demo, with passwords that everybody may read. A real home has no row.
CREATE TABLE demo_person (
    person_id text PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    place smallint NOT NULL,
    password text NOT NULL,
    roles text NOT NULL
);
