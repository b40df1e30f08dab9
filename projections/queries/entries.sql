-- The way down from a figure: postings, newest first, a page at a time, and what they add up to.
--
-- `below` is who counts: the unit itself, or everybody who was below it, from a day to a day. A
-- posting counts if its unit was there on %(on)s, or on its own day where that is NULL. `sought`
-- pairs accounts with what is asked of a transfer's other unit: 0 anything, 1 that it is below
-- too, 2 that it is not. Of a level the units count as if they were below no unit at all.

-- name: entries_few --
-- For few units: through each one's own entries.
WITH below AS MATERIALIZED (
    SELECT unit_id, first, until FROM who_counts
    WHERE ancestor_id = %(unit_id)s AND tree = %(tree)s
        AND (%(with_below)s OR unit_id = %(unit_id)s)
)
SELECT
    found.position, found.line, found.unit_id, found.version, found.booked_on, found.account,
    found.fund, found.amount_vnd, found.occurrences, found.place, found.quantity,
    found.counted_in, journal_events.state
FROM (
    SELECT entry.*
    FROM below
    JOIN entry ON entry.unit_id = below.unit_id
        AND coalesce(%(on)s::date, entry.booked_on) >= below.first
        AND coalesce(%(on)s::date, entry.booked_on) < below.until
    JOIN unnest(%(accounts)s::text[], %(relations)s::int[]) AS sought (account, relation)
        ON sought.account = entry.account
    WHERE entry.booked_on >= %(first)s AND entry.booked_on <= %(last)s
        AND entry.position <= %(upto)s
        AND (entry.booked_on, entry.position, entry.line)
            < (%(from_day)s::date, %(from_position)s::bigint, %(from_line)s::int)
        AND (NOT %(first_lines)s OR entry.line = 0)
        AND (%(fund)s::text IS NULL OR entry.fund = %(fund)s)
        AND (%(place)s::text IS NULL OR entry.place = %(place)s)
        AND (%(counted_in)s::text IS NULL OR entry.counted_in = %(counted_in)s)
        AND (%(topic)s::text IS NULL OR (
            SELECT topic = %(topic)s FROM journal_events WHERE notification_id = entry.position
        ))
        AND (relation = 0 OR (relation = 1) = EXISTS (
            SELECT FROM below AS there
            WHERE there.unit_id = entry.other_unit_id
                AND coalesce(%(on)s::date, entry.booked_on) >= there.first
                AND coalesce(%(on)s::date, entry.booked_on) < there.until
        ))
    ORDER BY entry.booked_on DESC, entry.position DESC, entry.line DESC
    LIMIT %(limit)s
) AS found
JOIN journal_events ON notification_id = found.position
ORDER BY found.booked_on DESC, found.position DESC, found.line DESC;

-- name: entries_many --
-- For many units: through the accounts, each newest first, as far as the page goes. Who counts on
-- one day is looked up in a hash: inside a CASE it is not turned into a join, which the planner,
-- expecting to be done soon, made a loop in a loop.
SELECT
    found.position, found.line, found.unit_id, found.version, found.booked_on, found.account,
    found.fund, found.amount_vnd, found.occurrences, found.place, found.quantity,
    found.counted_in, journal_events.state
FROM unnest(%(accounts)s::text[], %(relations)s::int[]) AS sought (account, relation)
CROSS JOIN LATERAL (
    SELECT * FROM entry
    WHERE entry.account = sought.account
        AND entry.booked_on >= %(first)s AND entry.booked_on <= least(%(last)s, %(from_day)s::date)
        AND entry.position <= %(upto)s
        AND (entry.booked_on, entry.position, entry.line)
            < (%(from_day)s::date, %(from_position)s::bigint, %(from_line)s::int)
        AND (NOT %(first_lines)s OR entry.line = 0)
        AND (%(fund)s::text IS NULL OR entry.fund = %(fund)s)
        AND (%(place)s::text IS NULL OR entry.place = %(place)s)
        AND (%(counted_in)s::text IS NULL OR entry.counted_in = %(counted_in)s)
        AND (%(topic)s::text IS NULL OR (
            SELECT topic = %(topic)s FROM journal_events WHERE notification_id = entry.position
        ))
        AND CASE WHEN %(on)s::date IS NULL THEN EXISTS (
            SELECT FROM who_counts AS here
            WHERE here.ancestor_id = %(unit_id)s AND here.tree = %(tree)s
                AND here.unit_id = entry.unit_id
                AND entry.booked_on >= here.first AND entry.booked_on < here.until
        ) ELSE entry.unit_id IN (
            SELECT here.unit_id FROM who_counts AS here
            WHERE here.ancestor_id = %(unit_id)s AND here.tree = %(tree)s
                AND here.first <= %(on)s AND here.until > %(on)s
        ) END
        AND (relation = 0 OR (relation = 1) = EXISTS (
            SELECT FROM who_counts AS there
            WHERE there.ancestor_id = %(unit_id)s AND there.tree = %(tree)s
                AND there.unit_id = entry.other_unit_id
                AND coalesce(%(on)s::date, entry.booked_on) >= there.first
                AND coalesce(%(on)s::date, entry.booked_on) < there.until
        ))
    ORDER BY entry.booked_on DESC, entry.position DESC, entry.line DESC
    LIMIT %(limit)s
) AS found
JOIN journal_events ON notification_id = found.position
ORDER BY found.booked_on DESC, found.position DESC, found.line DESC
LIMIT %(limit)s;

