-- Units and their tree.

-- name: population_write --
-- What a source says of a unit's population on a day; the later word counts.
INSERT INTO population (unit_id, stated_on, persons, members, source)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (unit_id, stated_on) DO UPDATE SET
    persons = excluded.persons, members = excluded.members, source = excluded.source;

-- name: holder_write --
-- Who collects.
INSERT INTO holder (holder, kind, version) VALUES (%s, %s, %s)
ON CONFLICT (holder) DO UPDATE SET kind = excluded.kind, version = excluded.version;

-- name: unit_terms_forget --
-- Before the terms of some units are written anew.
DELETE FROM unit_term WHERE unit_id = ANY (%(unit_ids)s);

-- name: unit_terms_of_family --
-- The terms of some units, of all who ever were below them, and of all who ever were above any of
-- these, each unit's oldest first.
WITH RECURSIVE below AS (
    SELECT unit_id FROM unnest(%(unit_ids)s::uuid[]) AS asked (unit_id)
    UNION
    SELECT unit_term.unit_id FROM unit_term JOIN below ON parent_id = below.unit_id
), family AS (
    SELECT unit_id FROM below
    UNION
    SELECT parent_id FROM unit_term JOIN family USING (unit_id) WHERE parent_id IS NOT NULL
)
SELECT unit_id, code, name, level, parent_id, valid_from
FROM unit_term
JOIN family USING (unit_id)
ORDER BY unit_id, valid_from;

-- name: units_write --
-- The newest code of some units.
INSERT INTO unit (unit_id, code)
SELECT * FROM unnest(%(unit_ids)s::uuid[], %(codes)s::text[])
ON CONFLICT (unit_id) DO UPDATE SET code = excluded.code;

-- name: ancestry_of --
-- Who is known to be above some units.
SELECT unit_id, ancestor_id, first, until FROM ancestry
WHERE tree = 'as_was' AND unit_id = ANY (%(unit_ids)s);

-- name: ancestry_forget --
-- Before it is written anew who is above some units.
DELETE FROM ancestry WHERE tree = 'as_was' AND unit_id = ANY (%(unit_ids)s);

-- name: any_entries_of --
-- Whether some units have entries that were folded before.
SELECT EXISTS (
    SELECT FROM entry WHERE unit_id = ANY (%(unit_ids)s) AND position <= %(after)s
);

-- name: tree_changed_write --
-- To whom the tree as it is differs from the tree as it was: somebody was below them for a time.
UPDATE unit SET tree_changed = (
    EXISTS (
        SELECT FROM ancestry
        WHERE ancestor_id = unit.unit_id AND tree = 'as_was'
            AND (first > DATE '0001-01-01' OR until < DATE '9999-12-31')
    )
);

-- name: ancestry_as_is_forget --
-- Before today's tree is written anew.
DELETE FROM ancestry WHERE tree = 'as_is';

-- name: ancestry_as_is_write --
-- Today's tree, for all time: those who are above a unit to the end of time.
INSERT INTO ancestry (unit_id, ancestor_id, tree, first, until)
SELECT ancestry.unit_id, ancestor_id, 'as_is', DATE '0001-01-01', DATE '9999-12-31'
FROM ancestry
JOIN unit ON unit.unit_id = ancestor_id AND tree_changed
WHERE tree = 'as_was' AND until = DATE '9999-12-31';
