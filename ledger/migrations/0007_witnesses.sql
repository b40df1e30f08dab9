-- What witnesses have signed: that a checkpoint continues all that they have seen of the log before.

-- The signature line of one witness below one checkpoint, as it stands in the signed note.
CREATE TABLE log_cosignature (
    size bigint NOT NULL REFERENCES log_checkpoint,
    witness text NOT NULL,  -- its verifier key
    line text NOT NULL CHECK (line LIKE '— %' AND line LIKE E'%\n'),
    signed_at timestamptz NOT NULL,
    PRIMARY KEY (size, witness)
);
CREATE INDEX log_cosignature_of_witness ON log_cosignature (witness, size);

-- Checkpoints that enough witnesses have cosigned; receipts are proved against these where they can.
CREATE TABLE log_witnessed (
    size bigint PRIMARY KEY REFERENCES log_checkpoint,
    reached_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A checkpoint as it is given away: with the lines of all witnesses that have cosigned it so far.
CREATE FUNCTION log_cosigned(of_size bigint, note text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT note || coalesce(string_agg(line, '' ORDER BY line COLLATE "C"), '')
    FROM log_cosignature
    WHERE size = of_size
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_cosignature
    EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_witnessed
    EXECUTE FUNCTION append_only();