-- name: entries_typed --
-- For many units, of a type that is seldom: through the entries of that type.
WITH chosen AS MATERIALIZED (
    SELECT notification_id FROM journal_events
    WHERE topic = %(topic)s AND notification_id <= %(upto)s
)
SELECT
    entry.position, entry.line, entry.unit_id, entry.version, entry.booked_on, entry.account,
    entry.fund, entry.amount_vnd, entry.occurrences, entry.place, entry.quantity,
    entry.counted_in, journal_events.state
FROM (
    SELECT entry.*
    FROM chosen
    CROSS JOIN LATERAL (SELECT * FROM entry WHERE position = notification_id OFFSET 0) AS entry
    JOIN unnest(%(accounts)s::text[], %(relations)s::int[]) AS sought (account, relation)
        ON sought.account = entry.account
    WHERE entry.booked_on >= %(first)s AND entry.booked_on <= %(last)s
        AND (entry.booked_on, entry.position, entry.line)
            < (%(from_day)s::date, %(from_position)s::bigint, %(from_line)s::int)
        AND (NOT %(first_lines)s OR entry.line = 0)
        AND (%(fund)s::text IS NULL OR entry.fund = %(fund)s)
        AND (%(place)s::text IS NULL OR entry.place = %(place)s)
        AND (%(counted_in)s::text IS NULL OR entry.counted_in = %(counted_in)s)
        AND EXISTS (
            SELECT FROM who_counts AS here
            WHERE here.ancestor_id = %(unit_id)s AND here.tree = %(tree)s
                AND here.unit_id = entry.unit_id
                AND coalesce(%(on)s::date, entry.booked_on) >= here.first
                AND coalesce(%(on)s::date, entry.booked_on) < here.until
        )
        AND (relation = 0 OR (relation = 1) = EXISTS (
            SELECT FROM who_counts AS there
            WHERE there.ancestor_id = %(unit_id)s AND there.tree = %(tree)s
                AND there.unit_id = entry.other_unit_id
                AND coalesce(%(on)s::date, entry.booked_on) >= there.first
                AND coalesce(%(on)s::date, entry.booked_on) < there.until
        ))
    ORDER BY entry.booked_on DESC, entry.position DESC, entry.line DESC
    LIMIT %(limit)s
) AS entry
JOIN journal_events ON notification_id = entry.position
ORDER BY entry.booked_on DESC, entry.position DESC, entry.line DESC;

-- name: entries_sum --
-- How many postings there are and what they add up to; no more than %(limit)s are looked at.
SELECT
    count(*), coalesce(sum(amount_vnd), 0)::bigint, coalesce(sum(occurrences), 0)::bigint
FROM (
    SELECT amount_vnd, occurrences
    FROM (
        SELECT amount_vnd, occurrences, entry.position
        FROM entry
        JOIN unnest(%(accounts)s::text[], %(relations)s::int[]) AS sought (account, relation)
            ON sought.account = entry.account
        WHERE entry.account = ANY (%(accounts)s)
            AND entry.booked_on >= %(first)s AND entry.booked_on <= %(last)s
            AND entry.position <= %(upto)s
            AND (NOT %(first_lines)s OR entry.line = 0)
            AND (%(fund)s::text IS NULL OR entry.fund = %(fund)s)
            AND (%(place)s::text IS NULL OR entry.place = %(place)s)
            AND (%(counted_in)s::text IS NULL OR entry.counted_in = %(counted_in)s)
            AND EXISTS (
                SELECT FROM who_counts AS here
                WHERE here.ancestor_id = %(unit_id)s AND here.tree = %(tree)s
                    AND (%(with_below)s OR here.unit_id = %(unit_id)s)
                    AND here.unit_id = entry.unit_id
                    AND coalesce(%(on)s::date, entry.booked_on) >= here.first
                    AND coalesce(%(on)s::date, entry.booked_on) < here.until
            )
            AND (relation = 0 OR (relation = 1) = EXISTS (
                SELECT FROM who_counts AS there
                WHERE there.ancestor_id = %(unit_id)s AND there.tree = %(tree)s
                    AND (%(with_below)s OR there.unit_id = %(unit_id)s)
                    AND there.unit_id = entry.other_unit_id
                    AND coalesce(%(on)s::date, entry.booked_on) >= there.first
                    AND coalesce(%(on)s::date, entry.booked_on) < there.until
            ))
        OFFSET 0
    ) AS found
    WHERE %(topic)s::text IS NULL OR (
        SELECT topic = %(topic)s FROM journal_events WHERE notification_id = found.position
    )
    LIMIT %(limit)s
) AS counted;

