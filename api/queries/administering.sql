-- What administrators see of people, units and rules.

-- name: people_of_unit --
-- People whom a unit, or one below it on the day, looks after, or who ever had a role there.
-- Those who may no longer sign in come last.
WITH inside AS (
    SELECT unit_id FROM own_or_above
    WHERE ancestor_id = %(unit_id)s AND tree = 'as_was' AND first <= %(on)s AND until > %(on)s
)
SELECT person_id, login, name, disabled_at IS NOT NULL, must_change
FROM account
WHERE (%(person_id)s::text IS NULL OR person_id = %(person_id)s)
    AND (strpos(name_folded, %(part)s) > 0 OR strpos(login, %(part)s) > 0)
    AND (
        unit_id IN (SELECT unit_id FROM inside)
        OR person_id IN (
            SELECT person FROM role_grant JOIN inside ON inside.unit_id = role_grant.unit_id
        )
    )
ORDER BY disabled_at IS NOT NULL, name_folded, person_id
LIMIT %(limit)s;

-- name: people_page --
-- The same people in the order of their ids, one page after another.
WITH inside AS (
    SELECT unit_id FROM own_or_above
    WHERE ancestor_id = %(unit_id)s AND tree = 'as_was' AND first <= %(on)s AND until > %(on)s
)
SELECT person_id, login, name, disabled_at IS NOT NULL, must_change
FROM account
WHERE person_id > %(after)s
    AND (
        unit_id IN (SELECT unit_id FROM inside)
        OR person_id IN (
            SELECT person FROM role_grant JOIN inside ON inside.unit_id = role_grant.unit_id
        )
    )
ORDER BY person_id
LIMIT %(limit)s;

-- name: looks_after --
-- Whether somebody's account belongs to a unit or one below it on the day, and so do all the roles
-- that they have or will have: nobody gets at an account that may do more than the own unit.
WITH inside AS (
    SELECT unit_id FROM own_or_above
    WHERE ancestor_id = %(unit_id)s AND tree = 'as_was' AND first <= %(on)s AND until > %(on)s
)
SELECT EXISTS (
    SELECT FROM account
    WHERE person_id = %(person_id)s AND unit_id IN (SELECT unit_id FROM inside)
) AND NOT EXISTS (
    SELECT FROM role_grant
    WHERE person = %(person_id)s AND (valid_to IS NULL OR valid_to >= %(on)s)
        AND unit_id NOT IN (SELECT unit_id FROM inside)
);

-- name: grants_of --
-- The roles of some people, those of now and to come first, each unit as it is called on the day.
SELECT person, role, held.unit_id, code, name, level, held.valid_from, held.valid_to
FROM role_grant AS held
CROSS JOIN LATERAL (
    SELECT code, name, level FROM unit_term
    WHERE unit_term.unit_id = held.unit_id
    ORDER BY unit_term.valid_from <= %(on)s DESC, abs(unit_term.valid_from - %(on)s)
    LIMIT 1
) AS called
WHERE person = ANY (%(person_ids)s) AND (valid_to IS NULL OR valid_to >= held.valid_from)
ORDER BY coalesce(valid_to >= %(on)s, true) DESC, held.valid_from DESC, code, role;

-- name: approval_rules_of --
-- Up to which amounts a unit pays without a second person, the latest rule first; its own, and
-- those of the units that stand above it on the day, the nearest first.
SELECT approval_rule.unit_id, code, name, approval_rule.valid_from, free_up_to_vnd
FROM own_or_above
JOIN approval_rule ON approval_rule.unit_id = ancestor_id
CROSS JOIN LATERAL (
    SELECT code, name, level FROM unit_term
    WHERE unit_term.unit_id = ancestor_id
    ORDER BY unit_term.valid_from <= %(on)s DESC, abs(unit_term.valid_from - %(on)s)
    LIMIT 1
) AS called
WHERE own_or_above.unit_id = %(unit_id)s AND tree = 'as_was'
    AND first <= %(on)s AND until > %(on)s
ORDER BY array_position(
    ARRAY['board', 'branch', 'commune', 'district', 'province', 'central'], level
), approval_rule.valid_from DESC;

-- name: only_brought_in --
-- Whether nothing is in a unit's book but what it brought in.
SELECT NOT EXISTS (
    SELECT FROM entry
    WHERE unit_id = %(unit_id)s
        AND account NOT IN ('cash', 'bank', 'savings', 'collector', 'goods')
        AND NOT starts_with(account, 'brought_in.')
);

-- name: units_to_begin_with --
-- Units that were imported before anybody could sign in, from the top of the tree down.
SELECT code, name FROM (
    SELECT DISTINCT ON (unit_id) code, name, level FROM unit_term
    ORDER BY unit_id, valid_from DESC
) AS called
ORDER BY array_position(
    ARRAY['central', 'province', 'district', 'commune', 'branch', 'board'], level
), code
LIMIT 50;
