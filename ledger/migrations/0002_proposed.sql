-- Rows that wait for a second person, as they will be recorded, with the private parts that the
-- vault will get. Deleted once they were admitted or sent back; the journal keeps their digest.
CREATE TABLE proposed (
    unit_id uuid NOT NULL,
    key text NOT NULL,
    digest text NOT NULL,
    rows bytea NOT NULL,
    PRIMARY KEY (unit_id, key, digest)
);