-- name: entries_sum_few --
-- The same for few units.
WITH below AS MATERIALIZED (
    SELECT unit_id, first, until FROM who_counts
    WHERE ancestor_id = %(unit_id)s AND tree = %(tree)s
        AND (%(with_below)s OR unit_id = %(unit_id)s)
)
SELECT
    count(*), coalesce(sum(amount_vnd), 0)::bigint, coalesce(sum(occurrences), 0)::bigint
FROM (
    SELECT amount_vnd, occurrences
    FROM below
    JOIN entry ON entry.unit_id = below.unit_id
        AND coalesce(%(on)s::date, entry.booked_on) >= below.first
        AND coalesce(%(on)s::date, entry.booked_on) < below.until
    JOIN unnest(%(accounts)s::text[], %(relations)s::int[]) AS sought (account, relation)
        ON sought.account = entry.account
    WHERE entry.booked_on >= %(first)s AND entry.booked_on <= %(last)s
        AND entry.position <= %(upto)s
        AND (NOT %(first_lines)s OR entry.line = 0)
        AND (%(fund)s::text IS NULL OR entry.fund = %(fund)s)
        AND (%(place)s::text IS NULL OR entry.place = %(place)s)
        AND (%(counted_in)s::text IS NULL OR entry.counted_in = %(counted_in)s)
        AND (%(topic)s::text IS NULL OR (
            SELECT topic = %(topic)s FROM journal_events WHERE notification_id = entry.position
        ))
        AND (relation = 0 OR (relation = 1) = EXISTS (
            SELECT FROM below AS there
            WHERE there.unit_id = entry.other_unit_id
                AND coalesce(%(on)s::date, entry.booked_on) >= there.first
                AND coalesce(%(on)s::date, entry.booked_on) < there.until
        ))
    LIMIT %(limit)s
) AS counted;

-- name: entries_sum_typed --
-- The same for many units, of a type that is seldom.
WITH chosen AS MATERIALIZED (
    SELECT notification_id FROM journal_events
    WHERE topic = %(topic)s AND notification_id <= %(upto)s
)
SELECT
    count(*), coalesce(sum(amount_vnd), 0)::bigint, coalesce(sum(occurrences), 0)::bigint
FROM (
    SELECT amount_vnd, occurrences
    FROM chosen
    CROSS JOIN LATERAL (SELECT * FROM entry WHERE position = notification_id OFFSET 0) AS entry
    JOIN unnest(%(accounts)s::text[], %(relations)s::int[]) AS sought (account, relation)
        ON sought.account = entry.account
    WHERE entry.booked_on >= %(first)s AND entry.booked_on <= %(last)s
        AND (NOT %(first_lines)s OR entry.line = 0)
        AND (%(fund)s::text IS NULL OR entry.fund = %(fund)s)
        AND (%(place)s::text IS NULL OR entry.place = %(place)s)
        AND (%(counted_in)s::text IS NULL OR entry.counted_in = %(counted_in)s)
        AND EXISTS (
            SELECT FROM who_counts AS here
            WHERE here.ancestor_id = %(unit_id)s AND here.tree = %(tree)s
                AND here.unit_id = entry.unit_id
                AND coalesce(%(on)s::date, entry.booked_on) >= here.first
                AND coalesce(%(on)s::date, entry.booked_on) < here.until
        )
        AND (relation = 0 OR (relation = 1) = EXISTS (
            SELECT FROM who_counts AS there
            WHERE there.ancestor_id = %(unit_id)s AND there.tree = %(tree)s
                AND there.unit_id = entry.other_unit_id
                AND coalesce(%(on)s::date, entry.booked_on) >= there.first
                AND coalesce(%(on)s::date, entry.booked_on) < there.until
        ))
    LIMIT %(limit)s
) AS counted;

