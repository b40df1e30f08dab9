-- The log: the Merkle tree over all entries, and every checkpoint that was signed. All of it but the
-- checkpoints can be made again from journal_events; one follower at a time adds to it.

-- Full tiles of 256 hashes of 32 bytes; level 0 has the leaves. Written once.
CREATE TABLE log_tile (
    level smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    tile bigint NOT NULL CHECK (tile >= 0),
    hashes bytea NOT NULL CHECK (length(hashes) = 8192),
    PRIMARY KEY (level, tile)
);
-- Hashes do not become smaller.
ALTER TABLE log_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- The hashes of each level that fill no tile yet: at most 255, the newest ones of their level.
CREATE TABLE log_edge (
    level smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    place bigint NOT NULL CHECK (place >= 0),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, place)
);

-- Positions of the journal have gaps, places in the log have none: from `first_index` on, up to the
-- next run, entry `index` has the position `first_position + index - first_index`.
CREATE TABLE log_run (
    first_index bigint PRIMARY KEY CHECK (first_index >= 0),
    first_position bigint NOT NULL UNIQUE
);

-- Every checkpoint that was signed. The newest one covers what lies in the tables above.
CREATE TABLE log_checkpoint (
    size bigint PRIMARY KEY CHECK (size >= 0),
    root bytea NOT NULL CHECK (length(root) = 32),
    note text NOT NULL,
    signed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The public keys of the log: whoever signs checkpoints from this size on.
CREATE TABLE log_key (
    since_size bigint PRIMARY KEY CHECK (since_size >= 0),
    verifier_key text NOT NULL UNIQUE
);

-- Nobody changes what was recorded by mistake, or with the rights of the application. A superuser
-- could take the trigger away anyhow: against that one there are witnesses, and the audit.
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('is_superuser') = 'off' THEN
        RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_events
    EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_tile
    EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_run
    EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_checkpoint
    EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_key
    EXECUTE FUNCTION append_only();
