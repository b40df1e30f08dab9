-- People can be forgotten, and all keys be changed.

-- Since when the database is sealed with its epoch.
ALTER TABLE vault_epoch ADD COLUMN begun_at timestamptz NOT NULL DEFAULT now();

-- What a book says of some subjects of the vault: the entries that are about them, and those that
-- speak of such an entry by its key (that it was undone, that somebody consented to be named), with
-- whatever was said privately there. `key` is that of the entry itself.
CREATE FUNCTION entries_about(of_unit uuid, subjects uuid[])
RETURNS TABLE (
    unit_id uuid, version bigint, "position" bigint, topic text, state bytea, subject_id uuid,
    key text
)
LANGUAGE sql STABLE AS $$
    WITH own AS (
        SELECT
            vault.unit_id, vault.version, notification_id AS "position", topic, state,
            vault.subject_id, convert_from(state, 'UTF8')::json ->> 'key' AS key
        FROM vault
        JOIN journal_events
            ON originator_id = vault.unit_id AND originator_version = vault.version
        WHERE vault.unit_id = of_unit AND vault.subject_id = ANY (subjects)
    )
    SELECT * FROM own
    UNION ALL
    SELECT
        vault.unit_id, vault.version, notification_id, topic, state, vault.subject_id, said.key
    FROM vault
    JOIN journal_events ON originator_id = vault.unit_id AND originator_version = vault.version
    CROSS JOIN LATERAL (
        SELECT
            convert_from(state, 'UTF8')::json ->> 'key' AS key,
            coalesce(
                convert_from(state, 'UTF8')::json ->> 'reverses',
                convert_from(state, 'UTF8')::json ->> 'about'
            ) AS of_key
    ) AS said
    WHERE vault.unit_id = of_unit
        AND topic IN ('entry.reversed/1', 'consent.given/1', 'consent.withdrawn/1')
        AND said.of_key IN (SELECT own.key FROM own)
        AND vault.subject_id <> ALL (subjects)
$$;

-- The audit looks also whether a person is found by the name that is kept of them.
CREATE OR REPLACE VIEW private_parts AS
    SELECT
        unit_id,
        version,
        subject_id,
        ROW(
            uuid_send(unit_id) || int8send(version) || uuid_send(subject_id)
            || int4send(subject.epoch) || subject.wrapped || vault.box
        )::private_part AS private,
        subject.lookup
    FROM vault
    JOIN subject USING (subject_id);