-- name: entries_passed --
-- What units held when they came below a unit, or left it (sign -1), between two days: every posting
-- booked before that day counts on it.
SELECT here.unit_id, passes_on, sign, sum(amount_vnd)::bigint
FROM who_counts AS here
CROSS JOIN LATERAL (VALUES (first, 1), (until, -1)) AS edge (passes_on, sign)
JOIN entry ON entry.unit_id = here.unit_id AND entry.booked_on < passes_on
WHERE here.ancestor_id = %(unit_id)s AND here.tree = %(tree)s
    AND passes_on > DATE '0001-01-01' AND passes_on < DATE '9999-12-31'
    AND passes_on >= %(first)s AND passes_on <= %(last)s
    AND entry.account = ANY (%(accounts)s) AND entry.position <= %(upto)s
GROUP BY here.unit_id, passes_on, sign
HAVING sum(amount_vnd) <> 0
ORDER BY passes_on, here.unit_id, sign;

-- name: entries_passed_in_transit --
-- What was in transit between two units when the second of them came below a unit, or the first
-- left it.
SELECT unit_id, passes_on, sign, sum(amount_vnd)::bigint
FROM (
    SELECT
        here.unit_id, greatest(here.first, there.first) AS first,
        least(here.until, there.until) AS until, booked_on, amount_vnd
    FROM entry
    JOIN who_counts AS here
        ON here.unit_id = entry.unit_id
        AND here.ancestor_id = %(unit_id)s AND here.tree = %(tree)s
    JOIN who_counts AS there
        ON there.unit_id = entry.other_unit_id
        AND there.ancestor_id = %(unit_id)s AND there.tree = %(tree)s
        AND there.first < here.until AND here.first < there.until
    WHERE entry.account = ANY (%(accounts)s) AND entry.position <= %(upto)s
        AND (greatest(here.first, there.first) > DATE '0001-01-01'
            OR least(here.until, there.until) < DATE '9999-12-31')
) AS inside
CROSS JOIN LATERAL (VALUES (first, 1), (until, -1)) AS edge (passes_on, sign)
WHERE passes_on > booked_on AND passes_on < DATE '9999-12-31'
    AND passes_on >= %(first)s AND passes_on <= %(last)s
GROUP BY unit_id, passes_on, sign
HAVING sum(amount_vnd) <> 0
ORDER BY passes_on, unit_id, sign;

-- name: entries_units --
-- How many terms of units there are below a unit; no more than %(limit)s are counted.
SELECT count(*)
FROM (
    SELECT FROM who_counts
    WHERE ancestor_id = %(unit_id)s AND tree = %(tree)s
    LIMIT %(limit)s
) AS below;

-- name: entries_as_known --
-- Whether tables of what was known at an instant lie in front (projections/known.py), and how far
-- the log went then.
SELECT to_regclass('pg_temp.ancestry_of_all') IS NOT NULL, position FROM projected;

-- name: entries_of_log --
-- Those tables hold sums of postings under units that stand for several. Here each posting and each
-- unit is asked for: let the real postings be seen again,
DROP TABLE pg_temp.entry, pg_temp.own_or_above, pg_temp.recipient_step;

-- name: entries_tree_as_known --
-- with everybody who was known to be below.
CREATE TEMP TABLE own_or_above ON COMMIT DROP AS
SELECT unit_id, ancestor_id, tree, first, until FROM pg_temp.ancestry_of_all
UNION ALL
SELECT unit_id, unit_id, 'as_was', DATE '0001-01-01', DATE '9999-12-31' FROM pg_temp.unit
UNION ALL
SELECT unit_id, unit_id, 'as_is', DATE '0001-01-01', DATE '9999-12-31' FROM pg_temp.unit
WHERE tree_changed;

-- name: entries_levels_as_known --
-- and the levels as they were known.
CREATE TEMP TABLE who_counts ON COMMIT DROP AS
SELECT unit_id, ancestor_id, tree, first, until FROM own_or_above
UNION ALL
SELECT
    unit_id, UUID '00000000-0000-0000-0000-000000000000', level,
    CASE WHEN lag(valid_from) OVER terms IS NULL THEN DATE '0001-01-01' ELSE valid_from END,
    lead(valid_from, 1, DATE '9999-12-31') OVER terms
FROM unit_term
WINDOW terms AS (PARTITION BY unit_id ORDER BY valid_from);

-- name: entries_tree_analyse --
-- Tell the planner how many there are.
ANALYZE pg_temp.own_or_above, pg_temp.who_counts;
