-- The journal: every event, once, in the order of its commit. The first table is the one that the
-- event-sourcing library reads; a test holds it against the library's own definition.

CREATE TABLE journal_events (
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    topic text,
    state bytea,
    notification_id bigserial,
    PRIMARY KEY (originator_id, originator_version)
) WITH (
    autovacuum_enabled = true,
    autovacuum_vacuum_threshold = 100000000,
    autovacuum_vacuum_scale_factor = 0.5,
    autovacuum_analyze_threshold = 1000,
    autovacuum_analyze_scale_factor = 0.01
);
CREATE UNIQUE INDEX journal_events_notification_id_idx ON journal_events (notification_id ASC);
-- The bytes are small and read again and again: do not spend time on compressing them.
ALTER TABLE journal_events ALTER COLUMN state SET STORAGE MAIN;

-- What was answered to each command, so that the same command gets the same answer for ever.
CREATE TABLE command_log (
    command_id uuid PRIMARY KEY,
    fingerprint bytea NOT NULL,
    unit_id uuid NOT NULL,
    version bigint NOT NULL
);

-- Who the persons of an entry are. Rows of this table may be deleted; of the others, none.
CREATE TABLE vault (
    unit_id uuid NOT NULL,
    version bigint NOT NULL,
    salt bytea NOT NULL,
    private bytea NOT NULL,
    PRIMARY KEY (unit_id, version)
);

-- The only way in. Everything of a batch or nothing: entries, answers and private parts, in one
-- call, in the order given. Returns the commands of the batch that were answered before; then
-- nothing is recorded, and the caller decides again without them.
CREATE FUNCTION journal_append(
    unit_ids uuid[], versions bigint[], topics text[], states bytea[],
    command_ids uuid[], fingerprints bytea[], command_units uuid[], command_versions bigint[],
    vault_units uuid[], vault_versions bigint[], salts bytea[], privates bytea[],
    registry_id uuid, registry_version bigint
) RETURNS TABLE (seen_id uuid, seen_fingerprint bytea, seen_unit uuid, seen_version bigint)
LANGUAGE plpgsql AS $$
DECLARE
    newest bigint;
BEGIN
    -- Commit order must be notification order, or a follower would pass over entries.
    LOCK TABLE journal_events IN EXCLUSIVE MODE;
    RETURN QUERY SELECT command_id, fingerprint, unit_id, version
        FROM command_log WHERE command_id = ANY (command_ids);
    IF FOUND THEN
        RETURN;
    END IF;
    SELECT max(originator_version) INTO newest
        FROM journal_events WHERE originator_id = registry_id;
    IF coalesce(newest, 0) <> registry_version THEN
        RAISE EXCEPTION 'the registry has changed' USING ERRCODE = 'unique_violation';
    END IF;
    INSERT INTO journal_events (originator_id, originator_version, topic, state)
        SELECT u, v, t, s
        FROM unnest(unit_ids, versions, topics, states) WITH ORDINALITY AS given (u, v, t, s, n)
        ORDER BY n;
    INSERT INTO command_log (command_id, fingerprint, unit_id, version)
        SELECT * FROM unnest(command_ids, fingerprints, command_units, command_versions);
    INSERT INTO vault (unit_id, version, salt, private)
        SELECT * FROM unnest(vault_units, vault_versions, salts, privates);
    NOTIFY journal_events;
END
$$;
