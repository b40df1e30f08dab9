-- Roles, rules about approvals, and approvals.

-- name: role_grant_write --
-- A role that was granted, or ended.
INSERT INTO role_grant (person, role, unit_id, valid_from, valid_to) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (person, role, unit_id, valid_from) DO UPDATE SET valid_to = excluded.valid_to;

-- name: approval_rule_write --
-- What a unit pays without a second person.
INSERT INTO approval_rule (unit_id, valid_from, free_up_to_vnd) VALUES (%s, %s, %s)
ON CONFLICT (unit_id, valid_from) DO UPDATE SET free_up_to_vnd = excluded.free_up_to_vnd;

-- name: approvals --
-- What was put before a second person in a unit and all that is below it today, the newest first.
SELECT
    asked.position, asked.unit_id, unit.code, asked.key, asked.asked_of, asked.person,
    asked.on_day, asked.recorded_at, asked.lines, asked.total_vnd,
    coalesce(decided.step, 'waiting'), decided.person, decided.recorded_at
FROM approval_step AS asked
JOIN unit USING (unit_id)
LEFT JOIN approval_step AS decided
    ON decided.unit_id = asked.unit_id AND decided.key = asked.key AND decided.step <> 'asked'
WHERE asked.step = 'asked'
    AND asked.position < %(before)s
    AND (%(key)s::text IS NULL OR asked.key = %(key)s)
    AND (%(state)s::text IS NULL OR coalesce(decided.step, 'waiting') = %(state)s)
    AND asked.unit_id IN (
        SELECT %(unit_id)s
        UNION ALL
        SELECT unit_id FROM ancestry
        WHERE ancestor_id = %(unit_id)s AND tree = 'as_was'
            AND first <= %(on)s AND until > %(on)s
    )
ORDER BY asked.position DESC
LIMIT %(limit)s;

-- name: admitted_under --
-- The entries that were recorded with an approval, in the order of the log.
SELECT unit_id, version FROM admitted WHERE key = %(key)s ORDER BY position;
