-- Each person's words are sealed with a key of their own, which can be destroyed.

-- What was kept in the open until now is sealed at the next start (ledger/vault_upgrade.py).
ALTER TABLE vault RENAME TO vault_unsealed;
ALTER INDEX vault_pkey RENAME TO vault_unsealed_pkey;

-- A person as one unit knows them; `lookup` finds them again (NULL: of a single entry). `wrapped` is
-- their key, sealed with that of an epoch. Rows may be deleted.
CREATE TABLE subject (
    subject_id uuid PRIMARY KEY,
    lookup bytea,
    epoch integer NOT NULL,
    wrapped bytea NOT NULL
);
CREATE UNIQUE INDEX subject_lookup ON subject (lookup) WHERE lookup IS NOT NULL;

-- Who the persons of an entry are: salt and private part, sealed with the subject's key. Rows may be
-- deleted.
CREATE TABLE vault (
    unit_id uuid NOT NULL,
    version bigint NOT NULL,
    subject_id uuid NOT NULL,
    box bytea NOT NULL,
    PRIMARY KEY (unit_id, version)
);

-- A private part as it is read: all that it takes to open it, beside the key of the epoch. A
-- connection that has the keys reads such a value as the part itself (ledger/vault.py).
CREATE TYPE private_part AS (box bytea);

CREATE VIEW private_parts AS
    SELECT
        unit_id,
        version,
        subject_id,
        ROW(
            uuid_send(unit_id) || int8send(version) || uuid_send(subject_id)
            || int4send(subject.epoch) || subject.wrapped || vault.box
        )::private_part AS private
    FROM vault
    JOIN subject USING (subject_id);

-- What is left of those who were erased: which awards of a year went to one person, so that counts of
-- persons stay what they were. A link is random and stands in no entry.
CREATE TABLE forgotten (
    unit_id uuid NOT NULL,
    version bigint NOT NULL,
    link uuid NOT NULL,
    PRIMARY KEY (unit_id, version)
);

-- With which epoch new subjects are sealed, and a box that only its key opens.
CREATE TABLE vault_epoch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch integer NOT NULL,
    proof bytea NOT NULL
);

-- Rows that wait for a second person are sealed as well, all of one asking with one key.
ALTER TABLE proposed
    ADD COLUMN subject_id uuid,
    ADD COLUMN epoch integer,
    ADD COLUMN wrapped bytea;

DROP FUNCTION journal_append;

-- Everything of a batch or nothing: entries, answers and private parts, in one call, in the order
-- given. Where a key of a table is there already, nothing is recorded: a command was answered before,
-- a subject taken for new is known, or a book has grown. Nothing is looked up beforehand for that;
-- the caller asks afterwards (`journal_known`).
-- `given_rows`: objects with the book, version, topic and state of an entry; where it answers a
-- command, its id and fingerprint; where it is about persons, subject and box; where the subject is
-- new, `wrapped` and, if they are to be found again, `lookup`. Bytes are in base 64.
-- `known`: the subjects that the batch believes to be there. `sealed_in`: the epoch of new ones.
CREATE FUNCTION journal_append(
    given_rows text, known uuid[], sealed_in integer, registry_id uuid, registry_version bigint
)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    -- Commit order must be notification order, or a follower would pass over entries.
    LOCK TABLE journal_events IN EXCLUSIVE MODE;
    IF registry_version <> coalesce(
            (SELECT max(originator_version) FROM journal_events WHERE originator_id = registry_id), 0
        )
        OR sealed_in <> (SELECT epoch FROM vault_epoch)
        OR cardinality(known) <> (SELECT count(*) FROM subject WHERE subject_id = ANY (known))
    THEN
        RAISE EXCEPTION 'the registry, the epoch or a person has changed'
            USING ERRCODE = 'unique_violation';
    END IF;
    WITH given AS MATERIALIZED (
        SELECT *
        FROM ROWS FROM (
            json_to_recordset(given_rows::json) AS (
                unit uuid, version bigint, topic text, state text, command uuid,
                fingerprint text, subject uuid, box text, wrapped text, lookup text
            )
        ) WITH ORDINALITY
        AS row (u, v, topic, state, command, fingerprint, subject, box, wrapped, lookup, n)
    ), answered AS (
        INSERT INTO command_log (command_id, fingerprint, unit_id, version)
        SELECT command, decode(fingerprint, 'base64'), u, v FROM given WHERE command IS NOT NULL
    ), persons AS (
        INSERT INTO subject (subject_id, lookup, epoch, wrapped)
        SELECT subject, decode(lookup, 'base64'), sealed_in, decode(wrapped, 'base64') FROM given
        WHERE wrapped IS NOT NULL
    ), kept AS (
        INSERT INTO vault (unit_id, version, subject_id, box)
        SELECT u, v, subject, decode(box, 'base64') FROM given WHERE box IS NOT NULL
    )
    INSERT INTO journal_events (originator_id, originator_version, topic, state)
        SELECT u, v, topic, decode(state, 'base64') FROM given ORDER BY n;
    NOTIFY journal_events;
END
$$;
