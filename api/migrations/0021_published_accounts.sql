-- Bank accounts that units have published, so that anybody can give. What is withdrawn stays here.
CREATE TABLE published_account (
    published_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id uuid NOT NULL,
    bank text NOT NULL,
    number text NOT NULL,
    owner text NOT NULL,
    published_by text NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_by text,
    withdrawn_at timestamptz
);
-- The same form sent twice publishes one account.
CREATE UNIQUE INDEX published_account_now ON published_account (unit_id, bank, number)
    WHERE withdrawn_at IS NULL;
