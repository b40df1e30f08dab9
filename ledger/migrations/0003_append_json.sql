-- The only way in for requests of people, as before, but a batch comes as one JSON text instead of
-- twelve arrays: the driver spent a third of each call on turning lists into arrays.

DROP FUNCTION journal_append;

-- Everything of a batch or nothing: entries, answers and private parts, in one call, in the order
-- given. Returns the commands of the batch that were answered before; then nothing is recorded, and
-- the caller decides again without them. `rows`: objects with the book, version, topic and state of
-- an entry; where it answers a command, its id and fingerprint; where it is about persons, salt and
-- private part. Bytes are in base 64.
CREATE FUNCTION journal_append(rows text, command_ids uuid[], registry_id uuid, registry_version bigint)
RETURNS TABLE (seen_id uuid, seen_fingerprint bytea, seen_unit uuid, seen_version bigint)
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
    WITH given AS MATERIALIZED (
        SELECT *
        FROM ROWS FROM (
            json_to_recordset(rows::json) AS (
                unit uuid, version bigint, topic text, state text,
                command uuid, fingerprint text, salt text, private text
            )
        ) WITH ORDINALITY AS row (u, v, topic, state, command, fingerprint, salt, private, n)
    ), answered AS (
        INSERT INTO command_log (command_id, fingerprint, unit_id, version)
        SELECT command, decode(fingerprint, 'base64'), u, v FROM given WHERE command IS NOT NULL
    ), kept AS (
        INSERT INTO vault (unit_id, version, salt, private)
        SELECT u, v, decode(salt, 'base64'), decode(private, 'base64') FROM given
        WHERE salt IS NOT NULL
    )
    INSERT INTO journal_events (originator_id, originator_version, topic, state)
        SELECT u, v, topic, decode(state, 'base64') FROM given ORDER BY n;
    NOTIFY journal_events;
END
$$;
